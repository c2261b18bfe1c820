from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sales.actions.digest import (
    Digest,
    day_so_far,
    digest,
    digest_card,
    digest_lates,
    digest_people,
    fire_digests,
)
from sales.actions.kpi import TEAM
from sales.activities import Activity, ActKind, Direction, Outcome
from sales.errors import NotAllowed, NotYours
from sales.notices import NoticeKind
from sales.people import Actor, Member, Role
from sales.ports import NEW, HandoffFact, Work
from sales.steps import Step, StepKind, StepState
from sales.timers import TimerKind
from storage.outbox import outbox
from tests.builders import Firm
from tests.sales.actions.relay import Relay

MOSCOW = ZoneInfo("Europe/Moscow")
FRIDAY = date(2026, 11, 27)


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW).astimezone(UTC)


EVENING = moscow("2026-11-27 18:00")


# When it is sent


class Clock:
    """A firm with heads, and the ticks of the days."""

    def __init__(self, firm: Firm, conn: sa.Connection) -> None:
        self.firm, self.work, self.conn = firm, firm.work, conn

    def tick(self, *moments: str) -> int:
        return sum(fire_digests(self.work, moscow(text)) for text in moments)

    def sent(self) -> list[tuple[int, str, str]]:
        """(member, day, until) of every digest told so far."""
        rows = sa.select(outbox).where(outbox.c.kind == NoticeKind.DIGEST).order_by(outbox.c.id)
        return [(row.member_id, row.facts["day"], row.facts["until"]) for row in self.conn.execute(rows)]

    def days(self) -> list[str]:
        return [day for _, day, _ in self.sent()]

    def planned(self) -> list[tuple[int, str, datetime]]:
        timers = self.work.timers.pending_kind(TimerKind.DIGEST)
        return [(timer.subject, timer.occasion, timer.due_at) for timer in timers]


@pytest.fixture
def clock(firm: Firm, conn: sa.Connection) -> Clock:
    return Clock(firm, conn)


@pytest.fixture
def head(firm: Firm) -> Member:
    return firm.member(Role.HEAD, name="Ольга Павлова")


def test_every_head_gets_it_at_the_set_time_also_on_a_day_without_any_entry(clock: Clock, head: Member) -> None:
    second = clock.firm.member(Role.HEAD)
    clock.firm.member(Role.HUNTER)
    clock.firm.member(Role.OWNER)
    clock.firm.member(Role.TEAM_LEAD)

    assert clock.tick("2026-11-27 10:00", "2026-11-27 17:59") == 0
    assert clock.tick("2026-11-27 18:00") == 2
    until = EVENING.isoformat()
    assert clock.sent() == [(head.id, "2026-11-27", until), (second.id, "2026-11-27", until)]


def test_once_however_often_the_clock_ticks(clock: Clock, head: Member) -> None:
    clock.tick("2026-11-27 10:00", "2026-11-27 18:00", "2026-11-27 18:00", "2026-11-27 18:01", "2026-11-29 12:00")

    assert clock.days() == ["2026-11-27"]


def test_the_next_one_is_planned_at_once(clock: Clock, head: Member) -> None:
    clock.tick("2026-11-27 10:00")
    assert clock.planned() == [(head.id, "2026-11-27", EVENING)]
    clock.tick("2026-11-27 18:00")
    assert clock.planned() == [(head.id, "2026-11-30", moscow("2026-11-30 18:00"))]


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        ("2026-10-30", "2026-11-06", ["10-30", "11-02", "11-03", "11-05", "11-06"]),  # Unity Day
        ("2025-10-30", "2025-11-06", ["10-30", "10-31", "11-01", "11-05", "11-06"]),  # a working Saturday
        ("2025-12-29", "2026-01-13", ["12-29", "12-30", "01-12", "01-13"]),  # New Year
    ],
)
def test_on_working_days_alone(clock: Clock, head: Member, first: str, last: str, days: list[str]) -> None:
    day = date.fromisoformat(first)
    while day <= date.fromisoformat(last):
        clock.tick(f"{day} 09:00", f"{day} 18:00", f"{day} 23:00")
        day += timedelta(days=1)

    assert [sent[5:] for sent in clock.days()] == days


def test_of_several_missed_days_only_the_latest_is_told_once(clock: Clock, head: Member) -> None:
    clock.tick("2026-11-23 10:00")

    assert clock.tick("2026-11-27 11:00", "2026-11-27 11:01") == 1
    assert clock.sent() == [(head.id, "2026-11-26", moscow("2026-11-26 18:00").isoformat())]
    clock.tick("2026-11-27 18:00")
    assert clock.days() == ["2026-11-26", "2026-11-27"]


def test_what_is_left_over_from_an_earlier_date_brings_no_second_one(clock: Clock, head: Member) -> None:
    clock.tick("2026-11-27 10:00", "2026-11-27 18:00")
    clock.work.timers.set(TimerKind.DIGEST, head.id, moscow("2026-11-26 18:00"), occasion="2026-11-26")

    assert clock.tick("2026-11-27 18:01") == 0
    assert clock.planned() == [(head.id, "2026-11-30", moscow("2026-11-30 18:00"))]


def test_a_late_one_still_tells_of_its_own_day(clock: Clock, head: Member) -> None:
    clock.tick("2026-11-27 10:00", "2026-11-28 03:00")

    assert clock.sent() == [(head.id, "2026-11-27", EVENING.isoformat())]


def test_a_changed_time_moves_what_is_planned(clock: Clock, head: Member) -> None:
    clock.tick("2026-11-27 10:00")
    clock.firm.settle(digest_at=time(19, 30))
    clock.tick("2026-11-27 10:01")

    assert clock.planned() == [(head.id, "2026-11-27", moscow("2026-11-27 19:30"))]
    assert clock.tick("2026-11-27 18:00") == 0
    assert clock.tick("2026-11-27 19:30") == 1


def test_a_time_moved_into_the_past_of_today_brings_todays_at_once(clock: Clock, head: Member) -> None:
    clock.tick("2026-11-27 10:00")
    clock.firm.settle(digest_at=time(9))

    assert clock.tick("2026-11-27 10:01", "2026-11-27 18:00") == 1
    assert clock.sent() == [(head.id, "2026-11-27", moscow("2026-11-27 09:00").isoformat())]


def test_a_time_put_off_after_todays_digest_brings_no_second_one(clock: Clock, head: Member) -> None:
    clock.tick("2026-11-26 10:00", "2026-11-26 18:00")
    clock.firm.settle(digest_at=time(20))

    assert clock.tick("2026-11-26 18:30", "2026-11-26 20:00", "2026-11-27 18:00") == 0
    assert clock.planned() == [(head.id, "2026-11-27", moscow("2026-11-27 20:00"))]
    assert clock.tick("2026-11-27 20:00") == 1


def test_put_off_after_a_stop_it_still_plans_the_day_after(clock: Clock, head: Member) -> None:
    """Today's was told, tomorrow's not planned yet, and the time is put off."""
    clock.tick("2026-11-26 10:00", "2026-11-26 18:00")
    for timer in clock.work.timers.pending_kind(TimerKind.DIGEST):
        clock.work.timers.fire(timer.id, moscow("2026-11-26 18:10"))
    clock.firm.settle(digest_at=time(20))

    assert clock.tick("2026-11-26 18:30", "2026-11-26 20:00") == 0
    assert [day for _, day, _ in clock.planned()] == ["2026-11-30"]  # Thursday and Friday were told


def test_a_moved_zone_moves_it_too(clock: Clock, head: Member) -> None:
    clock.tick("2026-11-27 10:00")
    clock.firm.settle(zone="Asia/Yekaterinburg")
    clock.tick("2026-11-27 10:01")

    assert clock.planned() == [(head.id, "2026-11-27", moscow("2026-11-27 16:00"))]


@pytest.mark.parametrize("roles", [{Role.HUNTER}, {Role.TEAM_LEAD}])
def test_who_is_no_head_any_more_gets_none(clock: Clock, head: Member, roles: set[Role]) -> None:
    clock.tick("2026-11-27 10:00")
    clock.work.people.set_roles(head.id, head.team_id, roles)

    assert clock.tick("2026-11-27 18:00", "2026-11-30 18:00") == 0
    assert clock.planned() == []


def test_who_was_deactivated_gets_none_and_who_is_head_again_does(clock: Clock, head: Member) -> None:
    clock.tick("2026-11-27 10:00")
    clock.work.people.save(replace(head, active=False))
    assert clock.tick("2026-11-27 17:00") == 0
    clock.work.people.save(head)

    assert clock.tick("2026-11-27 18:00") == 1


def test_a_new_head_begins_with_the_next_one(clock: Clock) -> None:
    head = clock.firm.member(Role.HEAD)

    assert clock.tick("2026-11-27 18:30") == 0
    assert clock.planned() == [(head.id, "2026-11-30", moscow("2026-11-30 18:00"))]


def test_before_the_company_is_set_up_there_is_nothing_to_do(work: Work) -> None:
    assert fire_digests(work, EVENING) == 0


def test_a_head_of_two_teams_gets_the_own_teams_alone(clock: Clock, head: Member) -> None:
    other = clock.work.companies.add_team(replace(clock.firm.team, id=NEW, name="Другая"))
    clock.work.people.set_roles(head.id, other.id, {Role.HEAD})

    assert clock.tick("2026-11-27 10:00", "2026-11-27 18:00") == 1


@pytest.mark.parametrize("sunday", ["2026-03-29", "2026-10-25"])
def test_the_wall_clock_counts_across_a_change_of_the_clocks(clock: Clock, head: Member, sunday: str) -> None:
    clock.firm.settle(zone="Europe/Berlin")
    berlin = ZoneInfo("Europe/Berlin")
    friday = datetime.fromisoformat(f"{sunday} 17:00").replace(tzinfo=berlin) - timedelta(days=2)
    for half_hours in range(4 * 48):
        fire_digests(clock.work, friday.astimezone(UTC) + timedelta(minutes=30 * half_hours))

    wall = [datetime.fromisoformat(until).astimezone(berlin) for _, _, until in clock.sent()]
    assert [at.strftime("%a %H:%M") for at in wall] == ["Fri 18:00", "Mon 18:00"]


# What it says


class Room:
    """A team, its days, and short ways to write acts and leads into them."""

    def __init__(self, firm: Firm, conn: sa.Connection) -> None:
        self.firm, self.work, self.conn = firm, firm.work, conn
        hired = moscow("2026-01-12 09:00")
        self.orlova = firm.member(Role.LEAD_GENERATOR, name="Елена Орлова", joined_at=hired)
        self.karimov = firm.member(Role.HUNTER, name="Тимур Каримов", joined_at=hired)
        self.belova = firm.member(Role.HUNTER, name="Анна Белова", joined_at=hired)
        self.head = firm.actor(Role.HEAD, name="Ольга Павлова")
        self.client = firm.client(self.orlova)

    def act(self, who: Member, at: str, kind: ActKind = ActKind.CALL, undone: bool = False) -> None:
        moment = moscow(at)
        self.work.activities.add(
            Activity(
                id=NEW,
                company_id=self.client.company_id,
                team_id=self.client.team_id,
                client_id=self.client.id,
                member_id=who.id,
                kind=kind,
                direction=Direction.COLD,
                outcome=Outcome.AGREED,
                note="",
                at=moment,
                undone_at=moment if undone else None,
            )
        )

    def step(self, who: Member, due_at: str) -> Step:
        common = (self.client.team_id, self.client.id, who.id)
        planned = Step(
            NEW, *common, StepKind.CALL, "", "", moscow(due_at), True, StepState.OPEN, moscow("2026-11-01 09:00")
        )
        return self.work.steps.add(planned)

    def digest(self, until: datetime = EVENING, actor: Actor | None = None) -> Digest:
        return digest(self.work, actor or self.head, FRIDAY, until)

    def value(self, name: str, until: datetime = EVENING) -> tuple[float | None, float | None, float | None]:
        found = self.digest(until).team.values[name]
        return found.value, found.before, found.usual


@pytest.fixture
def room(firm: Firm, conn: sa.Connection) -> Room:
    return Room(firm, conn)


def test_the_day_is_compared_with_the_working_day_before_and_the_usual_one(room: Room) -> None:
    for day, count in {"2026-11-23": 1, "2026-11-25": 2, "2026-11-26": 6, "2026-11-27": 4}.items():
        for _ in range(count):
            room.act(room.orlova, f"{day} 12:00")

    found = room.digest()

    assert room.value("calls") == (4, 6, (1 + 0 + 2 + 6) / 4)  # since Monday, when the records begin
    assert found.team.before == found.before == date(2026, 11, 26)
    assert found.since == moscow("2026-11-26 18:00")
    assert found.whole


def test_what_was_done_after_the_last_digest_counts_today(room: Room) -> None:
    room.act(room.orlova, "2026-11-26 18:00")
    room.act(room.orlova, "2026-11-26 18:00:01")
    room.act(room.orlova, "2026-11-27 18:00")
    room.act(room.orlova, "2026-11-27 18:00:01")

    assert room.value("calls")[0] == 2


def test_a_first_day_is_compared_with_nothing(room: Room) -> None:
    room.act(room.orlova, "2026-11-27 12:00")

    assert room.value("calls") == (1, None, None)
    assert room.digest().team.before is None


def test_an_undone_act_does_not_count(room: Room) -> None:
    room.act(room.orlova, "2026-11-27 12:00", undone=True)

    assert room.value("calls")[0] == 0
    assert "Орлова" in [one.name for one in room.digest().idle]


def test_a_day_without_any_entry_names_everybody(room: Room) -> None:
    found = room.digest()

    assert [one.name for one in found.idle] == ["Орлова", "Каримов", "Белова"]
    assert {name: told.value for name, told in found.team.values.items() if told.value != 0} == {"speed": None}


def test_who_left_counts_in_the_past_and_is_not_asked_for_entries(room: Room) -> None:
    room.act(room.karimov, "2026-11-27 12:00", ActKind.MEETING)
    room.work.people.save(replace(room.karimov, active=False))
    room.work.people.save(replace(room.belova, active=False))

    assert room.value("meetings")[0] == 1
    assert [one.name for one in room.digest().idle] == ["Орлова"]
    lines = digest_people(room.work, room.head, FRIDAY, EVENING)
    assert [(line.who.name, line.meetings) for line in lines] == [("Каримов", 1), ("Орлова", 0)]


def test_namesakes_are_told_by_their_whole_names(room: Room) -> None:
    room.firm.member(Role.HUNTER, name="Пётр Белова", joined_at=room.belova.joined_at)

    assert {one.name for one in room.digest().idle} >= {"Анна Белова", "Пётр Белова", "Орлова"}


def test_overdue_steps_are_told_by_person_the_latest_first(room: Room) -> None:
    for due in ("2026-11-24 10:00", "2026-11-26 10:00"):
        room.step(room.karimov, due)
    room.step(room.belova, "2026-11-27 17:59")
    room.step(room.belova, "2026-11-27 18:00")

    overdue = room.digest().overdue

    assert [(late.who.name, late.steps, late.since) for late in overdue] == [
        ("Каримов", 2, date(2026, 11, 24)),
        ("Белова", 1, date(2026, 11, 27)),
    ]


def test_missed_deadlines_stand_beside_overdue_steps(room: Room, conn: sa.Connection) -> None:
    relay = Relay(room.firm, conn, hunters=0)
    submitted = relay.submitted(now=moscow("2026-11-27 11:00"))
    for who in (room.karimov, room.karimov, room.belova):
        missed = HandoffFact(who.id, relay.giver.member_id, "missed", moscow("2026-11-27 12:00"))
        room.work.facts.note_handoff(room.client.team_id, submitted.handoff_id, missed)
    room.step(room.belova, "2026-11-26 10:00")

    lates = digest_lates(room.work, room.head, FRIDAY, EVENING)

    assert [(late.who.name, late.steps, late.since, late.missed) for late in lates] == [
        ("Белова", 1, date(2026, 11, 26), 1),
        ("Каримов", 0, None, 2),
    ]
    assert room.value("missed")[0] == 3
    assert [late.who.name for late in room.digest().overdue] == ["Белова"]


def test_the_peoples_lines_add_up_to_the_teams_figures(room: Room) -> None:
    for who, at in ((room.orlova, "10:00"), (room.orlova, "11:00"), (room.karimov, "12:00")):
        room.act(who, f"2026-11-27 {at}")
    room.act(room.belova, "2026-11-27 13:00", ActKind.MEETING)

    lines = digest_people(room.work, room.head, FRIDAY, EVENING)

    assert [(line.who.name, line.calls, line.meetings) for line in lines] == [
        ("Орлова", 2, 0),
        ("Белова", 0, 1),
        ("Каримов", 1, 0),
    ]
    assert sum(line.calls for line in lines) == room.value("calls")[0]


def test_one_persons_day_beside_the_persons_own_usual(room: Room) -> None:
    room.act(room.karimov, "2026-11-20 12:00")
    room.work.people.save(replace(room.karimov, joined_at=moscow("2026-11-25 09:00")))
    for at in ("2026-11-25 12:00", "2026-11-27 12:00", "2026-11-27 13:00"):
        room.act(room.karimov, at)
    room.act(room.belova, "2026-11-27 12:00")

    card = digest_card(room.work, room.head, room.karimov.id, FRIDAY, EVENING)

    calls = card.values["calls"]
    assert (card.name, calls.value, calls.before, calls.usual) == ("Тимур Каримов", 2, 0, 0.5)
    assert digest_card(room.work, room.head, TEAM, FRIDAY, EVENING) == room.digest().team


def test_the_relays_leads_agree_with_each_other(firm: Firm, conn: sa.Connection) -> None:
    """One lead came yesterday and was answered today, one came today and waits."""
    relay = Relay(firm, conn)
    client = firm.client(relay.giver, name="Лютик", key="лютик")
    first = relay.submitted(now=moscow("2026-11-26 09:30"))
    second = relay.submitted(client=client, now=moscow("2026-11-27 10:00"))
    relay.accept(first.handoff_id, now=moscow("2026-11-27 09:07"))

    found = digest(firm.work, relay.head, FRIDAY, EVENING).team

    told = {name: found.values[name].value for name in ("submitted", "carried", "accepted", "returned", "waiting")}
    assert told == {"submitted": 1, "carried": 1, "accepted": 1, "returned": 0, "waiting": 1}
    assert found.values["speed"].value == (8 * 60 + 37) * 60  # 09:30 to 18:00 and 09:00 to 09:07
    before = digest(firm.work, relay.head, date(2026, 11, 26), moscow("2026-11-26 18:00")).team
    assert (before.values["submitted"].value, before.values["waiting"].value) == (1, 1)
    assert second.handoff_id in firm.work.facts.waiting(firm.team.id, EVENING)


def test_a_digest_that_leaves_late_says_what_it_would_have_said(room: Room) -> None:
    room.act(room.orlova, "2026-11-27 12:00")
    late = room.step(room.orlova, "2026-11-27 12:00")
    then = room.digest()
    room.act(room.orlova, "2026-11-27 20:00")
    room.work.steps.save(replace(late, state=StepState.DONE, closed_at=moscow("2026-11-27 20:00")))

    assert room.digest().team.values == then.team.values
    assert room.digest().idle == then.idle


def test_the_day_so_far_is_the_digest_that_is_still_growing(room: Room) -> None:
    room.act(room.orlova, "2026-11-27 12:00")
    room.act(room.orlova, "2026-11-27 19:00")

    noon, night = (day_so_far(room.work, room.head, moscow(at)) for at in ("2026-11-27 12:30", "2026-11-27 20:00"))

    assert (noon.day, noon.whole, noon.team.values["calls"].value) == (FRIDAY, False, 1)
    assert (night.day, night.whole, night.team.values["calls"].value) == (date(2026, 11, 30), False, 1)


@pytest.mark.parametrize("role", [Role.LEAD_GENERATOR, Role.HUNTER, Role.FARMER, Role.OWNER, Role.ASSISTANT])
def test_the_teams_figures_are_for_those_who_may_see_them(room: Room, role: Role) -> None:
    actor = room.firm.actor(role)

    for question in (
        lambda: digest(room.work, actor, FRIDAY, EVENING),
        lambda: day_so_far(room.work, actor, EVENING),
        lambda: digest_people(room.work, actor, FRIDAY, EVENING),
        lambda: digest_lates(room.work, actor, FRIDAY, EVENING),
        lambda: digest_card(room.work, actor, TEAM, FRIDAY, EVENING),
        lambda: digest_card(room.work, actor, room.karimov.id, FRIDAY, EVENING),
    ):
        with pytest.raises(NotAllowed):
            question()


def test_a_head_sees_nobody_of_a_team_out_of_reach(room: Room) -> None:
    other = room.work.companies.add_team(replace(room.firm.team, id=NEW, name="Другая"))
    stranger = room.firm.member(Role.HUNTER, team_id=other.id)

    with pytest.raises(NotYours):
        digest_card(room.work, room.head, stranger.id, FRIDAY, EVENING)


WHEN = st.integers(0, 6 * 24 * 60)


@given(st.lists(st.tuples(st.integers(0, 2), WHEN, st.sampled_from(ActKind), st.booleans()), max_size=25))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_recomputed_from_the_raw_acts_a_digest_says_the_same(
    room: Room, conn: sa.Connection, acts: list[tuple[int, int, ActKind, bool]]
) -> None:
    people, begin = (room.orlova, room.karimov, room.belova), moscow("2026-11-23 00:00")
    with conn.begin_nested() as savepoint:
        for number, minute, kind, undone in acts:
            at = (begin + timedelta(minutes=minute)).astimezone(MOSCOW)
            room.act(people[number], at.strftime("%Y-%m-%d %H:%M"), kind, undone)
        found = room.digest()
        lines = {line.who.member_id: line for line in digest_people(room.work, room.head, FRIDAY, EVENING)}
        savepoint.rollback()

    within = [
        (people[number].id, kind)
        for number, minute, kind, undone in acts
        if not undone and moscow("2026-11-26 18:00") < begin + timedelta(minutes=minute) <= EVENING
    ]
    assert found.team.values["calls"].value == sum(kind is ActKind.CALL for _, kind in within)
    assert found.team.values["meetings"].value == sum(kind is ActKind.MEETING for _, kind in within)
    for member in people:
        assert lines[member.id].calls == within.count((member.id, ActKind.CALL))
        assert lines[member.id].meetings == within.count((member.id, ActKind.MEETING))
    assert {one.member_id for one in found.idle} == {member.id for member in people} - {who for who, _ in within}
