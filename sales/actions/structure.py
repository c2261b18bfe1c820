"""How a team is structured, and what becomes of live work when that changes: what can't go on any more ends at once,
with the client where it was, and is proposed again should the leg come back; what somebody has accepted goes on to its
end; a lead whose receiver takes none any more finds another."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.handoff import back_home
from sales.actions.known import is_owners
from sales.actions.proposal_course import cancel_term, come_back, refresh_proposal
from sales.actions.routing import close_offers, home, move, pass_on, refresh, silence
from sales.company import Team, TeamSettings
from sales.errors import Overtaken
from sales.handoff import ASKING, HELD, OPEN_HANDOFF, Escalation, Handoff, HandoffState, Offer, OfferState
from sales.legs import LEGS, Leg, Structure, receiving
from sales.notices import Notice, NoticeKind
from sales.people import Actor, Permission, require
from sales.ports import Work


@dataclass(frozen=True, slots=True)
class SwitchStructure:
    structure: Structure


@dataclass(frozen=True, slots=True)
class Switching:
    """`lost` and `gained` legs. Of the open hand-overs on lost legs: how many proposals are `dropped`, how many offers
    are `withdrawn` to their givers, how many `go_on`. Of the leads: how many are `passed` on, for who is asked takes no
    leads any more."""

    old: Structure
    new: Structure
    lost: tuple[Leg, ...]
    gained: tuple[Leg, ...]
    dropped: int
    withdrawn: int
    go_on: int
    passed: int


def structure_preview(work: Work, actor: Actor, structure: Structure, now: datetime) -> Switching:
    """What switching would come to, before it does."""
    require(actor, Permission.CHANGE_SETTINGS)
    team = work.companies.team(actor.team_id)
    return _switching(work, team, replace(team.settings, structure=structure))


def switch_structure(work: Work, actor: Actor, form: SwitchStructure, now: datetime) -> Switching:
    """In one transaction with everything it ends."""
    require(actor, Permission.CHANGE_SETTINGS)
    team = work.companies.team(actor.team_id)
    settings = replace(team.settings, structure=form.structure)
    told = _switching(work, team, settings)
    if told.old is told.new:
        return told
    stranded = _stranded(work, team, settings)
    work.companies.save_team(replace(team, settings=settings))
    end_lost_legs(work, actor, team, settings, now)
    for offer in stranded:
        pass_on(work, work.handoffs.get(offer.handoff_id), offer.member_id, Escalation.NOBODY, now)
    facts = {"name": "structure", "old": told.old.value, "new": told.new.value}
    work.audit.note(actor.member_id, "change_settings", team.id, now, facts=facts)
    return told


def _switching(work: Work, team: Team, settings: TeamSettings) -> Switching:
    touched = _on_lost_legs(work, team, settings)
    return Switching(
        old=team.settings.structure,
        new=settings.structure,
        lost=tuple(_lost(team.settings, settings)),
        gained=tuple(_lost(settings, team.settings)),
        dropped=sum(_unasked(one) for one in touched),
        withdrawn=sum(one.state not in HELD and not _unasked(one) for one in touched),
        go_on=sum(one.state in HELD for one in touched),
        passed=len({offer.handoff_id for offer in _stranded(work, team, settings)}),
    )


def _lost(old: TeamSettings, new: TeamSettings) -> list[Leg]:
    return [leg for leg in LEGS if old.runs(leg) and not new.runs(leg)]


def _on_lost_legs(work: Work, team: Team, settings: TeamSettings) -> list[Handoff]:
    lost = _lost(team.settings, settings)
    return [one for one in work.handoffs.waiting(team.id, OPEN_HANDOFF) if one.leg in lost]


def _stranded(work: Work, team: Team, settings: TeamSettings) -> list[Offer]:
    """Offers of leads to those who receive none in the new structure, and so couldn't answer any more."""
    roles = receiving(Leg.LEAD, settings.structure)
    leads = [one for one in work.handoffs.waiting(team.id, ASKING) if one.leg is Leg.LEAD]
    return [
        offer
        for handoff in leads
        for offer in work.handoffs.offers(handoff.id)
        if offer.state is OfferState.OPEN
        and not work.people.get(offer.member_id).roles & roles
        and not is_owners(work, handoff, offer.member_id)
    ]


def _unasked(handoff: Handoff) -> bool:
    """Nobody was asked to receive it yet."""
    return handoff.rounds == 0


def end_lost_legs(work: Work, actor: Actor, team: Team, settings: TeamSettings, now: datetime) -> None:
    """`team`: as it was."""
    for handoff in _on_lost_legs(work, team, settings):
        if handoff.state not in HELD:
            _end(work, actor, handoff, now)


def _end(work: Work, actor: Actor, handoff: Handoff, now: datetime) -> None:
    keeper = home(work, handoff)
    ended = replace(handoff, state=HandoffState.WITHDRAWN, deadline_at=None, ended_at=now, giver_id=keeper.id)
    if not move(work, handoff, ended):
        raise Overtaken
    close_offers(work, handoff.id, OfferState.WITHDRAWN, now)
    silence(work, handoff.id)
    cancel_term(work, handoff.id)
    back_home(work, ended, now)
    come_back(work, ended, now)
    refresh(work, ended)
    refresh_proposal(work, ended)
    if not _unasked(handoff) and keeper.id != actor.member_id:
        work.outbox.tell(keeper.id, Notice(NoticeKind.RELEASED, handoff.id, {"words": "", "by": actor.name}))
    work.audit.note(actor.member_id, "end_lost_leg", handoff.id, now, client_id=handoff.client_id)
