# Import: a base brought along in a table.

command-import = импорт базы из Excel или CSV
menu-import = 🏢 Импорт базы
form-ImportClients = импорт базы

import-ask =
    🏢 <b>Импорт базы</b>
    Пришлите файл .xlsx или .csv, до { $limit } МБ и 50 000 строк.
    Колонки узнаются по заголовкам, обязательно только название.
    Сначала будет видно, что получится. В базу ничего не попадёт без вашего «да».
    Что в файле: клиенты или заказы?
import-ask-orders =
    🏁 <b>Импорт заказов</b>
    Пришлите файл .xlsx или .csv, до { $limit } МБ и 50 000 строк.
    Колонки узнаются по заголовкам, нужны клиент (название или ИНН) и сумма.
    Клиенты должны уже быть в базе. Без вашего «да» ничего не запишется.
import-what-clients = Клиенты
import-what-orders = Заказы
import-template = Шаблон
import-recent = Отменить: { $file }
import-need-file =
    Здесь нужен файл .xlsx или .csv.
    Отправьте его документом или нажмите «Шаблон».
import-reading = 🏢 Читаю файл: { $file }
import-progress = 🏢 Читаю файл: строк { $rows }

import-title = 🏢 <b>{ $file }</b>
import-counts = Новых { $made } · совпали { $matched } · повторы { $repeats } · отказ { $refused }
import-matched = У совпавших заполнятся только пустые поля: ведущий и этап прежние.
import-columns = Узнаны: { $columns }
import-ignored = Не нужны: { $headings }
import-sheet = Лист «{ $sheet }», остальные не читаются.
import-no-phones = ⚠️ Телефонов нет: звонить по этой базе не получится.
import-late = ⏰ Шагов без даты или с прошедшей: { $count }. Будут в «Мой день» без напоминаний.
import-refusal = ⚠️ Отказ: { $reason } · { $count }
import-nothing = Импортировать нечего. Исправьте файл и пришлите снова.
import-questions = { $count ->
    [one] Остался { $count } вопрос по файлу.
    [few] Осталось { $count } вопроса по файлу.
   *[other] Осталось { $count } вопросов по файлу.
}
import-ready = Всё верно? Отменить можно будет сутки.
import-run = Импортировать
import-explain = Ответить на вопросы
import-refused = Показать отказы
import-refused-file = Исправьте эти строки и пришлите файл снова.

import-field-name = название
import-field-inn = ИНН
import-field-phone = телефон
import-field-contact = контакт
import-field-position = должность
import-field-owner = ведущий
import-field-stage = этап
import-field-step = следующий шаг
import-field-step_at = дата шага
import-field-source = источник
import-field-note = примечание
import-field-amount = сумма
import-field-product = продукт
import-field-ordered_on = дата заказа
import-field-state = состояние
import-field-signed_on = подписан
import-field-shipped_on = отгружен
import-field-paid_on = оплачен
import-field-ends_on = срок договора

import-orders-counts = Новых заказов { $made } · уже есть { $repeats } · отказ { $refused }
import-orders-sums = У клиентов: { $clients }, на <b>{ $sums }</b>
import-orders-repeats = Такой же заказ того же дня второй раз не записывается.
import-orders-done =
    ✅ Импорт: { $file }
    Новых заказов { $made }, у клиентов: { $filled }
    Отменить можно до: { $until }
import-orders-undo-ask =
    ⚠️ <b>Отменить импорт заказов?</b>
    { $file }: уйдут заказы, { $going }.
    Уже изменены и останутся: { $kept }
import-orders-undone =
    ↩️ Импорт отменён: { $file }
    Убраны заказы: { $removed }. Изменены и остались: { $kept }

import-reason-no_name = нет названия
import-reason-too_long = слишком длинный текст
import-reason-bad_inn = ИНН с ошибкой
import-reason-bad_phone = телефон не читается
import-reason-bad_date = дата не читается
import-reason-no_return = отложен, а даты возврата впереди нет
import-reason-formula = формула, вставьте значения
import-reason-error = ошибка в ячейке таблицы
import-reason-same_phone = телефон другого клиента
import-reason-ambiguous = подходят несколько клиентов, нужен ИНН
import-reason-first_refused = повтор строки с отказом
import-reason-skipped = оставлены вами
import-reason-no_client = такого клиента в базе нет
import-reason-no_amount = нет суммы
import-reason-bad_amount = сумма не читается или не больше нуля
import-reason-other_currency = сумма не в валюте клиента
import-reason-no_day = нет даты заказа
import-reason-future_day = дата ещё впереди
import-reason-bad_order = даты не сходятся с датой заказа
import-reason-bad_state = состояние непонятно
import-reason-cancelled = заказ отменён в таблице

import-ask-owner =
    👤 <b>Кому клиентов «{ $words }»?</b>
    Строк: { $rows }. Такого человека в команде нет, или подходят несколько.
import-ask-nobody =
    👤 <b>Кому клиентов без ведущего?</b>
    Строк: { $rows }
import-ask-stage =
    🎯 <b>Что значит этап «{ $words }»?</b>
    Строк: { $rows }
import-stage-new = Новый
import-stage-draft = Лид готовится
import-stage-parked = Отложен
import-stage-working = В работе
import-stage-closed = Закрыт
import-me = Мне
import-all-mine = Все оставшиеся — мне
import-skip = Не импортировать эти

import-done =
    ✅ Импорт: { $file }
    Новых клиентов { $made }, дополнены { $filled }
    Отменить можно до: { $until }
import-undo = Отменить импорт
import-undo-ask =
    ⚠️ <b>Отменить импорт?</b>
    { $file }: уйдут клиенты, { $going }.
    Уже в работе и останутся: { $kept }
import-undo-yes = Да, отменить
import-undo-no = Оставить
import-undone =
    ↩️ Импорт отменён: { $file }
    Убраны клиенты: { $removed }. В работе и остались: { $kept }
import-brought = { $count ->
    [one] 🏢 У вас { $count } новый клиент из импорта базы.
    [few] 🏢 У вас { $count } новых клиента из импорта базы.
   *[other] 🏢 У вас { $count } новых клиентов из импорта базы.
}
