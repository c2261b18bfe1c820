"""The stages of a deal: which moves there are, and what a trace of them tells."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales.deals import (
    ENDED,
    LADDER,
    LATE,
    Deal,
    DealMove,
    DealStage,
    LostReason,
    Way,
    furthest,
    moved,
    next_stage,
    stage_before_parking,
    way,
)
from sales.leads import CloseReason
from tests.builders import NOW

STAGES = st.sampled_from(list(DealStage))
WALKS = st.lists(STAGES, max_size=30)


def a_deal(stage: DealStage = DealStage.QUALIFICATION) -> Deal:
    return Deal(1, 1, 1, 1, 1, stage, NOW, NOW)


def a_move(start: DealStage | None, end: DealStage, **more: object) -> DealMove:
    return DealMove(1, 1, 1, start, end, NOW, **more)  # type: ignore[arg-type]


def walk(wanted: list[DealStage]) -> tuple[Deal, list[DealMove]]:
    """A deal that is asked to go there one after the other, and goes wherever it may."""
    deal, trace = a_deal(), [a_move(None, DealStage.QUALIFICATION)]
    for number, end in enumerate(wanted):
        if way(deal.stage, end) is not None:
            at = NOW + timedelta(minutes=number + 1)
            parked = end is DealStage.PARKED
            reason = LostReason.NOT_NOW if parked or end is DealStage.LOST else None
            until = date(2027, 3, 1) if parked else None
            move = DealMove(number + 2, 1, 1, deal.stage, end, at, "слова", reason, until)
            deal = moved(deal, move)
            trace.append(move)
    return deal, trace


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        (DealStage.QUALIFICATION, DealStage.PRESENTATION, Way.NEXT),
        (DealStage.QUALIFICATION, DealStage.CONTRACT, Way.SKIP),
        (DealStage.CONTRACT, DealStage.PROPOSAL, Way.BACK),
        (DealStage.PROPOSAL, DealStage.PROPOSAL, None),
        (DealStage.PRESENTATION, DealStage.WON, Way.WIN),
        (DealStage.PRESENTATION, DealStage.LOST, Way.LOSE),
        (DealStage.PRESENTATION, DealStage.PARKED, Way.PARK),
        (DealStage.PARKED, DealStage.TRIAL, Way.RESUME),
        (DealStage.PARKED, DealStage.PARKED, Way.PARK),
        (DealStage.PARKED, DealStage.WON, Way.WIN),
        (DealStage.WON, DealStage.LOST, None),
        (DealStage.LOST, DealStage.QUALIFICATION, None),
    ],
)
def test_a_deal_goes_on_over_or_back_and_ends_once(start: DealStage, end: DealStage, expected: Way | None) -> None:
    assert way(start, end) is expected


def test_the_way_has_a_usual_next_stage_up_to_the_contract() -> None:
    assert [next_stage(stage) for stage in LADDER] == [*LADDER[1:], None]
    assert next_stage(DealStage.PARKED) is None


def test_the_late_stages_begin_with_the_commercial_proposal() -> None:
    assert set(LADDER) - {DealStage.QUALIFICATION, DealStage.PRESENTATION, DealStage.MEETING} == LATE


def test_every_reason_to_lose_a_deal_closes_its_lead_as_well() -> None:
    assert {reason.value for reason in LostReason} <= {reason.value for reason in CloseReason}


@given(WALKS)
def test_nothing_leads_out_of_an_end_and_everything_else_goes_on(wanted: list[DealStage]) -> None:
    deal, trace = walk(wanted)
    ends = [move for move in trace if move.end in ENDED]
    assert len(ends) <= 1
    assert deal.is_open is not bool(ends)
    if deal.is_open:
        assert {way(deal.stage, stage) for stage in LADDER if stage is not deal.stage} <= set(Way)
        assert None not in {way(deal.stage, stage) for stage in LADDER if stage is not deal.stage}


@given(WALKS)
def test_a_deal_is_what_its_last_move_says(wanted: list[DealStage]) -> None:
    """So an undo needs the trace alone."""
    deal, trace = walk(wanted)
    assert moved(deal, trace[-1]) == deal
    assert (deal.stage, deal.stage_at) == (trace[-1].end, trace[-1].at)
    assert (deal.ended_at is not None) is (deal.stage in ENDED)
    assert (deal.reason is not None) is (deal.stage in (DealStage.LOST, DealStage.PARKED))
    assert (deal.parked_until is not None) is (deal.stage is DealStage.PARKED)
    assert bool(deal.reason_words) is (deal.stage in (DealStage.LOST, DealStage.PARKED))


@given(WALKS)
def test_the_trace_has_no_gaps(wanted: list[DealStage]) -> None:
    _, trace = walk(wanted)
    assert [move.start for move in trace[1:]] == [move.end for move in trace[:-1]]


@given(WALKS)
def test_the_furthest_stage_never_falls_whatever_goes_back(wanted: list[DealStage]) -> None:
    _, trace = walk(wanted)
    reached = [LADDER.index(furthest(trace[: count + 1])) for count in range(len(trace))]
    assert reached == sorted(reached)
    assert all(LADDER.index(move.end) <= reached[-1] for move in trace if move.end in LADDER)


@given(WALKS)
def test_a_parked_deal_knows_where_it_stopped(wanted: list[DealStage]) -> None:
    deal, trace = walk([*wanted, DealStage.PARKED])
    if deal.stage is DealStage.PARKED:
        stopped = stage_before_parking(trace)
        assert stopped in LADDER
        assert stopped is [move.end for move in trace if move.end in LADDER][-1]


def test_a_trace_without_a_stage_of_the_way_begins_at_its_beginning() -> None:
    assert stage_before_parking([]) is LADDER[0]
    assert furthest([]) is LADDER[0]
