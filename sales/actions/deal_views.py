"""What a person sees of a deal: where it stands, what is known of it, what comes next and how it came here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sales.actions.clients import client_in_reach, require_full
from sales.actions.deal_moves import is_untouched, may_move
from sales.actions.deals import has_step_ahead
from sales.activities import CONTACT_MADE, UNDO_FOR, Outcome
from sales.catalogue import offered
from sales.clients import Client
from sales.deals import Deal, DealMove, DealStage, NoteKind, next_stage, stage_before_parking
from sales.errors import NotFound
from sales.people import Actor, Permission, require
from sales.ports import Work
from sales.steps import Step


@dataclass(frozen=True, slots=True)
class MoveLine:
    start: DealStage | None
    end: DealStage
    words: str
    at: datetime
    member: str


@dataclass(frozen=True, slots=True)
class NoteLine:
    kind: NoteKind
    words: str
    at: datetime
    member: str


@dataclass(frozen=True, slots=True)
class DealCard:
    """`after`: its last move, as every press on it names it. `onward`: the stage that a single press leads to (of a
    parked one, where it stopped). `planned`: a next step stands already. `droppable`: opened a moment ago by the actor,
    and nothing done since. `products`: what the team sells. `currency`: the client's, in which an amount is told."""

    deal: Deal
    client: str
    owner: str
    after: int
    may_move: bool
    onward: DealStage | None
    planned: bool
    droppable: bool
    step: Step | None
    notes: tuple[NoteLine, ...]
    moves: tuple[MoveLine, ...]
    products: tuple[str, ...]
    currency: str


def deal_card(work: Work, actor: Actor, deal_id: int, now: datetime) -> DealCard:
    """For whoever may see the client whole."""
    require(actor, Permission.FIND_CLIENTS)
    deal = work.deals.get(deal_id)
    client = client_in_reach(work, actor, deal.client_id)
    require_full(work, actor, client)
    moves = work.deals.moves(deal.id)
    steps = work.steps.open_of_client(client.id)
    return DealCard(
        deal=deal,
        client=client.name,
        owner=work.people.get(deal.owner_id).name,
        after=moves[-1].id,
        may_move=deal.is_open and may_move(work, actor, client),
        onward=_onward(deal, moves),
        planned=has_step_ahead(work, deal, now),
        droppable=_droppable(work, actor, deal, moves, now),
        step=steps[0] if steps else None,
        notes=tuple(
            NoteLine(note.kind, note.words, note.at, work.people.get(note.member_id).name)
            for note in work.deals.notes(deal.id)
        ),
        moves=tuple(
            MoveLine(move.start, move.end, move.words, move.at, work.people.get(move.member_id).name) for move in moves
        ),
        products=tuple(one.name for one in offered(work.catalogue.products(deal.team_id))),
        currency=client.currency,
    )


@dataclass(frozen=True, slots=True)
class ActDeal:
    """The client's deal under a logged act. `onward`: the stage that one press leads to; None: the deal is to be opened
    and looked at. `opened`: this very act has opened it."""

    deal_id: int
    after: int
    stage: DealStage
    onward: DealStage | None
    opened: bool


def deal_after_act(work: Work, actor: Actor, client: Client, outcome: Outcome, now: datetime) -> ActDeal | None:
    """None where the act gives no reason to move it, or the actor may not. Where no next step is planned, one press
    isn't enough."""
    deal = work.deals.open_of_client(client.id)
    if deal is None or outcome not in CONTACT_MADE or not may_move(work, actor, client):
        return None
    ready = outcome is not Outcome.REFUSED and has_step_ahead(work, deal, now)
    onward = next_stage(deal.stage) if ready else None
    return ActDeal(deal.id, work.deals.moves(deal.id)[-1].id, deal.stage, onward, deal.opened_at == now)


def deal_of_client(work: Work, actor: Actor, client_id: int) -> int:
    """The id of the client's open deal, or of its last one; NotFound where there never was any."""
    require(actor, Permission.FIND_CLIENTS)
    client = client_in_reach(work, actor, client_id)
    require_full(work, actor, client)
    deal = work.deals.open_of_client(client.id) or work.deals.last_of_client(client.id)
    if deal is None:
        raise NotFound(what="deal")
    return deal.id


def _onward(deal: Deal, moves: Sequence[DealMove]) -> DealStage | None:
    return stage_before_parking(moves) if deal.stage is DealStage.PARKED else next_stage(deal.stage)


def _droppable(work: Work, actor: Actor, deal: Deal, moves: Sequence[DealMove], now: datetime) -> bool:
    mine = moves[0].member_id == actor.member_id and now - moves[0].at <= UNDO_FOR
    return mine and deal.is_open and is_untouched(work, deal)
