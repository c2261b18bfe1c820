"""Leaving: somebody works here no more. Everything the person holds goes to others at once, and access ends with it
(domain: hand-overs, leaving; nothing is dropped)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sales.people import Member
from sales.reassign import Burden, Piece, What, share_out


class Holding(StrEnum):
    """What somebody may hold, in the order of telling."""

    CLIENTS = "clients"
    DEALS = "deals"  # open and parked ones, which go with their clients
    RENEWALS = "renewals"  # contracts that end ahead, which are their clients'
    DRAFTS = "drafts"  # leads in preparation
    PARKED = "parked"  # leads with a date to come back to
    GIVEN = "given"  # hand-overs that somebody else is asked about, or the head
    ASKED = "asked"  # offers that wait for this person's answer
    ACCEPTED = "accepted"  # hand-overs without a first contact
    STEPS = "steps"
    REQUESTS = "requests"  # asked or taken
    LISTS = "lists"  # of calls; a list is closed, its clients move
    STANDS_IN = "stands_in"  # absences of others, lasting or ahead
    TERRITORIES = "territories"  # whose leads come here first, or whose volume is this person's
    DUTY = "duty"
    ACTING = "acting"


#: These close or pass on by themselves: nobody has to be named for them.
NEEDS_NOBODY = frozenset({Holding.ASKED, Holding.LISTS, Holding.DUTY, Holding.ACTING})


@dataclass(frozen=True, slots=True)
class Held:
    holding: Holding
    count: int


def needs_heir(held: Collection[Held]) -> bool:
    return any(one.count and one.holding not in NEEDS_NOBODY for one in held)


def shared(
    clients: Sequence[int],
    pieces: Mapping[int, int],
    fitting: Mapping[int, Collection[int]],
    heirs: Sequence[Member],
    burdens: Mapping[int, Burden],
) -> dict[int, int]:
    """→ heir by client. `pieces`: how much work each client carries; `fitting`: whose roles suit its work. Nobody's
    client stays behind: where no heir fits, any of them takes it, and what it can't be accepted for goes to the
    heads."""
    everybody = [one.id for one in heirs]
    takers = {one: fitting.get(one) or everybody for one in clients}
    ordered = sorted(clients, key=lambda one: (-pieces.get(one, 0), one))
    return {piece.client_id: heir for piece, heir in share_out(
        [Piece(What.CLIENT, one, one) for one in ordered], takers, burdens
    ).items()}  # fmt: skip
