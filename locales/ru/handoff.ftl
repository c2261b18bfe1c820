# The hand-over: the receiver's card, the group's line, returns, the head's queue.

form-GiveBackLead = возврат лида
form-PassLead = передача лида дальше
form-ReleaseLead = освобождение клиента

offer-title = 🎯 <b>Новый лид · { $client }</b>
offer-giver = Передаёт: { $giver }
offer-binding = ⚠️ Руководитель решил: лид хороший, его нужно принять.
offer-until = ⏰ Ответьте до { $until }
offer-take = ✅ Принять
offer-back = ↩️ Вернуть
offer-busy = Занято до…
offer-warn =
    ⏰ { $client }: ответ до { $until }
    Передаёт: { $giver }. Карточка лида выше.

offer-taken = ✅ <b>Лид принят · { $client }</b>
offer-contact-next = Передача завершится с первым разговором. Касаний нужно { $needed }, до { $until }
offer-contacted = ✅ Первый контакт подтверждён
offer-expired = ⏰ { $client }: срок ответа прошёл
offer-passed = ⏰ { $client }: лид передан дальше
offer-lost = 🎯 { $client }: лид уже принят
offer-returned = ↩️ { $client }: лид возвращён
offer-withdrawn = ↩️ { $client }: передача отозвана
offer-moved = ↩️ { $client }: руководитель передал лид другому
offer-released = ↩️ { $client }: лид освобождён руководителем
now-with = Теперь ведёт: { $who }
now-with-head = Получателя ищет руководитель.
now-asked = Ответа ждут от: { $who }
now-asked-until = { $who }, ответ до { $until }
taken-toast = Принято: { $client }
taken-toast-step = Принято: { $client }. { $step }: { $at }

group-asked = 🎯 { $client }: { $giver } → { $receiver } · ответ до { $until }
group-pool = 🎯 { $client }: { $giver } → кто первый · ответ до { $until }
group-accepted = ✅ { $client }: { $giver } → { $receiver } · принят за { $took }
group-introduced = ✅ { $client }: { $giver } → { $receiver } · принят за { $took }, знакомство есть
group-complete = ✅ { $client }: { $giver } → { $receiver } · принят за { $took }, контакт есть
group-returned = ↩️ { $client }: { $receiver } → { $giver } · возврат
group-escalated = ⚠️ { $client }: { $giver } → … · решает руководитель
group-withdrawn = ↩️ { $client }: снова готовит { $giver }

return-title = ↩️ Вернуть лид · { $client }
return-ask = <b>Какой ответ не подтвердился?</b>
return-why =
    <b>Что не так?</b>
    Напишите коротко: это прочтёт тот, кто передал.
return-line = { $question }: «{ $words }»
return-done = ↩️ <b>Лид возвращён · { $client }</b> · { $giver }
pass-ask =
    ⏰ <b>Занято до…</b>
    Лид { $client } сразу уйдёт дальше, новые тоже. Нажмите или напишите время.
pass-done =
    ⏰ Занято до: { $until }
    Лид { $client } передан дальше.

notice-accepted = ✅ { $client }: принято за { $took } · { $who }
notice-returned = ↩️ <b>{ $client }: возврат · { $who }</b>
return-clarify = Уточнить у клиента
return-disagree = Не согласен
return-disputed = Решит: { $who }
return-overruled = ✅ Возврат не подтверждён.
return-upheld = Возврат верный, уточните и передайте снова.
return-moved-on = Лид с тех пор изменился.
disagree-toast = Решит: { $who }
notice-decided-good = ✅ { $client }: лид хороший, принять его обязательно
notice-decided-valid = ↩️ { $client }: возврат верный
notice-complete = ✅ { $client }: первый контакт есть · { $who }
notice-released = ↩️ <b>{ $client }: лид освобождён · { $who }</b>

command-queue = лиды без получателя и спорные возвраты
menu-queue = ⚠️ Очередь
queue-title =
    ⚠️ <b>Ждут решения</b>
    Нажмите, чтобы решить.
queue-empty = ✅ Никто не ждёт решения.
queue-item = { $client } · { $giver }
queue-item-dispute = Спор · { $client } · { $giver }
queue-card = ⚠️ <b>Лид без получателя · { $client }</b>
queue-reason = { $reason }
queue-reason-who = { $reason } ({ $who })
queue-choose = Кому передать?
queue-no-candidates = Передать некому: пригласите людей в /team или оставьте всё как было.
queue-no-head = В отделе некому это решить. Назначьте РОПа в /team.
queue-give-back = ↩️ Вернуть: { $who }
queue-settled = ✅ { $client }: решено
candidate = { $name } · в работе { $load }
candidate-away = { $name } · занято до { $until }
assigned = { $who }: ответ до { $until }
assigned-self = Лид у вас: { $client }
assigned-back = Ведёт { $who }

escalation-nobody = Нет получателей
escalation-all_away = Все заняты
escalation-all_returned = Все, кто мог принять, этот лид уже вернули
escalation-no_answer = Никто не ответил в срок
escalation-busy = Все, кого спросили, заняты
escalation-left = Участник передачи отключён от команды
escalation-dispute = После решения по спору лид не принят

dispute-card = ⚠️ <b>Спорный возврат · { $client }</b>
dispute-pair = { $giver } → { $receiver }
dispute-answer = { $question }: «{ $words }»
dispute-remark = ↩️ «{ $words }»
dispute-good = Лид хороший
dispute-valid = Возврат верный
dispute-decided-good = ✅ Решено: лид хороший
dispute-decided-valid = ↩️ Решено: возврат верный

handoff-withdraw = Отозвать передачу
withdraw-ask = ↩️ <b>Отозвать передачу · { $client }?</b>
withdraw-asked = Карточка сейчас у: { $who }
withdraw-yes = Отозвать
withdraw-done =
    ↩️ Передача отозвана · { $client }
    Лид снова в подготовке: /lead
relay-withdraw-done =
    ↩️ Передача отозвана · { $client }
    Клиента ведёте вы.

card-release = Освободить клиента
release-title =
    ↩️ <b>Освободить клиента · { $client }</b>
    Сейчас ведёт: { $who }
release-ask = Кому отдать?
release-to = Отдать: { $who }
release-why = 💬 Напишите причину: её прочтут оба.
release-silently = Без причины
release-done = ↩️ <b>Клиент освобождён · { $client }</b>
