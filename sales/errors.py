"""What the trade refuses. An error carries a stable code and facts; the words for it live with the texts.

SalesError
├── NotAllowed            the actor may not do this to this object
│   ├── NotYours          it belongs to somebody else
│   ├── OwnRoles          nobody promotes or removes themselves
│   ├── OwnSubstitute     nobody stands in for themselves
│   └── GiverAgain        a hand-over never goes to its own giver
├── NotFound              there is no such thing (any more)
├── Overtaken             somebody or something was quicker
│   ├── AlreadyTaken      another receiver has accepted
│   ├── OfferClosed       the offer was passed on, withdrawn or answered
│   ├── RequestClosed     the request is closed, or made into a client
│   ├── StepMoved         the step has another time by now
│   ├── StepPassed        the step is somebody else's by now
│   ├── DealMoved         the deal isn't where it was seen
│   └── TooLateToUndo     the time for it is over, or someone has acted on it
├── WrongState            the object is not in a state that allows this
│   ├── OpenLeadExists    one open lead per client
│   ├── HandoverOpen      one open hand-over per client
│   ├── PassportIncomplete  the client's card lacks what the next runner needs: it is named
│   ├── StepClosed        the step is done or dropped already
│   ├── LeadIncomplete    the hard gate: what is missing is named
│   ├── LastOwner         a company always keeps one owner
│   ├── Absent            the person isn't here to take it
│   ├── PeriodsOverlap    one acting head at a time
│   ├── OverlappingAbsence  nobody is absent twice at a time
│   ├── HeirNeeded        who leaves has work that somebody has to take over
│   ├── TouchesMissing    «unreachable» only after the attempts that the standard asks for
│   ├── NowhereToPost     no place of the team takes this kind of news
│   ├── ListFull          a list that people choose from has to stay short
│   ├── AlreadyListed     another entry of the list has that name
│   ├── NoPhones          there is nobody on the list who could be dialled
│   ├── MergeBlocked      two clients that can't be made one yet
│   ├── OpenDealExists    one open deal per client
│   ├── DealOver          won or lost already
│   ├── DealTouched       it has moved on since it was opened
│   ├── StepNeeded        a deal in work always has a next step
│   ├── SameOrder         the very same order is there already
│   ├── OrderCancelled    nothing more happens to a cancelled order
│   └── ImportOver        the import was carried out, taken back or dropped already
├── BadInvite             unknown, used, revoked or expired
└── BadInput              what was typed can't be understood
    ├── UnclearTime / PastTime / ImpossibleDate
    ├── BadPhone / BadInn / BadNumber / BadAmount
    │   └── AmountNotPositive / AmountTooLarge / OtherCurrency
    ├── FutureDay / DayTooOld / DayBeforeOrder
    ├── BadMinutes / BadCount / BadHours / NoRoles
    ├── BadFile           a table that can't be read
    ├── NoParts           a criterion that asks for nothing
    ├── SameClient        a client isn't merged with itself
    └── TooLong / Empty
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType


class SalesError(Exception):
    """The root. `code` names the message (`error-<code>`) and follows from the class's name, `facts` are that message's
    arguments."""

    code = "sales"

    def __init_subclass__(cls) -> None:
        cls.code = re.sub(r"(?<!^)(?=[A-Z])", "-", cls.__name__).lower()

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code, facts)
        self.facts: Mapping[str, object] = MappingProxyType(facts)


class NotAllowed(SalesError): ...


class NotYours(NotAllowed): ...


class OwnRoles(NotAllowed): ...


class OwnSubstitute(NotAllowed): ...


class GiverAgain(NotAllowed):
    """Facts: `who` (name of the giver)."""


class NotFound(SalesError): ...


class Overtaken(SalesError): ...


class AlreadyTaken(Overtaken):
    """Facts: `who` (name of the member who has it)."""


class OfferClosed(Overtaken):
    """Facts: `state` (the offer's state), `who` (name of the present receiver or an empty string)."""


class RequestClosed(Overtaken): ...


class StepMoved(Overtaken):
    """Facts: `at` (its present time)."""


class StepPassed(Overtaken):
    """Facts: `who` (name of the member who has it)."""


class DealMoved(Overtaken): ...


class TooLateToUndo(Overtaken):
    """Facts: `reason` (`time` or `acted`), `who` (name, where somebody has acted)."""


class WrongState(SalesError): ...


class OpenLeadExists(WrongState):
    """Facts: `who` (name of its owner)."""


class HandoverOpen(WrongState):
    """Facts: `who` (name of its giver)."""


class PassportIncomplete(WrongState):
    """Facts: `missing` (space-separated values of sales.passport.Point)."""


class StepClosed(WrongState):
    """Facts: `state` (`done` or `dropped`)."""


class LeadIncomplete(WrongState):
    """Facts: `missing` (space-separated field names)."""


class LastOwner(WrongState): ...


class Absent(WrongState):
    """Facts: `who` (name), `at` (when the person is back; `never` where messages don't reach them)."""


class PeriodsOverlap(WrongState):
    """Facts: `who` (name of the acting head), `at` (until when)."""


class OverlappingAbsence(WrongState):
    """Facts: `at` (when the person is back from the other one)."""


class HeirNeeded(WrongState):
    """Facts: `who` (name of the leaver)."""


class TouchesMissing(WrongState):
    """Facts: `done`, `needed` (attempts)."""


class NowhereToPost(WrongState): ...


class ListFull(WrongState):
    """Facts: `limit` (entries)."""


class AlreadyListed(WrongState):
    """Facts: `name` (of the other entry)."""


class NoPhones(WrongState):
    """Facts: `count` (clients without a phone; 0: the list is empty altogether)."""


class OpenDealExists(WrongState): ...


class DealOver(WrongState): ...


class DealTouched(WrongState): ...


class StepNeeded(WrongState): ...


class MergeBlocked(WrongState):
    """Facts: `reason` (a value of sales.merging.Blocked)."""


class BadInvite(SalesError):
    """Facts: `reason` (a value of sales.actions.invites.Fault)."""


class BadInput(SalesError): ...


class UnclearTime(BadInput): ...


class PastTime(BadInput):
    """Facts: `at` (the moment that has passed)."""


class ImpossibleDate(BadInput): ...


class BadPhone(BadInput): ...


class BadInn(BadInput): ...


class BadNumber(BadInput):
    """Facts: `number` (digits that are neither a phone nor an INN)."""


class BadAmount(BadInput): ...


class AmountNotPositive(BadAmount): ...


class AmountTooLarge(BadAmount): ...


class OtherCurrency(BadAmount):
    """Facts: `currency` (the one that the amount has to be in)."""


class FutureDay(BadInput):
    """Facts: `day` (what is told as done hasn't come yet)."""


class DayTooOld(BadInput):
    """Facts: `day` (out of any firm's lifetime)."""


class DayBeforeOrder(BadInput):
    """Facts: `day` (of what follows an order), `ordered` (the order's own, later day)."""


class BadMinutes(BadInput):
    """Facts: `low`, `high` (minutes that are allowed)."""


class BadCount(BadInput):
    """Facts: `low`, `high` (whole numbers that are allowed)."""


class BadHours(BadInput):
    """A time of day, or a working day, that can't be read or ends before it begins."""


class NoRoles(BadInput):
    """A member holds one role at least."""


class TooLong(BadInput):
    """Facts: `limit` (characters)."""


class SameClient(BadInput):
    """Facts: `name` (of the client)."""


class Empty(BadInput): ...


class SameOrder(WrongState):
    """Facts: `who` (name of the member who has logged the first one)."""


class OrderCancelled(WrongState): ...


class ImportOver(WrongState):
    """Facts: `state` (of the import, or `late`: the day for taking it back is over)."""


class BadFile(BadInput):
    """Facts: `reason` (a value of sales.importing.FileFault), `limit` (megabytes or rows, where there is one)."""


class NoParts(BadInput): ...
