# Leads in preparation: the list, the form, its review, parking, closing.

command-lead = подготовить и передать лид
menu-lead = 🎯 Лид
form-FillLead = подготовка лида
form-ParkLead = отложенный лид
form-CloseLead = закрытие лида

leads-title =
    🎯 <b>Лиды в подготовке</b>
    Нажмите, чтобы продолжить.
leads-none = 🎯 Лидов в подготовке нет.
leads-draft = { $client } · { $answered } из 4
leads-parked = { $client } · ждёт до { $day }
leads-new = Новый лид

card-lead = 🎯 Лид
card-submit = 🎯 Передать лид
card-close = Закрыть лид

lead-title = 🎯 Лид · { $client } · { $answered } из 4

lead-ask-pains =
    <b>Какие проблемы у клиента сейчас?</b>
    Напишите его словами.
lead-ask-fit =
    <b>Что из нашего это решает и как?</b>
    Напишите коротко, продукт выберете следом.
lead-ask-product =
    <b>Какой продукт?</b>
    Нажмите или напишите.
lead-ask-severity =
    <b>Во что обходится проблема?</b>
    Деньги, время, потери: почему за решение заплатят.
lead-ask-budget =
    <b>Что с деньгами?</b>
    Укладывается ли наша цена, что сказал клиент.
lead-ask-estimate =
    <b>На какую сумму?</b>
    Напишите, например: «1,2 млн» или «350 тыс».
lead-ask-decision_maker =
    <b>Кто решает?</b>
    Напишите имя и должность.
lead-ask-expects =
    <b>Чего клиент ждёт от нас?</b>
    Например: демо на своих данных.
lead-ask-next_at =
    <b>О чём договорились?</b>
    Шаг с датой получит тот, кто примет лид.
lead-ask-source = <b>Откуда клиент?</b>

lead-said = Сейчас: «{ $words }»
lead-remark = ↩️ Возврат: «{ $words }»
lead-unknown = Не знаю
lead-no = Нет
lead-keep-step = { $kind }: { $at }
lead-plan-step = Назначить шаг

lead-line-pains = Боль: { $words }
lead-line-fit = Решение: { $words }
lead-line-severity = Цена проблемы: { $words }
lead-line-budget = Бюджет: { $words }
lead-line-decision_maker = Решает: { $words }
lead-line-expects = Клиент ждёт: { $words }
lead-line-source = Источник: { $source }
lead-both = { $first }, { $second }
lead-up-to = до { $sum }
lead-next-call = 📞 Договорились: { $at }
lead-next-meeting = 🤝 Договорились: { $at }
lead-next-send = ⏰ Договорились отправить: { $at }
lead-next-other = ⏰ Договорились: { $at }
lead-next-wait = ⏰ Ждём клиента: { $at }
lead-next-about = { " " }· «{ $words }»

lead-lacks = Не хватает: { $missing }
lead-check = <b>Проверьте и передайте.</b>
lead-submit = 🎯 Передать
lead-leave = Продолжить позже
lead-field-open = { $field } …
lead-field-pains = Боль
lead-field-fit = Решение
lead-field-product = Продукт
lead-field-severity = Цена проблемы
lead-field-budget = Бюджет
lead-field-estimate = Сумма
lead-field-decision_maker = Кто решает
lead-field-expects = Ожидания
lead-field-next_at = Шаг
lead-field-source = Источник
lead-kept = 🎯 Черновик сохранён · { $client } · { $answered } из 4
lead-go-on = 🎯 Продолжить

lead-submitted-turn =
    🎯 <b>Передано · { $client }</b>
    { $receivers }, ответ до { $until }
lead-submitted-pool =
    🎯 <b>Передано · { $client }</b>
    Кто первый: { $receivers }. Ответ до { $until }
lead-submitted-queue =
    ⚠️ <b>Передать некому · { $client }</b>
    { $reason }. Получателя найдёт руководитель.

source-cold_call = Холодный звонок
source-site = Сайт
source-exhibition = Выставка
source-partner = Партнёр
source-referral = Рекомендация
source-colleague = Коллега
source-other = Другое

question-pains = Боль
question-fit = Решение
question-severity = Цена проблемы
question-budget = Бюджет

park-title = 🎯 Отложить лид · { $client }
park-why-pains =
    <b>Проблем нет?</b>
    Напишите, что сказал клиент.
park-why-fit =
    <b>Наши продукты не подходят?</b>
    Напишите, чего не хватает.
park-why-severity =
    <b>Платить за решение не станут?</b>
    Напишите почему.
park-why-budget =
    <b>Денег нет?</b>
    Напишите, что сказал клиент.
park-when = Осталось выбрать, когда вернуться.
park-choose = Выбрать дату
park-done =
    🎯 <b>Лид отложен · { $client }</b>
    Напоминание: { $day }

close-title = 🎯 Закрыть лид · { $client }
close-ask =
    <b>Чем закончилось?</b>
    Шаги по клиенту снимутся, напоминаний больше не будет.
close-reason-won = Договор
close-reason-competitor = Ушёл к конкуренту
close-reason-price = Не сошлись в цене
close-reason-no_money = Нет денег
close-reason-no_need = Не нужно
close-reason-not_now = Не сейчас
close-reason-unreachable = Не дозвониться
close-reason-other = Другое
close-reason-merged = Объединение карточек
close-because = Причина: { $reason }
close-words = 💬 Напишите в двух словах, как было.
close-silently = Закрыть без слов
close-done =
    ✅ <b>Лид закрыт · { $client }</b>
    { $reason }
