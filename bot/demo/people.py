"""How each of the demo's people works: the numbers behind a manner, and how many clients and calls a role brings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sales.people import Member, Role


@dataclass(frozen=True, slots=True)
class Manner:
    """`begins`: what part of the skill is there on the first day, the rest grows; `came`: after which part of the past.

    `reaches`: share of calls that are answered. `moves`: share of conversations that lead on. `answers`: working
    minutes in which half of the offers are answered. `delays`: share of steps that are left for another day.
    `trusted`: share of leads that a receiver has nothing to say against.
    """

    reaches: float
    moves: float
    answers: float
    delays: float
    trusted: float
    begins: float = 1.0
    came: float = 0.0


MANNERS: Mapping[str, Manner] = {
    "strong": Manner(reaches=0.52, moves=0.56, answers=7, delays=0.06, trusted=0.89),
    "steady": Manner(reaches=0.47, moves=0.48, answers=12, delays=0.09, trusted=0.88),
    "quiet": Manner(reaches=0.42, moves=0.42, answers=18, delays=0.13, trusted=0.85),
    "newcomer": Manner(reaches=0.44, moves=0.46, answers=15, delays=0.11, trusted=0.74, begins=0.55, came=0.42),
}


@dataclass(frozen=True, slots=True)
class Trade:
    """What a role does with its clients. `share`: of all clients. `pace`: steps that fit a usual day. `rhythm`: working
    days between two talks with one client. `meets`: share of next steps that are meetings. `knows`: the clients were
    the person's own before the past begins."""

    share: float
    pace: int
    rhythm: int
    meets: float
    knows: bool = True


#: In the order in which a person of several roles is taken for one of them.
TRADES: Mapping[Role, Trade] = {
    Role.LEAD_GENERATOR: Trade(share=0.6, pace=8, rhythm=2, meets=0.02, knows=False),
    Role.HUNTER: Trade(share=0.06, pace=6, rhythm=3, meets=0.2),
    Role.CLOSER: Trade(share=0.07, pace=4, rhythm=5, meets=0.22),
    Role.FARMER: Trade(share=0.17, pace=5, rhythm=7, meets=0.08),
    Role.KAM: Trade(share=0.06, pace=3, rhythm=5, meets=0.3),
    Role.HEAD: Trade(share=0.04, pace=2, rhythm=4, meets=0.35),
}


@dataclass(slots=True)
class Colleague:
    """A member with clients. `planned`: steps by date. `free_at`: nobody makes two calls at once."""

    member: Member
    trade: Trade
    manner: Manner
    free_at: datetime
    planned: Counter[date] = field(default_factory=Counter)

    @property
    def id(self) -> int:
        return self.member.id

    @property
    def role(self) -> Role:
        """What the person is taken for."""
        return next(role for role in TRADES if role in self.member.roles)


def trade_of(member: Member) -> Trade | None:
    """None for whoever carries no clients."""
    return next((trade for role, trade in TRADES.items() if role in member.roles), None)
