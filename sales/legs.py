"""The legs of the relay, and what is settled for each of them: one table, read by the one machine of `sales.handoff`.

Which legs a team runs follows from its structure (domain: how a department is structured).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sales.passport import Point
from sales.people import PERMISSIONS, SELLING_ROLES, Permission, Role


class Leg(StrEnum):
    LEAD = "lead"  # lead generator → hunter
    CLOSE = "close"  # hunter → closer: a stalled deal
    BACK = "back"  # closer → hunter, where the team has settled that closers give clients back
    REGULAR = "regular"  # hunter → farmer: a regular client
    KEY = "key"  # farmer → key account manager
    ABSENCE = "absence"  # whoever is away → the substitute, and back again
    LEAVING = "leaving"  # whoever works here no more → others


class Structure(StrEnum):
    """Who does what in a team; it decides which legs there are, and with them routing and menus."""

    UNIVERSAL = "universal"  # everybody sells and serves
    NEW_VS_EXISTING = "new_vs_existing"  # hunters win clients, farmers keep them
    LEADGEN_AND_SALES = "leadgen_and_sales"  # lead generators qualify, sellers close
    FULL_RELAY = "full_relay"  # every leg there is


class Way(StrEnum):
    """How a leg finds its receiver."""

    TEAM = "team"  # as the team has settled for its leads: in turn, or all at once
    TURN = "turn"  # one in turn
    DIRECT = "direct"  # nobody is asked: the head's word puts it into somebody's hands


class Deadline(StrEnum):
    """Which of the team's settings says how many working minutes there are to answer."""

    ACCEPT = "accept_minutes"
    PASSING = "passing_minutes"


class Keeps(StrEnum):
    """How long the giver is credited beside the new owner (domain: hand-overs)."""

    NOTHING = "nothing"
    MONTHS = "months"  # as many as the team has settled
    ALWAYS = "always"  # until another leg ends it


@dataclass(frozen=True, slots=True)
class LegPolicy:
    """`gives`: the roles whose clients it takes on. `receives`: what a receiver must be allowed to. `proposed`: the
    giver is asked first, with the head behind it. `card`: what the receiver's card must contain before the giver may
    send it on. `names_fact`: a return names a point of that card. `keeps`: the giver's credit. `rests_after_no`: days
    in which the bot doesn't propose it again after the head has left the client with its owner; None: never again to
    this owner."""

    gives: frozenset[Role]
    receives: Permission
    way: Way
    deadline: Deadline = Deadline.PASSING
    proposed: bool = True
    card: tuple[Point, ...] = ()
    names_fact: bool = True
    keeps: Keeps = Keeps.NOTHING
    rests_after_no: int | None = None


_DEAL = (Point.PAINS, Point.FIT, Point.DECISION_MAKER, Point.AGREEMENTS, Point.EXPECTS)
_CLIENT = (Point.FIT, Point.AGREEMENTS, Point.DECISION_MAKER, Point.EXPECTS, Point.PROMISES)
_ANYBODY = frozenset(SELLING_ROLES) | {Role.HEAD, Role.TEAM_LEAD}
_P = Permission

#: A lead's own gate and its four questions are in `sales.leads`; absence and leaving are never held up by a card.
LEGS: Mapping[Leg, LegPolicy] = {
    Leg.LEAD: LegPolicy(_ANYBODY, _P.RECEIVE_LEADS, Way.TEAM, Deadline.ACCEPT, proposed=False),
    Leg.CLOSE: LegPolicy(
        _ANYBODY - {Role.CLOSER}, _P.RECEIVE_STALLED, Way.TURN, card=_DEAL, keeps=Keeps.ALWAYS, rests_after_no=14
    ),
    Leg.BACK: LegPolicy(frozenset({Role.CLOSER}), _P.RECEIVE_LEADS, Way.TURN, card=_CLIENT, keeps=Keeps.ALWAYS),
    Leg.REGULAR: LegPolicy(
        _ANYBODY - {Role.FARMER, Role.KAM}, _P.RECEIVE_REGULAR, Way.TURN, card=_CLIENT, keeps=Keeps.MONTHS
    ),
    Leg.KEY: LegPolicy(_ANYBODY - {Role.KAM}, _P.RECEIVE_KEY, Way.TURN, card=_CLIENT, keeps=Keeps.MONTHS),
    Leg.ABSENCE: LegPolicy(frozenset(Role), _P.LOG_ACTS, Way.DIRECT, proposed=False, names_fact=False),
    Leg.LEAVING: LegPolicy(frozenset(Role), _P.LOG_ACTS, Way.DIRECT, proposed=False, names_fact=False),
}

#: Nobody's client is stuck anywhere: people are away and leave in every structure, and a lead may always be handed on.
_EVERYWHERE = frozenset({Leg.LEAD, Leg.ABSENCE, Leg.LEAVING})

LEGS_OF: Mapping[Structure, frozenset[Leg]] = {
    Structure.UNIVERSAL: _EVERYWHERE,
    Structure.NEW_VS_EXISTING: _EVERYWHERE | {Leg.REGULAR},
    Structure.LEADGEN_AND_SALES: _EVERYWHERE,
    Structure.FULL_RELAY: frozenset(Leg),
}


#: Whose own leg the team doesn't run takes leads like a hunter does.
_LEADS_TOO: Mapping[Structure, frozenset[Role]] = {
    Structure.UNIVERSAL: frozenset(SELLING_ROLES),
    Structure.NEW_VS_EXISTING: frozenset({Role.CLOSER}),
    Structure.LEADGEN_AND_SALES: frozenset({Role.CLOSER}),
    Structure.FULL_RELAY: frozenset(),
}


def receiving(leg: Leg, structure: Structure = Structure.FULL_RELAY) -> frozenset[Role]:
    """The roles to which the leg leads in a team of this structure."""
    able = frozenset(role for role in Role if LEGS[leg].receives in PERMISSIONS[role])
    return able | _LEADS_TOO[structure] if leg is Leg.LEAD else able


def policy(leg: Leg, structure: Structure) -> LegPolicy | None:
    """None: a team of this structure has no such leg."""
    return LEGS[leg] if leg in LEGS_OF[structure] else None
