# Somebody works here no more: what the person holds, and who takes it.

form-Leaving = увольнение
member-leaves = Увольняется

leaving-title = ⚠️ <b>Увольнение</b> · { $name }
leaving-holds = В работе: { $what }
leaving-whom =
    Кому передать всё? Рядом с именем: клиенты / передачи / просрочено.
leaving-nobody = ⚠️ Передать некому: остальные отсутствуют или не ведут клиентов.
leaving-evenly = По нагрузке…
leaving-among = Между кем? Отметьте двоих или больше: у кого меньше дел, получит больше.
leaving-review = <b>Проверьте</b> · увольнение: { $name }
leaving-share = 👤 { $who } — клиентов: { $clients }, чужих шагов: { $steps }
leaving-then = Сроки прежние, каждый получит список. Доступ закроется сразу, история останется.
leaving-confirm = ⚠️ Передать и отключить
leaving-done = ✅ <b>Отключено</b> · { $name }
leaving-alone = Отключить без передачи
leaving-alone-ask =
    ⚠️ Отключить без передачи: <b>{ $name }</b>?
    Лиды попадут в очередь, клиенты останутся без хозяина в /now.
leaving-alone-yes = Да, отключить

leaving-clients = { $count ->
    [one] { $count } клиент
    [few] { $count } клиента
   *[other] { $count } клиентов
}
leaving-deals = { $count ->
    [one] { $count } сделка
    [few] { $count } сделки
   *[other] { $count } сделок
}
leaving-renewals = { $count ->
    [one] { $count } договор с датой
    [few] { $count } договора с датой
   *[other] { $count } договоров с датой
}
leaving-drafts = { $count ->
    [one] { $count } черновик лида
    [few] { $count } черновика лидов
   *[other] { $count } черновиков лидов
}
leaving-parked = { $count ->
    [one] { $count } отложенный лид
    [few] { $count } отложенных лида
   *[other] { $count } отложенных лидов
}
leaving-given = { $count ->
    [one] { $count } передача ждёт ответа
    [few] { $count } передачи ждут ответа
   *[other] { $count } передач ждут ответа
}
leaving-asked = { $count ->
    [one] { $count } предложение на ответ
    [few] { $count } предложения на ответ
   *[other] { $count } предложений на ответ
}
leaving-accepted = { $count ->
    [one] { $count } приём без контакта
    [few] { $count } приёма без контакта
   *[other] { $count } приёмов без контакта
}
leaving-steps = { $count ->
    [one] { $count } шаг
    [few] { $count } шага
   *[other] { $count } шагов
}
leaving-requests = { $count ->
    [one] { $count } заявка
    [few] { $count } заявки
   *[other] { $count } заявок
}
leaving-lists = { $count ->
    [one] { $count } список обзвона (закроется)
    [few] { $count } списка обзвона (закроются)
   *[other] { $count } списков обзвона (закроются)
}
leaving-stands_in = { $count ->
    [one] { $count } замена отпуска
    [few] { $count } замены отпусков
   *[other] { $count } замен отпусков
}
leaving-territories = { $count ->
    [one] { $count } территория
    [few] { $count } территории
   *[other] { $count } территорий
}
leaving-duty = дежурство
leaving-acting = и. о. руководителя
