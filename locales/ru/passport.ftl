# The context card of a client: what the next runner has to know.

card-passport = Паспорт
form-FillPassport = паспорт клиента

passport-title = 🏢 <b>Паспорт · { $client }</b>
passport-line-pains = Боль: { $words }
passport-line-fit = Решение: { $words }
passport-line-agreements = Договорённости: { $words }
passport-line-decision_maker = Решает: { $words }
passport-line-expects = Клиент ждёт: { $words }
passport-line-promises = Обещано: { $words }
passport-promise-call = 📞 Обещано: { $at }
passport-promise-meeting = 🤝 Обещана встреча: { $at }
passport-promise-send = ⏰ Обещано отправить: { $at }
passport-promise-other = ⏰ Обещано: { $at }
passport-lacks = Неизвестно: { $points }
passport-whole = ✅ Всё на месте.
passport-way = Путь клиента

passport-point-pains = боль
passport-point-fit = решение
passport-point-agreements = договорённости
passport-point-decision_maker = кто решает
passport-point-expects = ожидания
passport-point-promises = обещания
passport-field-pains = Боль
passport-field-fit = Решение
passport-field-agreements = Договорённости
passport-field-decision_maker = Кто решает
passport-field-expects = Ожидания
passport-field-promises = Обещания

passport-ask-pains =
    <b>Какие проблемы у клиента?</b>
    Напишите его словами.
passport-ask-fit =
    <b>Что из нашего у клиента и зачем?</b>
    Напишите, что он берёт и что это решает.
passport-ask-agreements =
    <b>О чём договорились?</b>
    Цена, сроки, особые условия: всё, на что клиент рассчитывает.
passport-ask-decision_maker =
    <b>Кто решает?</b>
    Напишите имя и должность.
passport-ask-expects =
    <b>Чего клиент ждёт сейчас?</b>
    Например: звонка с новым прайсом в начале месяца.
passport-ask-promises =
    <b>Что мы обещали и к какому дню?</b>
    Если ничего, так и напишите.

passport-way-title = 🏢 <b>Путь · { $client }</b>
passport-event-made = 🏢 { $day } · первая запись · { $who }
passport-event-lead = 🎯 { $day } · лид готов · { $who }
passport-event-handed = ✅ { $day } · { $leg } · { $who }
passport-event-deal = 🏁 { $day } · сделка { $stage } · { $who }
passport-event-order = 🏁 { $day } · заказ на { $sum } · { $who }
passport-event-regular = 🏢 { $day } · постоянный клиент
passport-event-key = 🏢 { $day } · ключевой клиент
passport-event-new = 🏢 { $day } · статус снят
passport-deal = 🏁 Сделка: { $stage }
passport-deal-amount = 🏁 Сделка: { $stage }, { $sum }
