# Groups: what is said there, in one or two lines.

place-hello =
    Здесь могут появляться анонсы передач лидов.
    РОП, напишите в этой группе /bind.
place-bound = 📌 Анонсы приходят сюда. Отключить: /unbind
place-moved = В группу «{ $title }» они больше не приходят.
place-unbound = Анонсы сюда больше не приходят. Включить: /bind
place-not-bound = Анонсы сюда и не приходили. Включить: /bind
place-not-allowed = Группу подключает РОП или владелец.
place-anonymous =
    Не видно, кто пишет: включена анонимность админа.
    Выключите её на минуту, повторите команду и включите снова.
place-private = Это в личном чате: { $link }
