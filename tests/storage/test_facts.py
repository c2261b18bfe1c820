from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from sales.activities import Activity, ActKind, Direction, Outcome
from sales.handoff import Handoff, HandoffState, Leg
from sales.leads import Lead, LeadState
from sales.people import Actor, Role
from sales.ports import NEW, ActFact, HandoffFact, Overdue
from sales.steps import Step, StepKind, StepState
from tests.builders import NOW, Firm

HOUR = timedelta(hours=1)
BEFORE = NOW - timedelta(days=1)


class Office:
    """One giver, one receiver and one client; what the figures read is written straight into the tables."""

    def __init__(self, firm: Firm) -> None:
        self.firm, self.work, self.facts = firm, firm.work, firm.work.facts
        self.giver = firm.actor(Role.LEAD_GENERATOR)
        self.receiver = firm.actor(Role.HUNTER)
        self.team_id = firm.team.id

    def act(self, at: datetime, kind: ActKind = ActKind.CALL, who: Actor | None = None, **fields: object) -> Activity:
        actor = who or self.giver
        client = self.firm.client(actor)
        values: dict[str, object] = {"outcome": Outcome.THINKING, "undone_at": None, **fields}
        return self.work.activities.add(
            Activity(
                NEW, client.company_id, self.team_id, client.id, actor.member_id, kind, Direction.COLD, note="", at=at,
                **values,  # type: ignore[arg-type]
            )
        )  # fmt: skip

    def step(self, due_at: datetime, **fields: object) -> Step:
        client = self.firm.client(self.giver)
        planned = Step(
            NEW, self.team_id, client.id, self.giver.member_id, StepKind.CALL, "", "", due_at, True, StepState.OPEN,
            BEFORE - timedelta(days=30),
        )  # fmt: skip
        return self.work.steps.add(replace(planned, **fields))  # type: ignore[arg-type]

    def handoff(self, offered_at: datetime) -> Handoff:
        client = self.firm.client(self.giver)
        common = (client.company_id, self.team_id, client.id)
        lead = self.work.leads.add(Lead(NEW, *common, self.giver.member_id, LeadState.OFFERED, offered_at))
        state, leg = HandoffState.OFFERED, Leg.LEAD
        return self.work.handoffs.add(Handoff(NEW, *common, lead.id, leg, self.giver.member_id, state, offered_at))

    def note(self, handoff: Handoff, what: str, at: datetime, took: int = 0) -> HandoffFact:
        who = self.giver if what in ("submitted", "withdrawn") else self.receiver
        fact = HandoffFact(who.member_id, self.giver.member_id, what, at, took)
        self.facts.note_handoff(self.team_id, handoff.id, fact)
        return replace(fact, handoff_id=handoff.id)


@pytest.fixture
def office(firm: Firm) -> Office:
    return Office(firm)


def test_acts_are_counted_by_person_kind_and_outcome(office: Office) -> None:
    for at in (NOW, NOW, NOW + HOUR):
        office.act(at)
    office.act(NOW, outcome=Outcome.NO_ANSWER)
    office.act(NOW, ActKind.MEETING, office.receiver)

    giver, receiver = office.giver.member_id, office.receiver.member_id
    assert set(office.facts.acts(office.team_id, BEFORE, NOW + HOUR)) == {
        ActFact(giver, ActKind.CALL, Outcome.THINKING, 3),
        ActFact(giver, ActKind.CALL, Outcome.NO_ANSWER, 1),
        ActFact(receiver, ActKind.MEETING, Outcome.THINKING, 1),
    }


def test_a_span_leaves_its_beginning_out_and_takes_its_end_in(office: Office) -> None:
    office.act(NOW)

    assert office.facts.acts(office.team_id, NOW - HOUR, NOW)
    assert not office.facts.acts(office.team_id, NOW, NOW + HOUR)
    assert not office.facts.acts(office.team_id, NOW - HOUR, NOW - timedelta(microseconds=1))


def test_what_was_undone_and_what_another_team_did_is_not_counted(office: Office, firm: Firm) -> None:
    office.act(NOW, undone_at=NOW + HOUR)
    other = firm.work.companies.add_team(replace(firm.team, id=NEW, name="Другая"))

    assert not office.facts.acts(office.team_id, BEFORE, NOW + HOUR)
    office.act(NOW)
    assert not office.facts.acts(other.id, BEFORE, NOW + HOUR)


def test_facts_of_hand_overs_come_back_as_they_were_noted(office: Office) -> None:
    handoff = office.handoff(BEFORE)
    facts = [office.note(handoff, "submitted", NOW), office.note(handoff, "accepted", NOW + HOUR, 420)]

    assert office.facts.handoffs(office.team_id, BEFORE, NOW + HOUR) == facts
    assert office.facts.handoffs(office.team_id, BEFORE, NOW) == facts[:1]


def test_a_forgotten_fact_is_gone_and_the_others_stay(office: Office) -> None:
    handoff, other = office.handoff(BEFORE), office.handoff(BEFORE)
    kept = [office.note(handoff, "accepted", NOW), office.note(other, "complete", NOW)]
    office.note(handoff, "complete", NOW)

    office.facts.forget_handoff(handoff.id, "complete")

    assert office.facts.handoffs(office.team_id, BEFORE, NOW) == kept


def test_overdue_is_what_was_open_and_past_its_time(office: Office) -> None:
    office.step(NOW - HOUR)
    office.step(NOW - 3 * HOUR)
    office.step(NOW)  # just due, not late yet
    office.step(NOW + HOUR)
    office.step(NOW - 2 * HOUR, state=StepState.DONE, closed_at=NOW - HOUR)

    assert office.facts.overdue(office.team_id, NOW) == {office.giver.member_id: Overdue(2, NOW - 3 * HOUR)}


def test_what_was_done_or_planned_since_does_not_change_what_was_overdue(office: Office) -> None:
    office.step(NOW - HOUR, state=StepState.DONE, closed_at=NOW + HOUR)
    office.step(NOW - HOUR, created_at=NOW + HOUR)

    assert office.facts.overdue(office.team_id, NOW) == {office.giver.member_id: Overdue(1, NOW - HOUR)}
    assert office.facts.overdue(office.team_id, NOW + 2 * HOUR) == {office.giver.member_id: Overdue(1, NOW - HOUR)}


@pytest.mark.parametrize("state", [HandoffState.OFFERED, HandoffState.REROUTED, HandoffState.ESCALATED])
def test_a_hand_over_waits_until_it_is_answered(office: Office, state: HandoffState) -> None:
    handoff = office.handoff(NOW)
    office.work.handoffs.move(replace(handoff, state=state), {HandoffState.OFFERED})

    assert office.facts.waiting(office.team_id, NOW) == {handoff.id: office.giver.member_id}
    assert office.facts.waiting(office.team_id, NOW - HOUR) == {}


@pytest.mark.parametrize(
    ("what", "state"),
    [
        ("accepted", HandoffState.ACCEPTED),
        ("accepted", HandoffState.COMPLETE),
        ("returned", HandoffState.RETURNED),
        ("withdrawn", HandoffState.WITHDRAWN),
    ],
)
def test_what_was_answered_since_was_waiting_then(office: Office, what: str, state: HandoffState) -> None:
    handoff, answered_at = office.handoff(NOW), NOW + 2 * HOUR
    accepted_at = answered_at if what == "accepted" else None
    answered = replace(handoff, state=state, accepted_at=accepted_at)
    office.work.handoffs.move(answered, {HandoffState.OFFERED})
    office.note(handoff, what, answered_at)

    assert office.facts.waiting(office.team_id, NOW + HOUR) == {handoff.id: office.giver.member_id}
    assert office.facts.waiting(office.team_id, answered_at) == {}


def test_an_accepted_lead_that_the_head_took_back_was_not_waiting_meanwhile(office: Office) -> None:
    handoff = office.handoff(NOW)
    taken_back = replace(handoff, state=HandoffState.WITHDRAWN, accepted_at=NOW + HOUR, ended_at=NOW + 3 * HOUR)
    office.work.handoffs.move(taken_back, {HandoffState.OFFERED})
    office.note(handoff, "accepted", NOW + HOUR)

    assert office.facts.waiting(office.team_id, NOW + 2 * HOUR) == {}


def test_the_records_begin_with_the_first_act_or_hand_over(office: Office) -> None:
    assert office.facts.first_entry(office.team_id) is None
    office.act(NOW)
    assert office.facts.first_entry(office.team_id) == NOW
    office.note(office.handoff(BEFORE), "submitted", BEFORE)
    assert office.facts.first_entry(office.team_id) == BEFORE


def test_a_days_figures_are_read_from_indexes_alone(office: Office, conn: sa.Connection) -> None:
    """So that a digest costs what its day holds, not what the years before have left behind."""
    plans: list[str] = []

    @sa.event.listens_for(conn, "before_cursor_execute", retval=True)
    def explained(_conn, cursor, statement, parameters, _context, _many):  # type: ignore[no-untyped-def]
        if statement.startswith("SELECT"):
            plans.extend(str(row[-1]) for row in cursor.execute(f"EXPLAIN QUERY PLAN {statement}", parameters))
        return statement, parameters

    office.facts.acts(office.team_id, BEFORE, NOW)
    office.facts.handoffs(office.team_id, BEFORE, NOW)
    office.facts.waiting(office.team_id, NOW)
    office.facts.overdue(office.team_id, NOW)
    office.facts.first_entry(office.team_id)

    told = "\n".join(plans)
    assert "USING COVERING INDEX ix_activity_figures" in told
    assert "USING COVERING INDEX ix_handoff_fact_figures" in told
    assert not re.findall(r"SCAN (?:TABLE )?(?:activity|handoff|handoff_fact|step)\b.*", told)
