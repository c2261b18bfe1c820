"""The launch of a team: what has to be there before its people can work. All of it is read off how things stand, so it
is true whatever way it was done; only what somebody does without is remembered."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum

from sales.people import SELLING_ROLES, Role


class Task(StrEnum):
    """In the order in which they are usually done."""

    COMPANY = "company"  # a name, and the working hours that were confirmed with it
    GROUP = "group"
    INVITED = "invited"  # somebody who sells is here, or on the way
    JOINED = "joined"  # nobody is waited for
    PLAN = "plan"
    IMPORT = "import"


class Mark(StrEnum):
    """What a team has decided about its launch."""

    NO_PLAN = "plan"
    NO_IMPORT = "import"
    CLOSED = "closed"  # the menu offers it no more


#: What a team can do without.
SKIPS = {Task.PLAN: Mark.NO_PLAN, Task.IMPORT: Mark.NO_IMPORT}


@dataclass(frozen=True, slots=True)
class Awaited:
    """Somebody who was asked to join. `expired`: the link lets nobody in any more."""

    roles: tuple[Role, ...]
    since: datetime
    expired: bool

    @property
    def sells(self) -> bool:
        return not self.expired and bool(set(self.roles) & set(SELLING_ROLES))


@dataclass(frozen=True, slots=True)
class Found:
    """How things stand. `places`: those that news really reach. `people`: who is here, `sellers` of them. `month`: the
    current one, `plan` its target; `planned`: whether any month ever had one. `imported`: clients brought along; None:
    no import yet."""

    company: str
    opens: time
    closes: time
    places: tuple[str, ...]
    people: int
    sellers: int
    awaited: tuple[Awaited, ...]
    month: date
    plan: int | None
    planned: bool
    imported: int | None


@dataclass(frozen=True, slots=True)
class Checklist:
    found: Found
    done: frozenset[Task]
    skipped: frozenset[Task]
    closed: bool

    @property
    def settled(self) -> frozenset[Task]:
        return self.done | self.skipped

    @property
    def finished(self) -> bool:
        return self.settled == frozenset(Task)


def checklist(found: Found, marks: Collection[Mark]) -> Checklist:
    """What is done counts as done, whether or not it was once skipped."""
    done = _done(found)
    skipped = frozenset(task for task, mark in SKIPS.items() if mark in marks) - done
    return Checklist(found, done, skipped, Mark.CLOSED in marks)


def _done(found: Found) -> frozenset[Task]:
    invited = found.sellers > 0 or any(one.sells for one in found.awaited)
    holds = {
        Task.COMPANY: bool(found.company),
        Task.GROUP: bool(found.places),
        Task.INVITED: invited,
        Task.JOINED: invited and not found.awaited,
        Task.PLAN: found.planned,
        Task.IMPORT: found.imported is not None,
    }
    return frozenset(task for task, held in holds.items() if held)
