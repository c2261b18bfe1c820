"""Ids that the code puts together: what stands in for `{}`, from the enum or table that it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from bot.outcomes import Reason
from handlers.absence import SOON
from handlers.acting import SPANS
from handlers.asking import ABOUT_CLIENT, ABOUT_DAY
from handlers.client_contacts import PARTS
from handlers.client_fields import FIELDS
from handlers.company import VALUES
from handlers.deal_tell import TOLD
from handlers.features import FEATURES
from handlers.forms import FormStates
from handlers.next_step import KINDS
from handlers.pick_time import DAYS_OF, QUICK_OF
from handlers.service import USUAL
from handlers.setting_values import LEG_SETTINGS, SETTINGS
from sales.absence import AbsenceState, spans
from sales.actions.activities import OUTCOMES
from sales.actions.clients import BOUGHT_STAGE, NEW_STAGE
from sales.actions.join import Entry
from sales.actions.order_views import CHANGEABLE, IMPORTED, VERBS
from sales.actions.proposal_causes import STALLED, WANTED, WON
from sales.actions.reminders import Snooze
from sales.actions.today import Waiting
from sales.activities import ActKind, Direction, Outcome
from sales.away import AwayTill
from sales.calling import CallSource
from sales.company import SERVICE, News, Routing
from sales.countries import COUNTRIES
from sales.daily import Preferences
from sales.deals import DealStage, NoteKind
from sales.errors import ImpossibleDate, PastTime, SalesError
from sales.handoff import Escalation, OfferState
from sales.importing import Field, ImportWhat, Refusal, Stage
from sales.inquiry import Reply
from sales.kpi import FIGURES
from sales.launch import Task
from sales.leads import FORM, CloseReason, LeadState, Question, Source
from sales.leaving import Holding
from sales.legs import LEGS, Leg, Structure
from sales.orders import Measure
from sales.passport import Point
from sales.people import Role
from sales.reassign import Obstacle
from sales.regular import AIMS, ClientStatus, Mode, PartKind
from sales.requests import RequestEnd, Stuck
from sales.signs import SignKind
from sales.situation import Section
from sales.steps import StepKind
from sales.timeline import EventKind
from sales.watch import Sign
from tests.locales.usage import values_under

SHOWN_OF_A_LEAD = ("pains", "fit", "severity", "budget", "decision_maker", "expects")


def below(kind: type) -> list[type]:
    """Every class of the tree, without its root."""
    return [found for child in kind.__subclasses__() for found in (child, *below(child))]


def offered(states: Iterable[type]) -> list[str]:
    return [state.__name__ for state in states if state.__module__.startswith("handlers.")]


FAMILIES: dict[str, Iterable[str]] = {
    "absence-from-{}": SOON,
    "absence-span-{}": spans(date(2026, 1, 1)),
    "absence-told-{}": [f"{state}-{who}" for state in AbsenceState for who in ("own", "other")],
    "act-line-{}": ActKind,
    "act-title-{}": ActKind,
    "acting-span-{}": SPANS,
    "ask-phrase-{}": {*ABOUT_CLIENT, *ABOUT_DAY},
    "board-turned-{}": ["on", "off"],
    "board-{}": ["clients", "handoffs", "deals", "overdue"],
    "busy-{}": AwayTill,
    "calling-source-{}": CallSource,
    "client-ask-{}": set(FIELDS) - {"partner"},
    "client-field-{}": FIELDS,
    "client-says-{}": FIELDS,
    "close-reason-{}": CloseReason,
    "closer_keeps-{}": ["yes", "no"],
    "command-{}": [one.command for one in FEATURES if one.command and one.open] + ["help", "cancel"],
    "contact-ask-{}": PARTS,
    "contact-{}": PARTS,
    "country-{}": COUNTRIES,
    "criterion-add-{}": PartKind,
    "criterion-ask-{}": PartKind,
    "criterion-{}": Mode,
    "deal-ask-{}": {*TOLD} - {"day"},
    "deal-note-{}": NoteKind,
    "deal-stage-{}": DealStage,
    "deal-tell-{}": TOLD,
    "direction-{}": Direction,
    "event-became-{}": ClientStatus,
    "event-{}": set(EventKind) - {EventKind.ACT},
    "error-{}": [error.code for error in below(SalesError)],
    "escalation-{}": Escalation,
    "figure-{}": [figure.name for figure in FIGURES],
    "form-{}": {*offered(below(FormStates)), *values_under("form")},
    "found-{}": [PartKind.LOTS, PartKind.MONTHS],
    "group-{}": ["accepted", "introduced", "complete"],
    "holds-{}": ["steps", "handoffs", "leads"],
    "import-field-{}": Field,
    "import-what-{}": ImportWhat,
    "import-reason-{}": Refusal,
    "import-stage-{}": Stage,
    "inquiry-{}": Reply,
    "join-{}": set(Entry) - {Entry.REFUSED},
    "kpi-button-{}": ["today", "day", "week", "month"],
    "kpi-{}": ["week", "month"],
    "launch-done-{}": Task,
    "launch-open-{}": Task,
    "handon-to-{}": [leg for leg in Leg if LEGS[leg].proposed],
    "lead-ask-{}": FORM,
    "lead-field-{}": FORM,
    "lead-line-{}": SHOWN_OF_A_LEAD,
    "leaving-{}": Holding,
    "lead-next-{}": StepKind,
    "leg-{}": Leg,
    "log-ask-{}": OUTCOMES,
    "log-now-{}": OUTCOMES,
    "mark-{}": ClientStatus,
    "menu-{}": [one.command for one in FEATURES if one.command and one.open and one.in_menu],
    "news-{}": News,
    "messages-{}": Preferences.__slots__,
    "messages-choose-{}": Preferences.__slots__,
    "merge-{}": ["stays", "goes"],
    "missing-{}": {*FORM, *Point},
    "notice-undelivered-{}": ["member", "place"],
    "offer-{}": {"released", *OfferState} - {OfferState.OPEN, OfferState.ACCEPTED},
    "order-ask-new-{}": ["amount", "product", "contract_ends_on", "day"],
    "order-did-{}": {*VERBS, IMPORTED},
    "order-field-{}": CHANGEABLE,
    "order-is-{}": Measure,
    "order-mark-{}": Measure,
    "order-{}": Measure,
    "outcome-said-{}": Outcome,
    "outcome-{}": Outcome,
    "park-why-{}": Question,
    "part-{}": set(PartKind) - {PartKind.ORDERS, PartKind.PRODUCT},
    "question-{}": Question,
    "passport-ask-{}": Point,
    "passport-event-{}": ClientStatus,
    "passport-field-{}": Point,
    "passport-line-{}": Point,
    "passport-point-{}": Point,
    "passport-promise-{}": set(StepKind) - {StepKind.WAIT},
    "proposal-why-{}": [*AIMS, STALLED, WON, WANTED],
    "quick-{}": [PastTime.code, ImpossibleDate.code],
    "reassign-count-{}": ["clients", "offers", "steps"],
    "reassign-stays-{}": Obstacle,
    "reassign-title-{}": ["late", "clients"],
    "relay-offer-{}": {"released", *OfferState} - {OfferState.OPEN, OfferState.ACCEPTED},
    "request-{}": ["take", "no", "lead", "close", "more", *RequestEnd],
    "request-stuck-{}": Stuck,
    "request-title-{}": ["new", "taken"],
    "role-{}": Role,
    "routing-{}": Routing,
    "rules-aim-{}": AIMS,
    "rules-change-{}": AIMS,
    "service-ask-{}": USUAL,
    "service-{}": SERVICE,
    "setting-{}": {*SETTINGS, *LEG_SETTINGS, *VALUES},
    "setting-{}-ask": {*SETTINGS, *LEG_SETTINGS, *VALUES},
    "setup-{}": VALUES,
    "sign-{}": SignKind,
    "situation-count-{}": Section,
    "situation-line-{}": {*Section, "leaver", "pool", "request-stuck", "silent-all-day"},
    "situation-list-{}": Section,
    "snooze-{}": Snooze,
    "structure-{}": Structure,
    "structure-legs-{}": ["lost", "gained"],
    "structure-now-{}": LEG_SETTINGS,
    "structure-open-{}": ["dropped", "withdrawn", "go-on", "passed"],
    "structure-{}-what": Structure,
    "source-{}": Source,
    "stage-{}": [*LeadState, NEW_STAGE, BOUGHT_STAGE],
    "status-{}": ClientStatus,
    "step-kind-{}": KINDS,
    "step-said-{}": StepKind,
    "today-{}": [where.value.replace("_", "-") for where in Waiting],
    "toward-{}": [PartKind.LOTS, PartKind.MONTHS],
    "time-ask-{}": {*DAYS_OF, *QUICK_OF},
    "undelivered-{}": Reason,
    "watch-{}": [Sign.SILENCE, Sign.CONTACT],
    "volume-{}": Measure,
    "volume_by-{}": Measure,
    "zone-{}": [zone.replace("/", "-") for one in COUNTRIES.values() for zone in one.zones],
}


def members(pattern: str) -> list[str]:
    return sorted(pattern.replace("{}", str(value)) for value in FAMILIES.get(pattern, ()))
