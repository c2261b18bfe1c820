"""«Увольняется», as it is clicked from the team's list."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from sales.actions.steps import PlanNext, plan_next
from sales.errors import HeirNeeded, NotAllowed
from sales.notices import NoticeKind
from sales.people import Role
from sales.steps import StepKind, StepPlan
from storage.outbox import outbox
from tests.builders import NOW, Firm
from tests.handlers.phone import Phone
from tests.handlers.relay_room import Relay, group_line, phone_of
from tests.sales.actions.relay import minutes


@pytest.fixture
def relay(firm: Firm, conn: sa.Connection) -> Relay:
    """The first hunter carries three clients and has promised a call."""
    relay = Relay(firm, conn)
    for name in ("Лютик", "Василёк", "Клевер"):
        client = firm.client(relay.hunters[0], name, name.lower())
    plan_next(firm.work, relay.hunters[0], PlanNext(client.id, StepPlan(StepKind.CALL, minutes(90), True)), NOW)
    return relay


@pytest.fixture
async def phone(relay: Relay) -> Phone:
    phone = phone_of(relay, relay.head)
    await phone.write("/team")
    await phone.press("Тимур Каримов")
    return phone


async def test_all_of_it_goes_to_one_in_four_taps(relay: Relay, phone: Phone) -> None:
    assert "Отключить" not in phone.buttons()
    await phone.press("Увольняется")
    assert phone.text.split("\n") == [
        "⚠️ <b>Увольнение</b> · Тимур Каримов",
        "В работе: 3 клиента, 1 шаг",
        "Кому передать всё? Рядом с именем: клиенты / передачи / просрочено.",
    ]
    await phone.press("Анна Белова · 0 / 0 / 0")
    assert phone.text.split("\n") == [
        "<b>Проверьте</b> · увольнение: Тимур Каримов",
        "В работе: 3 клиента, 1 шаг",
        "👤 Анна Белова — клиентов: 3, чужих шагов: 0",
        "Сроки прежние, каждый получит список. Доступ закроется сразу, история останется.",
    ]
    assert relay.work.people.get(relay.hunters[0].member_id).active, "nothing happens before the last press"
    await phone.press("⚠️ Передать и отключить")
    assert phone.text.startswith("✅ <b>Отключено</b> · Тимур Каримов")
    assert not relay.work.people.get(relay.hunters[0].member_id).active
    assert relay.work.clients.counts(relay.firm.team.id)[relay.hunters[1].member_id] == 3
    assert relay.told(NoticeKind.REASSIGNED) == [relay.hunters[1].member_id]


async def test_the_group_reads_one_line_however_many_clients_move(relay: Relay, phone: Phone) -> None:
    place_id = relay.group()
    for words in ("Увольняется", "Анна Белова · 0 / 0 / 0", "⚠️ Передать и отключить"):
        await phone.press(words)
    assert await group_line(relay, place_id) == "✅ Клиенты: Каримов → Белова 3"
    assert len(relay.conn.execute(sa.select(outbox.c.id).where(outbox.c.place_id == place_id)).all()) == 1


async def test_it_is_spread_by_load_between_those_who_are_chosen(relay: Relay, phone: Phone) -> None:
    await phone.press("Увольняется")
    await phone.press("По нагрузке…")
    assert "Дальше" not in phone.buttons()
    await phone.press("Анна Белова · 0 / 0 / 0")
    await phone.press("Ольга Павлова · 0 / 0 / 0")
    await phone.press("✅ Ольга Павлова · 0 / 0 / 0")
    await phone.press("Елена Орлова · 1 / 0 / 0")
    await phone.press("Дальше")
    assert "👤 Анна Белова — клиентов: 2, чужих шагов: 0\n👤 Елена Орлова — клиентов: 1" in phone.text
    await phone.press("← Назад")
    assert phone.text.startswith("⚠️ <b>Увольнение</b>")


async def test_where_nobody_is_there_it_is_said_and_asked_again(relay: Relay, phone: Phone) -> None:
    for one in (relay.giver, relay.hunters[1], relay.head):
        relay.work.people.save(replace(relay.work.people.get(one.member_id), unreachable="blocked"))
    await phone.press("Увольняется")
    assert "⚠️ Передать некому" in phone.text
    await phone.press("Отключить без передачи")
    assert phone.text.startswith("⚠️ Отключить без передачи: <b>Тимур Каримов</b>?")
    await phone.press("Да, отключить")
    assert phone.text == "✅ <b>Отключено</b> · Тимур Каримов"
    assert not relay.work.people.get(relay.hunters[0].member_id).active


async def test_who_holds_nothing_is_parted_with_as_ever_and_work_that_came_meanwhile_is_seen(relay: Relay) -> None:
    phone = phone_of(relay, relay.head)
    await phone.write("/team")
    await phone.press("Анна Белова")
    await phone.press("Отключить")
    relay.firm.client(relay.hunters[1], "Ландыш", "ландыш")
    with pytest.raises(HeirNeeded):
        await phone.press("Да, отключить")
    assert relay.work.people.get(relay.hunters[1].member_id).active


async def test_the_right_is_asked_for_at_the_press(relay: Relay, phone: Phone) -> None:
    await phone.press("Увольняется")
    await phone.press("Анна Белова · 0 / 0 / 0")
    relay.work.people.set_roles(relay.head.member_id, relay.firm.team.id, {Role.HUNTER})
    phone.actor = relay.actor(relay.head.member_id)
    with pytest.raises(NotAllowed):
        await phone.press("⚠️ Передать и отключить")
    assert relay.work.people.get(relay.hunters[0].member_id).active


async def test_a_head_enters_somebodys_vacation_from_the_same_card(relay: Relay, phone: Phone) -> None:
    await phone.press("Отпуск")
    for words in ("Сегодня", "Неделя", "Анна Белова · 0 / 0 / 0", "✅ Записать"):
        await phone.press(words)
    assert "✅ <b>Отпуск записан</b> · Тимур Каримов" in phone.text
    await phone.write("/team")
    assert "👤 Тимур Каримов · хантер · ⏰ отпуск до: ср 2 декабря, 09:00, замена: Анна Белова" in phone.text
