"""What a head chooses from before work changes hands: which pieces, and who could take them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sales.actions.clients import client_in_reach
from sales.actions.direction import directed
from sales.actions.reassign import burdens_of
from sales.actions.routing import roles_for
from sales.actions.steps import schedule_of
from sales.errors import NotYours
from sales.handoff import HELD
from sales.people import Actor, Member, Permission, require
from sales.ports import Work
from sales.reassign import AT_ONCE, Piece, What, takes_work
from sales.steps import Step, StepKind, StepState


class Scope(StrEnum):
    """What is to be moved; the subject is in brackets."""

    CLIENTS = "clients"  # [member] everybody that the person carries
    LATE = "late"  # [member] the person's overdue steps
    CLIENT = "client"  # [client]
    HANDOFF = "handoff"  # [hand-over] an open offer, or once it was accepted its client
    STEP = "step"  # [step]


@dataclass(frozen=True, slots=True)
class BasketLine:
    """`kind` and `due_at`: of a step."""

    piece: Piece
    client: str
    kind: StepKind | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Basket:
    """`holder`: with whom it is now, an empty string where it is with nobody. `more`: there is more than can be moved
    in one go."""

    lines: tuple[BasketLine, ...]
    holder_id: int
    holder: str
    more: bool


@dataclass(frozen=True, slots=True)
class Taker:
    """Somebody who could take it, and what is on their hands already. `busy_until`: today, at most until tomorrow's
    opening."""

    member_id: int
    name: str
    clients: int
    handoffs: int
    overdue: int
    busy_until: datetime | None


def basket(work: Work, actor: Actor, scope: Scope, subject: int, now: datetime) -> Basket:
    """What can be chosen from. Only of the teams in reach."""
    require(actor, Permission.DIRECT_HANDOVERS)
    if scope is Scope.CLIENTS:
        holder = _colleague(work, actor, subject)
        found = work.clients.of_owner(holder.id, AT_ONCE + 1)
        reached = [one for one in found if one.team_id in actor.reach]
        pieces = [BasketLine(Piece(What.CLIENT, one.id, one.id), one.name, None, None) for one in reached]
        return _basket(pieces, holder)
    if scope is Scope.LATE:
        holder = _colleague(work, actor, subject)
        return _basket(_step_lines(work, work.steps.open_of_member(holder.id, now, AT_ONCE + 1)), holder)
    if scope is Scope.STEP:
        step = work.steps.get(subject)
        client_in_reach(work, actor, step.client_id)
        return _basket(_step_lines(work, [step]), work.people.get(step.member_id))
    if scope is Scope.HANDOFF:
        return _of_handoff(work, actor, subject)
    client = client_in_reach(work, actor, subject)
    line = BasketLine(Piece(What.CLIENT, client.id, client.id), client.name, None, None)
    return _basket([line], work.people.get(client.owner_id))


def _of_handoff(work: Work, actor: Actor, handoff_id: int) -> Basket:
    handoff = directed(work, actor, handoff_id)
    client = work.clients.get(handoff.client_id)
    accepted = handoff.state in HELD
    piece = Piece(What.CLIENT, client.id, client.id) if accepted else Piece(What.HANDOFF, handoff.id, client.id)
    holder = work.people.get(handoff.receiver_id) if accepted and handoff.receiver_id else None
    return _basket([BasketLine(piece, client.name, None, None)], holder)


def _colleague(work: Work, actor: Actor, member_id: int) -> Member:
    """Also one who works here no more: what is left behind has to be moved."""
    member = work.people.get(member_id)
    if member.company_id != actor.company_id or member.team_id not in actor.reach:
        raise NotYours
    return member


def _step_lines(work: Work, steps: Sequence[Step]) -> list[BasketLine]:
    return [
        BasketLine(
            Piece(What.STEP, step.id, step.client_id), work.clients.get(step.client_id).name, step.kind, step.due_at
        )
        for step in steps
    ]


def _basket(lines: Sequence[BasketLine], holder: Member | None) -> Basket:
    kept = tuple(lines[:AT_ONCE])
    return Basket(kept, holder.id if holder else 0, holder.name if holder else "", len(lines) > AT_ONCE)


def takers(work: Work, actor: Actor, pieces: tuple[Piece, ...], now: datetime) -> tuple[Taker, ...]:
    """Who is here and could take any of it, the least burdened first; never the giver of the only hand-over, never its
    present holder."""
    require(actor, Permission.DIRECT_HANDOVERS)
    teams = {work.clients.get(piece.client_id).team_id for piece in pieces} & actor.reach
    shut_out = _shut_out(work, pieces)
    found: list[Taker] = []
    for team_id in sorted(teams):
        burdens = burdens_of(work, team_id, now)
        team = work.companies.team(team_id)
        for member in work.people.of_team(team_id):
            here = takes_work(member, now, schedule_of(team, member.zone)) and member.team_id == team_id
            if not here or member.id in shut_out or not _fits(work, member, pieces):
                continue
            burden = burdens[member.id]
            busy = member.away_until if member.is_away(now) else None
            counts = (burden.clients, burden.handoffs, burden.overdue)
            found.append(Taker(member.id, member.name, *counts, busy))
    return tuple(sorted(found, key=lambda one: (one.busy_until is not None, one.handoffs + one.overdue, one.clients)))


def _fits(work: Work, member: Member, pieces: tuple[Piece, ...]) -> bool:
    """Of offers alone, somebody to whom one of their legs leads."""
    offers = [work.handoffs.get(piece.id) for piece in pieces if piece.what is What.HANDOFF]
    able = any(member.roles & roles_for(work, one.team_id, one.leg) for one in offers)
    return able or len(offers) < len(pieces)


def _shut_out(work: Work, pieces: tuple[Piece, ...]) -> frozenset[int]:
    """Of a single piece; of many, each says for itself who can't take it."""
    if len(pieces) != 1:
        return frozenset()
    piece = pieces[0]
    handoff = work.handoffs.open_of_client(piece.client_id)
    giver = frozenset({handoff.giver_id} if handoff and piece.what is not What.STEP else ())
    if piece.what is What.STEP:
        return frozenset({work.steps.get(piece.id).member_id})
    if piece.what is What.CLIENT:
        return giver | {work.clients.get(piece.client_id).owner_id}
    return giver


def moved_clients(work: Work, ids: Sequence[int]) -> list[BasketLine]:
    """For the notice that leaves."""
    found = [work.clients.get(client_id) for client_id in ids]
    return [BasketLine(Piece(What.CLIENT, one.id, one.id), one.name, None, None) for one in found]


def moved_steps(work: Work, ids: Sequence[int]) -> list[BasketLine]:
    """What was settled meanwhile isn't told any more."""
    steps = [work.steps.get(step_id) for step_id in ids]
    return _step_lines(work, [step for step in steps if step.state is StepState.OPEN])
