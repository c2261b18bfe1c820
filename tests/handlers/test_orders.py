"""Orders by messages and presses: logged in three steps, marked, corrected, cancelled; ends of contracts; upsells."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sales.actions.renewals import fire_renewals
from sales.activities import Outcome
from sales.clients import Client
from sales.errors import AmountNotPositive, AmountTooLarge, BadAmount, FutureDay, NotYours, OtherCurrency
from sales.notices import NoticeKind
from sales.orders import Measure, Order
from sales.people import Role
from tests.builders import NOW, Firm
from tests.handlers.rep import Rep

TODAY = date(2026, 11, 25)


@pytest.fixture
def rep(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.HUNTER, name="Тимур Каримов"))


@pytest.fixture
def client(firm: Firm, rep: Rep) -> Client:
    return firm.client(rep.actor, phone="+79000000012")


def orders(rep: Rep, client: Client) -> list[Order]:
    return rep.firm.work.orders.of_client(client.id)


async def logged(rep: Rep, amount: str = "1,2 млн", product: str = "Модуль «Заявки»", day: str = "Сегодня") -> None:
    await rep.write("/order")
    await rep.tap("Ромашка")
    await rep.write(amount)
    await rep.write(product)
    await rep.tap(day, "Сохранить")


async def test_an_amount_is_told_in_the_clients_own_currency(rep: Rep, client: Client) -> None:
    rep.firm.work.clients.save(replace(client, country="KZ", currency="KZT"))
    await rep.write("/order")
    await rep.tap("Ромашка")
    with pytest.raises(OtherCurrency):
        await rep.write("500 ₽")
    await rep.write("500 тыс тенге")
    await rep.write("Склад")
    await rep.tap("Сегодня", "Сохранить", "Заказ", "Исправить", "Сумма")
    with pytest.raises(OtherCurrency):
        await rep.write("$600")
    await rep.write("600 KZT")
    (order,) = orders(rep, client)
    assert (order.amount, order.currency) == (600_00, "KZT")


async def test_an_order_in_three_steps(rep: Rep, client: Client) -> None:
    await rep.write("/order")
    await rep.tap("Ромашка")
    assert rep.text.splitlines()[:2] == ["Шаг 1 из 3", "🏁 <b>Первый заказ · «Ромашка»</b>"]
    await rep.write("1 200 000,50 ₽")
    assert rep.text.startswith("Шаг 2 из 3")
    await rep.write("Модуль «Заявки»")
    assert rep.text.startswith("Шаг 3 из 3")
    assert "✓ Подписан" in " ".join(rep.buttons())
    await rep.tap("Оплачен", "Вчера")
    assert rep.text.splitlines() == [
        "🏁 <b>Первый заказ · «Ромашка»</b>",
        "<b>1 200 000,50 ₽</b> · Модуль «Заявки»",
        "Дата заказа: вт 24 ноября",
        "Состояние: подписан, оплачен",
    ]
    await rep.tap("Сохранить")
    assert rep.text.splitlines() == [
        "✅ Записан первый заказ · «Ромашка»",
        "<b>1 200 000,50 ₽</b> · Модуль «Заявки»",
    ]
    order = orders(rep, client)[0]
    assert (order.amount, order.signed_on, order.shipped_on, order.paid_on) == (
        *(120_000_050, TODAY - timedelta(days=1), None, TODAY - timedelta(days=1)),
    )


async def test_from_the_card_a_repeated_order_is_four_presses(rep: Rep, client: Client) -> None:
    await logged(rep, day="Вчера")
    await rep.tap("Карточка", "Записать заказ", "1 200 000 ₽", "Модуль", "Сегодня", "Сохранить")
    assert rep.text.startswith("✅ Записан повторный заказ, 2-й · «Ромашка»")
    assert len(orders(rep, client)) == 2


async def test_everything_can_be_changed_in_the_review(rep: Rep, client: Client) -> None:
    await rep.write("/order")
    await rep.tap("Ромашка")
    await rep.write("5 млн")
    await rep.write("Поддержка")
    await rep.write("12 ноября")
    await rep.tap("Сумма")
    await rep.write("6 млн")
    await rep.tap("Продукт")
    await rep.write("Сервис")
    await rep.tap("День и состояние", "Подписан", "Сегодня", "Срок договора", "Год")
    assert rep.text.splitlines() == [
        "🏁 <b>Первый заказ · «Ромашка»</b>",
        "<b>6 000 000 ₽</b> · Сервис",
        "Дата заказа: ср 25 ноября",
        "Состояние: только заказан",
        "⏰ Договор до: ср 24 ноября 2027",
    ]
    await rep.tap("Срок договора")
    await rep.write("31 декабря 2027")
    assert "пт 31 декабря 2027" in rep.text
    await rep.tap("Срок договора", "Без срока")
    assert "Договор" not in rep.text
    await rep.tap("Сохранить")
    assert (orders(rep, client)[0].signed_on, orders(rep, client)[0].contract_ends_on) == (None, None)


@pytest.mark.parametrize(
    ("typed", "refused"),
    [
        ("-5 000", AmountNotPositive),
        ("0", AmountNotPositive),
        ("5000 млрд", AmountTooLarge),
        ("много", BadAmount),
        ("1.200.000", BadAmount),
    ],
)
async def test_a_bad_amount_is_answered_and_the_step_stays(
    rep: Rep, client: Client, typed: str, refused: type[Exception]
) -> None:
    await rep.write("/order")
    await rep.tap("Ромашка")
    with pytest.raises(refused):
        await rep.write(typed)
    await rep.write("1.2 млн")
    assert rep.text.startswith("Шаг 2 из 3")


async def test_an_order_in_the_future_is_answered(rep: Rep, client: Client) -> None:
    await rep.write("/order")
    await rep.tap("Ромашка")
    await rep.write("1 млн")
    await rep.write("Сервис")
    with pytest.raises(FutureDay):
        await rep.write("завтра")
    await rep.write("позавчера")
    assert "пн 23 ноября" in rep.text


async def test_the_same_order_told_twice_is_asked_about(rep: Rep, client: Client) -> None:
    await logged(rep)
    await logged(rep)
    assert "Это второй такой же заказ?" in rep.text
    assert "Каримов" in rep.text
    assert len(orders(rep, client)) == 1
    await rep.tap("Назад")
    assert "Это второй" not in rep.text
    await rep.tap("Сохранить", "Да, второй такой же")
    assert rep.text.startswith("✅ Записан повторный заказ, 2-й")
    assert len(orders(rep, client)) == 2


async def test_nobody_logs_with_anothers_client(rep: Rep, firm: Firm, client: Client) -> None:
    other = Rep(firm, firm.actor(Role.HUNTER))
    await other.write("/order")
    await other.write("Ромашка")
    with pytest.raises(NotYours):
        await other.tap("Ромашка» ·")


async def test_the_list_and_the_card_tell_how_far_it_has_come(rep: Rep, client: Client) -> None:
    await logged(rep)
    await rep.write("/orders")
    await rep.tap("Ромашка")
    assert rep.text.splitlines()[0] == "🏁 <b>Заказы · «Ромашка»</b>"
    await rep.tap("ср 25 ноября")
    assert rep.text.splitlines() == [
        "🏁 <b>Первый заказ · «Ромашка»</b>",
        "<b>1 200 000 ₽</b> · Модуль «Заявки»",
        "Дата заказа: ср 25 ноября",
        "Договор подписан: ср 25 ноября",
        "Отгружен: ещё нет",
        "Оплачен: ещё нет",
        "👤 Продажа: Тимур Каримов",
        "сегодня, ср 25 ноября, 10:00 · Каримов: записан",
    ]


async def test_a_payment_is_marked_in_two_presses(rep: Rep, client: Client) -> None:
    await logged(rep, day="Вчера")
    await rep.tap("Заказ", "Оплачен", "Сегодня")
    assert "Оплачен: ср 25 ноября" in rep.text
    assert "Каримов: оплачен ср 25 ноября" in rep.text
    assert orders(rep, client)[0].paid_on == TODAY
    assert "Оплачен" not in " ".join(rep.buttons())
    await rep.tap("Назад")
    assert "Всего оплачено: <b>1 200 000 ₽</b>" in rep.text


async def test_a_correction_stays_on_the_card_with_what_was_before(rep: Rep, client: Client) -> None:
    await logged(rep)
    await rep.tap("Заказ", "Исправить", "Сумма")
    await rep.write("900 тыс")
    assert "Каримов: сумма 1 200 000 ₽ → 900 000 ₽" in rep.text
    await rep.tap("Исправить", "Подписан", "Убрать дату")
    assert "подписан ср 25 ноября → ещё нет" in rep.text
    await rep.tap("Исправить", "Срок договора")
    await rep.write("31 декабря 2027")
    assert "срок договора пт 31 декабря 2027" in rep.text
    await rep.tap("Исправить", "Дата заказа")
    await rep.write("12 ноября")
    await rep.tap("Исправить", "Продукт")
    await rep.write("Сервис")
    order = orders(rep, client)[0]
    assert (order.amount, order.product, order.ordered_on) == (90_000_000, "Сервис", date(2026, 11, 12))
    assert (order.signed_on, order.contract_ends_on, order.version) == (None, date(2027, 12, 31), 6)


async def test_a_cancelled_order_tells_why_and_offers_nothing(rep: Rep, client: Client) -> None:
    await logged(rep)
    await rep.tap("Заказ", "Отменить заказ")
    await rep.write("Клиент передумал")
    assert "отменён" in rep.text.splitlines()[0]
    assert "Каримов: отменён, «Клиент передумал»" in rep.text
    assert not {"Исправить", "Отменить заказ"} & rep.buttons().keys()


async def test_a_change_can_be_left(rep: Rep, client: Client) -> None:
    await logged(rep)
    await rep.tap("Заказ", "Исправить", "Сумма", "Назад", "Назад")
    assert rep.text.startswith("🏁 <b>Первый заказ")
    await rep.tap("Оплачен", "Назад", "Исправить", "Сумма", "Отмена")
    assert orders(rep, client)[0].version == 1


async def test_a_contracts_end_is_told_to_who_carries_the_client(rep: Rep, firm: Firm, client: Client) -> None:
    await logged(rep)
    await rep.tap("Заказ", "Исправить", "Срок договора")
    await rep.write("31 декабря 2026")
    rep.now = NOW + timedelta(days=7)
    assert fire_renewals(firm.work, rep.now) == 1
    assert await rep.deliver(NoticeKind.RENEWAL)
    assert rep.text.splitlines()[0] == "⏰ <b>Договор заканчивается · «Ромашка»</b> · чт 31 декабря"
    await rep.tap("Записать продление")
    assert "Повторный заказ, 2-й" in rep.text


async def test_the_head_is_told_where_nothing_has_happened(rep: Rep, firm: Firm, client: Client) -> None:
    head = Rep(firm, firm.actor(Role.HEAD, name="Ольга Павлова"))
    await logged(rep)
    order = orders(rep, client)[0]
    await rep.tap("Заказ", "Исправить", "Срок договора")
    await rep.write("31 декабря 2026")
    head.now = NOW + timedelta(days=7)
    fire_renewals(firm.work, head.now)
    head.now = NOW + timedelta(days=23)
    fire_renewals(firm.work, head.now)
    assert await head.deliver(NoticeKind.RENEWAL_LAST)
    assert "записей нет. Ведёт Каримов" in head.text
    current = firm.work.orders.get(order.id)
    firm.work.orders.save(replace(current, cancelled_at=head.now))
    assert not await head.deliver(NoticeKind.RENEWAL_LAST)


async def test_an_upsell_is_two_presses_and_may_be_taken_back(rep: Rep, firm: Firm, client: Client) -> None:
    await logged(rep)
    await rep.tap("Карточка", "Допродажа", "Интересно")
    assert rep.text.splitlines() == ["✅ Записано", "🏢 <b>Допродажа · «Ромашка»</b> · интересно"]
    assert rep.acts(client) == [("upsell", Outcome.INTERESTED.value, "")]
    await rep.tap("Отменить запись")
    assert rep.acts(client) == []


async def test_what_was_bought_leads_to_an_order(rep: Rep, firm: Firm, client: Client) -> None:
    await logged(rep)
    await rep.tap("Карточка", "Допродажа")
    await rep.write("Сервис")
    await rep.tap("Покупает")
    assert rep.acts(client) == [("upsell", "bought", "Сервис")]
    await rep.tap("Записать заказ")
    assert "Повторный заказ, 2-й" in rep.text


async def test_a_chosen_product_can_be_taken_back(rep: Rep, client: Client) -> None:
    await logged(rep)
    await rep.tap("Карточка", "Допродажа")
    await rep.write("Сервис")
    await rep.tap("✓ Сервис", "Позже")
    assert rep.acts(client) == [("upsell", "later", "")]


async def test_nothing_more_is_offered_to_who_has_bought_nothing(rep: Rep, client: Client) -> None:
    await rep.write("/find Ромашка")
    assert not {"Допродажа", "Заказы"} & rep.buttons().keys()


async def test_the_head_says_what_counts_as_volume(firm: Firm) -> None:
    head = Rep(firm, firm.actor(Role.HEAD))
    await head.write("/settings")
    await head.tap("Что считать объёмом", "отгруженное")
    assert firm.work.companies.team(firm.team.id).settings.volume_by is Measure.SHIPPED
    await head.tap("Напоминать о договоре")
    await head.write("45")
    assert firm.work.companies.team(firm.team.id).settings.renewal_days == 45
