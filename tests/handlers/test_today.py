"""/today: one view that is acted on in place."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from sales.actions.steps import plan_step
from sales.clients import Client
from sales.company import Routing
from sales.people import Role
from sales.steps import Step, StepKind, StepPlan
from tests.builders import NOW, Firm
from tests.handlers.rep import Rep
from tests.sales.actions.relay import Relay, minutes


@pytest.fixture
def rep(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.HUNTER, name="Тимур Каримов"))


@pytest.fixture
def client(firm: Firm, rep: Rep) -> Client:
    return firm.client(rep.actor, phone="+79000000012")


def planned(rep: Rep, client: Client, at: datetime) -> Step:
    plan = StepPlan(StepKind.CALL, at, exact=True)
    return plan_step(rep.firm.work, rep.firm.team, client.id, rep.actor.member_id, plan, rep.now)


async def test_an_empty_day_says_so(rep: Rep) -> None:
    await rep.write("/today")
    assert "Дел на сегодня нет." in rep.text


async def test_overdue_and_todays_steps_are_done_and_put_off_in_place(rep: Rep, client: Client) -> None:
    planned(rep, client, NOW - timedelta(days=1))
    planned(rep, client, minutes(30))
    await rep.write("/today")
    assert rep.text.splitlines() == [
        "⏰ <b>Мой день · сегодня, ср 25 ноября</b>",
        "⚠️ Просрочен 1 шаг",
        "⚠️ вт 24 ноября · Звонок · «Ромашка»",
        "10:30 · Звонок · «Ромашка»",
    ]
    await rep.tap("вт 24 ноября", "Назад", "вт 24 ноября", "Сделано")
    assert "Просрочен" not in rep.text
    await rep.tap("10:30", "Отложить", "Назад", "Отложить", "Завтра")
    assert "Дел на сегодня нет." in rep.text
    assert rep.steps(client) == [("call", "Thu 26 09:00")]
    assert rep.messages == 1


async def test_a_step_leads_to_its_call_another_time_and_its_client(rep: Rep, client: Client) -> None:
    planned(rep, client, minutes(30))
    await rep.write("/today")
    await rep.tap("10:30", "Карточка")
    assert rep.text.startswith("🏢 <b>ООО «Ромашка»</b>")
    await rep.write("/today")
    await rep.tap("10:30", "Отложить", "Другое время", "завтра 10:00")
    assert rep.steps(client) == [("call", "Thu 26 10:00")]
    planned(rep, client, minutes(30))
    await rep.write("/today")
    await rep.tap("10:30", "Записать звонок", "Думает", "пн 10:00")
    assert rep.acts(client) == [("call", "thinking", "")]


async def test_more_than_a_screen_is_counted(rep: Rep, client: Client) -> None:
    for minute in range(10):
        planned(rep, client, minutes(minute + 1))
    await rep.write("/today")
    assert "И ещё 2: кнопки ниже." in rep.text
    assert sum("Ромашка" in text for text in rep.buttons()) == 10


async def test_hand_overs_wait_on_both_sides(relay: Relay) -> None:
    done = relay.submitted()
    giver, asked = Rep(relay.firm, relay.giver), Rep(relay.firm, relay.asked(done.handoff_id))
    await giver.write("/today")
    assert "🎯 «Ромашка» → Каримов · ждёт ответа до 10:30" in giver.text
    await asked.write("/today")
    assert "🎯 «Ромашка» · от: Орлова · нужен ваш ответ до 10:30" in asked.text
    relay.accept(done.handoff_id)
    await giver.tap("Обновить")
    assert "🎯 «Ромашка» → Каримов · ждёт первого контакта" in giver.text
    await asked.tap("Обновить", "Ромашка")
    assert asked.text.startswith("🏢 <b>ООО «Ромашка»</b>")


async def test_a_pool_waits_for_nobody_by_name(relay: Relay) -> None:
    relay.firm.settle(routing=Routing.POOL)
    relay.submitted()
    giver = Rep(relay.firm, relay.giver)
    await giver.write("/today")
    assert "🎯 «Ромашка» · ждёт ответа" in giver.text
