"""What holds in a department after whatever anybody has done: said once, for the walks and for the seeded defects."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from sales.actions.situation import situation
from sales.credit import Credit
from sales.handoff import ASKING, HELD, OPEN_HANDOFF, Dispute, Handoff, HandoffState, Leg, Offer, OfferState
from sales.legs import LEGS, LEGS_OF, Keeps, Structure
from sales.notices import NoticeKind
from sales.people import Permission
from sales.situation import Section
from sales.timers import TimerKind
from storage.audit import audit
from storage.clients import client as client_table
from storage.credit import credit
from storage.handoffs import handoff as handoff_table
from storage.handoffs import offer as offer_table
from storage.outbox import outbox
from storage.people import member as member_table
from storage.shelf import Shelf
from storage.timers import timer
from tests.sales.actions.department import BY_WORD, Department

#: (leg, from, to); from None: it begins.
Transition = tuple[Leg, HandoffState | None, HandoffState]
CLOCKS = (TimerKind.OFFER_END, TimerKind.PROPOSAL_END, TimerKind.PROPOSAL_AGAIN)


@dataclass
class Seen:
    """How things stand. `clocks`: by kind, whose timers there are, and whether they still run; `told`: which hand-overs
    the heads have a card of."""

    owners: dict[int, int]
    here: set[int]
    away: dict[int, datetime]
    handoffs: dict[int, Handoff]
    offers: dict[int, Offer]
    record: list[Any]
    kept: dict[int, list[Credit]]
    clocks: dict[TimerKind, dict[int, bool]]
    told: dict[int, list[int]]
    structure: Structure


def look(dep: Department) -> Seen:
    rows = dep.conn.execute
    people = list(rows(sa.select(member_table.c.id, member_table.c.active, member_table.c.away_until)))
    clocks: dict[TimerKind, dict[int, bool]] = {kind: {} for kind in CLOCKS}
    for kind, subject, pending in rows(
        sa.select(timer.c.kind, timer.c.subject, timer.c.pending).where(timer.c.kind.in_(CLOCKS))
    ):
        clocks[kind][subject] = pending
    told: dict[int, list[int]] = {}
    for subject, who in rows(
        sa.select(outbox.c.subject, outbox.c.member_id).where(outbox.c.kind == NoticeKind.ESCALATED)
    ):
        told.setdefault(subject, []).append(who)
    kept: dict[int, list[Credit]] = {}
    for one in Shelf(dep.conn, credit, Credit).all():
        kept.setdefault(one.handoff_id, []).append(one)
    return Seen(
        owners={row[0]: row[1] for row in rows(sa.select(client_table.c.id, client_table.c.owner_id))},
        here={row[0] for row in people if row[1]},
        away={row[0]: row[2] for row in people if row[2]},
        handoffs={one.id: one for one in Shelf(dep.conn, handoff_table, Handoff).all()},
        offers={one.id: one for one in Shelf(dep.conn, offer_table, Offer).all()},
        record=list(
            rows(
                sa.select(audit.c.id, audit.c.verb, audit.c.subject, audit.c.client_id, audit.c.facts).order_by(
                    audit.c.id
                )
            )
        ),
        kept=kept,
        clocks=clocks,
        told=told,
        structure=dep.work.companies.team(dep.firm.team.id).settings.structure,
    )


def step(dep: Department, counts: Counter[Transition], name: str, act: Callable[[], bool]) -> bool:
    """One thing that somebody does, and everything that has to hold afterwards."""
    before: Seen = dep.seen or look(dep)
    done = act()
    after = dep.seen = look(dep)
    for handoff in after.handoffs.values():
        was = before.handoffs.get(handoff.id)
        if was is None or was.state is not handoff.state:
            counts[handoff.leg, was.state if was else None, handoff.state] += 1
    check_owners(dep, name, before, after)
    check_offers(dep, name, before, after)
    check_record(dep, before, after)
    for client in dep.clients:
        check_client(dep, client.id, after)
    for handoff in after.handoffs.values():
        check_credit(handoff, after)
        check_not_lost(dep, handoff, after)
        check_clock(dep, name, handoff, after)
    return done


def check_owners(dep: Department, name: str, before: Seen, after: Seen) -> None:
    """Ownership changes by an eligible acceptance, by the head's word, or because somebody has left."""
    for client_id, owner in before.owners.items():
        now = after.owners[client_id]
        if owner == now or name in BY_WORD or owner not in after.here:
            continue
        asked = {one.handoff_id for one in before.offers.values() if one.state is OfferState.OPEN}
        taken = {
            one.handoff_id
            for one in after.offers.values()
            if one.member_id == now
            and one.state is OfferState.ACCEPTED
            and (one.id not in before.offers or before.offers[one.id].state is OfferState.OPEN)
        }
        mine = [before.handoffs[one] for one in asked & taken if before.handoffs[one].client_id == client_id]
        assert mine and dep.may_receive(mine[0], now), f"only an eligible acceptance moves a client: {name}"


def check_offers(dep: Department, name: str, before: Seen, after: Seen) -> None:
    for offer in after.offers.values():
        handoff = after.handoffs[offer.handoff_id]
        if offer.id not in before.offers:
            assert offer.member_id != handoff.giver_id, "nobody is asked to receive from themselves"
            assert dep.may_receive(handoff, offer.member_id), "asked is who may have it"
            away = after.away.get(offer.member_id)
            assert name in BY_WORD or away is None or away <= dep.now, "who is absent isn't asked"
        if offer.state is OfferState.OPEN:
            assert offer.member_id in after.here, "nobody who has left is asked"


def check_record(dep: Department, before: Seen, after: Seen) -> None:
    """No gap: an owner follows an owner, and whatever happens to a hand-over leaves its trace."""
    fresh = {row.client_id for row in after.record[len(before.record) :]}
    for handoff in after.handoffs.values():
        was = before.handoffs.get(handoff.id)
        same = was is not None and was.state is handoff.state
        assert same or handoff.client_id in fresh, f"everything is on record: {was} {handoff}"
    carries = {client.id: client.created_by for client in dep.clients}
    for row in after.record:
        if row.verb == "give_client" and row.client_id in carries:
            assert row.facts["from"] == carries[row.client_id]
            carries[row.client_id] = row.facts["to"]
    assert carries == {one: after.owners[one] for one in carries}, "the record tells who carries each client"


def check_client(dep: Department, client_id: int, after: Seen) -> None:
    mine = [one for one in after.handoffs.values() if one.client_id == client_id]
    open_ones = [one for one in mine if one.state in OPEN_HANDOFF]
    assert len(open_ones) <= 1, "at most one hand-over is open"
    for handoff in open_ones:
        check_open(dep, handoff, after)
    if not open_ones and after.owners[client_id] not in after.here and has_work(dep, client_id):
        lines = situation(dep.work, dep.head, dep.now)
        assert any(one.section is Section.NOBODY for one in lines), "the heads see whom nobody carries"


def has_work(dep: Department, client_id: int) -> bool:
    work = dep.work
    kept = work.leads.open_of_client(client_id), work.deals.open_of_client(client_id)
    return any(kept) or bool(work.steps.open_of_client(client_id))


def check_open(dep: Department, handoff: Handoff, after: Seen) -> None:
    owner = after.owners[handoff.client_id]
    offers = [one for one in after.offers.values() if one.handoff_id == handoff.id]
    asked = {one.member_id for one in offers if one.state is OfferState.OPEN}
    assert bool(asked) == (handoff.state in ASKING), "somebody is asked, or nobody"
    if handoff.state in HELD:
        assert owner == handoff.receiver_id and owner in after.here, "who has accepted carries the client"
        return
    assert handoff.receiver_id is None and owner not in asked
    assert handoff.leg in LEGS_OF[after.structure] or was_held(handoff, offers), "no leg that the team doesn't run"
    if handoff.state is HandoffState.ESCALATED:
        heads = [dep.work.people.get(one) for one in after.told.get(handoff.id, [])]
        assert any(head.may(Permission.DIRECT_HANDOVERS) for head in heads), "the heads know of it"
    else:
        assert owner in after.here, "somebody here carries it"
    if handoff.state is HandoffState.PROPOSED:
        assert handoff.giver_id == owner, "it is proposed to whoever carries the client"


def was_held(handoff: Handoff, offers: list[Offer]) -> bool:
    """It was accepted before the team was structured anew, and its receiver has lost it since."""
    return any(one.state is OfferState.ACCEPTED for one in offers) or handoff.leg in (Leg.LEAVING, Leg.ABSENCE)


def check_credit(handoff: Handoff, after: Seen) -> None:
    rows = after.kept.get(handoff.id, [])
    held = handoff.state in HELD | {HandoffState.COMPLETE}
    keeps = LEGS[handoff.leg].keeps
    assert bool(rows) == (held and keeps is not Keeps.NOTHING), "credit follows the hand-over"
    for one in rows:
        assert one.member_id == handoff.giver_id and (one.until is None or one.until > one.since)
        assert one.until is not None or keeps is Keeps.ALWAYS


def check_not_lost(dep: Department, handoff: Handoff, after: Seen) -> None:
    """What the bot has proposed ends by a head's word, a changed rule or with the deal that was to be rescued; else it
    comes again."""
    if handoff.leg is Leg.CLOSE and dep.work.deals.open_of_client(handoff.client_id) is None:
        return
    over = handoff.state in (HandoffState.RETURNED, HandoffState.WITHDRAWN)
    if handoff.why != "bot" or not over or handoff.dispute is Dispute.UPHELD:
        return
    ends = {"end_lost_leg", "release_lead", "came_true"}
    ended = any(row.subject == handoff.id and row.verb in ends for row in after.record)
    assert ended or handoff.id in after.clocks[TimerKind.PROPOSAL_AGAIN], "no proposal is lost"


def check_clock(dep: Department, name: str, handoff: Handoff, after: Seen) -> None:
    """Whoever is asked has a running deadline, and none that has passed stays without its consequence."""
    runs = after.clocks[TimerKind.OFFER_END].get(handoff.id, False)
    waits = after.clocks[TimerKind.PROPOSAL_END].get(handoff.id, False)
    assert runs == (handoff.state in ASKING), "a deadline runs while somebody is asked"
    assert waits == (handoff.state is HandoffState.PROPOSED), "and while it is proposed"
    if name == "time" and handoff.state in ASKING | {HandoffState.PROPOSED}:
        assert handoff.deadline_at is not None and handoff.deadline_at > dep.now, "a passed deadline takes its step"
