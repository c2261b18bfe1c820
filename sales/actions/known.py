"""A client that is known already has somebody: the owner is asked first about whatever is new with it, and then whoever
its territory names."""

from __future__ import annotations

from datetime import datetime

from sales.clients import Client
from sales.handoff import Handoff
from sales.legs import Leg
from sales.people import SELLING_ROLES, Member
from sales.ports import Work


def asked_first(work: Work, client: Client, giver_id: int) -> int | None:
    """Member id of whom a lead of this client is offered to before anybody else; None: nobody in particular."""
    owner = work.people.get(client.owner_id)
    if owner.id != giver_id and _carries(owner, client):
        return owner.id
    territory = work.catalogue.territory(client.territory_id) if client.territory_id else None
    return territory.receiver_id if territory is not None and territory.retired_at is None else None


def owner_first(work: Work, handoff: Handoff, now: datetime) -> list[Member]:
    """The client's owner, where the lead is theirs to take though their roles receive no leads: a farmer's client stays
    the farmer's. Nobody, where the owner is away or has returned it."""
    if not is_owners(work, handoff, handoff.wanted_id):
        return []
    owner = work.people.get(handoff.wanted_id or 0)
    returned = owner.id in work.handoffs.returners(handoff)
    here = owner.active and owner.unreachable is None and not owner.is_away(now)
    return [owner] if here and not returned else []


def is_owners(work: Work, handoff: Handoff, member_id: int | None) -> bool:
    """Whether this lead was meant for the very person who carries the client."""
    if handoff.leg is not Leg.LEAD or member_id is None or handoff.wanted_id != member_id:
        return False
    return work.clients.get(handoff.client_id).owner_id == member_id


def _carries(owner: Member, client: Client) -> bool:
    return owner.active and owner.team_id == client.team_id and not owner.roles.isdisjoint(SELLING_ROLES)
