"""A lead's life and the gate it must pass before it may be handed over."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sales.steps import StepKind


class Question(StrEnum):
    """The four questions of a good lead (domain: qualification), in the order they are asked."""

    PAINS = "pains"
    FIT = "fit"
    SEVERITY = "severity"
    BUDGET = "budget"


class Verdict(StrEnum):
    """Evidence in words is the yes; «don't know» leaves the question open; a no parks the lead."""

    YES = "yes"
    OPEN = "open"
    NO = "no"


class LeadState(StrEnum):
    DRAFT = "draft"
    OFFERED = "offered"
    ACCEPTED = "accepted"
    CONTACTED = "contacted"
    PARKED = "parked"
    CLOSED = "closed"


#: At most one lead of a client is in one of these (domain: decided list).
OPEN_STATES = frozenset({LeadState.DRAFT, LeadState.OFFERED, LeadState.ACCEPTED, LeadState.CONTACTED, LeadState.PARKED})


class Source(StrEnum):
    COLD_CALL = "cold_call"
    SITE = "site"
    EXHIBITION = "exhibition"
    PARTNER = "partner"
    REFERRAL = "referral"
    COLLEAGUE = "colleague"
    OTHER = "other"


class CloseReason(StrEnum):
    WON = "won"
    COMPETITOR = "competitor"
    PRICE = "price"
    NO_MONEY = "no_money"
    NO_NEED = "no_need"
    NOT_NOW = "not_now"
    UNREACHABLE = "unreachable"
    OTHER = "other"
    MERGED = "merged"  # its client was merged with one whose lead goes on: nobody chooses it


@dataclass(frozen=True, slots=True)
class Answer:
    """`remark`: why a receiver did not believe it (set by a return, cleared by a new answer)."""

    question: Question
    verdict: Verdict
    words: str
    member_id: int
    at: datetime
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Lead:
    """`estimate`: what the client may buy for, minor units of `currency`. `next_*`: the agreed step that the
    receiver will inherit, `step_id` the giver's step that was made of it. `giver_id`: who qualified it; owns the
    client until the acceptance."""

    id: int
    company_id: int
    team_id: int
    client_id: int
    giver_id: int
    state: LeadState
    created_at: datetime
    product: str = ""
    estimate: int | None = None
    currency: str = "RUB"
    decision_maker: str = ""
    expects: str = ""
    source: Source | None = None
    next_kind: StepKind | None = None
    next_at: datetime | None = None
    next_exact: bool = False
    next_words: str = ""
    next_place: str = ""
    step_id: int | None = None
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    contacted_at: datetime | None = None
    parked_until: date | None = None
    closed_at: datetime | None = None
    close_reason: CloseReason | None = None
    reason_words: str = ""
    version: int = 1


#: What a lead must hold before it may be handed over, in the order of the form: the four answers and, beside them, what
#: the next runner needs so that the client isn't asked again.
FORM = (
    "pains",
    "fit",
    "product",
    "severity",
    "budget",
    "estimate",
    "decision_maker",
    "expects",
    "next_at",
    "source",
)
QUESTIONS = frozenset(question.value for question in Question)


def answered(answers: Iterable[Answer]) -> int:
    """How many of the four questions hold."""
    return sum(answer.verdict is Verdict.YES for answer in answers)


def missing(lead: Lead, answers: Iterable[Answer], now: datetime) -> tuple[str, ...]:
    """What still stands between the lead and its hand-over, in form order. A next step whose time has passed is
    no agreement any more."""
    held = {answer.question.value for answer in answers if answer.verdict is Verdict.YES}
    return tuple(name for name in FORM if name not in held and not _filled(lead, name, now))


def _filled(lead: Lead, name: str, now: datetime) -> bool:
    if name in QUESTIONS:
        return False
    if name == "next_at":
        return lead.next_at is not None and lead.next_at > now
    return getattr(lead, name) not in (None, "")


def is_blank(lead: Lead, answers: Iterable[Answer]) -> bool:
    """Begun, and nothing written down yet: holds nobody else back."""
    empty = all(getattr(lead, name) in (None, "") for name in FORM if name not in QUESTIONS)
    return empty and not any(answer.words or answer.verdict is Verdict.YES for answer in answers)
