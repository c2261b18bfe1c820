# The company and the team's settings.

form-SetUp = настройка компании
setup-usual-team = Отдел продаж
setup-company-ask =
    Шаг 1 из 3
    <b>Как называется компания?</b>
    Напишите название.
setup-head-ask =
    Шаг 2 из 3
    <b>Кто руководит отделом продаж?</b>
    РОП получает итоги дня и спорные передачи.
setup-me = Я
setup-other = Другой человек
setup-review = 🏢 <b>{ $company }</b>
setup-team = Отдел: { $team }
setup-zone = Часовой пояс: { $value }
setup-hours = Рабочее время: { $value }
setup-digest_at = Итоги дня: в { $value }
setup-head-me = РОП: вы
setup-head-other = РОП: другой человек, по приглашению
setup-save = ✅ Сохранить
setup-edit-company = Компания
setup-edit-team = Отдел
setup-edit-head = РОП
setup-team-ask = Напишите название отдела.
setup-saved = Сохранено

command-settings = настройки
menu-settings = Настройки
settings-title = <b>Настройки</b>
settings-team = { $team }: лиды { $routing }
settings-accept = Ответ на лид: { $accept } рабочего времени, напомнить за { $warn }
settings-retry = Недозвон: повтор через { $retry }
settings-touches = После приёма лида: касаний { $attempts } за { $hours } рабочих ч
settings-notice = Встреча: напомнить за { $notice }
settings-budget = Сообщения со звуком: до { $limit } в день на человека
settings-day = Рабочее время: { $hours }, { $zone }, итоги дня в { $digest }
settings-products = Продуктов в списке: { $count }, план на { $month }: { $plan ->
    [0] нет
    [one] { $plan } принятый лид
    [few] { $plan } принятых лида
   *[other] { $plan } принятых лидов
}
settings-place = 📌 Новости: { $title }
settings-no-place = 📌 Новостей нет нигде: подключите группу или канал
settings-own =
    👤 { $name }
    Ваш часовой пояс: { $zone }

routing-turn = по очереди
routing-pool = кто первый
setting-routing = Раздача лидов
setting-accept_minutes = Срок ответа
setting-warn_minutes = Напоминание о сроке
setting-retry_minutes = Повтор звонка
setting-meeting_notice_minutes = Перед встречей
setting-loud_a_day = Сообщения в день
setting-touch_attempts = Касания после приёма
setting-touch_hours = Срок касаний
setting-digest_at = Итоги дня
setting-hours = Рабочее время
setting-zone = Часовой пояс
setting-products = Продукты
setting-territories = Территории
setting-company = Компания
setting-name = Имя
setting-own_zone = Мой пояс
setting-own_zone-team = Как у отдела
setting-current = Сейчас: <b>{ $value }</b>

setting-routing-ask =
    <b>Как раздавать лиды?</b>
    По очереди: тому, у кого меньше передач. Кто первый: всем сразу.
setting-accept_minutes-ask =
    <b>За сколько ответить на лид?</b>
    Рабочее время. Нажмите или напишите время: «40 мин», «2 ч».
setting-warn_minutes-ask =
    <b>За сколько до срока напомнить?</b>
    Нажмите или напишите время: «40 мин», «2 ч».
setting-retry_minutes-ask =
    <b>Через сколько повторить звонок после недозвона?</b>
    Нажмите или напишите время: «40 мин», «2 ч».
setting-meeting_notice_minutes-ask =
    <b>За сколько напомнить о встрече?</b>
    Нажмите или напишите время: «40 мин», «2 ч».
setting-loud_a_day-ask =
    <b>Сколько сообщений со звуком в день?</b>
    Остальные приходят без звука или вместе со следующим. Нажмите или напишите число.
setting-touch_attempts-ask =
    <b>Сколько попыток сделать после приёма лида?</b>
    Раньше этого клиента нельзя назвать недоступным. Нажмите или напишите число.
setting-touch_hours-ask =
    <b>За сколько рабочих часов их сделать?</b>
    Нажмите или напишите число часов.
setting-digest_at-ask =
    <b>Когда присылать итоги дня?</b>
    Нажмите или напишите время: «18:00».
setting-hours-ask =
    <b>В какое время работает отдел?</b>
    Нажмите или напишите: «9:00-18:00».
setting-zone-ask =
    <b>В каком часовом поясе отдел?</b>
    Нажмите или напишите город из списка.
setting-own_zone-ask =
    <b>В каком часовом поясе вы?</b>
    Нажмите или напишите город из списка.
setting-name-ask =
    <b>Как вас называть в карточках?</b>
    Напишите имя и фамилию.
