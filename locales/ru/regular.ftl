# Regular and key clients: the status of one, why, and the parts of a criterion.

card-status = Статус
form-MarkStatus = статус клиента

status-new = обычный
status-regular = постоянный
status-key = ключевой

part-orders = { $number }-й заказ
part-volume = всего куплено от { $amount }
part-product = куплен продукт «{ $product }»
part-lots = 3 месяца подряд каждая покупка от { $amount }
part-months = 3 месяца подряд от { $amount } в месяц

found-orders = заказов: { $number }
found-volume = всего { $amount }
found-product = «{ $product }»: { $day }
found-lots = { $months }: покупки от { $amount }
found-months = { $months }: не меньше { $amount } в месяц

toward-orders = заказов { $number } из { $of }
toward-volume = всего { $amount } из { $of }
toward-product = куплен «{ $product }»
toward-lots = покупки от { $of }: месяцев { $number } из 3
toward-months = от { $of } в месяц: месяцев { $number } из 3
toward-done = ✅ { $part }
toward-open = ⏰ { $part }

status-title = 🏢 <b>Статус · { $client }</b>
status-now = Сейчас: <b>{ $status }</b> · ведёт { $owner }
status-line = { $day }: { $status } · { $why }
status-why-rule = { $because }
status-why-hand = { $who }: «{ $words }»
status-why-orders = заказы отменены или исправлены
status-next = До статуса «{ $status }»:
status-never = Смен статуса ещё не было.
status-older = Ранее ещё: { $count }

mark-new = Снять статус
mark-regular = Сделать постоянным
mark-key = Сделать ключевым
mark-ask =
    🏢 <b>{ $client }: { $status }</b>
    Почему? Напишите коротко: причина останется в истории клиента.
mark-done = ✅ <b>{ $client }: { $status }</b>
mark-proposed = Передача предложена тому, кто ведёт клиента.

notice-status-risen = 🏢 <b>{ $client }: { $status } клиент</b>
notice-status-fallen = ⚠️ <b>{ $client }: статус теперь { $status }</b>

client-status = Статус: <b>{ $status }</b> · { $day }
client-level = Контакт раз в { $days }, ответ за { $hours } ч
client-warning = ⚠️ { $sign }
proposal-because = 📊 { $because }
