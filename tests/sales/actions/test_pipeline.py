"""The pipeline: one's own, anybody's for those who see all, and the month's forecast over it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sales.actions.deal_facts import ChangeDeal, change_deal
from sales.actions.deals import EndDeal, MoveDeal, OpenDeal, UndoMove, end_deal, move_deal, open_deal, undo_move
from sales.actions.pipeline import TEAM, Pipeline, deals_at, pipeline, pipeline_people
from sales.deals import DealStage, LostReason
from sales.errors import NotAllowed
from sales.forecast import ENOUGH, Source
from sales.people import Actor, Role
from sales.ports import Work
from sales.steps import StepKind, StepPlan
from tests.builders import NOW, Firm

#: The last minute of November in Moscow, and the first of December.
MIDNIGHT = NOW.replace(day=30, hour=21, minute=0)


class Desk:
    """Deals of a rep, each with a client of its own."""

    def __init__(self, firm: Firm) -> None:
        self.firm, self.work = firm, firm.work
        self.made = 0

    def deal(
        self, rep: Actor, stage: DealStage = DealStage.PROPOSAL, amount: int | None = None, day: date | None = None
    ) -> int:
        self.made += 1
        client = self.firm.client(rep, f"ООО «{self.made}»", str(self.made))
        opened = open_deal(self.work, rep, OpenDeal(client.id), NOW)
        if stage is not DealStage.QUALIFICATION:
            plan = StepPlan(StepKind.CALL, NOW + timedelta(days=20), True)
            move_deal(self.work, rep, MoveDeal(opened.deal_id, opened.move_id, stage, plan), NOW)
        if amount or day:
            change_deal(self.work, rep, ChangeDeal(opened.deal_id, amount=amount, expected_on=day), NOW)
        return opened.deal_id

    def end(self, rep: Actor, deal_id: int, reason: LostReason | None = None, **more: object) -> int:
        after = self.work.deals.moves(deal_id)[-1].id
        now = more.pop("now", NOW)
        return end_deal(self.work, rep, EndDeal(deal_id, after, reason, **more), now).move_id  # type: ignore[arg-type]


@pytest.fixture
def desk(firm: Firm) -> Desk:
    return Desk(firm)


@pytest.fixture
def rep(firm: Firm) -> Actor:
    return firm.actor(Role.HUNTER, name="Тимур Каримов")


def rows(seen: Pipeline) -> list[tuple[str, int, tuple[tuple[str, int], ...]]]:
    return [(row.stage.value, row.count, row.sums) for row in seen.rows]


def test_the_stages_that_hold_a_deal_stand_in_the_order_of_the_way(work: Work, desk: Desk, rep: Actor) -> None:
    desk.deal(rep, DealStage.CONTRACT, 500)
    desk.deal(rep, DealStage.PROPOSAL, 100)
    desk.deal(rep, DealStage.PROPOSAL)
    parked = desk.deal(rep, DealStage.TRIAL, 900)
    desk.end(rep, parked, LostReason.NOT_NOW, until=date(2027, 3, 1))
    seen = pipeline(work, rep, rep.member_id, NOW)
    assert rows(seen) == [
        ("proposal", 2, (("RUB", 100),)),
        ("contract", 1, (("RUB", 500),)),
        ("parked", 1, (("RUB", 900),)),
    ]
    assert (seen.who, seen.may_see_team) == ("Тимур Каримов", False)


def test_a_rep_sees_no_more_than_their_own(work: Work, firm: Firm, desk: Desk, rep: Actor) -> None:
    other = firm.actor(Role.HUNTER)
    desk.deal(other)
    assert rows(pipeline(work, rep, rep.member_id, NOW)) == []
    for member_id in (other.member_id, TEAM):
        with pytest.raises(NotAllowed):
            pipeline(work, rep, member_id, NOW)
    with pytest.raises(NotAllowed):
        pipeline_people(work, rep)


def test_the_head_sees_everybodys_and_whose_they_are(work: Work, firm: Firm, desk: Desk, rep: Actor) -> None:
    head, other = firm.actor(Role.HEAD), firm.actor(Role.HUNTER, name="Анна Белова")
    desk.deal(rep)
    desk.deal(other)
    desk.deal(other, DealStage.TRIAL)
    seen = pipeline(work, head, TEAM, NOW)
    assert [row.count for row in seen.rows] == [2, 1]
    assert (seen.who, seen.may_see_team) == ("", True)
    assert [(one.name, one.count) for one in pipeline_people(work, head)] == [("Белова", 2), ("Каримов", 1)]
    assert [row.count for row in pipeline(work, head, rep.member_id, NOW).rows] == [1]


def test_the_deals_of_a_stage_are_listed_with_those_that_stand_longest_first(
    work: Work, firm: Firm, desk: Desk, rep: Actor
) -> None:
    first, second = desk.deal(rep, amount=100), desk.deal(rep)
    lines = deals_at(work, firm.actor(Role.HEAD), TEAM, DealStage.PROPOSAL)
    assert [line.deal_id for line in lines] == [first, second]
    assert (lines[0].client, lines[0].owner, lines[0].amount) == ("ООО «1»", "Тимур Каримов", 100)


def test_whoever_only_finds_clients_has_no_pipeline(work: Work, firm: Firm) -> None:
    assistant = firm.actor(Role.ASSISTANT)
    with pytest.raises(NotAllowed):
        pipeline(work, assistant, assistant.member_id, NOW)


def test_other_teams_deals_are_not_among_them(work: Work, firm: Firm, desk: Desk, rep: Actor) -> None:
    desk.deal(rep)
    head = firm.actor(Role.HEAD)
    nowhere = Actor(**{**{name: getattr(head, name) for name in head.__slots__}, "reach": frozenset()})
    assert rows(pipeline(work, nowhere, TEAM, NOW)) == []
    assert rows(pipeline(work, nowhere, rep.member_id, NOW)) == []


class TestForecast:
    def test_ones_own_forecast_counts_ones_own(self, work: Work, firm: Firm, desk: Desk, rep: Actor) -> None:
        other, head = firm.actor(Role.HUNTER), firm.actor(Role.HEAD)
        desk.deal(rep, DealStage.PROPOSAL, 1_000, date(2026, 11, 30))
        desk.deal(other, DealStage.CONTRACT, 1_000, date(2026, 11, 30))
        desk.end(other, desk.deal(other, amount=700))
        mine, all_ = pipeline(work, rep, rep.member_id, NOW), pipeline(work, head, TEAM, NOW)
        assert mine.forecast.sums["RUB"].total == 400
        assert all_.forecast.sums["RUB"].total == 400 + 900 + 700

    def test_the_month_is_that_of_the_teams_calendar(self, work: Work, desk: Desk, rep: Actor) -> None:
        desk.end(rep, desk.deal(rep, amount=700), now=MIDNIGHT - timedelta(minutes=1))
        desk.end(rep, desk.deal(rep, amount=50), now=MIDNIGHT)
        before = pipeline(work, rep, rep.member_id, MIDNIGHT - timedelta(seconds=1)).forecast
        after = pipeline(work, rep, rep.member_id, MIDNIGHT).forecast
        assert (before.month, before.sums["RUB"].won) == (date(2026, 11, 1), 700)
        assert (after.month, after.sums["RUB"].won) == (date(2026, 12, 1), 50)

    def test_the_teams_own_history_takes_over_once_there_is_enough_of_it(
        self, work: Work, desk: Desk, rep: Actor
    ) -> None:
        for number in range(ENOUGH - 1):
            lost = LostReason.NO_NEED if number % 3 else None
            desk.end(rep, desk.deal(rep, DealStage.PROPOSAL), lost)
        usual = pipeline(work, rep, rep.member_id, NOW).forecast.weights
        desk.end(rep, desk.deal(rep, DealStage.PRESENTATION), LostReason.NO_NEED)
        own = pipeline(work, rep, rep.member_id, NOW).forecast.weights
        assert (usual.source, usual.ended) == (Source.USUAL, ENOUGH - 1)
        assert (own.source, own.ended) == (Source.HISTORY, ENOUGH)
        assert own.percent(DealStage.PRESENTATION) == 33
        assert own.percent(DealStage.PROPOSAL) == 34

    def test_an_end_that_was_taken_back_is_no_history(self, work: Work, desk: Desk, rep: Actor) -> None:
        deal_id = desk.deal(rep)
        undo_move(work, rep, UndoMove(desk.end(rep, deal_id)), NOW)
        assert work.deals.ends(rep.team_id, NOW - timedelta(days=1)) == {}
        desk.end(rep, deal_id, LostReason.PRICE)
        assert work.deals.ends(rep.team_id, NOW - timedelta(days=1)) == {deal_id: (DealStage.PROPOSAL, DealStage.LOST)}

    def test_what_ended_more_than_a_year_ago_says_nothing_any_more(self, work: Work, desk: Desk, rep: Actor) -> None:
        desk.end(rep, desk.deal(rep))
        later = NOW + timedelta(days=366)
        assert pipeline(work, rep, rep.member_id, later).forecast.weights.ended == 0
