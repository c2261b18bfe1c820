# Next steps and times: what, when, a meeting ahead, my day.

form-NextStep = следующий шаг
form-AddStep = следующий шаг
form-PickTime = выбор времени
form-PlanMeeting = назначение встречи
form-MoveTo = перенос шага

next-step-ask = ⏰ <b>Что дальше и когда?</b>
next-step-words = Что сделать: «{ $words }»
next-step-place = Место: { $place }
next-step-hint-note = Время можно написать («завтра в 10»), другой текст станет заметкой.
next-step-say = Что нужно сделать? Напишите в двух словах.
next-step-where = 🤝 Где встреча? Напишите адрес или ссылку.
next-step-wait = Ждём клиента до…
next-step-none = Без шага

step-kind-call = 📞 Звонок
step-kind-meeting = 🤝 Встреча
step-kind-send = Отправить
step-kind-other = Другое
step-said-call = Звонок
step-said-meeting = Встреча
step-said-send = Отправить
step-said-other = Дело
step-said-wait = Ждём клиента

step-line = ⏰ { $kind }: { $at }
step-none = ⏰ Без следующего шага
step-with = 🏢 <b>{ $client }</b>
step-planned = ✅ Назначено · { $client }
step-undo-plan = Отменить шаг
step-unplanned = ↩️ Отменено · { $kind }, { $at }
step-edit-time = Время
step-edit-place = Место
step-choose-again = Выбрать время

meeting-what = 🤝 Встреча впереди или уже прошла?
meeting-ahead = Назначить
meeting-held = Записать
meeting-place =
    Шаг { $step } из { $of }
    🤝 Где встреча? Напишите адрес или ссылку.

time-ask-step = ⏰ <b>Когда?</b>
time-ask-wait = ⏰ <b>До какого дня ждём клиента?</b>
time-ask-meeting = 🤝 <b>Когда встреча?</b>
time-ask-move = ⏰ <b>На когда перенести?</b>
time-ask-park = ⏰ <b>Когда вернуться к клиенту?</b>
time-hint = Можно написать, например: «завтра в 10» или «пт 15:30».
time-in-hour = через час
time-tomorrow = завтра
time-tomorrow-at = завтра { $time }
time-in-days = через 3 дня
time-in-week = через неделю
time-in-month = через месяц
time-in-quarter = через 3 месяца
time-in-half-year = через полгода
time-calendar = Календарь
time-day = ⏰ { $month }. Какой день?
time-hour = ⏰ { $day }. Во сколько?
time-whole-day = Без времени
time-right = ✅ Верно
time-echo = ⏰ <b>{ $at }</b> ({ $zone })
time-not-given =
    Час не назван, взято { $time }.
    Другой можно дописать, например: «в 15:30».
time-off-hours = Это нерабочее время: напоминание придёт ровно тогда.
time-past =
    Время «{ $typed }» ({ $at }) уже прошло.
    Выберите другое или напишите, например: «завтра в 10».
time-impossible =
    «{ $typed }»: такой даты или такого часа нет.
    Напишите, например: «завтра в 10» или «25 марта 9:00».
time-unclear =
    «{ $typed }»: время не понято.
    Напишите, например: «завтра в 10» или «пт 15:30».

month-before = ‹ Раньше
month-after = Позже ›

command-today = мой день
menu-today = ⏰ Мой день
refresh = Обновить
refresh-same = Без изменений
today-title = ⏰ <b>Мой день · { $day }</b>
today-overdue = { $count ->
    [one] ⚠️ Просрочен { $count } шаг
    [few] ⚠️ Просрочено { $count } шага
   *[other] ⚠️ Просрочено { $count } шагов
}
today-step = { $at } · { $kind } · { $client }
today-late-step = ⚠️ { $at } · { $kind } · { $client }
today-more = И ещё { $count }: кнопки ниже.
today-empty = Дел на сегодня нет.
today-answer = 🎯 { $client } · от: { $who } · нужен ваш ответ
today-contact = 🎯 { $client } · от: { $who } · нужен первый контакт
today-their-answer = 🎯 { $client } → { $who } · ждёт ответа
today-unanswered = 🎯 { $client } · ждёт ответа
today-their-contact = 🎯 { $client } → { $who } · ждёт первого контакта
today-handoff = 🎯 { $client }
today-until = { " " }до { $until }
