# The later legs of the relay: proposals, the receiver's card, the head's decision, the introduction.

leg-lead = передача лида
leg-close = хантер → клоузер
leg-back = клоузер → хантер
leg-regular = хантер → фермер
leg-key = фермер → КАМ
leg-absence = на время отсутствия
leg-leaving = передача дел

form-HandOn = передача клиента
form-ObjectProposal = возражение
form-AskOver = передача клиента

proposal-title = 🏢 <b>Пора передавать · { $client }</b>
proposal-leg = Этап: { $leg }
proposal-why-regular = Почему: клиент стал постоянным
proposal-why-key = Почему: клиент стал ключевым
proposal-why-stalled = Почему: сделка давно стоит
proposal-why-won = Почему: сделка закрыта
proposal-why-wanted = Почему: просьба руководителя
proposal-lacks = В паспорте не хватает: { $points }
proposal-whole = ✅ Паспорт готов.
proposal-until = ⏰ Ответьте до { $until }, дальше решит руководитель
proposal-warn =
    ⏰ { $client }: передача ждёт ответа до { $until }
    Дальше решит руководитель. Карточка выше.
proposal-fill = Заполнить
proposal-send = ✅ Передать
proposal-object = Возразить
proposal-sent = ✅ { $client }: передаётся
proposal-stays = ↩️ { $client }: клиент остаётся у вас
proposal-elsewhere = ↩️ { $client }: о передаче решает другой
proposal-objected = { $client }: возражение у руководителя
proposal-ignored = ⏰ { $client }: срок ответа прошёл
proposal-head-decides = Решит руководитель, до этого клиента ведёте вы.

handon-title = 🏢 <b>Передать клиента · { $client }</b>
handon-check = <b>Проверьте и передайте.</b>
handon-whom = 🏢 <b>Кому передать клиента?</b>
handon-nobody = Передавать сейчас некому.
handon-to-close = Клоузеру
handon-to-back = Хантеру
handon-to-regular = Фермеру
handon-to-key = КАМу
handon-asked =
    ✅ <b>Передача предложена · { $client }</b>
    Паспорт заполнит и передаст: { $who }
card-hand-on = Передать…

objection-why =
    <b>Почему { $client } лучше оставить?</b>
    Напишите коротко: это прочтёт руководитель.
objection-done =
    <b>Возражение у руководителя · { $client }</b>
    До решения клиента ведёте вы.

relay-offer-title = 🏢 <b>Клиент для вас · { $client }</b>
relay-offer-giver = Передаёт: { $giver } · { $leg }
relay-offer-binding = ⚠️ Руководитель решил: возврат не подтверждён, клиента нужно принять.
relay-offer-taken = ✅ <b>Клиент принят · { $client }</b>
relay-offer-introduced = 🤝 Клиент знает, кто ведёт его дальше.
relay-offer-expired = ⏰ { $client }: срок ответа прошёл
relay-offer-passed = ⏰ { $client }: клиент передан дальше
relay-offer-lost = 🏢 { $client }: клиент уже принят
relay-offer-returned = ↩️ { $client }: клиент возвращён
relay-offer-withdrawn = ↩️ { $client }: передача отозвана
relay-offer-moved = ↩️ { $client }: руководитель выбрал другого получателя
relay-offer-released = ↩️ { $client }: клиент освобождён руководителем

group-leg = { $line } ({ $leg })
group-away = ⏰ { $name }: отпуск, последний день { $last } · замена: { $substitute }
group-away-alone = ⏰ { $name }: отпуск, последний день { $last }
group-back = ✅ { $name }: отпуск окончен
group-left = ✅ Клиенты: { $giver } → { $heirs }
group-heir = { $name } { $count }
group-stays = ↩️ { $client }: { $giver } ведёт дальше

relay-return-title = ↩️ Вернуть клиента · { $client }
relay-return-ask = <b>Какой пункт паспорта не подтвердился?</b>
relay-return-done = ↩️ <b>Клиент возвращён · { $client }</b> · { $giver }
relay-pass-ask =
    ⏰ <b>Занято до…</b>
    Клиент { $client } сразу уйдёт дальше, новые тоже. Нажмите или напишите время.
relay-pass-done =
    ⏰ Занято до: { $until }
    Клиент { $client } передан дальше.

relay-return-next = Дополните паспорт, передачу предложим снова.
relay-return-moved-on = С тех пор всё изменилось.
relay-decided-good = ✅ { $client }: возврат не подтверждён, принять обязательно
relay-released = ↩️ <b>{ $client }: клиент освобождён · { $who }</b>
relay-dispute-good = Принять клиента
relay-dispute-decided-good = ✅ Решено: клиента нужно принять

queue-card-proposal = ⚠️ <b>Передавать ли клиента · { $client }</b>
queue-card-client = ⚠️ <b>Клиент без получателя · { $client }</b>
queue-item-client = 🏢 { $client } · { $giver }
card-decide-proposal = Решить передачу
queue-as-it-is = ✅ Передать как есть
queue-stays = Оставить: { $who }
escalation-ignored = Ответа на предложение нет
escalation-objection = Есть возражение

form-IntroduceClient = знакомство с клиентом
introduce-please = Скажите клиенту, кто ведёт его дальше.
introduce-open = 🤝 Познакомить
introduce-ways =
    🤝 <b>Познакомить · { $client }</b>
    Дальше ведёт: { $who }
    Перешлите клиенту готовый текст или назначьте встречу втроём.
introduce-letter = Текст клиенту
introduce-meeting = Встреча втроём
introduce-known = ✅ Клиент знает
introduced =
    🤝 <b>Клиент знает · { $client }</b>
    Передача завершится с первым контактом: { $who }

letter-hello = Здравствуйте, { $name }.
letter-hello-nobody = Здравствуйте.
letter-who =
    Дальше по всем вопросам с вами { $receiver }.
    Договорённости переданы, повторять ничего не придётся.
letter-next = Ближайший шаг: { $kind }, { $at }.
letter-bye = { $giver }

three-title =
    🤝 <b>Встреча втроём · { $client }</b>
    { $giver }, { $receiver } и клиент
three-done =
    ✅ <b>Встреча втроём · { $client }</b>
    { $at }
three-file = Файл встречи: перешлите его клиенту.
three-summary = Знакомство: { $giver }, { $receiver }
three-told =
    🤝 <b>Встреча втроём · { $client }</b>
    { $at }
three-told-by = Назначает: { $who }
