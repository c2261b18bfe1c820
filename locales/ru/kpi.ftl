# Figures: a line or a part of a line for each, and the cards of one person and of the team.

command-kpi = цифры за день, неделю и месяц
menu-kpi = 📊 Цифры

figure-calls = 📞 { $value ->
    [one] { $value } звонок
    [few] { $value } звонка
   *[other] { $value } звонков
}
figure-talks = поговорили { $value }
figure-meetings = 🤝 { $value ->
    [one] { $value } встреча
    [few] { $value } встречи
   *[other] { $value } встреч
}
figure-submitted = 🎯 { $value ->
    [one] { $value } лид передан
    [few] { $value } лида передано
   *[other] { $value } лидов передано
}
figure-carried = с прошлых дней { $value }
figure-accepted = { $value ->
    [one] принят
   *[other] принято
} { $value }
figure-returned = { $value ->
    [one] возвращён
   *[other] возвращено
} { $value }
figure-withdrawn = { $value ->
    [one] отозван
   *[other] отозвано
} { $value }
figure-waiting = { $value ->
    [one] ждёт
   *[other] ждут
} { $value }
figure-taken = ✅ { $value ->
    [one] { $value } лид принят
    [few] { $value } лида принято
   *[other] { $value } лидов принято
}
figure-sent-back = { $value ->
    [one] возвращён
   *[other] возвращено
} { $value }
figure-speed = ⏰ Лид принимают за { $value }
figure-missed = ⚠️ { $value ->
    [one] Пропущен { $value } срок ответа
    [few] Пропущено { $value } срока ответа
   *[other] Пропущено { $value } сроков ответа
}
figure-untouched = ⚠️ { $value ->
    [one] По { $value } лиду
   *[other] По { $value } лидам
} касаний меньше стандарта
figure-overdue = ⚠️ { $value ->
    [one] Просрочен { $value } шаг
    [few] Просрочено { $value } шага
   *[other] Просрочено { $value } шагов
}
figure-share = { $figure } ({ $percent } %)
figure-details = { $figure }: { $details }

# Beside a figure: the previous working day's and the usual one.
against-both = { $figure } ({ $day }: { $before }, обычно { $usual })
against-usual = { $figure } (обычно { $usual })

kpi-title = 📊 <b>{ $who }</b> · { $when }
kpi-team = Вся команда
kpi-week = неделя с { $day }
kpi-month = месяц с { $day }
kpi-digest-day = итоги, { $day }
kpi-nothing = Записей нет.
kpi-late = { $client } с { $day }
kpi-whose = 📊 Чьи цифры показать?
kpi-button-today = Сегодня
kpi-button-day = День
kpi-button-week = Неделя
kpi-button-month = Месяц
kpi-more-people = Ещё, { $page } из { $pages }
