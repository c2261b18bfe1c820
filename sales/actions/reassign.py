"""Work changes hands by the head's word: a client with all that was promised to it, an open offer, a single step, one
or many at once. Promises keep their times, an open hand-over is moved by its own machine or stays, and whoever receives
hears of it once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.handoff import set_owner
from sales.actions.leads import save_lead
from sales.actions.parking import remind_of_parked
from sales.actions.proposals import follow_owner
from sales.actions.routing import able_of_team, ask_again, close_offers, refresh, roles_for
from sales.actions.steps import pass_step, schedule_of
from sales.actions.touches import start_touches
from sales.clients import Client
from sales.errors import Absent, AlreadyTaken, GiverAgain, ListFull, NotAllowed, NotFound, NotYours, Overtaken
from sales.handoff import ASKING, HELD, UNANSWERED, Handoff, HandoffState, OfferState
from sales.leads import LeadState
from sales.notices import Fact, Notice, NoticeKind
from sales.people import Actor, Member, Permission, require
from sales.ports import Work
from sales.reassign import AT_ONCE, Burden, Obstacle, Piece, What, is_absent, share_out, takes_work
from sales.steps import Step, StepState


@dataclass(frozen=True, slots=True)
class Reassign:
    """`to`: one person, or several among whom it is shared out evenly."""

    pieces: tuple[Piece, ...]
    to: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Given:
    """What one person gets. `busy_until`: the person answers later, for they are busy today."""

    member_id: int
    name: str
    clients: int
    offers: int
    steps: int
    busy_until: datetime | None


@dataclass(frozen=True, slots=True)
class Stays:
    why: Obstacle
    count: int


@dataclass(frozen=True, slots=True)
class Reassigned:
    given: tuple[Given, ...]
    stays: tuple[Stays, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    takers: Mapping[int, Member]
    moves: Mapping[Piece, int]
    stays: Sequence[Obstacle]


def reassign_plan(work: Work, actor: Actor, form: Reassign, now: datetime) -> Reassigned:
    """What moving them would come to; refused as the move itself would be."""
    return _told(_plan(work, actor, form, now), now)


def reassign(work: Work, actor: Actor, form: Reassign, now: datetime) -> Reassigned:
    """All of it at once. What can't move stays where it is and is counted; where nothing moves, it is refused."""
    plan = _plan(work, actor, form, now)
    before = {piece: _holders(work, piece) for piece in plan.moves}
    for piece, member_id in plan.moves.items():
        _MOVES[piece.what](work, piece, plan.takers[member_id], now)
        facts = {"what": piece.what.value, "id": piece.id, "from": sorted(before[piece]), "to": member_id}
        work.audit.note(actor.member_id, "reassign", piece.client_id, now, client_id=piece.client_id, facts=facts)
    _tell(work, actor, plan, before)
    return _told(plan, now)


def _plan(work: Work, actor: Actor, form: Reassign, now: datetime) -> _Plan:
    require(actor, Permission.DIRECT_HANDOVERS)
    if len(form.pieces) > AT_ONCE:
        raise ListFull(limit=AT_ONCE)
    if not form.to:
        raise NotFound(what="member")
    takers = {member_id: _taker(work, actor, member_id, now) for member_id in form.to}
    pieces = _whole([_orphan(work, piece) for piece in form.pieces])
    obstacles = {(p, m): _obstacle(work, actor, p, who) for p in pieces for m, who in takers.items()}
    by_client: dict[int, list[Piece]] = {}
    for piece in pieces:
        by_client.setdefault(piece.client_id, []).append(piece)
    able = {
        client_id: [m for m in takers if any(obstacles[piece, m] is None for piece in own)]
        for client_id, own in by_client.items()
    }
    burdens = burdens_of(work, next(iter(takers.values())).team_id, now) if len(takers) > 1 else {}
    shared = share_out(pieces, able, burdens)
    moves = {piece: member_id for piece, member_id in shared.items() if obstacles[piece, member_id] is None}
    stays = [_why(obstacles, piece, shared.get(piece, form.to[0])) for piece in pieces if piece not in moves]
    if not moves:
        raise _refusal(work, pieces, stays, takers[form.to[0]])
    return _Plan(takers, moves, stays)


def _whole(pieces: Sequence[Piece]) -> list[Piece]:
    """Each once; what goes with its client isn't moved by itself."""
    with_client = {piece.client_id for piece in pieces if piece.what is What.CLIENT}
    once = dict.fromkeys(pieces)
    return [piece for piece in once if piece.what is What.CLIENT or piece.client_id not in with_client]


def _orphan(work: Work, piece: Piece) -> Piece:
    """A client whose lead waits for the head is moved by its hand-over: somebody has to accept it."""
    handoff = work.handoffs.open_of_client(piece.client_id) if piece.what is What.CLIENT else None
    if handoff is None or handoff.state is not HandoffState.ESCALATED:
        return piece
    return Piece(What.HANDOFF, handoff.id, piece.client_id)


def _why(obstacles: Mapping[tuple[Piece, int], Obstacle | None], piece: Piece, member_id: int) -> Obstacle:
    return obstacles[piece, member_id] or Obstacle.GONE


def _refusal(work: Work, pieces: Sequence[Piece], stays: Sequence[Obstacle], taker: Member) -> Exception:
    first = stays[0] if stays else Obstacle.GONE
    if first is Obstacle.GIVER:
        return GiverAgain(who=taker.name)
    if first is Obstacle.SAME:
        return AlreadyTaken(who=taker.name)
    if first is Obstacle.ROLE:
        return NotAllowed(permission=Permission.RECEIVE_LEADS.value)
    return Overtaken()


def _taker(work: Work, actor: Actor, member_id: int, now: datetime) -> Member:
    """Somebody of a team in reach who is here, can be told and may work with clients."""
    member = work.people.get(member_id)
    if member.company_id != actor.company_id or member.team_id not in actor.reach:
        raise NotYours
    if not member.may(Permission.LOG_ACTS):
        raise NotAllowed(permission=Permission.LOG_ACTS.value)
    schedule = schedule_of(work.companies.team(member.team_id), member.zone)
    if not takes_work(member, now, schedule):
        absent = is_absent(member, now, schedule)
        raise Absent(who=member.name, at=member.away_until if absent else "never")
    return member


def _obstacle(work: Work, actor: Actor, piece: Piece, taker: Member) -> Obstacle | None:
    """Raises NotYours for what lies outside the head's teams."""
    client = work.clients.get(piece.client_id)
    if client.team_id not in actor.reach or client.company_id != actor.company_id:
        raise NotYours
    if piece.what is What.STEP:
        return _step_obstacle(work.steps.get(piece.id), client, taker)
    handoff = work.handoffs.open_of_client(client.id)
    if piece.what is What.HANDOFF:
        if handoff is None or handoff.id != piece.id:
            return Obstacle.GONE
        return _offer_obstacle(work, handoff, taker)
    return _client_obstacle(work, client, handoff, taker)


def _step_obstacle(step: Step, client: Client, taker: Member) -> Obstacle | None:
    if step.state is not StepState.OPEN or step.client_id != client.id or client.team_id != taker.team_id:
        return Obstacle.GONE
    return Obstacle.SAME if step.member_id == taker.id else None


def _offer_obstacle(work: Work, handoff: Handoff, taker: Member) -> Obstacle | None:
    if handoff.state not in UNANSWERED:
        return Obstacle.GONE
    if taker.id == handoff.giver_id:
        return Obstacle.GIVER
    if taker not in able_of_team(work, handoff):
        return Obstacle.ROLE
    asked = [one.member_id for one in work.handoffs.offers(handoff.id) if one.state is OfferState.OPEN]
    return Obstacle.SAME if asked == [taker.id] else None


def _client_obstacle(work: Work, client: Client, handoff: Handoff | None, taker: Member) -> Obstacle | None:
    """Who is being asked right now will own it: until the answer it stays with its giver."""
    if client.team_id != taker.team_id:
        return Obstacle.ROLE
    if handoff is not None and handoff.state in UNANSWERED:
        return Obstacle.ON_ITS_WAY
    if client.owner_id == taker.id:
        return Obstacle.SAME
    if handoff is not None and handoff.state in HELD:
        if taker.id == handoff.giver_id:
            return Obstacle.GIVER
        able = taker.active and taker.roles & roles_for(work, handoff.team_id, handoff.leg)
        return None if able else Obstacle.ROLE
    lead = work.leads.open_of_client(client.id)
    prepared = lead is not None and lead.state in (LeadState.DRAFT, LeadState.PARKED)
    return Obstacle.ROLE if prepared and not taker.may(Permission.SUBMIT_LEADS) else None


def _move_client(work: Work, piece: Piece, taker: Member, now: datetime) -> None:
    handoff = work.handoffs.open_of_client(piece.client_id)
    set_owner(work, piece.client_id, taker.id, now)
    for step in work.steps.open_of_client(piece.client_id):
        pass_step(work, step, taker.id, now)
    if handoff is not None and handoff.state is HandoffState.PROPOSED:
        follow_owner(work, handoff, now)
    elif handoff is not None:
        move_accepted(work, handoff, taker, now)
    lead = work.leads.open_of_client(piece.client_id)
    if lead is not None and lead.state in (LeadState.DRAFT, LeadState.PARKED):
        save_lead(work, replace(lead, giver_id=taker.id))
        if lead.parked_until is not None:
            remind_of_parked(work, lead, lead.parked_until, taker.id)


def move_accepted(work: Work, handoff: Handoff, taker: Member, now: datetime) -> None:
    """The head's word stands for an answer; the touch standard's term begins anew. Who had answered in time keeps the
    credit for that. The client hasn't been told of this receiver. That it is accepted the plan has seen in this very
    transaction."""
    moved = replace(handoff, state=HandoffState.ACCEPTED, receiver_id=taker.id, accepted_at=now, introduced_at=None)
    work.handoffs.move(moved, {handoff.state})
    start_touches(work, moved, now)
    refresh(work, moved)


def _move_offer(work: Work, piece: Piece, taker: Member, now: datetime) -> None:
    """Asked by the hand-over's own machine, with a whole term to answer in."""
    handoff = work.handoffs.get(piece.id)
    if handoff.state in ASKING:
        close_offers(work, handoff.id, OfferState.MOVED, now)
    ask_again(work, handoff, [taker], now)


def _move_step(work: Work, piece: Piece, taker: Member, now: datetime) -> None:
    pass_step(work, work.steps.get(piece.id), taker.id, now)


_MOVES = {What.CLIENT: _move_client, What.HANDOFF: _move_offer, What.STEP: _move_step}


def _holders(work: Work, piece: Piece) -> frozenset[int]:
    """Who had it until now."""
    if piece.what is What.STEP:
        return frozenset({work.steps.get(piece.id).member_id})
    if piece.what is What.HANDOFF:
        offers = work.handoffs.offers(piece.id)
        return frozenset(one.member_id for one in offers if one.state is OfferState.OPEN)
    return frozenset({work.clients.get(piece.client_id).owner_id})


def _tell(work: Work, actor: Actor, plan: _Plan, before: Mapping[Piece, frozenset[int]]) -> None:
    """Everybody once, with a list: who receives, and who has it no more. An offer has its own card, which says all."""
    moves = {piece: to for piece, to in plan.moves.items() if piece.what is not What.HANDOFF}
    for member_id in dict.fromkeys(moves.values()):
        got = [piece for piece, to in moves.items() if to == member_id]
        if member_id != actor.member_id:
            work.outbox.tell(member_id, Notice(NoticeKind.REASSIGNED, member_id, _facts(got, actor, taken=False)))
    for member_id in dict.fromkeys(one for piece in moves for one in before[piece]):
        gone = [piece for piece, to in moves.items() if member_id in before[piece] and to != member_id]
        if gone and member_id != actor.member_id and work.people.get(member_id).active:
            notice = Notice(NoticeKind.REASSIGNED, member_id, _facts(gone, actor, taken=True), silent=True)
            work.outbox.tell(member_id, notice)


def _facts(pieces: Sequence[Piece], actor: Actor, *, taken: bool) -> dict[str, Fact]:
    ids = {what: [piece.id for piece in pieces if piece.what is what] for what in What}
    return {"by": actor.name, "taken": taken, "clients": ids[What.CLIENT], "steps": ids[What.STEP]}


def _told(plan: _Plan, now: datetime) -> Reassigned:
    given = []
    for member_id in dict.fromkeys(plan.moves.values()):
        got = [piece.what for piece, to in plan.moves.items() if to == member_id]
        member = plan.takers[member_id]
        counts = {what: got.count(what) for what in What}
        busy = member.away_until if member.is_away(now) else None
        given.append(Given(member.id, member.name, counts[What.CLIENT], counts[What.HANDOFF], counts[What.STEP], busy))
    stays = [Stays(why, plan.stays.count(why)) for why in dict.fromkeys(plan.stays)]
    return Reassigned(tuple(given), tuple(stays))


def burdens_of(work: Work, team_id: int, now: datetime) -> Mapping[int, Burden]:
    """What everybody of the team carries."""
    clients, loads = work.clients.counts(team_id), work.handoffs.loads(team_id)
    late = work.facts.overdue(team_id, now)
    return {
        member.id: Burden(
            clients.get(member.id, 0),
            loads[member.id].open_handoffs if member.id in loads else 0,
            late[member.id].steps if member.id in late else 0,
        )
        for member in work.people.of_team(team_id)
    }
