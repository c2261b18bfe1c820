# Orders: logging, the list, the card, corrections, ends of contracts, offers of something more.

command-order = записать заказ
menu-order = 🏁 Заказ
command-orders = заказы клиента
card-order = 🏁 Записать заказ
card-orders = Заказы
card-upsell = Допродажа
to-order = Заказ
form-LogOrder = запись заказа
form-ChangeOrder = изменение заказа
form-Upsell = допродажа

order-new = { $number ->
    [1] 🏁 <b>Первый заказ · { $client }</b>
   *[other] 🏁 <b>Повторный заказ, { $number }-й · { $client }</b>
}
order-title = { $number ->
    [0] 🏁 <b>Заказ · { $client }</b> · отменён
    [1] 🏁 <b>Первый заказ · { $client }</b>
   *[other] 🏁 <b>Заказ, { $number }-й · { $client }</b>
}
order-what = <b>{ $sum }</b> · { $product }
order-day = Дата заказа: { $day }
order-state = Состояние: { $state }
order-signed = Договор подписан: { $day }
order-shipped = Отгружен: { $day }
order-paid = Оплачен: { $day }
order-ends = ⏰ Договор до: { $day }
order-seller = 👤 Продажа: { $who }
order-not-yet = ещё нет
order-is-signed = подписан
order-is-shipped = отгружен
order-is-paid = оплачен
order-is-open = только заказан
order-is-cancelled = отменён

order-ask-amount =
    <b>На какую сумму?</b>
    Нажмите или напишите, например: «1 200 000,50» или «1,2 млн».
order-ask-product =
    <b>Что в заказе?</b>
    Нажмите или напишите название продукта.
order-ask-day = <b>Когда и что уже есть?</b>
order-day-hint =
    Отметьте состояние и выберите день.
    День можно написать, например: «12 ноября».
order-ask-ends =
    <b>До какого числа договор?</b>
    Срок от { $day }, или напишите дату: «31 декабря 2027».
order-term = { $months ->
    [6] Полгода
    [12] Год
   *[other] Два года
}
order-no-end = Без срока
order-edit-amount = Сумма
order-edit-product = Продукт
order-edit-day = День и состояние
order-edit-ends = ⏰ Срок договора
order-twin =
    ⚠️ Такой же заказ за этот день уже есть: { $who }.
    <b>Это второй такой же заказ?</b>
order-second = Да, второй такой же
order-saved = { $number ->
    [1] ✅ Записан первый заказ · { $client }
   *[other] ✅ Записан повторный заказ, { $number }-й · { $client }
}

orders-title = 🏁 <b>Заказы · { $client }</b>
orders-volume = Всего { $measure }: <b>{ $sums }</b>
orders-pick = Откройте заказ, чтобы отметить оплату или исправить.
orders-none = Заказов пока нет.
orders-new = 🏁 Новый заказ
orders-more = Ещё заказы
order-line = { $day } · { $sum } · { $product } · { $state }

kpi-orders = 🏁 { $count ->
    [one] { $count } заказ
    [few] { $count } заказа
   *[other] { $count } заказов
}: первых { $first }, повторных { $repeated }
kpi-volume = Объём, { $measure }: <b>{ $sums }</b>
kpi-shared = Зачёт с переданных клиентов, { $measure }: { $sums }
volume-signed = подписано
volume-shipped = отгружено
volume-paid = оплачено

order-mark-signed = ✅ Подписан
order-mark-shipped = ✅ Отгружен
order-mark-paid = ✅ Оплачен
order-ask-mark =
    <b>Когда { $state }?</b>
    Нажмите или напишите день, например: «12 ноября».
order-correct = Исправить
order-cancel = Отменить заказ
order-ask-field = Что исправить?
order-field-amount = сумма
order-field-product = продукт
order-field-ordered_on = дата заказа
order-field-signed_on = подписан
order-field-shipped_on = отгружен
order-field-paid_on = оплачен
order-field-contract_ends_on = срок договора
order-ask-new-amount =
    <b>Какая сумма верная?</b>
    Напишите, например: «1,2 млн».
order-ask-new-product =
    <b>Какой продукт верный?</b>
    Напишите название.
order-ask-new-day =
    <b>Какой день верный: { $field }?</b>
    Нажмите или напишите, например: «12 ноября».
order-ask-new-contract_ends_on =
    <b>До какого числа договор?</b>
    Напишите, например: «31 декабря 2027».
order-take-away = Убрать дату
order-ask-why =
    <b>Почему отменяется заказ?</b>
    Напишите причину, она останется в карточке заказа. Заказ перестанет считаться.

order-trace = { $at } · { $who }: { $what }
order-did-log_order = записан
order-did-import_order = записан из файла
order-did-mark_order = отмечен
order-did-correct_order = исправлен
order-did-cancel_order = отменён
order-set = { $field } { $new }
order-changed = { $field } { $old } → { $new }

renewal-title = ⏰ <b>Договор заканчивается · { $client }</b> · { $day }
renewal-do = Договоритесь о продлении и запишите новый заказ или звонок.
renewal-silent = ⚠️ С тех пор, как напомнили, записей нет. Ведёт { $who }.
renewal-new = 🏁 Записать продление

act-title-upsell = 🏢 <b>Допродажа · { $client }</b>
act-line-upsell = 🏢 { $day } · допродажа: { $outcome } · { $who }
outcome-interested = Интересно
outcome-bought = Покупает
outcome-later = Позже
outcome-said-interested = интересно
outcome-said-bought = покупает
outcome-said-later = позже
upsell-ask = <b>Как отнёсся клиент?</b>
upsell-hint = Продукт можно отметить или написать сначала.
upsell-order = 🏁 Записать заказ

error-amount-not-positive =
    Сумма должна быть больше нуля.
    Напишите, например: «1,2 млн» или «350 тыс».
error-amount-too-large =
    Больше триллиона не бывает, проверьте нули.
    Напишите, например: «1,2 млн» или «350 тыс».
error-future-day =
    { $day } ещё впереди, а заказ уже состоялся.
    Напишите прошедший день, например: «вчера» или «12 ноября».
error-day-too-old =
    { $day }: такого срока у заказа не бывает.
    Проверьте год и напишите снова.
error-day-before-order =
    { $day } раньше самого заказа ({ $ordered }).
    Напишите другой день или исправьте дату заказа.
error-same-order =
    Такой же заказ за этот день уже есть: { $who }.
    Если это второй такой же, подтвердите.
error-order-cancelled =
    Этот заказ отменён, изменить его нельзя.
    Если он всё же состоялся, запишите новый: /order

volume_by-signed = подписанное
volume_by-shipped = отгруженное
volume_by-paid = оплаченное
setting-volume_by = Что считать объёмом
setting-volume_by-ask =
    <b>Что считать объёмом?</b>
    По этой дате заказы входят в цифры. У каждой цифры это подписано.
setting-renewal_days = Напоминать о договоре
setting-renewal_days-ask =
    <b>За сколько дней до конца договора напоминать?</b>
    Нажмите или напишите число дней.
