# Absence: days off with a substitute.

form-EnterVacation = отпуск
command-vacation = отпуск и замена
menu-vacation = ⏰ Отпуск

absence-title = ⏰ <b>Отпуск</b> · { $name }
absence-days = { $first } – { $last }
absence-planned = Записан: { $days } · замена: { $substitute }
absence-current = Сейчас: { $days } · замена: { $substitute }
absence-no-substitute = нет
absence-first = Первый день? Нажмите или напишите, например: «30 ноября».
absence-from-today = Сегодня
absence-from-tomorrow = Завтра
absence-from-monday = С понедельника
absence-back = Снова на месте
absence-call-off = ✕ Отменить: { $days }
absence-ended = Отпуск завершён
absence-last =
    Первый день: <b>{ $first }</b>
    Последний день? Нажмите или напишите.
absence-span-day = Один день
absence-span-week = Неделя
absence-span-two-weeks = Две недели
absence-span-month = Четыре недели
absence-whom =
    Кто подменит? Похожие роли сверху.
    Рядом с именем: клиенты / передачи / просрочено.
absence-nobody = ⚠️ Подменить некому: срочное подождёт возвращения.
absence-alone = Без замены
absence-review =
    <b>Проверьте</b>
    Отпуск: { $name }
    { $days } · рабочих дней: { $count }
absence-until = Возвращение: { $until }
absence-substitute = Замена: { $substitute } · шагов на эти дни: { $steps }
absence-stands-for = ⚠️ В эти дни ждали замену: { $names }. Срочное пойдёт дальше, к вашей замене.
absence-means = Шаги этих дней перейдут к замене, открытое вернётся. Новое идёт другим, сроки стоят.
absence-waits = Новое идёт другим, сроки и напоминания стоят до возвращения.
absence-confirm = ✅ Записать
absence-entered = ✅ <b>Отпуск записан</b> · { $name }

absence-told-planned-own = ⏰ <b>Вам записан отпуск</b> · { $days }, замена: { $substitute }
absence-told-planned-other = ⏰ <b>Замена</b> · { $name }: { $days }. Срочное этих дней придёт вам.
absence-told-current-own = ⏰ <b>Отпуск начался</b> · { $days }, замена: { $substitute }
absence-told-current-other =
    ⏰ <b>Вы на замене</b> · { $name }: { $days }
    Клиенты и телефоны видны, записывать можно.
absence-told-over-own = ⏰ <b>Отпуск окончен</b> · { $days }, замена: { $substitute }
absence-told-over-other = ⏰ <b>Замена окончена</b> · { $name }: { $days }
absence-steps = Шагов: { $count }
absence-done = ✅ Сделано за это время: { $count }
absence-back-hint = Вернулись раньше? Нажмите кнопку.
absence-here = Снова на месте
absence-is-back = ✅ Снова на месте. Открытые шаги вернулись, замена предупреждена: { $substitute }
absence-is-back-alone = ✅ Снова на месте. Новое снова идёт вам.
