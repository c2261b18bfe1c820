# The watch over regular clients: silence, falling volume, the contact rhythm, answers.

command-watch = каким постоянным клиентам нужно внимание
menu-watch = ⚠️ Под угрозой
form-SnoozeWarning = отложенное предупреждение

watch-title = ⚠️ <b>{ $client }</b> · { $owner }
watch-silence = Нет заказов { $days }, обычно раз в { $usual }
watch-fall = Объём за 3 месяца: { $before } → { $after } (меньше на { $percent } %)
watch-contact = Нет разговора { $days }, обещан раз в { $level }
watch-answer = Ждёт ответа дольше { $level } ч
watch-snoozed = ⏰ Отложено: { $day } · { $who }: «{ $words }»
watch-over = ✅ { $client }: снова в порядке
watch-call = 📞 Записать звонок
watch-snooze = Отложить

watch-list = ⚠️ <b>Под угрозой: { $count }</b>
watch-list-empty = ✅ С постоянными клиентами всё в порядке.
watch-item = { $client }: { $sign }
watch-item-snoozed = ⏰ { $client }: { $sign }

watch-off-ask = <b>На сколько отложить?</b>
watch-off-why =
    <b>Почему это может подождать?</b>
    Напишите коротко: причину прочтёт руководитель.
watch-off-done = ⏰ { $client }: отложено · { $day }
