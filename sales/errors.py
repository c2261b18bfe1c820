"""What the trade refuses. An error carries a stable code and facts; the words for it live with the texts.

SalesError
├── NotAllowed            the actor may not do this to this object
│   ├── NotYours          it belongs to somebody else
│   └── OwnRoles          nobody promotes or removes themselves
├── NotFound              there is no such thing (any more)
├── Overtaken             somebody or something was quicker
│   ├── AlreadyTaken      another receiver has accepted
│   ├── OfferClosed       the offer was passed on, withdrawn or answered
│   ├── StepMoved         the step has another time by now
│   ├── StepPassed        the step is somebody else's by now
│   └── TooLateToUndo     the time for it is over, or someone has acted on it
├── WrongState            the object is not in a state that allows this
│   ├── OpenLeadExists    one open lead per client
│   ├── StepClosed        the step is done or dropped already
│   ├── LeadIncomplete    the hard gate: what is missing is named
│   ├── LastOwner         a company always keeps one owner
│   └── ListFull          a list that people choose from has to stay short
├── BadInvite             unknown, used, revoked or expired
└── BadInput              what was typed can't be understood
    ├── UnclearTime / PastTime / ImpossibleDate
    ├── BadPhone / BadInn / BadNumber / BadAmount
    ├── BadMinutes / BadHours / NoRoles
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


class ListFull(WrongState):
    """Facts: `limit` (entries)."""

    code = "list-full"


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
