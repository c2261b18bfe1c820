"""The figures: pure formulas, facts of a span in, figures out. FIGURES is the whole list: a further figure is one
function and one row of it, and one text `figure-<name>`. What a span is: `sales.digest`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from statistics import fmean, median
from types import MappingProxyType

from sales.activities import CONTACT_MADE, ActKind, Outcome
from sales.people import SELLING_ROLES, Member, Permission, permissions_of
from sales.ports import ANSWERS, ActFact, HandoffFact, Overdue


@dataclass(frozen=True, slots=True)
class Record:
    """What is known about a span: a team's, or by `of` one person's.

    `given`: the answers that leads got, on their givers' account; `received`: those on the account of who gave them.
    `waiting`: hand-overs without an answer at the span's end, with their givers.
    """

    acts: Sequence[ActFact] = ()
    submitted: Sequence[HandoffFact] = ()
    given: Sequence[HandoffFact] = ()
    received: Sequence[HandoffFact] = ()
    missed: Sequence[HandoffFact] = ()
    untouched: Sequence[HandoffFact] = ()
    waiting: Mapping[int, int] = field(default_factory=lambda: MappingProxyType({}))
    overdue: Mapping[int, Overdue] = field(default_factory=lambda: MappingProxyType({}))

    def of(self, member_id: int) -> Record:
        """One person's part. The parts of all people add up to the whole."""
        return Record(
            acts=[act for act in self.acts if act.member_id == member_id],
            submitted=[fact for fact in self.submitted if fact.giver_id == member_id],
            given=[fact for fact in self.given if fact.giver_id == member_id],
            received=[fact for fact in self.received if fact.member_id == member_id],
            missed=[fact for fact in self.missed if fact.member_id == member_id],
            untouched=[fact for fact in self.untouched if fact.member_id == member_id],
            waiting={key: giver for key, giver in self.waiting.items() if giver == member_id},
            overdue={who: late for who, late in self.overdue.items() if who == member_id},
        )

    def people(self) -> frozenset[int]:
        """Everyone whose part isn't empty."""
        givers = {fact.giver_id for fact in (*self.submitted, *self.given)}
        receivers = {fact.member_id for fact in (*self.received, *self.missed, *self.untouched)}
        return frozenset(givers | receivers | self.loggers() | set(self.waiting.values()) | set(self.overdue))

    def loggers(self) -> set[int]:
        return {act.member_id for act in self.acts}


def record(
    acts: Sequence[ActFact],
    handoffs: Iterable[HandoffFact],
    waiting: Mapping[int, int] | None = None,
    overdue: Mapping[int, Overdue] | None = None,
) -> Record:
    """Sorts a span's facts. A hand-over has one answer at most: an act that reopens it takes the answer's fact away."""
    facts = list(handoffs)
    answers = [fact for fact in facts if fact.what in ANSWERS]
    return Record(
        acts=acts,
        submitted=[fact for fact in facts if fact.what == "submitted"],
        given=answers,
        received=[fact for fact in answers if fact.what != "withdrawn"],
        missed=[fact for fact in facts if fact.what == "missed"],
        untouched=[fact for fact in facts if fact.what == "untouched"],
        waiting=waiting or {},
        overdue=overdue or {},
    )


def _acts(found: Record, kind: ActKind, outcomes: Collection[Outcome]) -> int:
    return sum(act.times for act in found.acts if act.kind is kind and act.outcome in outcomes)


def _count(facts: Sequence[HandoffFact], what: str) -> int:
    return sum(fact.what == what for fact in facts)


def calls(found: Record) -> int:
    return _acts(found, ActKind.CALL, tuple(Outcome))


def talks(found: Record) -> int:
    """Calls in which the client was really spoken to: the same rule that completes a hand-over."""
    return _acts(found, ActKind.CALL, CONTACT_MADE)


def meetings(found: Record) -> int:
    """Those that took place."""
    return _acts(found, ActKind.MEETING, frozenset(Outcome) - {Outcome.NOT_HELD})


def submitted(found: Record) -> int:
    return len(found.submitted)


def carried(found: Record) -> int:
    """Leads from before the span that were still to be answered in it: submitted + carried = accepted + returned +
    withdrawn + waiting. Where a giver left and the leads came back to another, it is none rather than fewer."""
    return max(0, len(found.given) + len(found.waiting) - len(found.submitted))


def accepted(found: Record) -> int:
    return _count(found.given, "accepted")


def returned(found: Record) -> int:
    return _count(found.given, "returned")


def withdrawn(found: Record) -> int:
    return _count(found.given, "withdrawn")


def waiting(found: Record) -> int:
    return len(found.waiting)


def taken(found: Record) -> int:
    return _count(found.received, "accepted")


def sent_back(found: Record) -> int:
    return _count(found.received, "returned")


def speed(found: Record) -> float | None:
    """The usual time from offer to acceptance: the median, in working seconds; None without an acceptance."""
    took = [fact.took for fact in found.received if fact.what == "accepted"]
    return median(took) if took else None


def missed(found: Record) -> int:
    """Deadlines for an answer that ran out."""
    return len(found.missed)


def untouched(found: Record) -> int:
    """Accepted leads whose touch standard wasn't kept (domain: qualification, the standard after acceptance)."""
    return len(found.untouched)


def overdue(found: Record) -> int:
    """Steps past their time when the span ended."""
    return sum(late.steps for late in found.overdue.values())


Formula = Callable[[Record], float | None]


def _mean(of: Formula, days: Sequence[Record]) -> float | None:
    return fmean(of(day) or 0 for day in days)


def _pooled(of: Formula, days: Sequence[Record]) -> float | None:
    """Of all the days' answers together: a mean of medians would give a day with one lead the weight of ten."""
    return of(Record(received=[fact for day in days for fact in day.received]))


class Duty(StrEnum):
    """Whose work a figure tells of. A zero is worth a line only to those whose work it is."""

    SELLING = "selling"
    GIVING = "giving"
    TAKING = "taking"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with a duty opens a line of the card; one without stands behind it, where it isn't zero.

    `share_of`: the figure that this one is a part of. `usual`: how earlier days are averaged; None: it tells how
    things stand at a moment, and is compared with nothing. `of_team`: worth telling of a team too. `is_time`: its
    values are seconds.
    """

    name: str
    of: Formula
    duty: Duty | None = None
    opens: bool = False
    share_of: str | None = None
    usual: Callable[[Formula, Sequence[Record]], float | None] | None = _mean
    of_team: bool = True
    is_time: bool = False


FIGURES: tuple[Figure, ...] = (
    Figure("calls", calls, Duty.SELLING, opens=True),
    Figure("talks", talks, share_of="calls"),
    Figure("meetings", meetings, Duty.SELLING, opens=True),
    Figure("submitted", submitted, Duty.GIVING, opens=True),
    Figure("carried", carried, usual=None),
    Figure("accepted", accepted),
    Figure("returned", returned),
    Figure("withdrawn", withdrawn),
    Figure("waiting", waiting, usual=None),
    Figure("taken", taken, Duty.TAKING, opens=True, of_team=False),
    Figure("sent-back", sent_back, of_team=False),
    Figure("speed", speed, opens=True, usual=_pooled, is_time=True),
    Figure("missed", missed, opens=True),
    Figure("untouched", untouched, opens=True),
    Figure("overdue", overdue, opens=True, usual=None),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A figure beside that of the previous working day and the usual one; None: there is no data for it."""

    value: float | None
    before: float | None = None
    usual: float | None = None


def figures(found: Record, days: Sequence[Record] = ()) -> Mapping[str, Compared]:
    """By name. `days`: whole digest days to compare with, the oldest first; none: nothing is compared."""
    return {figure.name: _compared(figure, found, days) for figure in FIGURES}


def _compared(figure: Figure, found: Record, days: Sequence[Record]) -> Compared:
    alone = Compared(figure.of(found))
    if figure.usual is None or not days:
        return alone
    return replace(alone, before=figure.of(days[-1]), usual=figure.usual(figure.of, days))


def card(values: Mapping[str, Compared], duties: Collection[Duty], *, team: bool) -> list[list[Figure]]:
    """What a card shows, line by line: nothing unknown, and a zero only where `duties` make it worth telling."""
    lines: list[list[Figure]] = []
    for figure in FIGURES:
        if figure.opens:
            lines.append([])
        value = values[figure.name].value
        told = value is not None and (value != 0 or figure.duty in duties)
        if told and (figure.of_team or not team):
            lines[-1].append(figure)
    return [line for line in lines if line]


#: What a team's card always tells of.
TEAM_DUTIES = frozenset({Duty.SELLING, Duty.GIVING})


def duties_of(member: Member) -> frozenset[Duty]:
    """By selling roles alone: running a team leaves no entries. Nobody has to hand leads over whose work is to take
    them."""
    may = permissions_of(member.roles & frozenset(SELLING_ROLES)) if member.active else frozenset()
    handing = Duty.TAKING if Permission.RECEIVE_LEADS in may else Duty.GIVING
    duties = {Permission.LOG_ACTS: Duty.SELLING, Permission.SUBMIT_LEADS: handing}
    return frozenset(duty for permission, duty in duties.items() if permission in may)


def idle(members: Iterable[Member], found: Record, at: datetime) -> list[Member]:
    """Who should have logged something and has neither logged an act nor submitted a lead: sellers who are here, so
    neither deactivated, nor away, nor joined later."""
    busy = found.loggers() | {fact.giver_id for fact in found.submitted}
    here = (member for member in members if member.joined_at <= at and not member.is_away(at))
    return [member for member in here if Duty.SELLING in duties_of(member) and member.id not in busy]


def share(part: float | None, whole: float | None, at_least: int = 10) -> int | None:
    """Per cent, where the whole is big enough for one to mean anything."""
    if part is None or whole is None or whole < at_least:
        return None
    return round(100 * part / whole)
