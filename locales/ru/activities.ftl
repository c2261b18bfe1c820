# Calls and meetings: logging, the saved act, undo.

command-call = записать звонок
menu-call = 📞 Звонок
command-meeting = записать или назначить встречу
menu-meeting = 🤝 Встреча
form-LogAct = запись звонка или встречи
form-step = Шаг { $step } из { $of }

need-text = Здесь нужен текст. Напишите сообщением или нажмите кнопку.
need-button = Здесь нужна кнопка. Выберите под сообщением.
save = ✅ Сохранить
chosen = ✓ { $text }
note-line = 💬 { $note }
words-line = «{ $words }»
place-line = Место: { $place }

act-title-call = 📞 <b>Звонок · { $client }</b>
act-title-meeting = 🤝 <b>Встреча · { $client }</b>
act-title-note = 💬 <b>Заметка · { $client }</b>
act-title-outcome = { $title } · { $outcome }
act-line-call = 📞 { $day } · { $outcome } · { $who }
act-line-meeting = 🤝 { $day } · { $outcome } · { $who }
act-line-note = 💬 { $day } · { $who }
act-line-said = { " " }· «{ $note }»

outcome-agreed = Договорились
outcome-thinking = Думает
outcome-call_back = Просит перезвонить
outcome-refused = Отказ
outcome-no_answer = Не дозвонился
outcome-wrong_number = Неверный номер
outcome-not_held = Не состоялась
outcome-noted = Заметка
outcome-said-agreed = договорились
outcome-said-thinking = думает
outcome-said-call_back = просит перезвонить
outcome-said-refused = отказ
outcome-said-no_answer = нет ответа
outcome-said-wrong_number = неверный номер
outcome-said-not_held = не состоялась
outcome-said-noted = заметка

direction-cold = холодный
direction-inbound = входящий
direction-existing = знакомый клиент

log-ask-call = Чем закончился звонок?
log-ask-meeting = Чем закончилась встреча?
log-note-hint = Заметку можно написать сразу.
log-direction = Звонок: { $direction }
log-ask-note = 💬 Что важно запомнить? Напишите заметку.
log-edit-outcome = Итог
log-edit-note = Заметка
log-edit-step = Шаг
log-edit-client = Клиент

act-saved =
    ✅ Записано
    { $act }
act-completed = 🎯 Первый контакт подтверждён, передача завершена.
act-undo = Отменить запись
act-undone =
    ↩️ Запись отменена
    { $act }

quick-ask = <b>Записать?</b>
quick-save = ✅ Записать
quick-zone = Время: { $zone }
quick-hour-taken = Час не назван, взято начало дня ({ $zone }).
quick-retry = ⏰ Повторный звонок назначится автоматически.
quick-past-time = ⚠️ Время «{ $typed }» уже прошло.
quick-impossible-date = ⚠️ «{ $typed }»: такой даты или такого часа нет.
