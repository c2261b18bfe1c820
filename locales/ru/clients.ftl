# Clients: the search, a new one, the card.

command-find = найти клиента
menu-find = 🏢 Клиенты
to-card = 🏢 Карточка
form-PickClient = выбор клиента
form-FindClient = поиск клиента

pick-client-ask =
    🏢 <b>Какой клиент?</b>
    Напишите название, телефон или ИНН, можно прислать контакт.
pick-client-found = { $count ->
    [0] По запросу «{ $query }» никого нет.
    [one] По запросу «{ $query }» есть { $count } клиент.
    [few] По запросу «{ $query }» есть { $count } клиента.
   *[other] По запросу «{ $query }» есть { $count } клиентов.
}
pick-client-near = Есть похожие:
pick-client-new = Новый: { $client }
pick-client-alike = { $count ->
    [one] ⚠️ Похоже, такой клиент уже есть. Новый: { $client }
   *[other] ⚠️ Похоже, такие клиенты уже есть. Новый: { $client }
}
pick-client-same = Это он: { $client }
pick-client-make = Нет, это новый
pick-client-number =
    { $number }: это телефон или ИНН?
pick-client-phone = Телефон
pick-client-inn = ИНН
pick-client-name =
    { $client }: такого клиента ещё нет.
    Напишите название компании.

client-title = 🏢 <b>{ $name }</b>
client-owner = Ведёт { $owner } · { $stage }
client-not-yours = Телефоны и историю видит тот, кто ведёт клиента.
client-inn = ИНН { $inn }
client-about = 🏢 { $about }
client-local = ⏰ У клиента сейчас { $time }
contact-line = 👤 { $contact }
client-lead = 🎯 Лид готов на { $answered } из 4
client-parked = 🎯 Лид отложен до: { $day }
client-handoff-offered = 🎯 { $giver } → { $receiver } · ответ до { $until }
client-handoff-waiting = 🎯 Передаёт { $giver } · ждёт ответа
client-handoff-proposed = 🏢 Передаёт { $giver } · готовится
client-handoff-accepted = 🎯 { $giver } → { $receiver } · принят, нужен первый контакт
client-step-whose = { " " }· { $who }
client-step-words = { " " }· «{ $words }»
client-history = История
client-find-other = Другой клиент
client-history-empty = Записей пока нет.

stage-new = новый
stage-draft = лид готовится
stage-offered = лид передаётся
stage-accepted = лид принят
stage-contacted = в работе
stage-parked = лид отложен
stage-closed = лид закрыт
stage-bought = есть заказы

card-call = 📞 Записать звонок
card-meeting = 🤝 Встреча
card-step = ⏰ Следующий шаг
card-data = 👤 Данные клиента
card-request = Передать запрос

form-ClientDataView = данные клиента
form-Contacts = контакты клиента
client-data-title = 🏢 <b>Данные · { $client }</b>
client-data-people = Контактов: { $count }
client-data-also = Раньше: { $names }
client-data-alike = ⚠️ { $value }: такой клиент, похоже, уже есть.
client-data-other = 🏢 { $client }
client-data-merge = Если это он, руководитель объединит карточки.
client-data-anyway = Всё равно сохранить
client-contacts = 👤 Контакты: { $count }
client-says-name = { $value }
client-says-inn = ИНН { $value }
client-says-segment = Сегмент: { $value }
client-says-territory = Территория: { $value }
client-says-product = Интерес: { $value }
client-says-source = Источник: { $value }
client-says-partner = Партнёр: { $value }
client-says-country = { $value }
client-says-currency = { $value }
client-says-zone = { $value }
client-field-name = Название
client-field-inn = ИНН
client-field-segment = Сегмент
client-field-territory = Территория
client-field-product = Интерес
client-field-source = Источник
client-field-partner = Партнёр
client-field-country = Страна
client-field-currency = Валюта
client-field-zone = Время
client-field-clear = Убрать
client-ask-name = <b>Как называется клиент?</b>
client-ask-inn = <b>Какой у клиента ИНН?</b>
client-ask-segment =
    <b>Какой это клиент?</b>
    Нажмите или напишите своё.
client-ask-territory = <b>Чья это территория?</b>
client-ask-product =
    <b>Что клиенту интересно?</b>
    Нажмите или напишите.
client-ask-source = <b>Откуда клиент?</b>
client-ask-country =
    <b>Из какой страны клиент?</b>
    Валюта и время подставятся сами.
client-ask-currency = <b>В какой валюте считаем?</b>
client-ask-zone = <b>Который пояс у клиента?</b>

zone-Europe-Minsk = Минск
zone-Asia-Almaty = Алматы
zone-Asia-Tashkent = Ташкент
zone-Asia-Bishkek = Бишкек
zone-Asia-Dushanbe = Душанбе
zone-Asia-Ashgabat = Ашхабад
zone-Asia-Yerevan = Ереван
zone-Asia-Baku = Баку
zone-Asia-Tbilisi = Тбилиси
zone-Asia-Ulaanbaatar = Улан-Батор
zone-Asia-Shanghai = Шанхай
zone-Europe-Istanbul = Стамбул
zone-Asia-Dubai = Дубай

country-RU = Россия
country-BY = Беларусь
country-KZ = Казахстан
country-UZ = Узбекистан
country-KG = Кыргызстан
country-TJ = Таджикистан
country-TM = Туркменистан
country-AM = Армения
country-AZ = Азербайджан
country-GE = Грузия
country-MN = Монголия
country-CN = Китай
country-TR = Турция
country-AE = ОАЭ

contacts-of =
    { $count ->
        [0] 👤 <b>Контактов пока нет · { $client }</b>
       *[other] 👤 <b>Контакты · { $client }</b>
    }
    Нажмите на человека, чтобы изменить.
contact-new = Добавить
contact-add =
    <b>Кто это?</b>
    Напишите имя и телефон или пришлите контакт.
contact-one =
    👤 { $contact }
    { $client }
contact-name = Имя
contact-position = Должность
contact-phone = Телефон
contact-remove = Убрать контакт
contact-ask-name = <b>Как зовут человека?</b>
contact-ask-position = <b>Какая должность?</b>
contact-ask-phone = <b>Какой телефон?</b>
