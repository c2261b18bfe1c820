"""A hand-over before it is offered: the client's owner is asked first, with the head behind the answer. What nobody
answers, or what is objected to, is the heads'; what came back or had to wait is proposed anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sales.actions.clients import client_in_reach
from sales.actions.news import post_news
from sales.actions.passport import passport_of
from sales.actions.routing import able_of_team, escalate, home, move, note_fact, roles_for, route
from sales.actions.steps import schedule_for
from sales.clients import Client
from sales.company import News
from sales.errors import HandoverOpen, NotAllowed, NotYours, Overtaken, PassportIncomplete, WrongState
from sales.handoff import Dispute, Escalation, Handoff, HandoffState, OfferState, eligible
from sales.legs import LEGS, Leg
from sales.notices import Notice, NoticeKind
from sales.passport import ASKED_AT_MOST, Point, lacks
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.rest import add_active
from sales.timers import TimerKind
from sales.wording import words

#: `Handoff.why` of what its own giver has asked for: it may be taken back, and nobody proposes it anew.
ASKED = "asked"
#: The part of its term after which a proposal is reminded of.
WARN_AT = 0.75


@dataclass(frozen=True, slots=True)
class AskHandover:
    """`receiver_id`: whom the giver, or the head, would like to have it; None: by turn."""

    client_id: int
    leg: Leg
    receiver_id: int | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """`missing`: what the giver is asked for before it can be sent on."""

    handoff_id: int
    client_id: int
    client: str
    leg: Leg
    giver_id: int
    giver: str
    missing: tuple[Point, ...]


@dataclass(frozen=True, slots=True)
class Confirm:
    """`as_it_is`: the head passes it with whatever the card has."""

    handoff_id: int
    receiver_id: int | None = None
    as_it_is: bool = False


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Either somebody is asked until `deadline_at`, or the heads have it (`escalation`)."""

    handoff_id: int
    client_id: int
    client: str
    leg: Leg
    receivers: tuple[str, ...]
    deadline_at: datetime | None
    escalation: Escalation | None


@dataclass(frozen=True, slots=True)
class Objection:
    handoff_id: int
    words: str


@dataclass(frozen=True, slots=True)
class Objected:
    """`client_id` keeps its owner until the head has decided."""

    handoff_id: int
    client_id: int
    client: str


def propose(
    work: Work, client_id: int, leg: Leg, *, why: str, by: int | None, now: datetime, receiver_id: int | None = None
) -> Handoff | None:
    """To the client's owner, who answers within the team's term. None where the client has an open hand-over, the
    team doesn't run this leg or has nobody for it, the owner doesn't give on this leg, or the head has lately decided
    that the client stays. `by` None: the bot's own."""
    client = work.clients.get(client_id)
    owner = work.people.get(client.owner_id)
    if work.handoffs.open_of_client(client_id) is not None or not may_pass(work, client, leg):
        return None
    if by is None and _stays(work, client, leg, now):
        return None
    made = work.handoffs.add(
        Handoff(
            id=NEW,
            company_id=client.company_id,
            team_id=client.team_id,
            client_id=client_id,
            lead_id=None,
            leg=leg,
            giver_id=owner.id,
            state=HandoffState.PROPOSED,
            offered_at=now,
            rounds=0,
            why=why,
            wanted_id=receiver_id,
            proposed_at=now,
        )
    )
    facts = {"leg": leg.value, "why": why}
    work.audit.note(by, "propose", made.id, now, client_id=client_id, facts=facts)
    if not owner.active:
        return escalate(work, made, Escalation.LEFT, now)
    if by != owner.id:
        work.outbox.tell(owner.id, Notice(NoticeKind.PROPOSED, made.id))
    return _set_term(work, made, now)


def may_pass(work: Work, client: Client, leg: Leg) -> bool:
    """The team runs this leg, its owner gives on it, and there is somebody who could ever receive it."""
    policy, owner = LEGS[leg], work.people.get(client.owner_id)
    if not policy.proposed or not work.companies.team(client.team_id).settings.runs(leg):
        return False
    roles = roles_for(work, client.team_id, leg)
    gives = bool(owner.roles & policy.gives) and (leg is Leg.BACK or not owner.roles & roles)
    return (gives or not owner.active) and bool(
        eligible(work.people.of_team(client.team_id), owner.id, frozenset(), roles)
    )


def _stays(work: Work, client: Client, leg: Leg, now: datetime) -> bool:
    """The head has left it with this very owner: an upheld objection isn't argued with every night."""
    last = work.handoffs.last_of_leg(client.id, leg)
    if last is None or last.dispute is not Dispute.UPHELD or last.state is not HandoffState.WITHDRAWN:
        return False
    rest = LEGS[leg].rests_after_no
    over = rest is not None and last.ended_at is not None and now >= last.ended_at + timedelta(days=rest)
    return last.giver_id == client.owner_id and not over


def ask_handover(work: Work, actor: Actor, form: AskHandover, now: datetime) -> Proposed:
    """By the owner, or by a head for somebody else's client (domain: on request, a hand-picked key client). The owner
    goes on with the card at once; asked again, the same proposal goes on."""
    client = client_in_reach(work, actor, form.client_id)
    if client.owner_id != actor.member_id:
        require(actor, Permission.DIRECT_HANDOVERS)
    standing = work.handoffs.open_of_client(client.id)
    if standing is None:
        refuse_leg(work, client, form.leg)
        standing = propose(
            work, client.id, form.leg, why=ASKED, by=actor.member_id, now=now, receiver_id=form.receiver_id
        )
    if standing is None or standing.leg is not form.leg or standing.rounds > 0:
        raise HandoverOpen(who=work.people.get(client.owner_id).name)
    giver = work.people.get(standing.giver_id)
    missing = still_asked(work, standing, now)
    return Proposed(standing.id, client.id, client.name, form.leg, giver.id, giver.name, missing)


def refuse_leg(work: Work, client: Client, leg: Leg) -> None:
    """Raises WrongState where such a hand-over couldn't go anywhere."""
    if not may_pass(work, client, leg):
        raise WrongState(state="leg")


def still_asked(work: Work, handoff: Handoff, now: datetime) -> tuple[Point, ...]:
    """What the card lacks and the giver is still asked for: three questions at most, answered ones counted in."""
    passport = passport_of(work, handoff.client_id, now)
    since = handoff.proposed_at or handoff.offered_at
    said = [one for one in work.passports.answers(handoff.client_id) if one.at >= since]
    return lacks(passport, LEGS[handoff.leg].card)[: max(0, ASKED_AT_MOST - len(said))]


def confirm_proposal(work: Work, actor: Actor, form: Confirm, now: datetime) -> Confirmed:
    """The giver sends it on once the card is whole; a head passes it as it is, from the queue too."""
    handoff = work.handoffs.get(form.handoff_id)
    _check_answering(work, actor, handoff, form)
    if not form.as_it_is:
        missing = still_asked(work, handoff, now)
        if missing:
            raise PassportIncomplete(missing=" ".join(point.value for point in missing))
    wanted = form.receiver_id or handoff.wanted_id
    if form.receiver_id is not None and form.receiver_id not in {one.id for one in able_of_team(work, handoff)}:
        raise NotAllowed(permission=LEGS[handoff.leg].receives.value)
    offered = replace(
        handoff,
        state=HandoffState.OFFERED,
        offered_at=now,
        deadline_at=None,
        rounds=1,
        wanted_id=wanted,
        giver_id=home(work, handoff).id,
    )
    if not move(work, handoff, offered):
        raise Overtaken
    cancel_term(work, handoff.id)
    note_fact(work, offered, offered.giver_id, "submitted", now)
    post_news(work, offered.team_id, News.HANDOVERS, Notice(NoticeKind.ANNOUNCEMENT, offered.id))
    routed = route(work, offered, now)
    refresh_proposal(work, routed)
    facts = {"as_it_is": form.as_it_is}
    work.audit.note(actor.member_id, "confirm_proposal", handoff.id, now, client_id=handoff.client_id, facts=facts)
    return _confirmed(work, routed)


def _check_answering(work: Work, actor: Actor, handoff: Handoff, form: Confirm) -> None:
    """The giver while it is proposed; a head also from the queue, as long as nobody was ever asked. Passing what isn't
    whole is the head's alone."""
    directs = actor.may(Permission.DIRECT_HANDOVERS) and handoff.team_id in actor.reach
    own = handoff.giver_id == actor.member_id
    if not directs and (not own or form.as_it_is):
        raise NotYours(who=work.people.get(handoff.giver_id).name)
    queued = handoff.state is HandoffState.ESCALATED and handoff.rounds == 0 and directs
    if handoff.state is not HandoffState.PROPOSED and not queued:
        raise Overtaken


def _confirmed(work: Work, routed: Handoff) -> Confirmed:
    client = work.clients.get(routed.client_id)
    asked = [one.member_id for one in work.handoffs.offers(routed.id) if one.state is OfferState.OPEN]
    names = tuple(work.people.get(member_id).name for member_id in asked)
    return Confirmed(
        routed.id, client.id, client.name, routed.leg, names, routed.deadline_at, None if names else routed.escalation
    )


def object_to(work: Work, actor: Actor, form: Objection, now: datetime) -> Objected:
    """The giver says why the client should stay: the head decides, and until then it does."""
    handoff, because = work.handoffs.get(form.handoff_id), words(form.words)
    if handoff.giver_id != actor.member_id:
        raise NotYours(who=work.people.get(handoff.giver_id).name)
    if handoff.state is not HandoffState.PROPOSED:
        raise Overtaken
    escalate(work, replace(handoff, objection=because), Escalation.OBJECTION, now)
    cancel_term(work, handoff.id)
    work.outbox.refresh(NoticeKind.PROPOSED, handoff.id)
    facts = {"words": because}
    work.audit.note(actor.member_id, "object_to", handoff.id, now, client_id=handoff.client_id, facts=facts)
    client = work.clients.get(handoff.client_id)
    return Objected(handoff.id, client.id, client.name)


def make_room(work: Work, client_id: int, now: datetime) -> None:
    """Before something else is begun with the client. A proposal waits, to be made anew afterwards: it must not hold a
    lead up. Raises HandoverOpen for anything further on."""
    handoff = work.handoffs.open_of_client(client_id)
    if handoff is None:
        return
    if handoff.state is not HandoffState.PROPOSED:
        raise HandoverOpen(who=work.people.get(handoff.giver_id).name)
    end_proposal(work, handoff, now)
    come_back(work, handoff, now)


def end_proposal(work: Work, handoff: Handoff, now: datetime) -> Handoff:
    """Nobody is asked any more."""
    ended = replace(handoff, state=HandoffState.WITHDRAWN, deadline_at=None, ended_at=now)
    if not move(work, handoff, ended):
        raise Overtaken
    cancel_term(work, handoff.id)
    refresh_proposal(work, ended)
    return ended


def follow_owner(work: Work, handoff: Handoff, now: datetime) -> None:
    """The client has another owner by the head's word: the proposal is theirs to answer, unless it has come true."""
    client = work.clients.get(handoff.client_id)
    if not may_pass(work, client, handoff.leg):
        end_proposal(work, handoff, now)
        work.audit.note(None, "came_true", handoff.id, now, client_id=handoff.client_id)
        return
    passed = replace(handoff, giver_id=client.owner_id, proposed_at=now)
    if not work.handoffs.move(passed, {HandoffState.PROPOSED}):
        raise Overtaken
    refresh_proposal(work, passed)
    work.outbox.tell(client.owner_id, Notice(NoticeKind.PROPOSED, handoff.id))
    _set_term(work, passed, now)


def come_back(work: Work, handoff: Handoff, now: datetime) -> None:
    """What the bot has proposed is never lost by a return, a withdrawal or a lead in between."""
    if LEGS[handoff.leg].proposed and handoff.why != ASKED:
        work.timers.set(TimerKind.PROPOSAL_AGAIN, handoff.id, term_end(work, handoff, now))


def term_end(work: Work, handoff: Handoff, start: datetime, part: float = 1.0) -> datetime:
    """In the giver's own working hours, rests left out."""
    term = timedelta(hours=work.companies.team(handoff.team_id).settings.proposal_hours) * part
    rests, schedule = work.rests.of(handoff.giver_id, start), schedule_for(work, handoff.giver_id)
    return add_active(start, term, rests, schedule)


def _set_term(work: Work, handoff: Handoff, now: datetime) -> Handoff:
    due = replace(handoff, deadline_at=term_end(work, handoff, now))
    work.handoffs.move(due, {HandoffState.PROPOSED})
    work.timers.set(TimerKind.PROPOSAL_END, handoff.id, term_end(work, handoff, now))
    work.timers.set(TimerKind.PROPOSAL_WARN, handoff.id, term_end(work, handoff, now, WARN_AT))
    return due


def cancel_term(work: Work, handoff_id: int) -> None:
    work.timers.cancel(TimerKind.PROPOSAL_WARN, handoff_id)
    work.timers.cancel(TimerKind.PROPOSAL_END, handoff_id)


def refresh_proposal(work: Work, handoff: Handoff) -> None:
    """The giver's card, and the heads', tell what has become of it. A lead was never proposed."""
    if handoff.proposed_at is None:
        return
    work.outbox.refresh(NoticeKind.PROPOSED, handoff.id)
    work.outbox.refresh(NoticeKind.PROPOSAL_WARN, handoff.id)
    if handoff.escalation is not None:
        work.outbox.refresh(NoticeKind.ESCALATED, handoff.id)
