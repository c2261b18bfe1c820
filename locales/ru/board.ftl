# The pinned board: who carries what.

command-board = доска «Кто что несёт»
board-title = 📌 <b>Кто что несёт</b> · { $team }
board-line = { $name } · { $what }
board-clients = 🏢 { $count }
board-handoffs = 🎯 { $count }
board-deals = 🏁 { $count }
board-overdue = ⚠️ { $count }
board-nothing = свободно
board-away = ⏰ отпуск до { $back }
board-away-with = { $away }, замена: { $substitute }
board-more = И ещё людей: { $count }
board-waiting = ⚠️ Ждут решения руководителя: { $count }
board-legend = 🏢 клиенты · 🎯 передачи · 🏁 сделки · ⚠️ просрочено
board-empty = Пока никто ничего не ведёт.
board-off = 📌 Доска больше не обновляется. Включить: /board
board-ask = Где закрепить? Доска обновляется сама, без звука.
board-no-places = Закрепить негде: подключите группу в /places.
board-turned-on = Доска появится через минуту
board-turned-off = Доска здесь больше не обновляется
