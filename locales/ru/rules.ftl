# The team's rules: who is a regular and a key client, what each is promised; looked at, changed, confirmed as read.

command-rules = кто постоянный клиент и что ему обещано
menu-rules = Правила
form-BuildCriterion = критерий

rules-title = <b>Правила отдела</b>
rules-aim-regular = Постоянный клиент
rules-aim-key = Ключевой клиент
rules-line = <b>{ $aim }</b>: { $parts }
rules-none = <b>{ $aim }</b>: критерия пока нет
rules-dropped = <b>{ $aim }</b>: критерий выключен
rules-any = { " " }или{ " " }
rules-all = { " " }и{ " " }
rules-by = Считаем { $measure } · { $day }, { $who }
rules-unread = ⚠️ Изменилось. Прочтите и нажмите «Понятно».
rules-recount = ⚠️ Объём в отделе теперь считают иначе. Чтобы правило шло за ним, включите критерий заново.
rules-service = <b>Обслуживание</b>
rules-level = { $status }: контакт раз в { $days }, ответ за { $hours } ч
rules-credit = Зачёт у того, кто передал клиента: { $months } мес.

rules-read = Понятно
rules-read-done = ✅ Прочитано
rules-read-toast = Подтверждено
rules-outdated = Правило с тех пор изменилось: /rules
rules-change-regular = Критерий: постоянный
rules-change-key = Критерий: ключевой
rules-service-button = Обслуживание
rules-readers = { $count ->
    [one] Не прочёл { $count } человек
    [few] Не прочли { $count } человека
   *[other] Не прочли { $count } человек
}
rules-readers-title = 👤 <b>Ещё не подтвердили</b>
rules-readers-line = { $aim }: { $names }
rules-remind = Напомнить
rules-reminded = { $count ->
    [one] Напомнили { $count } человеку
   *[other] Напомнили { $count } людям
}

rule-changed = <b>Правило изменилось</b>
rule-read = Прочтите и подтвердите.
rule-open = Все правила

criterion-title = <b>Критерий · { $aim }</b>
criterion-none = Условий пока нет. Добавьте хотя бы одно.
criterion-any = Достаточно одного условия:
criterion-all = Нужны все условия сразу:
criterion-one = Условие:
criterion-part = ✅ { $part }
criterion-hint = Прежде чем включить, посмотрите, кто перейдёт.
criterion-add-orders = Номер заказа
criterion-add-volume = Объём
criterion-add-product = Продукт
criterion-add-lots = Покупки 3 месяца
criterion-add-months = Объём 3 месяца
criterion-remove = ✕ { $part }
criterion-make-any = Достаточно одного
criterion-make-all = Нужны все
criterion-dry = Кто перейдёт
criterion-drop = Выключить критерий

criterion-ask-orders =
    <b>С какого по счёту заказа?</b>
    Нажмите или напишите число.
criterion-ask-volume =
    <b>От какой суммы всех заказов?</b>
    Нажмите или напишите: «1,2 млн» или «5 млн тенге».
criterion-ask-product =
    <b>Какой продукт куплен?</b>
    Нажмите или напишите название.
criterion-ask-lots =
    <b>От какой суммы каждая покупка?</b>
    3 месяца подряд, в каждом хотя бы одна. Нажмите или напишите: «300 тыс» или «1 млн тенге».
criterion-ask-months =
    <b>От какой суммы за месяц?</b>
    3 месяца подряд. Нажмите или напишите: «300 тыс» или «1 млн тенге».
criterion-number = { $number }-й

dry-title = <b>{ $aim }: перейдут { $count } из { $bought }</b>
dry-nobody = <b>{ $aim }: сейчас не перейдёт никто</b>
dry-rule = { $parts }
dry-by = Считаем { $measure }, прошлые заказы тоже
dry-line = { $client } · { $owner }: { $because }
dry-have = Статус уже у { $have }, он остаётся. Без него по новому правилу: { $without }
dry-means = О правиле узнают все. Каждому, кто ведёт клиента, бот предложит передачу.
dry-on = ✅ Включить
dry-newer = ←
dry-older = →
criterion-done = ✅ <b>Критерий включён · { $aim }</b>
criterion-changed = Перешло клиентов: { $changed }. Сообщение получили: { $told }
criterion-drop-ask =
    <b>Выключить критерий · { $aim }?</b>
    Новых не будет, статус останется у всех, кто его получил. Об этом узнают все.
criterion-drop-yes = Выключить
criterion-dropped = <b>Критерий выключен · { $aim }</b>

service-title = <b>Обслуживание</b>
service-watch = Молчание: от { $silence } % обычного перерыва. Падение объёма: от { $fall } %
service-ask = Что изменить?
service-contact_days_new = Контакт: обычный
service-contact_days_regular = Контакт: постоянный
service-contact_days_key = Контакт: ключевой
service-answer_hours_new = Ответ: обычный
service-answer_hours_regular = Ответ: постоянный
service-answer_hours_key = Ответ: ключевой
service-silence_percent = Молчание
service-fall_percent = Падение объёма
service-ask-contact_days =
    <b>Раз во сколько дней говорить с клиентом?</b>
    Сейчас: { $now }. Нажмите или напишите число.
service-ask-answer_hours =
    <b>За сколько рабочих часов отвечать?</b>
    Сейчас: { $now }. Нажмите или напишите число.
service-ask-silence_percent =
    <b>Молчание: сколько процентов обычного перерыва?</b>
    200 % значит «вдвое дольше». Сейчас: { $now }. Нажмите или напишите число.
service-ask-fall_percent =
    <b>Падение: на сколько процентов меньше?</b>
    Последние 3 месяца против 3 прежних. Сейчас: { $now }. Нажмите или напишите число.
