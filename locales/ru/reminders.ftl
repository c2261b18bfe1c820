# Reminders: what leaves at its time, and what one press does with it.

reminder-title = ⏰ <b>{ $at } · { $kind } · { $client }</b>
reminder-near = Начало через { $span }
reminder-late = ⚠️ С опозданием
reminder-list = ⏰ <b>Напоминаний: { $count }</b>
reminder-more = И ещё { $count }: /today
reminder-parked = 🎯 { $client } · пора вернуться: «{ $reason }»
reminder-lead = 🎯 К лиду

log-now-call = 📞 Записать звонок
log-now-meeting = 🤝 Записать встречу
reminder-done = ✅ Сделано
reminder-answered = ✅ Клиент ответил
reminder-client-silent = Клиент молчит: { $span }
reminder-later = Отложить
reminder-move = Другое время
snooze-20m = 20 мин
snooze-1h = 1 ч
snooze-3h = 3 ч
snooze-tomorrow = Завтра
snooze-week = На следующей неделе

step-done = ✅ Сделано · { $kind } · { $client }
step-next = ⏰ Следующий шаг
step-undo-done = Вернуть шаг
step-moved = ⏰ Перенесено · { $kind } · { $client }: { $at }
