# Inbound requests: dropped in, taken, made into a client, or closed. Never a phone in the lines for places.

command-request = передать заявку со стороны
command-requests = открытые заявки и дежурство
menu-requests = 💬 Заявки
form-DropIn = передача заявки
form-RequestClient = выбор клиента для заявки

request-ask-words =
    💬 <b>Что нужно клиенту?</b>
    Словами клиента, например: нужен склад на 20 человек.
request-ask-contact =
    👤 <b>Кто спрашивает?</b>
    Имя и телефон одной строкой, или пришлите контакт.
request-no-contact = Без контакта
request-no-contact-line = 👤 Контакта нет
request-ask-source = <b>Откуда заявка?</b>
request-review =
    💬 <b>Заявка · { $source }</b>
    Всё верно?
request-send = Отправить
request-edit-words = Слова
request-edit-contact = Контакт
request-edit-source = Источник
request-sent = 💬 Заявка отправлена. { $who }, ответ до { $until }
request-sent-head =
    💬 Заявка отправлена.
    Взять её сейчас некому, решает руководитель.
request-again = 💬 Такая заявка уже есть, второй не будет.
request-only-contact = Прислан контакт

request-how =
    Ответьте командой /lead на сообщение с заявкой.
    Можно сразу назвать источник: /lead сайт
request-not-bound =
    Эта группа не подключена, заявку принять нельзя.
    РОП, напишите здесь /bind.

request-title-new = 💬 <b>Заявка · { $source }</b>
request-title-taken = ✅ <b>Заявка · { $source }</b>
request-own-client = 🏢 Ваш клиент: { $client }
request-known-client = 🏢 Клиент: { $client } · ведёт { $who }
request-alike = 🏢 Похоже: { $client } · { $who }
request-next = Свяжитесь и оформите лид, или закройте заявку.
request-take = ✅ Беру
request-no = Не могу
request-lead = 🎯 Оформить лид
request-close = Закрыть…
request-more = Подробнее
request-spam = Спам
request-not_ours = Не наш клиент
request-duplicate = Повтор
request-warn = ⏰ <b>Заявка · { $source }</b>: ответ до { $until }
request-waits = ⏰ <b>Заявка · { $source }</b>: ещё не оформлена
request-taken-toast = Заявка у вас
request-refused-toast = Заявка ушла дальше
request-closed-toast = Заявка закрыта
request-ended = Закрыта: { $why }
request-made = Клиент: { $client } · ведёт { $who }
request-with-head = Решает руководитель.
request-whose = Какой это клиент?
request-noted = 💬 Заявка записана в историю: { $client }
request-owner-told = 💬 { $client } · ведёт { $who }. Заявка передана туда.
request-yours = 💬 <b>Заявка от вашего клиента · { $client }</b>

request-stuck = ⚠️ <b>Заявка · { $source }: не взята</b>
request-stuck-nobody = Оформлять лиды некому
request-stuck-all_away = Все заняты
request-stuck-no_answer = Ответа в срок нет
request-stuck-refused = Не могут взять
request-stuck-left = Участник отключён от команды
request-stuck-owner = Клиента ведут, но ответа нет
request-give = Отдать кому?
request-give-other = Отдать другому?
request-nobody = Отдать некому: пригласите людей в /team.

request-line-asked = 💬 Заявка · { $source }: «{ $said }» · { $who }, ответ до { $until }
request-line-taken = ✅ Заявка · { $source }: «{ $said }» · { $who }, за { $took }
request-line-made = ✅ Заявка · { $source }: «{ $said }» · { $client }, { $who }
request-line-stuck = ⚠️ Заявка · { $source }: «{ $said }» · решает руководитель
request-line-closed = 💬 Заявка · { $source }: «{ $said }» · закрыта: { $why }

requests-title =
    💬 <b>Открытые заявки</b>
    Нажмите, чтобы открыть.
requests-none = 💬 Открытых заявок нет.
requests-line = { $said } · { $state ->
    [waiting] ждёт: { $who }
    [taken] { $who }
   *[escalated] решает руководитель
  }
requests-new = + Заявка
requests-duty = Дежурные
duty-title =
    👤 <b>Кто дежурит на заявках</b>
    Отмеченных спрашивают первыми, по очереди.
duty-all =
    👤 <b>Кто дежурит на заявках</b>
    Никто не отмечен: спрашивают всех по очереди.
