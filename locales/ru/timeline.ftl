# A client's history as one line of time: acts have their own lines beside calls and notes.

timeline-title = 🏢 <b>История · { $client }</b>
timeline-newer = ← Новее
timeline-older = Раньше →

event-made = 🏢 { $day } · В базе: { $who }
event-proposed = 🎯 { $day } · Пора передавать ({ $what }): { $who }
event-offered = 🎯 { $day } · { $who }: { $what }
event-accepted = ✅ { $day } · Принято: { $who } → { $to }
event-returned = ↩️ { $day } · Возврат: { $what }, снова ведёт { $who }
event-complete = ✅ { $day } · Первый контакт: { $to }, { $what }
event-withdrawn = ↩️ { $day } · Передача отозвана: { $what }
event-lead-closed = 🎯 { $day } · Лид закрыт: { $what }
event-deal = 🏁 { $day } · Сделка: { $what } · { $who }
event-order = 🏁 { $day } · Заказ: { $sum }, { $words } · { $who }
event-cancelled = ↩️ { $day } · Заказ отменён: { $sum }
event-status = 👤 { $day } · { $what }
event-moved = 👤 { $day } · Ведёт { $to }, решение: { $who }
event-merged = 🏢 { $day } · Объединено с «{ $words }» · { $who }

event-became-new = Снова обычный клиент
event-became-regular = Постоянный клиент
event-became-key = Ключевой клиент
