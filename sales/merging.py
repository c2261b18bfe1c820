"""Two clients turn out to be one: what goes on, who carries it, and when they can't be merged yet.

Nothing that is known of either is lost: the survivor keeps its own and takes what it lacks from the other, whose name
and INN go on finding it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sales.clients import Client, Contact
from sales.leads import Lead, LeadState

#: How far a lead has come; of two that may go on the further one does, unless the head says otherwise.
_ORDER = (LeadState.PARKED, LeadState.DRAFT, LeadState.OFFERED, LeadState.ACCEPTED, LeadState.CONTACTED)
_IN_WORK = frozenset({LeadState.ACCEPTED, LeadState.CONTACTED})


class Blocked(StrEnum):
    """Why two clients stay two for now."""

    BUSY = "busy"  # a hand-over or a deal is open with both
    TEAMS = "teams"  # they are of different teams


@dataclass(frozen=True, slots=True)
class Half:
    """One of the two. `lead`: its open one. `busy`: a hand-over or a deal is open with it. `held`: its owner has the
    client at work, or has accepted it."""

    client: Client
    lead: Lead | None
    busy: bool
    held: bool


def blocked(kept: Half, gone: Half) -> Blocked | None:
    if kept.client.team_id != gone.client.team_id:
        return Blocked.TEAMS
    return Blocked.BUSY if kept.busy and gone.busy else None


def may_choose(kept: Half, gone: Half) -> bool:
    """Two leads are open, and neither is on its way or behind a deal."""
    return kept.lead is not None and gone.lead is not None and not kept.busy and not gone.busy


def goes_on(kept: Half, gone: Half, chosen: int = 0) -> Lead | None:
    """At most one lead of a client is open (domain: decided list). `chosen`: the head's word, where there is one."""
    leads = [half.lead for half in (kept, gone) if half.lead is not None]
    if len(leads) < 2:
        return leads[0] if leads else None
    if kept.busy or gone.busy:
        return (kept if kept.busy else gone).lead
    named = next((lead for lead in leads if lead.id == chosen), None)
    return named or max(leads, key=lambda lead: _ORDER.index(lead.state))


def carrier(kept: Half, gone: Half, going_on: Lead | None) -> int:
    """Member id: the survivor's owner, unless the other's is at work with what goes on."""
    theirs = going_on is not None and going_on.client_id == gone.client.id and going_on.state in _IN_WORK
    return gone.client.owner_id if gone.held or theirs else kept.client.owner_id


def completed(kept: Client, gone: Client) -> Client:
    """The survivor with what only the other one knew. The country comes with its currency and its zone."""
    elsewhere = kept.country == "RU" and gone.country != "RU"
    place = gone if elsewhere else kept
    return replace(
        kept,
        inn=kept.inn or gone.inn,
        source=kept.source or gone.source,
        segment=kept.segment or gone.segment,
        territory_id=kept.territory_id or gone.territory_id,
        country=place.country,
        currency=place.currency,
        zone=kept.zone or gone.zone,
        partner_id=_partner(kept, gone),
        product=kept.product or gone.product,
    )


def _partner(kept: Client, gone: Client) -> int | None:
    """Nobody is their own partner."""
    found = (one for one in (kept.partner_id, gone.partner_id) if one not in (None, kept.id, gone.id))
    return next(found, None)


def people_of_both(into: int, kept: Sequence[Contact], gone: Sequence[Contact]) -> list[Contact]:
    """The contacts that have to be saved: the other client's people, now the survivor's, and those of the survivor whom
    the other card knew better. A double that adds nothing stays behind."""
    people = {one.id: one for one in kept}
    changed: dict[int, Contact] = {}
    for other in gone:
        twin = next((one for one in people.values() if is_same(one, other)), None)
        found = _fuller(twin, other) if twin else replace(other, client_id=into)
        if found != people.get(found.id):
            people[found.id] = changed[found.id] = found
    return list(changed.values())


def is_same(one: Contact, other: Contact) -> bool:
    """By account or by phone, where no number of theirs would get lost; by name where the other is nothing but that."""
    if not _agree(one.phone, other.phone) or not _agree(one.telegram_id, other.telegram_id):
        return False
    bare = not (other.phone or other.telegram_id)
    shared = (one.phone and one.phone == other.phone) or (one.telegram_id and one.telegram_id == other.telegram_id)
    return bool(shared) or (bare and one.name == other.name)


def _agree(one: object, other: object) -> bool:
    return not one or not other or one == other


def _fuller(one: Contact, other: Contact) -> Contact:
    return replace(
        one,
        name=one.name or other.name,
        position=one.position or other.position,
        phone=one.phone or other.phone,
        telegram_id=one.telegram_id or other.telegram_id,
    )
