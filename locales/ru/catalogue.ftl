# Products and territories: the team's own lists.

products-ask =
    { $count ->
        [0] <b>Продуктов пока нет</b>
       *[other] <b>Продукты: { $count }</b>
    }
    Напишите название, чтобы добавить. Нажмите на продукт, чтобы изменить.
product-one =
    Продукт: <b>{ $name }</b>
    Новое название увидят и готовые лиды, сделки, заказы. Убранный продукт в них останется.
territories-ask =
    { $count ->
        [0] <b>Территорий пока нет</b>
       *[other] <b>Территории: { $count }</b>
    }
    Напишите название, чтобы добавить. Нажмите на территорию, чтобы изменить.
territory-one =
    Территория: <b>{ $name }</b>
    Отвечает за объём: { $manager }
    Лиды сначала: { $receiver }
territory-manager = Кто отвечает
territory-receiver = Кому лиды
territory-manager-ask =
    <b>{ $name }: кто отвечает за объём?</b>
    Новые и действующие клиенты территории вместе.
territory-receiver-ask =
    <b>{ $name }: кому лиды сначала?</b>
    Если человек занят, лид пойдёт по обычной очереди.
catalogue-rename = Переименовать
catalogue-retire = Убрать
catalogue-nobody = Никто
catalogue-name-ask =
    Сейчас: <b>{ $name }</b>
    Напишите новое название.
