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
contact-line = 👤 { $contact }
client-lead = 🎯 Лид готов на { $answered } из 4
client-parked = 🎯 Лид отложен до: { $day }
client-handoff-offered = 🎯 { $giver } → { $receiver } · ответ до { $until }
client-handoff-waiting = 🎯 Передаёт { $giver } · ждёт ответа
client-handoff-accepted = 🎯 { $giver } → { $receiver } · принят, нужен первый контакт
client-step-whose = { " " }· { $who }
client-step-words = { " " }· «{ $words }»
client-history = История
client-find-other = Другой клиент
client-history-of = 🏢 <b>История · { $client }</b>
client-history-empty = Записей пока нет.

stage-new = новый
stage-draft = лид готовится
stage-offered = лид передаётся
stage-accepted = лид принят
stage-contacted = в работе
stage-parked = лид отложен
stage-closed = лид закрыт

card-call = 📞 Записать звонок
card-meeting = 🤝 Встреча
card-step = ⏰ Следующий шаг
