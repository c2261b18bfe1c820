# People: roles, coming in, the team, absence, the house's own reports.

role-owner = владелец
role-head = РОП
role-team_lead = руководитель группы
role-lead_generator = лидоруб
role-hunter = хантер
role-closer = клоузер
role-farmer = фермер
role-kam = КАМ
role-assistant = ассистент
role-product_manager = продакт-менеджер
role-territory_manager = территориальный менеджер
role-tech_support = техподдержка
role-quality_manager = менеджер по качеству
role-operations_manager = операционный менеджер
role-analyst = аналитик
role-crm_admin = CRM-администратор
role-on = ✅ { $role }
role-off = { $role }

join-new =
    👤 <b>{ $name }</b>, добро пожаловать.
    Роли: { $roles }
join-back =
    👤 <b>{ $name }</b>, с возвращением.
    Роли: { $roles }
join-added = Добавлены роли: { $roles }
join-already =
    Эти роли уже есть: { $roles }.
    Приглашение осталось открытым, его можно передать другому.

command-invite = пригласить человека
invite-ask =
    <b>Приглашение</b>
    Отметьте роли, одну или несколько.
invite-make = Создать ссылку
invite-link =
    Приглашение в «Эстафету» · { $company }
    Роли: { $roles }

    { $link }

    Ссылка одноразовая, до: { $until }
invite-list =
    { $count ->
        [0] Открытых приглашений нет.
       *[other] <b>Приглашения: { $count }</b>
    }
    Ссылка приходит отдельным сообщением: перешлите его человеку.
invite-line = { $over ->
    [yes] { $roles } · истекло
   *[no] { $roles } · до { $until }
}
invite-another = Пригласить
invite-card =
    Приглашение: { $roles }
    Создано: { $name }
    { $over ->
        [yes] Ссылка истекла: { $until }
       *[no] Действует до: { $until }
    }
    Потерянную ссылку заменит новая, старая перестанет действовать.
invite-renew = Новая ссылка
invite-revoke = Отозвать
invite-revoked = Отозвано
invite-over = Этого приглашения больше нет: принято, отозвано или истекло.

command-team = люди и приглашения
menu-team = 👤 Команда
team-title = <b>{ $team }</b> · человек: { $count }
team-line = 👤 { $name } · { $roles }
team-invite = Пригласить
team-invites = Приглашения: { $count }
member-away = ⏰ занято до: { $until }
member-absent = ⏰ отпуск до: { $until }, замена: { $substitute }
member-unreachable = ⚠️ сообщения не доходят: { $why }
member-card =
    👤 <b>{ $name }</b>
    Роли: { $roles }
member-holds = В работе: { $what }
member-holds-nothing = В работе ничего нет.
holds-steps = { $count ->
    [one] { $count } шаг
    [few] { $count } шага
   *[other] { $count } шагов
}
holds-handoffs = { $count ->
    [one] { $count } передача
    [few] { $count } передачи
   *[other] { $count } передач
}
holds-leads = { $count ->
    [one] { $count } лид
    [few] { $count } лида
   *[other] { $count } лидов
}
member-gone = В команде этого человека больше нет.
member-roles = Роли
member-roles-ask =
    <b>{ $name }</b>: роли
    Отметьте нужные и сохраните. Изменения действуют сразу.
member-roles-fixed = Меняет только владелец: { $roles }
member-roles-save = Сохранить
member-roles-saved = Роли сохранены
member-move = Передать клиентов
member-vacation = Отпуск
member-part = Отключить
member-part-ask = ⚠️ Отключить: <b>{ $name }</b>?
member-part-then =
    Доступ закроется сразу. Предложенные лиды уйдут другим, история останется.
    Вернуться можно по новому приглашению.
member-part-confirm = Да, отключить
member-parted = Отключено: { $name }

command-busy = отметить занятость
menu-busy = ⏰ Занято до…
busy-ask =
    До какого времени новые лиды идут другим?
    Ваши сроки ответа и напоминания подождут. Нажмите или напишите: «до 15:30», «завтра в 12».
busy-now =
    ⏰ Занято до: <b>{ $until }</b>
    Новые лиды пока идут другим, ваши сроки стоят. Другой срок: нажмите или напишите.
busy-hour = На час
busy-day_end = До конца дня
busy-tomorrow = До завтра
busy-monday = До понедельника
busy-over = Снова на месте

notice-welcome = { $entry ->
    [back] 👤 Снова в команде: <b>{ $name }</b>
    [added] 👤 Новые роли: <b>{ $name }</b>
   *[new] 👤 В команде: <b>{ $name }</b>
} · { $roles }
notice-undelivered-member =
    ⚠️ Сообщения не доходят · { $name }
    Причина: { $why }. Новые лиды пойдут другим.
notice-undelivered-message =
    ⚠️ Сообщение не дошло · { $name }
    Причина: { $why }. Расскажите о нём лично.
notice-undelivered-place =
    ⚠️ Анонсы не доходят · «{ $name }»
    Причина: { $why }. Верните бота в группу или напишите /bind в другой.
undelivered-blocked = бот заблокирован
undelivered-deactivated = аккаунт удалён
undelivered-no_chat = чата с ботом нет
undelivered-kicked = бота удалили из группы
undelivered-no_rights = боту нельзя писать в группу
undelivered-no_topic = тему закрыли или удалили
undelivered-refused = Telegram не принял сообщение
undelivered-given_up = Telegram долго не отвечает
undelivered-unknown = нет ответа от Telegram, сообщение могло дойти
notice-fault =
    ⚠️ В боте ошибка { $reference }
    Подробности в журнале по этому номеру.
notice-calendar =
    ⚠️ Нет календаря переносов на { $year } год
    Обновите бота: до тех пор рабочие дни считаются без переносов.
