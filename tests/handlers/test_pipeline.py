"""/pipeline on a phone: one's own, the team's for the head, and a forecast that says what it is made of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sales.actions.deal_facts import ChangeDeal, change_deal
from sales.actions.deals import EndDeal, MoveDeal, OpenDeal, end_deal, move_deal, open_deal
from sales.deals import LADDER, DealStage, LostReason
from sales.errors import NotAllowed
from sales.people import Actor, Role
from sales.steps import StepKind, StepPlan
from tests.builders import NOW, Firm
from tests.handlers.rep import Rep


@pytest.fixture
def rep(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.HUNTER, name="Тимур Каримов"))


@pytest.fixture
def head(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.HEAD, name="Ольга Павлова"))


def a_deal(
    firm: Firm, owner: Actor, name: str, stage: DealStage, amount: int | None = None, day: date | None = None
) -> int:
    client = firm.client(owner, f"ООО «{name}»", name.casefold())
    opened = open_deal(firm.work, owner, OpenDeal(client.id), NOW)
    plan = StepPlan(StepKind.CALL, NOW + timedelta(days=1), True)
    if stage is not DealStage.QUALIFICATION:
        move_deal(firm.work, owner, MoveDeal(opened.deal_id, opened.move_id, stage, plan), NOW)
    change_deal(firm.work, owner, ChangeDeal(opened.deal_id, amount=amount, expected_on=day), NOW)
    return opened.deal_id


async def test_a_rep_sees_stages_sums_and_the_month(rep: Rep, firm: Firm) -> None:
    a_deal(firm, rep.actor, "Ромашка", DealStage.PROPOSAL, 1_000_000_00, date(2026, 11, 30))
    a_deal(firm, rep.actor, "Лютик", DealStage.PROPOSAL, 500_000_00)
    a_deal(firm, rep.actor, "Василёк", DealStage.CONTRACT, None, date(2026, 11, 30))
    await rep.write("/pipeline")
    assert rep.text.splitlines() == [
        "🏁 <b>Моя воронка</b>",
        "КП: 2 · 1 500 000 ₽",
        "договор: 1",
        "📊 Прогноз, ноябрь 2026: <b>400 000 ₽</b>",
        "Выиграно 0 ₽, ожидается 400 000 ₽ из 1 000 000 ₽",
        "Шансы этапов обычные: свои посчитаем после 30 завершённых сделок.",
        "⚠️ Не вошли в прогноз: без суммы 1, без срока 1",
    ]
    assert not {"Люди", "Отдел"} & set(rep.buttons())


async def test_where_every_stage_is_full_the_forecast_stands_behind_a_button(rep: Rep, firm: Firm) -> None:
    for number, stage in enumerate(LADDER):
        a_deal(firm, rep.actor, f"Ромашка {number}", stage, 100_00, date(2026, 11, 30))
    a_deal(firm, rep.actor, "Лютик", DealStage.TRIAL)
    await rep.write("/pipeline")
    assert len(rep.text.splitlines()) <= 12
    assert "Шансы этапов" not in rep.text
    await rep.tap("📊 Прогноз")
    assert "Шансы этапов" in rep.text
    await rep.tap("← Назад")
    assert "КП: 1" in rep.text


async def test_a_stage_opens_its_deals_and_a_deal_its_card(rep: Rep, firm: Firm) -> None:
    a_deal(firm, rep.actor, "Ромашка", DealStage.TRIAL, 100_00)
    a_deal(firm, rep.actor, "Лютик", DealStage.TRIAL)
    await rep.write("/pipeline")
    await rep.tap("проба")
    assert "«Ромашка» · 100 ₽" in rep.text
    assert "«Лютик» · без суммы" in rep.text
    await rep.tap("Ромашка")
    assert "Сделка · «Ромашка»" in rep.text
    assert "→ переговоры" in rep.buttons()


async def test_without_deals_it_says_where_they_come_from(rep: Rep) -> None:
    await rep.write("/pipeline")
    assert "Открытых сделок нет" in rep.text


async def test_the_head_sees_the_team_and_each_person(rep: Rep, head: Rep, firm: Firm) -> None:
    a_deal(firm, rep.actor, "Ромашка", DealStage.TRIAL, 100_00, date(2026, 11, 30))
    other = firm.actor(Role.HUNTER, name="Анна Белова")
    a_deal(firm, other, "Лютик", DealStage.TRIAL, 50_00, date(2026, 11, 30))
    await head.write("/pipeline")
    assert "Воронка отдела" in head.text
    assert "проба: 2 · 150 ₽" in head.text
    await head.tap("проба")
    assert "«Ромашка» · 100 ₽ · Каримов" in head.text
    await head.tap("Назад", "Люди", "Белова")
    assert "Воронка · Анна Белова" in head.text
    assert "проба: 1 · 50 ₽" in head.text
    await head.tap("Отдел", "Мои")
    assert "Моя воронка" in head.text


async def test_the_forecast_names_the_teams_history_once_it_is_used(rep: Rep, firm: Firm) -> None:
    for number in range(30):
        deal_id = a_deal(firm, rep.actor, f"Клиент {number}", DealStage.PROPOSAL, 100_00)
        after = firm.work.deals.moves(deal_id)[-1].id
        reason = LostReason.PRICE if number % 2 else None
        end_deal(firm.work, rep.actor, EndDeal(deal_id, after, reason), NOW)
    a_deal(firm, rep.actor, "Ромашка", DealStage.PROPOSAL, 1_000_00, date(2026, 11, 20 + 6))
    await rep.write("/pipeline")
    assert "Шансы этапов по истории отдела: 30 сделок за год." in rep.text
    assert "Прогноз, ноябрь 2026: <b>2 000 ₽</b>" in rep.text
    rep.now = NOW + timedelta(days=2)
    await rep.write("/pipeline")
    assert "⚠️ У 1 сделки срок прошёл" in rep.text


async def test_whoever_neither_sells_nor_reads_all_is_told_so(firm: Firm) -> None:
    assistant = Rep(firm, firm.actor(Role.ASSISTANT))
    with pytest.raises(NotAllowed):
        await assistant.write("/pipeline")
    await assistant.write("/menu")
    assert "🏁 Воронка" not in assistant.buttons()


async def test_an_analyst_sees_the_team_and_has_none_of_their_own(firm: Firm) -> None:
    analyst = Rep(firm, firm.actor(Role.ANALYST))
    await analyst.write("/pipeline")
    assert "Воронка отдела" in analyst.text
    assert "Мои" not in analyst.buttons()


async def test_nothing_new_is_said_as_a_toast(rep: Rep, firm: Firm) -> None:
    a_deal(firm, rep.actor, "Ромашка", DealStage.TRIAL, 100_00)
    await rep.write("/pipeline")
    await rep.tap("Обновить")
    assert any(rep.answers)
