"""Ids that the code puts together: what stands in for `{}`, from the enum or table that it comes from."""

from __future__ import annotations

from collections.abc import Iterable

from bot.outcomes import Reason
from handlers.acting import SPANS
from handlers.asking import ABOUT_CLIENT, ABOUT_DAY
from handlers.company import VALUES
from handlers.features import FEATURES
from handlers.forms import FormStates
from handlers.next_step import KINDS
from handlers.pick_time import DAYS_OF, QUICK_OF
from handlers.setting_values import SETTINGS
from sales.actions.activities import OUTCOMES
from sales.actions.clients import NEW_STAGE
from sales.actions.join import Entry
from sales.actions.reminders import Snooze
from sales.actions.today import Waiting
from sales.activities import ActKind, Direction, Outcome
from sales.away import AwayTill
from sales.calling import CallSource
from sales.company import RUSSIAN_ZONES, News, Routing
from sales.daily import Preferences
from sales.errors import ImpossibleDate, PastTime, SalesError
from sales.handoff import Escalation, OfferState
from sales.importing import Field, Refusal, Stage
from sales.inquiry import Reply
from sales.kpi import FIGURES
from sales.launch import Task
from sales.leads import FORM, CloseReason, LeadState, Question, Source
from sales.people import Role
from sales.reassign import Obstacle
from sales.requests import RequestEnd, Stuck
from sales.signs import SignKind
from sales.situation import Section
from sales.steps import StepKind
from tests.locales.usage import values_under

SHOWN_OF_A_LEAD = ("pains", "fit", "severity", "budget", "decision_maker", "expects")


def below(kind: type) -> list[type]:
    """Every class of the tree, without its root."""
    return [found for child in kind.__subclasses__() for found in (child, *below(child))]


def offered(states: Iterable[type]) -> list[str]:
    return [state.__name__ for state in states if state.__module__.startswith("handlers.")]


FAMILIES: dict[str, Iterable[str]] = {
    "act-line-{}": ActKind,
    "act-title-{}": ActKind,
    "acting-span-{}": SPANS,
    "ask-phrase-{}": {*ABOUT_CLIENT, *ABOUT_DAY},
    "busy-{}": AwayTill,
    "calling-source-{}": CallSource,
    "close-reason-{}": CloseReason,
    "command-{}": [one.command for one in FEATURES if one.command and one.open] + ["help", "cancel"],
    "direction-{}": Direction,
    "error-{}": [error.code for error in below(SalesError)],
    "escalation-{}": Escalation,
    "figure-{}": [figure.name for figure in FIGURES],
    "form-{}": {*offered(below(FormStates)), *values_under("form")},
    "group-{}": ["accepted", "complete"],
    "holds-{}": ["steps", "handoffs", "leads"],
    "import-field-{}": Field,
    "import-reason-{}": Refusal,
    "import-stage-{}": Stage,
    "inquiry-{}": Reply,
    "join-{}": set(Entry) - {Entry.REFUSED},
    "kpi-button-{}": ["today", "day", "week", "month"],
    "kpi-{}": ["week", "month"],
    "launch-done-{}": Task,
    "launch-open-{}": Task,
    "lead-ask-{}": FORM,
    "lead-field-{}": FORM,
    "lead-line-{}": SHOWN_OF_A_LEAD,
    "lead-next-{}": StepKind,
    "log-ask-{}": OUTCOMES,
    "log-now-{}": OUTCOMES,
    "menu-{}": [one.command for one in FEATURES if one.command and one.open and one.in_menu],
    "news-{}": News,
    "messages-{}": Preferences.__slots__,
    "messages-choose-{}": Preferences.__slots__,
    "missing-{}": FORM,
    "notice-undelivered-{}": ["member", "place"],
    "offer-{}": {"released", *OfferState} - {OfferState.OPEN, OfferState.ACCEPTED},
    "outcome-said-{}": Outcome,
    "outcome-{}": Outcome,
    "park-why-{}": Question,
    "question-{}": Question,
    "quick-{}": [PastTime.code, ImpossibleDate.code],
    "reassign-count-{}": ["clients", "offers", "steps"],
    "reassign-stays-{}": Obstacle,
    "reassign-title-{}": ["late", "clients"],
    "request-{}": ["take", "no", "lead", "close", "more", *RequestEnd],
    "request-stuck-{}": Stuck,
    "request-title-{}": ["new", "taken"],
    "role-{}": Role,
    "routing-{}": Routing,
    "setting-{}": {*SETTINGS, *VALUES},
    "setting-{}-ask": {*SETTINGS, *VALUES},
    "setup-{}": VALUES,
    "sign-{}": SignKind,
    "situation-count-{}": Section,
    "situation-line-{}": {*Section, "leaver", "pool", "request-stuck", "silent-all-day"},
    "situation-list-{}": Section,
    "snooze-{}": Snooze,
    "source-{}": Source,
    "stage-{}": [*LeadState, NEW_STAGE],
    "step-kind-{}": KINDS,
    "step-said-{}": StepKind,
    "today-{}": [where.value.replace("_", "-") for where in Waiting],
    "time-ask-{}": {*DAYS_OF, *QUICK_OF},
    "undelivered-{}": Reason,
    "zone-{}": [zone.replace("/", "-") for zone in RUSSIAN_ZONES],
}


def members(pattern: str) -> list[str]:
    return sorted(pattern.replace("{}", str(value)) for value in FAMILIES.get(pattern, ()))
