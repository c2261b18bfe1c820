"""/rules and the criterion: read, changed after a dry run, announced, confirmed."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sales.actions.catalogue import NewEntry, add_product
from sales.actions.rules import rules_view
from sales.errors import BadAmount, BadCount, BadInput, Empty
from sales.notices import NoticeKind
from sales.orders import Measure
from sales.people import Actor
from sales.regular import ClientStatus, Mode, Part, PartKind
from tests.builders import NOW, Firm
from tests.handlers.rep import Rep
from tests.sales.actions.base import SECOND, Base

NEW, REGULAR, KEY = ClientStatus


@pytest.fixture
def base(firm: Firm, conn: sa.Connection) -> Base:
    return Base(firm, conn)


def rep(base: Base, actor: Actor) -> Rep:
    return Rep(base.firm, actor)


def in_force(base: Base, aim: ClientStatus = REGULAR):  # type: ignore[no-untyped-def]
    rule = base.work.rules.newest(base.firm.team.id, aim)
    return rule.criterion if rule else None


async def test_everybody_reads_the_rules_and_the_levels(base: Base) -> None:
    base.rule(KEY, Part(PartKind.VOLUME, amount=100_000_000), SECOND)
    hunter = rep(base, base.hunter)
    await hunter.write("/rules")
    assert hunter.text.splitlines() == [
        "<b>Правила отдела</b>",
        "<b>Постоянный клиент</b>: критерия пока нет",
        "<b>Ключевой клиент</b>: всего куплено от 1 000 000 ₽ или 2-й заказ",
        "Считаем оплаченное · ср 25 ноября, Павлова",
        "<b>Обслуживание</b>",
        "обычный: контакт раз в 60 дней, ответ за 8 ч",
        "постоянный: контакт раз в 30 дней, ответ за 4 ч",
        "ключевой: контакт раз в 14 дней, ответ за 2 ч",
        "Зачёт у того, кто передал клиента: 6 мес.",
        "⚠️ Изменилось. Прочтите и нажмите «Понятно».",
    ]
    assert list(hunter.buttons()) == ["Понятно", "Меню"]
    await hunter.tap("Понятно")
    assert "Изменилось" not in hunter.text and list(hunter.buttons()) == ["Меню"]
    assert base.hunter.name not in rules_view(base.work, base.head, NOW).rules[0].unread


async def test_the_head_puts_a_criterion_together_tries_it_out_and_switches_it_on(base: Base) -> None:
    base.stored()
    base.stored()
    head = rep(base, base.head)
    await head.write("/rules")
    await head.tap("Критерий: постоянный")
    assert head.text.splitlines() == [
        "<b>Критерий · Постоянный клиент</b>",
        "Условий пока нет. Добавьте хотя бы одно.",
    ]
    assert "Кто перейдёт" not in head.buttons()
    await head.tap("Номер заказа", "2-й", "Объём")
    await head.write("1,2 млн")
    assert head.text.splitlines()[1:4] == [
        "Достаточно одного условия:",
        "✅ 2-й заказ",
        "✅ всего куплено от 1 200 000 ₽",
    ]
    await head.tap("Кто перейдёт")
    assert head.text.splitlines() == [
        "<b>Постоянный клиент: перейдут 1 из 1</b>",
        "2-й заказ или всего куплено от 1 200 000 ₽",
        "Считаем оплаченное, прошлые заказы тоже",
        "«Ромашка» · Каримов: заказов: 2",
        "О правиле узнают все. Каждому, кто ведёт клиента, бот предложит передачу.",
    ]
    assert (base.status(), in_force(base)) == (NEW, None)
    await head.tap("Назад", "Нужны все", "Кто перейдёт")
    assert head.text.startswith("<b>Постоянный клиент: сейчас не перейдёт никто</b>")
    await head.tap("Назад", "Достаточно одного", "✕ всего", "Кто перейдёт", "Включить")
    assert head.text.splitlines() == [
        "✅ <b>Критерий включён · Постоянный клиент</b>",
        "Перешло клиентов: 1. Сообщение получили: 3",
    ]
    assert in_force(base).parts == (SECOND,)
    assert base.status() is REGULAR


async def test_every_kind_of_part_is_built_by_buttons_or_typed(base: Base) -> None:
    add_product(base.work, base.head, NewEntry("CRM"), NOW)
    head = rep(base, base.head)
    await head.write("/rules")
    await head.tap("Критерий: ключевой", "Продукт", "CRM", "Продукт")
    await head.write("Модуль «Заявки»")
    await head.tap("Покупки 3 месяца", "300 000 ₽", "Объём 3 месяца")
    await head.write("500 тыс")
    await head.tap("Номер заказа")
    await head.write("7")
    await head.tap("Кто перейдёт", "Включить")
    assert in_force(base, KEY).parts == (
        Part(PartKind.PRODUCT, product="CRM"),
        Part(PartKind.PRODUCT, product="Модуль «Заявки»"),
        Part(PartKind.LOTS, amount=30_000_000),
        Part(PartKind.MONTHS, amount=50_000_000),
        Part(PartKind.ORDERS, number=7),
    )
    assert in_force(base, KEY).mode is Mode.ANY


async def test_each_currency_has_its_own_sum(base: Base) -> None:
    head = rep(base, base.head)
    await head.write("/rules")
    for typed in ("500 тыс", "3 млн тенге", "2 млн тенге"):
        await head.tap(*(["Критерий: постоянный"] if typed == "500 тыс" else []), "Объём")
        await head.write(typed)
    await head.tap("Кто перейдёт", "Включить")
    kept = in_force(base)
    assert kept is not None
    assert [(part.amount, part.currency) for part in kept.parts] == [(500_000_00, "RUB"), (2_000_000_00, "KZT")]


@pytest.mark.parametrize(
    ("kind", "typed", "refusal"),
    [
        ("Объём", "-5", BadAmount),
        ("Объём", "0", BadAmount),
        ("Объём", "9999999 млрд", BadAmount),
        ("Номер заказа", "сто", BadInput),
        ("Номер заказа", "0", BadCount),
        ("Продукт", " ", Empty),
    ],
)
async def test_what_makes_no_sense_is_refused_and_the_step_stays(
    base: Base, kind: str, typed: str, refusal: type[Exception]
) -> None:
    head = rep(base, base.head)
    await head.write("/rules")
    await head.tap("Критерий: постоянный", kind)
    asked = head.text
    with pytest.raises(refusal):
        await head.write(typed)
    assert head.text == asked


async def test_the_building_begins_with_what_is_in_force_and_may_be_switched_off(base: Base) -> None:
    base.rule(REGULAR, SECOND)
    head = rep(base, base.head)
    await head.write("/rules")
    await head.tap("Критерий: постоянный")
    assert "✅ 2-й заказ" in head.text
    await head.tap("Выключить критерий", "Назад", "Выключить критерий", "Выключить")
    assert head.text == "<b>Критерий выключен · Постоянный клиент</b>"
    await head.write("/rules")
    assert "<b>Постоянный клиент</b>: критерий выключен" in head.text


async def test_a_long_dry_run_is_turned_page_by_page(base: Base) -> None:
    for number in range(8):
        base.stored(client=base.firm.client(base.hunter, f"Клиент {number}", f"клиент {number}"))
    head = rep(base, base.head)
    await head.write("/rules")
    await head.tap("Критерий: постоянный", "Номер заказа")
    await head.write("1")
    await head.tap("Кто перейдёт")
    assert "перейдут 8 из 8" in head.text and "Клиент 5" in head.text and "Клиент 6" not in head.text
    assert len(head.text.splitlines()) <= 12
    await head.tap("→")
    assert "Клиент 5" not in head.text and "Клиент 7" in head.text
    await head.tap("←")
    assert "Клиент 0" in head.text


async def test_who_has_the_status_already_is_counted_in_the_dry_run(base: Base) -> None:
    base.rule(REGULAR, Part(PartKind.ORDERS, number=1))
    base.buys()
    head = rep(base, base.head)
    await head.write("/rules")
    await head.tap("Критерий: постоянный", "✕", "Номер заказа", "2-й", "Кто перейдёт")
    assert "Статус уже у 1, он остаётся. Без него по новому правилу: 1" in head.text


async def test_the_news_of_a_change_is_confirmed_with_one_tap(base: Base) -> None:
    base.rule(REGULAR, SECOND)
    kam = rep(base, base.kam)
    assert await kam.deliver(NoticeKind.RULE)
    assert kam.text.splitlines() == [
        "<b>Правило изменилось</b>",
        "<b>Постоянный клиент</b>: 2-й заказ",
        "Считаем оплаченное · ср 25 ноября, Павлова",
        "Прочтите и подтвердите.",
    ]
    await kam.tap("Понятно")
    assert kam.text.splitlines()[-1] == "✅ Прочитано" and list(kam.buttons()) == ["Все правила"]
    await kam.tap("Все правила")
    assert kam.text.startswith("<b>Правила отдела</b>")
    assert not await kam.deliver(NoticeKind.RULE), "read: nothing to send any more"


async def test_an_outdated_news_says_so_and_confirms_nothing(base: Base) -> None:
    base.rule(REGULAR, SECOND)
    kam = rep(base, base.kam)
    await kam.deliver(NoticeKind.RULE)
    base.rule(REGULAR, Part(PartKind.ORDERS, number=3))
    await kam.tap("Понятно")
    assert kam.answers[-1] == "Правило с тех пор изменилось: /rules"
    assert "Игорь Громов" in rules_view(base.work, base.head, NOW).rules[0].unread


async def test_the_head_sees_who_has_not_read_and_reminds_them(base: Base) -> None:
    base.rule(REGULAR, SECOND)
    head = rep(base, base.head)
    await head.write("/rules")
    await head.tap("Не прочли 3 человека")
    assert head.text.splitlines() == [
        "👤 <b>Ещё не подтвердили</b>",
        "Постоянный клиент: Тимур Каримов, Анна Белова, Игорь Громов",
    ]
    await head.tap("Напомнить")
    assert "Напомнили 3 людям" in head.answers
    assert len(base.told(NoticeKind.RULE)) == 6


async def test_the_levels_are_changed_from_the_rules(base: Base) -> None:
    head = rep(base, base.head)
    await head.write("/rules")
    await head.tap("Обслуживание", "Контакт: ключевой", "7")
    assert "ключевой: контакт раз в 7 дней, ответ за 2 ч" in head.text
    await head.tap("Молчание")
    await head.write("150%")
    await head.tap("Падение объёма")
    with pytest.raises(BadCount):
        await head.write("0")
    await head.tap("50")
    settings = base.work.companies.team(base.firm.team.id).settings
    assert (settings.contact_days_key, settings.silence_percent, settings.fall_percent) == (7, 150, 50)
    await head.tap("Ответ: обычный", "Назад", "Назад")
    assert head.text.startswith("<b>Правила отдела</b>")


async def test_a_change_of_what_counts_as_volume_asks_the_head_to_switch_on_anew(base: Base) -> None:
    base.rule(REGULAR, SECOND)
    base.firm.settle(volume_by=Measure.SHIPPED)
    head, hunter = rep(base, base.head), rep(base, base.hunter)
    for one in (head, hunter):
        await one.write("/rules")
    assert "Объём в отделе теперь считают иначе" in head.text
    assert "Объём в отделе теперь считают иначе" not in hunter.text
