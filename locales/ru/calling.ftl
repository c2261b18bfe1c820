# Calling lists: where they come from, the card, the end.

command-dial = звонить по списку
menu-dial = 📞 Прозвон
form-Calling = прозвон

calling-title = 📞 <b>Прозвон</b>
calling-choose = По какому списку звоним?
calling-nobody =
    Звонить пока некому: нет ни запланированных звонков, ни клиентов без дела.
    Первый клиент появится со звонком: /call
calling-source-due = К звонку сегодня
calling-source-parked = Отложенные
calling-source-imported = Из импорта
calling-source-cold = Холодные
calling-count = { $source } · { $count }
calling-left = { $source } · осталось { $left } из { $size }
calling-phoneless = { $source }, без телефона: { $count }
calling-left-out = Без телефона, не вошли: { $count }
calling-more = Вошли первые { $size }, дальше ещё { $count }
calling-resume =
    📞 <b>{ $source }</b>: осталось { $left } из { $size }
    Список от: { $day }
calling-go-on = Продолжить
calling-anew = Собрать заново

calling-card = 📞 <b>{ $client }</b> · { $number } из { $size }
calling-hint = Чем закончился звонок? Заметку или время можно написать.
calling-next = { $step } ({ $zone })
calling-lead = 🎯 Ответы лида
calling-note-last = 💬 К звонку { $client }
calling-noted = 💬 { $client }: заметка записана
calling-undo = Отменить: { $client }
calling-other-step = Другой шаг
calling-end = Закончить
calling-called = ✅ { $client }: { $outcome }
calling-called-next = ✅ { $client }: { $outcome } · ⏰ { $kind }, { $at }
calling-passed = { $client }: пропуск
calling-undone = ↩️ { $client }: отменено

calling-summary = 📞 <b>Прозвон · { $source }</b> · звонков: { $calls }
calling-outcomes = Договорились: { $agreed } · отказ: { $refused } · нет ответа: { $unanswered }
calling-skipped = Пропущено: { $count }
calling-gone = Выбыли из списка: { $count }
calling-rest = Осталось { $left } из { $size }. Список сохранён, его можно продолжить в любой день.
calling-over = Список пройден.
