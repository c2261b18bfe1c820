"""What a proposal's card says, and who may look at it from within a form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sales.actions.clients import client_in_reach, may_see_all
from sales.actions.handoff_views import HandoffView, handoff_view
from sales.actions.passport import passport_of
from sales.actions.proposals import may_ask, still_asked
from sales.errors import NotYours, Overtaken
from sales.handoff import HandoffState
from sales.legs import LEGS, Leg
from sales.passport import Passport, Point
from sales.people import Actor, Permission
from sales.ports import Work


@dataclass(frozen=True, slots=True)
class ProposalView:
    """`missing`: what the giver is still asked for; `lacking`: what the receiver's card would not contain."""

    handoff: HandoffView
    passport: Passport
    missing: tuple[Point, ...]
    lacking: tuple[Point, ...]


def proposal_view(work: Work, handoff_id: int, now: datetime) -> ProposalView:
    handoff = work.handoffs.get(handoff_id)
    passport = passport_of(work, handoff.client_id, now)
    return ProposalView(
        handoff=handoff_view(work, handoff_id),
        passport=passport,
        missing=still_asked(work, handoff, now),
        lacking=tuple(point for point in LEGS[handoff.leg].card if not passport.holds(point)),
    )


def own_proposal(work: Work, actor: Actor, handoff_id: int, now: datetime) -> ProposalView:
    """Of whoever is asked to give the client away, as long as it is being asked."""
    handoff = work.handoffs.get(handoff_id)
    if handoff.giver_id != actor.member_id:
        raise NotYours(who=work.people.get(handoff.giver_id).name)
    if handoff.state is not HandoffState.PROPOSED:
        raise Overtaken
    return proposal_view(work, handoff_id, now)


def ways_on(work: Work, actor: Actor, client_id: int) -> tuple[Leg, ...]:
    """The legs on which this person may ask for the client to be handed over now, or go on with having been asked."""
    client = client_in_reach(work, actor, client_id)
    directs = actor.may(Permission.DIRECT_HANDOVERS)
    if not may_see_all(work, actor, client) or (client.owner_id != actor.member_id and not directs):
        return ()
    standing = work.handoffs.open_of_client(client.id)
    if standing is not None:
        is_mine = standing.state is HandoffState.PROPOSED and standing.giver_id == actor.member_id
        return (standing.leg,) if is_mine else ()
    return tuple(leg for leg in Leg if may_ask(work, client, leg))
