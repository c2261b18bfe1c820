"""Something more offered to a client who has bought: an act with an outcome (domain: regular clients)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sales.actions.activities import LoggedAct
from sales.actions.clients import client_in_reach, require_full
from sales.activities import UPSELL_OUTCOMES, Activity, ActKind, Direction, Outcome
from sales.catalogue import offered
from sales.errors import WrongState
from sales.orders import standing
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.wording import a_line

#: Buttons of products.
OFFERED = 6
PRODUCT = 60


@dataclass(frozen=True, slots=True)
class LogUpsell:
    """`product`: what was offered; it may stay empty."""

    client_id: int
    outcome: Outcome
    product: str = ""


@dataclass(frozen=True, slots=True)
class UpsellBasis:
    """`products`: those of the team that the client hasn't bought yet come first."""

    client_id: int
    client: str
    products: tuple[str, ...]


def upsell_basis(work: Work, actor: Actor, client_id: int) -> UpsellBasis:
    require(actor, Permission.LOG_ACTS)
    client = client_in_reach(work, actor, client_id)
    require_full(work, actor, client)
    bought = {one.product.casefold() for one in standing(work.orders.of_client(client.id))}
    listed = [one.name for one in offered(work.catalogue.products(client.team_id))]
    fresh = sorted(listed, key=lambda name: name.casefold() in bought)
    return UpsellBasis(client.id, client.name, tuple(fresh[:OFFERED]))


def log_upsell(work: Work, actor: Actor, form: LogUpsell, now: datetime) -> LoggedAct:
    """Beside the call or the meeting in which it was said: it is neither, and ends no waiting."""
    require(actor, Permission.LOG_ACTS)
    client = client_in_reach(work, actor, form.client_id)
    require_full(work, actor, client)
    if form.outcome not in UPSELL_OUTCOMES:
        raise WrongState(state=form.outcome.value)
    act = work.activities.add(
        Activity(
            id=NEW,
            company_id=client.company_id,
            team_id=client.team_id,
            client_id=client.id,
            member_id=actor.member_id,
            kind=ActKind.UPSELL,
            direction=Direction.EXISTING,
            outcome=form.outcome,
            note=a_line(form.product, PRODUCT) if form.product else "",
            at=now,
        )
    )
    facts = {"outcome": form.outcome.value}
    work.audit.note(actor.member_id, "log_upsell", act.id, now, client_id=client.id, facts=facts)
    return LoggedAct(act.id, client.id, client.name, ActKind.UPSELL, form.outcome, None, None, None)
