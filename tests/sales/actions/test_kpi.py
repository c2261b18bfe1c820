from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from sales.actions.kpi import LATE_SHOWN, TEAM, figures_of, names_of, people_to_ask_about
from sales.activities import Activity, ActKind, Direction, Outcome
from sales.digest import Period
from sales.errors import NotAllowed, NotYours
from sales.people import Actor, Role
from sales.ports import NEW
from sales.steps import Step, StepKind, StepState
from tests.builders import Firm

MOSCOW = ZoneInfo("Europe/Moscow")


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW).astimezone(UTC)


FRIDAY_NIGHT = moscow("2026-11-27 20:00")


class Room:
    def __init__(self, firm: Firm) -> None:
        self.firm, self.work = firm, firm.work
        self.rep = firm.actor(Role.HUNTER, name="Тимур Каримов")
        self.other = firm.actor(Role.HUNTER, name="Анна Белова")
        self.head = firm.actor(Role.HEAD, name="Ольга Павлова")

    def calls(self, who: Actor, *moments: str) -> None:
        client = self.firm.client(who)
        for text in moments:
            ids = (NEW, client.company_id, client.team_id, client.id, who.member_id)
            self.work.activities.add(Activity(*ids, ActKind.CALL, Direction.COLD, Outcome.AGREED, "", moscow(text)))

    def asked(self, period: Period, who: int | None = None, actor: Actor | None = None) -> float | None:
        whose = self.rep.member_id if who is None else who
        return figures_of(self.work, actor or self.rep, whose, period, FRIDAY_NIGHT).values["calls"].value


@pytest.fixture
def room(firm: Firm) -> Room:
    return Room(firm)


@pytest.mark.parametrize(
    ("period", "since", "count"),
    [(Period.DAY, "2026-11-27", 2), (Period.WEEK, "2026-11-23", 3), (Period.MONTH, "2026-11-01", 5)],
)
def test_ones_own_figures_for_the_calendars_day_week_and_month(
    room: Room, period: Period, since: str, count: int
) -> None:
    room.calls(room.rep, "2026-10-31 23:59", "2026-11-01 00:00", "2026-11-22 23:59", "2026-11-23 00:00")
    room.calls(room.rep, "2026-11-27 00:00", "2026-11-27 19:30", "2026-11-27 20:01")
    room.calls(room.other, "2026-11-27 10:00")

    card = figures_of(room.work, room.rep, room.rep.member_id, period, FRIDAY_NIGHT)

    assert (card.name, card.since, card.values["calls"].value) == ("Тимур Каримов", date.fromisoformat(since), count)
    assert card.before is None and card.values["calls"].usual is None


def test_a_rep_sees_nobody_elses_figures(room: Room) -> None:
    for whom in (room.other.member_id, room.head.member_id, TEAM):
        with pytest.raises(NotAllowed):
            room.asked(Period.DAY, whom)
    with pytest.raises(NotAllowed):
        people_to_ask_about(room.work, room.rep)


def test_a_head_sees_anyones_and_the_teams(room: Room) -> None:
    room.calls(room.rep, "2026-11-27 10:00")
    room.calls(room.other, "2026-11-27 10:00", "2026-11-27 11:00")

    assert room.asked(Period.DAY, room.rep.member_id, room.head) == 1
    assert room.asked(Period.DAY, TEAM, room.head) == 3


def test_a_head_sees_nobody_of_another_team_or_company(room: Room) -> None:
    other = room.work.companies.add_team(replace(room.firm.team, id=NEW, name="Другая"))
    stranger = room.firm.member(Role.HUNTER, team_id=other.id)

    with pytest.raises(NotYours):
        room.asked(Period.DAY, stranger.id, room.head)


def test_who_only_reads_has_no_figures_of_the_own_but_sees_the_others(room: Room) -> None:
    analyst = room.firm.actor(Role.ANALYST)

    assert room.asked(Period.DAY, room.rep.member_id, analyst) == 0
    with pytest.raises(NotAllowed):
        room.asked(Period.DAY, None, room.firm.actor(Role.OWNER))


def test_a_head_may_ask_about_everyone_who_has_figures(room: Room) -> None:
    room.firm.member(Role.ASSISTANT)
    left = room.firm.member(Role.HUNTER, name="Игорь Громов")
    room.work.people.save(replace(left, active=False))

    assert [one.name for one in people_to_ask_about(room.work, room.head)] == ["Белова", "Каримов", "Павлова"]


def test_a_persons_card_names_the_oldest_overdue_steps(room: Room) -> None:
    ids = (room.firm.team.id, room.firm.client(room.rep, name="Лютик", key="лютик").id, room.rep.member_id)
    for days in (1, 5, 3, 2):
        due = FRIDAY_NIGHT - timedelta(days=days)
        step = Step(NEW, *ids, StepKind.CALL, "", "", due, True, StepState.OPEN, due - timedelta(days=1))
        room.work.steps.add(step)

    card = figures_of(room.work, room.rep, room.rep.member_id, Period.DAY, FRIDAY_NIGHT)

    assert card.values["overdue"].value == 4
    assert [one.since.day for one in card.late] == [22, 24, 25]
    assert {one.client for one in card.late} == {"Лютик"} and len(card.late) == LATE_SHOWN
    assert figures_of(room.work, room.head, TEAM, Period.DAY, FRIDAY_NIGHT).late == ()


def test_names_are_known_also_of_those_from_elsewhere(room: Room) -> None:
    other = room.work.companies.add_team(replace(room.firm.team, id=NEW, name="Другая"))
    guest = room.firm.member(Role.HUNTER, name="Игорь Громов", team_id=other.id)

    names = names_of(room.work, room.firm.team, {guest.id, room.rep.member_id})

    assert (names[guest.id], names[room.rep.member_id]) == ("Громов", "Каримов")
