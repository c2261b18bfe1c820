"""The structure of a team, clicked: what it is, what a switch does to live work, what is settled for the legs."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from sales.errors import BadCount
from sales.handoff import HandoffState
from sales.legs import Structure
from tests.builders import NOW, Firm
from tests.handlers.phone import Phone
from tests.sales.actions.later_legs import Legs
from tests.sales.actions.relay import Relay


@pytest.fixture
def legs(firm: Firm, conn: sa.Connection) -> Legs:
    return Legs(firm, conn)


@pytest.fixture
async def phone(firm: Firm, legs: Legs) -> Phone:
    """At the structure of the team."""
    opened = Phone(firm.work, legs.head, NOW)
    await opened.write("/settings")
    await opened.press("Структура отдела")
    return opened


def structure(firm: Firm) -> Structure:
    return firm.work.companies.team(firm.team.id).settings.structure


async def test_a_head_sees_how_the_team_works_and_what_is_settled(phone: Phone) -> None:
    assert phone.text.splitlines() == [
        "<b>Структура · полная эстафета</b>",
        "Лидоруб → хантер → клоузер, если сделка стоит → фермер → КАМ.",
        "Ответ на предложение передать: 16 рабочих ч, дальше решает руководитель",
        "Ответ на передачу: 4 ч рабочего времени",
        "Сделка стоит: предложить клоузеру через 14 дн.",
        "После клоузера: клиент остаётся у него",
        "Вклад прежнего ведущего учитывается: 6 мес.",
    ]
    assert {"универсалы", "новые и постоянные", "лидорубы и продажи"} <= set(phone.buttons())


async def test_a_switch_tells_what_it_does_to_live_work_and_does_it(firm: Firm, legs: Legs, phone: Phone) -> None:
    made = legs.propose()
    await phone.press("лидорубы и продажи")
    assert phone.text.splitlines() == [
        "<b>Перейти: лидорубы и продажи?</b>",
        "Лидорубы готовят лиды, продажи закрывают. Клиент остаётся у продавца.",
        "Не станет этапов: хантер → клоузер, хантер → фермер, фермер → КАМ",
        "Предложения снимутся, клиенты останутся на месте: 1",
    ]
    await phone.press("✅ Перейти")
    assert structure(firm) is Structure.LEADGEN_AND_SALES
    assert legs.now(made.id).state is HandoffState.WITHDRAWN
    assert phone.text.startswith("<b>Структура · лидорубы и продажи</b>")
    assert "Сделка стоит" not in phone.buttons(), "nothing to settle for legs that aren't run"


async def test_back_from_the_question_changes_nothing(firm: Firm, phone: Phone) -> None:
    await phone.press("универсалы")
    assert "Открытых передач это не касается." in phone.text
    await phone.press("← Назад")
    assert structure(firm) is Structure.FULL_RELAY
    assert phone.text.startswith("<b>Структура · полная эстафета</b>")


@pytest.mark.parametrize(
    ("button", "choice", "name", "value"),
    [
        ("Срок предложения", "24", "proposal_hours", 24),
        ("Срок передачи", "2 ч", "passing_minutes", 120),
        ("Сделка стоит", "21", "stalled_days", 21),
        ("После клоузера", "клиент возвращается", "closer_keeps", False),
        ("Вклад после передачи", "12", "credit_months", 12),
    ],
)
async def test_each_setting_is_changed_by_a_button(
    firm: Firm, phone: Phone, button: str, choice: str, name: str, value: object
) -> None:
    await phone.press(button)
    await phone.press(choice)
    assert getattr(firm.work.companies.team(firm.team.id).settings, name) == value
    assert phone.text.startswith("<b>Структура · полная эстафета</b>")


async def test_a_number_may_be_typed_and_nonsense_is_refused(firm: Firm, phone: Phone) -> None:
    await phone.press("Сделка стоит")
    await phone.write("10")
    assert firm.work.companies.team(firm.team.id).settings.stalled_days == 10
    await phone.press("Сделка стоит")
    with pytest.raises(BadCount):
        await phone.write("900")
    assert firm.work.companies.team(firm.team.id).settings.stalled_days == 10


async def test_what_is_settled_at_once_is_never_half_done(firm: Firm, phone: Phone) -> None:
    await phone.press("универсалы")
    await phone.press("✅ Перейти")
    await phone.write("/queue")
    assert "Не закончено" not in phone.text


async def test_a_rep_has_no_such_button(firm: Firm, legs: Legs) -> None:
    rep = Phone(firm.work, legs.hunter, NOW)
    await rep.write("/settings")
    assert not any("Структура" in one for one in rep.buttons())


async def test_a_switch_tells_of_leads_that_find_others(firm: Firm, legs: Legs, conn: sa.Connection) -> None:
    firm.settle(structure=Structure.UNIVERSAL)
    relay = Relay(firm, conn, hunters=0)
    for one in (legs.hunter, legs.closer, legs.kam):
        firm.work.people.save(replace(firm.work.people.get(one.member_id), away_until=NOW + timedelta(hours=5)))
    sent = relay.submitted()
    assert relay.asked(sent.handoff_id) == legs.farmer
    phone = Phone(firm.work, legs.head, NOW)
    await phone.write("/settings")
    await phone.press("Структура отдела")
    await phone.press("полная эстафета")
    assert phone.text.splitlines()[-1] == "Лиды без ответа перейдут к тем, кто принимает лиды теперь: 1"
