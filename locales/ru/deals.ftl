# Deals: the client's way after the first contact, the pipeline and the month's forecast.

command-pipeline = воронка и прогноз месяца
menu-pipeline = 🏁 Воронка
form-MoveDeal = этап сделки
form-EndDeal = итог сделки
form-TellDeal = данные сделки

deal-stage-qualification = квалификация
deal-stage-presentation = презентация
deal-stage-meeting = встречи
deal-stage-proposal = КП
deal-stage-comparison = сравнение
deal-stage-trial = проба
deal-stage-negotiation = переговоры
deal-stage-contract = договор
deal-stage-won = выиграна
deal-stage-lost = проиграна
deal-stage-parked = отложена

card-deal = 🏁 Сделка · { $stage }
card-deal-open = 🏁 Открыть сделку
to-deal = 🏁 Сделка
client-deal = 🏁 Сделка: { $about }

deal-title = 🏁 <b>Сделка · { $client }</b>
deal-owner = Ведёт { $owner }
deal-line-stage = Этап: <b>{ $stage }</b>, с { $since }
deal-line-product = Продукт: { $product }
deal-line-amount = Сумма: { $sum }
deal-line-day = Ожидается: { $day }
deal-line-day-late = ⚠️ Ожидалась: { $day }
deal-line-parked = Вернуться: { $day }
deal-line-reason = Причина: { $reason }
deal-line-reason-said = Причина: { $reason }, «{ $words }»
deal-note-comparison = Сравнивают: «{ $words }»
deal-note-objection = Возражение: «{ $words }»
deal-note-trial = Проба: «{ $words }»
deal-no-step = ⚠️ Следующий шаг не назначен

deal-onward = → { $stage }
deal-resume = Вернуть в работу
deal-other-stage = Другой этап
deal-win = ✅ Выиграна
deal-lose = Проиграна
deal-tell = Уточнить
deal-history = История
deal-drop = Открыта по ошибке

deal-stages-ask =
    <b>На какой этап?</b>
    Сейчас: { $stage }
deal-move-title = 🏁 <b>{ $client }</b>: { $from } → { $to }
deal-planned = Уже назначено: { $step }
deal-move-again = Выбрать шаг
deal-moved = 🏁 <b>{ $client }</b>: { $from } → { $to }
deal-opened = 🏁 Сделка открыта, этап: { $stage }
deal-undo = Отменить сдвиг
deal-undone = ↩️ <b>{ $client }</b>: снова { $stage }
deal-dropped = ↩️ <b>Сделка убрана · { $client }</b>

deal-tell-ask = <b>Что уточнить?</b>
deal-tell-amount = Сумма
deal-tell-product = Продукт
deal-tell-day = Срок
deal-tell-comparison = Сравнение
deal-tell-objection = Возражение
deal-tell-trial = Проба
deal-ask-amount =
    <b>На какую сумму сделка?</b>
    Можно так: 1 200 000,50 или 1,2 млн.
deal-ask-product =
    <b>Что покупают?</b>
    Выберите или напишите.
deal-ask-comparison =
    <b>С кем сравнивают?</b>
    Напишите, с кем и по чему.
deal-ask-objection =
    <b>Какое возражение?</b>
    Напишите словами клиента.
deal-ask-trial =
    <b>Как идёт проба?</b>
    Напишите: что взяли, на сколько, чего ждут.

deal-won-ask =
    <b>На какую сумму выиграна?</b>
    Можно так: 1 200 000,50 или 1,2 млн.
deal-won-silently = Без суммы
deal-won = ✅ <b>Сделка выиграна · { $client }</b>
deal-won-sum = ✅ <b>Сделка выиграна · { $client }</b> · { $sum }
deal-won-next = Оформите заказ: от него считаются план и статус клиента.
deal-share = Рассказать о победе
deal-share-words = Договор: { $client }
deal-undo-end = Отменить итог
deal-lost-ask = <b>Почему не купили?</b>
deal-lost-words = 💬 Напишите в двух словах, как было.
deal-lost-silently = Без слов
deal-lost-then =
    <b>Закрыть или вернуться позже?</b>
    Шаги по клиенту снимутся; при возврате напомним в выбранный день.
deal-lost-close = Закрыть
deal-lost-later = Вернуться позже
deal-lost =
    🏁 <b>Сделка проиграна · { $client }</b>
    { $reason }
deal-parked =
    🏁 <b>Сделка отложена · { $client }</b>
    Вернуться: { $day }

deal-history-title = 🏁 <b>Путь сделки · { $client }</b>
deal-history-opened = { $day } · открыта · { $who }
deal-history-moved = { $day } · { $from } → { $to } · { $who }
deal-history-back = { $day } · назад: { $from } → { $to } · { $who }
deal-history-said = { " " }· «{ $words }»
deal-history-note = { $day } · { $note } · { $who }

time-ask-deal = ⏰ <b>Когда ждём подписания или денег?</b>

pipeline-title-own = 🏁 <b>Моя воронка</b>
pipeline-title-team = 🏁 <b>Воронка отдела</b>
pipeline-title-person = 🏁 <b>Воронка · { $who }</b>
pipeline-empty = Открытых сделок нет. Сделка открывается первым контактом по принятому лиду или из карточки клиента.
pipeline-row = { $stage }: { $count }
pipeline-row-sum = { $stage }: { $count } · { $sum }
pipeline-forecast = 📊 Прогноз, { $month }: <b>{ $sum }</b>
pipeline-forecast-open = 📊 Прогноз
pipeline-made-of = Выиграно { $won }, ожидается { $weighted } из { $ahead }
pipeline-no-forecast = 📊 Прогноз, { $month }: сделок с суммой и сроком нет
pipeline-usual = { $ended ->
    [0] Шансы этапов обычные: свои посчитаем после { $enough } завершённых сделок.
   *[other] Шансы этапов обычные: свои посчитаем после { $enough } завершённых сделок, пока их { $ended }.
}
pipeline-history = { $ended ->
    [one] Шансы этапов по истории отдела: { $ended } сделка за год.
    [few] Шансы этапов по истории отдела: { $ended } сделки за год.
   *[other] Шансы этапов по истории отдела: { $ended } сделок за год.
}
pipeline-left-out = ⚠️ Не вошли в прогноз: { $amounts ->
    [0] без срока { $days }
   *[other] { $days ->
        [0] без суммы { $amounts }
       *[other] без суммы { $amounts }, без срока { $days }
    }
}
pipeline-late = { $count ->
    [one] ⚠️ У { $count } сделки срок прошёл: уточните.
   *[other] ⚠️ У { $count } сделок срок прошёл: уточните.
}
pipeline-mine = Мои
pipeline-team = Отдел
pipeline-people = Люди
pipeline-whose = <b>Чья воронка?</b>
pipeline-stage-title = 🏁 <b>{ $stage }</b>: { $count }
pipeline-deal = { $client } · { $sum }
pipeline-deal-whose = { $line } · { $who }
pipeline-no-sum = без суммы
pipeline-more = Ещё: { $count }
