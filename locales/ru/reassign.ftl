# Work that changes hands by the head's word.

form-ReassignWork = передача дел
card-reassign = Передать другому

reassign-client = { $client }
reassign-step = { $kind } · { $client } · { $at }
reassign-title-one = <b>Передать</b> · { $what }
reassign-title-clients = <b>Передать клиентов: { $count }</b>
reassign-title-late = <b>Передать просроченные шаги: { $count }</b>
reassign-holder = Сейчас ведёт: { $who }
reassign-more = ⚠️ За один раз передаётся не всё, остальное потом.
reassign-whom = Кому? Рядом с именем: клиенты / передачи / просрочено.
reassign-nobody = ⚠️ Передать некому: остальные отсутствуют или не ведут такую работу.
reassign-person = { $name } · { $clients } / { $handoffs } / { $overdue }
reassign-busy = { $name } · занято до { $until }
reassign-evenly = Поровну…
reassign-choose = Выбрать часть
reassign-all = Все или никого
reassign-next = Дальше
reassign-among = Между кем? Отметьте двоих или больше.
reassign-review = <b>Проверьте</b>
reassign-confirm = ✅ Передать
reassign-done = ✅ <b>Передано</b>
reassign-given = 👤 { $who }: { $what }
reassign-count-clients = { $count ->
    [one] { $count } клиент
    [few] { $count } клиента
   *[other] { $count } клиентов
}
reassign-count-offers = { $count ->
    [one] { $count } лид на ответ
    [few] { $count } лида на ответ
   *[other] { $count } лидов на ответ
}
reassign-count-steps = { $count ->
    [one] { $count } шаг
    [few] { $count } шага
   *[other] { $count } шагов
}
reassign-later = ⏰ { $who }: занято до { $until }
reassign-stays-giver = ⚠️ Остаётся { $count }: эти лиды передаёт тот же человек
reassign-stays-role = ⚠️ Остаётся { $count }: роль не подходит
reassign-stays-same = Остаётся { $count }: уже у этого человека
reassign-stays-on_its_way = Остаётся { $count }: лид ждёт ответа другого
reassign-stays-gone = Остаётся { $count }: уже решено

reassigned-to = 📌 <b>Вам передано · { $by }</b>
reassigned-from = 📌 <b>Передано другим · { $by }</b>
reassigned-more = И ещё: { $count }
reassigned-next = Шаги и сроки прежние: /today
