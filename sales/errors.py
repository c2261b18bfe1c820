"""What the trade refuses. An error carries a stable code and facts; the words for it live with the texts.

SalesError
├── NotAllowed            the actor may not do this to this object
│   ├── NotYours          it belongs to somebody else
│   ├── OwnRoles          nobody promotes or removes themselves
│   └── GiverAgain        a hand-over never goes to its own giver
├── NotFound              there is no such thing (any more)
├── Overtaken             somebody or something was quicker
│   ├── AlreadyTaken      another receiver has accepted
│   ├── OfferClosed       the offer was passed on, withdrawn or answered
│   ├── RequestClosed     the request is closed, or made into a client
│   ├── StepMoved         the step has another time by now
│   ├── StepPassed        the step is somebody else's by now
│   └── TooLateToUndo     the time for it is over, or someone has acted on it
├── WrongState            the object is not in a state that allows this
│   ├── OpenLeadExists    one open lead per client
│   ├── StepClosed        the step is done or dropped already
│   ├── LeadIncomplete    the hard gate: what is missing is named
│   ├── LastOwner         a company always keeps one owner
│   ├── Absent            the person isn't here to take it
│   ├── PeriodsOverlap    one acting head at a time
│   ├── TouchesMissing    «unreachable» only after the attempts that the standard asks for
│   ├── NowhereToPost     no place of the team takes this kind of news
│   ├── ListFull          a list that people choose from has to stay short
│   ├── NoPhones          there is nobody on the list who could be dialled
│   └── ImportOver        the import was carried out, taken back or dropped already
├── BadInvite             unknown, used, revoked or expired
└── BadInput              what was typed can't be understood
    ├── UnclearTime / PastTime / ImpossibleDate
    ├── BadPhone / BadInn / BadNumber / BadAmount
    ├── BadMinutes / BadCount / BadHours / NoRoles
    ├── BadFile           a table that can't be read
    └── TooLong / Empty
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


class SalesError(Exception):
    """The root. `code` names the message (`error-<code>`), `facts` are that message's arguments."""

    code = "sales"

    def __init__(self, **facts: object) -> None:
        super().__init__(self.code, facts)
        self.facts: Mapping[str, object] = MappingProxyType(facts)


class NotAllowed(SalesError):
    code = "not-allowed"


class NotYours(NotAllowed):
    code = "not-yours"


class OwnRoles(NotAllowed):
    code = "own-roles"


class GiverAgain(NotAllowed):
    """Facts: `who` (name of the giver)."""

    code = "giver-again"


class NotFound(SalesError):
    code = "not-found"


class Overtaken(SalesError):
    code = "overtaken"


class AlreadyTaken(Overtaken):
    """Facts: `who` (name of the member who has it)."""

    code = "already-taken"


class OfferClosed(Overtaken):
    """Facts: `state` (the offer's state), `who` (name of the present receiver or an empty string)."""

    code = "offer-closed"


class RequestClosed(Overtaken):
    code = "request-closed"


class StepMoved(Overtaken):
    """Facts: `at` (its present time)."""

    code = "step-moved"


class StepPassed(Overtaken):
    """Facts: `who` (name of the member who has it)."""

    code = "step-passed"


class TooLateToUndo(Overtaken):
    """Facts: `reason` (`time` or `acted`), `who` (name, where somebody has acted)."""

    code = "too-late-to-undo"


class WrongState(SalesError):
    code = "wrong-state"


class OpenLeadExists(WrongState):
    """Facts: `who` (name of its owner)."""

    code = "open-lead-exists"


class StepClosed(WrongState):
    """Facts: `state` (`done` or `dropped`)."""

    code = "step-closed"


class LeadIncomplete(WrongState):
    """Facts: `missing` (space-separated field names)."""

    code = "lead-incomplete"


class LastOwner(WrongState):
    code = "last-owner"


class Absent(WrongState):
    """Facts: `who` (name), `at` (when the person is back; `never` where messages don't reach them)."""

    code = "absent"


class PeriodsOverlap(WrongState):
    """Facts: `who` (name of the acting head), `at` (until when)."""

    code = "periods-overlap"


class TouchesMissing(WrongState):
    """Facts: `done`, `needed` (attempts)."""

    code = "touches-missing"


class NowhereToPost(WrongState):
    code = "nowhere-to-post"


class ListFull(WrongState):
    """Facts: `limit` (entries)."""

    code = "list-full"


class NoPhones(WrongState):
    """Facts: `count` (clients without a phone; 0: the list is empty altogether)."""

    code = "no-phones"


class BadInvite(SalesError):
    """Facts: `reason` (a value of sales.actions.invites.Fault)."""

    code = "bad-invite"


class BadInput(SalesError):
    code = "bad-input"


class UnclearTime(BadInput):
    code = "unclear-time"


class PastTime(BadInput):
    """Facts: `at` (the moment that has passed)."""

    code = "past-time"


class ImpossibleDate(BadInput):
    code = "impossible-date"


class BadPhone(BadInput):
    code = "bad-phone"


class BadInn(BadInput):
    code = "bad-inn"


class BadNumber(BadInput):
    """Facts: `number` (digits that are neither a phone nor an INN)."""

    code = "bad-number"


class BadAmount(BadInput):
    code = "bad-amount"


class BadMinutes(BadInput):
    """Facts: `low`, `high` (minutes that are allowed)."""

    code = "bad-minutes"


class BadCount(BadInput):
    """Facts: `low`, `high` (whole numbers that are allowed)."""

    code = "bad-count"


class BadHours(BadInput):
    """A time of day, or a working day, that can't be read or ends before it begins."""

    code = "bad-hours"


class NoRoles(BadInput):
    """A member holds one role at least."""

    code = "no-roles"


class TooLong(BadInput):
    """Facts: `limit` (characters)."""

    code = "too-long"


class Empty(BadInput):
    code = "empty"


class ImportOver(WrongState):
    """Facts: `state` (of the import, or `late`: the day for taking it back is over)."""

    code = "import-over"


class BadFile(BadInput):
    """Facts: `reason` (a value of sales.importing.FileFault), `limit` (megabytes or rows, where there is one)."""

    code = "bad-file"
