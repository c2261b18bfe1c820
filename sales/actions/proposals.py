"""A hand-over before it is offered: the client's owner is asked first, with the head behind the answer. What nobody
answers, or what is objected to, is the heads'; what came back or had to wait is proposed anew."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sales.actions.clients import client_in_reach
from sales.actions.news import post_news
from sales.actions.passport import passport_of
from sales.actions.proposal_causes import ASKED, BY_HAND, WANTED
from sales.actions.proposal_course import cancel_term, end_proposal, is_judged, refresh_proposal, set_term
from sales.actions.routing import able_of_team, escalate, home, move, note_fact, roles_for, route
from sales.clients import Client
from sales.company import News
from sales.errors import HandoverOpen, NotAllowed, NotYours, Overtaken, PassportIncomplete, WrongState
from sales.handoff import Dispute, Escalation, Handoff, HandoffState, OfferState, eligible
from sales.legs import LEGS, Leg
from sales.notices import Notice, NoticeKind
from sales.passport import ASKED_AT_MOST, Point, lacks
from sales.people import SELLING_ROLES, Actor, Permission, Role, require
from sales.ports import NEW, Work
from sales.wording import words


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
class LeaveProposal:
    handoff_id: int


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
    team doesn't run this leg or has nobody for it, the owner doesn't give on this leg, the head has lately decided
    that the client stays, or is deciding on a return. `by` None: the bot's own."""
    client = work.clients.get(client_id)
    owner = work.people.get(client.owner_id)
    if work.handoffs.open_of_client(client_id) is not None or not may_pass(work, client, leg):
        return None
    if (by is None and _stays(work, client, leg, now)) or (why not in BY_HAND and is_judged(work, client_id)):
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
    return set_term(work, made, now)


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
    is_own = client.owner_id == actor.member_id
    if not is_own:
        require(actor, Permission.DIRECT_HANDOVERS)
    standing = work.handoffs.open_of_client(client.id)
    if standing is None:
        if not may_ask(work, client, form.leg):
            raise WrongState(state="leg")
        why, to = ASKED if is_own else WANTED, form.receiver_id
        standing = propose(work, client.id, form.leg, why=why, by=actor.member_id, now=now, receiver_id=to)
    if standing is None or standing.leg is not form.leg or standing.rounds > 0:
        raise HandoverOpen(who=work.people.get(client.owner_id).name)
    giver = work.people.get(standing.giver_id)
    missing = still_asked(work, standing, now)
    return Proposed(standing.id, client.id, client.name, form.leg, giver.id, giver.name, missing)


def may_ask(work: Work, client: Client, leg: Leg) -> bool:
    """By hand it goes where the bot would propose it too, but not from who only qualifies: there the lead comes first
    (domain: qualification)."""
    sells = work.people.get(client.owner_id).roles & set(SELLING_ROLES)
    return sells != {Role.LEAD_GENERATOR} and may_pass(work, client, leg)


def leave_proposal(work: Work, actor: Actor, form: LeaveProposal, now: datetime) -> bool:
    """The giver doesn't go on with it: what the giver has asked for in person ends at once, everything else waits for
    its answer. Never refused; gives whether it has ended."""
    handoff = work.handoffs.get(form.handoff_id)
    own = handoff.giver_id == actor.member_id and handoff.why == ASKED
    if not own or handoff.state is not HandoffState.PROPOSED:
        return False
    end_proposal(work, handoff, now)
    work.audit.note(actor.member_id, "leave_proposal", handoff.id, now, client_id=handoff.client_id)
    return True


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
    set_term(work, passed, now)
