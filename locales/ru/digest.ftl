# The head's digest and the views behind it.

command-digest = итоги дня
menu-digest = 📊 Итоги дня

digest-title = 📊 <b>Итоги · { $day }</b>
digest-so-far = 📊 <b>Итоги на { $time } · { $day }</b>
digest-ahead = 📊 <b>К итогам · { $day }</b>, с { $since }, { $time }
digest-so-far-note = Сравнение с полными днями.
digest-no-past = Обычно: пока нет данных.
digest-idle = ⚠️ Без записей: { $names }
digest-signs = 💬 Посмотрите: { $signs }{ $more ->
    [0] { "" }
   *[other] { " " }и ещё { $more }
}
sign-burst = { $name }, { $times ->
    [one] { $times } запись
    [few] { $times } записи
   *[other] { $times } записей
} за 3 мин
sign-same_note = { $name }, одна и та же заметка { $times ->
    [one] { $times } раз
    [few] { $times } раза
   *[other] { $times } раз
}
sign-night = { $name }, ночью { $times ->
    [one] { $times } запись
    [few] { $times } записи
   *[other] { $times } записей
}
digest-and-more = { $names } и ещё { $count }

digest-button-people = Люди
digest-button-late = Просрочки
digest-button-before = Днём раньше

digest-people-title = 👤 <b>Люди · { $day }</b>
digest-people-legend = 📞 звонки · 🤝 встречи · 🎯 передано / принято
digest-line = { $name }: 📞 { $calls } · 🤝 { $meetings } · 🎯 { $submitted } / { $taken }
digest-nobody = Пока никого.

digest-late-title = ⏰ <b>Просрочки · { $day }</b>
digest-late-line = { $name }: { $what }
digest-late-steps = { $steps ->
    [one] { $steps } шаг
    [few] { $steps } шага
   *[other] { $steps } шагов
} с { $since }
digest-late-missed = { $missed ->
    [one] { $missed } раз без ответа в срок
    [few] { $missed } раза без ответа в срок
   *[other] { $missed } раз без ответа в срок
}
digest-nothing-late = Просрочек нет.
