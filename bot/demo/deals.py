"""Deals of the past: opened by the first contact of whoever received the lead, or by the owner of an older customer;
moved by the talks that led on, ended with their lead. As `sales.actions.deals`, `deal_moves` and `deal_facts` keep
them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from bot.demo import steps
from bot.demo.past import Past, Story
from bot.demo.rhythm import minutes
from sales.activities import CONTACT_MADE, Activity, ActKind, Outcome
from sales.deals import LADDER, LATE, Deal, DealMove, DealNote, DealStage, LostReason, NoteKind, moved, way
from sales.leads import CloseReason, Lead, LeadState
from sales.people import Role
from sales.plan import month_after
from sales.steps import Step, StepKind, StepState
from sales.worktime import DAY, day_start, local_day, next_working_day, next_working_moment

#: Share of talks that lead on which lead over a stage; of sums that are changed with the offer; of those who think it
#: over with an offer in hand that compare it.
SKIPS, CHANGED, COMPARES = 0.25, 0.4, 0.5
#: Share of older customers with whom something new is under way, by the owner's role; whose are won when they get
#: there; the days before yesterday in which such a deal was begun.
OWN = {Role.HUNTER: 0.3, Role.CLOSER: 0.65, Role.FARMER: 0.15, Role.KAM: 0.4, Role.HEAD: 0.3}
WINS = frozenset({Role.HUNTER, Role.CLOSER, Role.HEAD})
BEGUN = (30, 88)
#: Deals that are put off, and by how many working days.
PARKED, WAIT = 2, (8, 24)
#: Deals that will count as stalled on one of the coming mornings.
STALLING, LOOKED = 1, timedelta(hours=1)
#: When open deals are expected, one after the other: this month, the next, a few days ago; it isn't known yet.
EXPECTED = (*("this", "next", "this", "next", "", "this", "next") * 2, "this", "next", "late", "this", "next", "this")
#: An open one further on than this has an expected day.
EARLY = DealStage.QUALIFICATION


@dataclass(frozen=True, slots=True)
class Walk:
    """How far talks have brought a deal: by which act to which stage, in the order of time."""

    moves: Sequence[tuple[Activity, DealStage]]

    @property
    def end(self) -> DealStage:
        return self.moves[-1][1] if self.moves else LADDER[0]

    def only_to(self, top: DealStage) -> Walk:
        return Walk([(act, end) for act, end in self.moves if LADDER.index(end) <= LADDER.index(top)])


def make_deals(past: Past, rng: Random) -> None:
    """Of all leads that were contacted, and of some older customers; the earliest first."""
    talks = talks_of(past)
    stalling: Counter[date] = Counter()
    found: list[tuple[datetime, Story, Lead | None]] = [
        (lead.contacted_at, past.story(lead.client_id), lead) for lead in past.rows.leads if lead.contacted_at
    ]
    found += [(act.at, story, None) for story, act in _begun(past, rng, talks)]
    for at, story, lead in sorted(found, key=lambda one: (one[0], one[1].client_id)):
        of_it = [act for act in talks[story.client_id] if act.at >= at]
        if lead is None:
            _own(past, rng, story, of_it, stalling)
        else:
            _of_lead(past, rng, lead, of_it, stalling)
    _park_some(past, rng, talks)


def talks_of(past: Past) -> Mapping[int, list[Activity]]:
    """In which a client was really spoken to."""
    talks: dict[int, list[Activity]] = {story.client_id: [] for story in past.stories.values()}
    for act in sorted(past.rows.acts, key=lambda act: (act.at, act.id)):
        if act.outcome in CONTACT_MADE:
            talks[act.client_id].append(act)
    return talks


def _begun(past: Past, rng: Random, talks: Mapping[int, list[Activity]]) -> Iterator[tuple[Story, Activity]]:
    """The talk in which an older customer wanted something more."""
    for story in (one for one in past.stories.values() if one.ours):
        since = past.end - rng.randrange(*BEGUN) * DAY
        if rng.random() < OWN[past.owner(story.client_id).role]:
            agreed = [act for act in talks[story.client_id] if act.at >= since and act.outcome is Outcome.AGREED]
            yield from ((story, act) for act in agreed[:1])


def _walk(rng: Random, talks: Sequence[Activity]) -> Walk:
    """The first talk has opened it, and may have led on at once; so may each further one."""
    stage, moves = LADDER[0], []
    for act in talks[rng.randrange(2) :]:
        end = _after(rng, stage, act)
        if end is not stage:
            moves.append((act, end))
        stage = end
    return Walk(moves)


def _after(rng: Random, stage: DealStage, act: Activity) -> DealStage:
    if act.outcome is Outcome.THINKING and stage is DealStage.PROPOSAL and rng.random() < COMPARES:
        return DealStage.COMPARISON
    if act.outcome is not Outcome.AGREED:
        return stage
    place = LADDER.index(stage)
    if act.kind is ActKind.MEETING and place < LADDER.index(DealStage.MEETING):
        return DealStage.MEETING
    return LADDER[min(place + (2 if rng.random() < SKIPS else 1), len(LADDER) - 1)]


def _of_lead(past: Past, rng: Random, lead: Lead, talks: Sequence[Activity], stalling: Counter[date]) -> None:
    over = lead.closed_at or past.now
    walk = _walk(rng, [act for act in talks if act.at + minutes(2) < over])
    if lead.state is not LeadState.CLOSED:
        walk = _unless_stalled(past, walk, talks, stalling)
    deal = _opened(past, talks[0], lead)
    deal = _moved(past, rng, deal, walk)
    if lead.state is LeadState.CLOSED:
        _end_with(past, deal, lead)
    else:
        _expect(past, rng, deal)


def _own(past: Past, rng: Random, story: Story, talks: Sequence[Activity], stalling: Counter[date]) -> None:
    """By the owner's own word, with a sum and a product at once."""
    role, walk = past.owner(story.client_id).role, _walk(rng, talks)
    signed = [act for act in talks if walk.end is DealStage.CONTRACT and act.at > walk.moves[-1][0].at]
    agreed = [act for act in signed if act.outcome is Outcome.AGREED] if role in WINS else []
    if role is not Role.CLOSER and not agreed:
        walk = _unless_stalled(past, walk, talks, stalling)
    deal = _opened(past, talks[0], None)
    product, amount = story.prospect.case["product"], story.prospect.budget["roubles"] * 100
    deal = _changed(past, replace(deal, product=product, amount=amount), talks[0].at + minutes(1))
    deal = _moved(past, rng, deal, walk)
    if agreed:
        at = agreed[0].at + minutes(1.5)
        _put(past, deal, DealMove(past.rows.moves.next, deal.id, deal.owner_id, deal.stage, DealStage.WON, at))
        past.rows.note(deal.owner_id, "end_deal", deal.id, at, deal.client_id, {"to": "won", "reason": ""})
    else:
        _expect(past, rng, deal)


def _unless_stalled(past: Past, walk: Walk, talks: Sequence[Activity], stalling: Counter[date]) -> Walk:
    """What stands at a late stage for too long would have been proposed to a closer. Hardly any is left standing
    so, and those fall due on mornings of their own: the last step was made in a later talk, or not at all."""
    if walk.end not in LATE:
        return walk
    last, end = walk.moves[-1]
    for act in [last, *(act for act in reversed(talks) if act.at > last.at and act.outcome is not Outcome.REFUSED)]:
        found_on = _found_on(past, act.at)
        if found_on > local_day(past.now, past.schedule.zone) and stalling[found_on] < STALLING:
            stalling[found_on] += 1
            return Walk([*walk.moves[:-1], (act, end)])
    return walk.only_to(DealStage.MEETING)


def _found_on(past: Past, at: datetime) -> date:
    """The morning on which what stands since then is found to have stalled, be the clock turned to a bit later."""
    late = at + timedelta(days=past.team.settings.stalled_days) - LOOKED
    day = local_day(late, past.schedule.zone)
    return next_working_day(day - DAY if late < day_start(day, past.schedule) else day, past.schedule)


def _opened(past: Past, talk: Activity, lead: Lead | None) -> Deal:
    deal = Deal(
        id=past.rows.deals.next,
        company_id=past.team.company_id,
        team_id=past.team.id,
        client_id=talk.client_id,
        owner_id=past.owner(talk.client_id).id,
        stage=LADDER[0],
        opened_at=talk.at,
        stage_at=talk.at,
        product=lead.product if lead else "",
        amount=lead.estimate if lead else None,
        lead_id=lead.id if lead else None,
    )
    past.rows.moves.save(DealMove(past.rows.moves.next, deal.id, talk.member_id, None, deal.stage, talk.at))
    past.rows.note(talk.member_id, "open_deal", deal.id, talk.at, talk.client_id)
    return past.rows.deals.save(deal)


def _put(past: Past, deal: Deal, move: DealMove) -> Deal:
    past.rows.moves.save(move)
    after = moved(deal, move)
    return past.rows.deals.save(replace(after, version=after.version + 1))


def _moved(past: Past, rng: Random, deal: Deal, walk: Walk) -> Deal:
    """A minute after each talk. With the offer its sum is known better."""
    for act, end in walk.moves:
        start, at, words = deal.stage, act.at + timedelta(seconds=rng.randrange(20, 90)), ""
        kind = {DealStage.COMPARISON: NoteKind.COMPARISON, DealStage.TRIAL: NoteKind.TRIAL}.get(end)
        if kind is not None:
            words = rng.choice(past.words["deals"][kind.value])
            past.rows.learnt.save(DealNote(past.rows.learnt.next, deal.id, kind, words, act.member_id, at))
        deal = _put(past, deal, DealMove(past.rows.moves.next, deal.id, act.member_id, start, end, at, words))
        how = way(start, end)
        facts = {"from": start.value, "to": end.value, "way": how.value if how else ""}
        past.rows.note(act.member_id, "move_deal", deal.id, at, deal.client_id, dict(facts))
        if start not in LATE and end in LATE and deal.amount and rng.random() < CHANGED:
            amount = int(round(deal.amount * rng.uniform(0.85, 1.15), -6))
            deal = _changed(past, replace(deal, amount=amount), at + minutes(0.5))
        if end is DealStage.NEGOTIATION:
            words = rng.choice(past.words["deals"]["objection"])
            note = DealNote(past.rows.learnt.next, deal.id, NoteKind.OBJECTION, words, act.member_id, at)
            past.rows.learnt.save(note)
    return deal


def _changed(past: Past, deal: Deal, at: datetime) -> Deal:
    was = past.rows.deals[deal.id]
    facts = {"was": str(was.amount or ""), "day": was.expected_on.isoformat() if was.expected_on else ""}
    past.rows.note(deal.owner_id, "change_deal", deal.id, at, deal.client_id, dict(facts))
    return past.rows.deals.save(replace(deal, version=deal.version + 1))


def _end_with(past: Past, deal: Deal, lead: Lead) -> None:
    """For the same reason, with the steps that the end has dropped."""
    if lead.closed_at is None or lead.close_reason is None:
        raise LookupError(lead.id)
    won = lead.close_reason is CloseReason.WON
    dropped = () if won else tuple(
        step.id
        for step in past.rows.steps
        if step.client_id == lead.client_id and step.closed_at == lead.closed_at and step.state is StepState.DROPPED
    )  # fmt: skip
    move = DealMove(
        *(past.rows.moves.next, deal.id, deal.owner_id, deal.stage),
        DealStage.WON if won else DealStage.LOST,
        lead.closed_at,
        words=lead.reason_words,
        reason=None if won else LostReason(lead.close_reason.value),
        reopens=dropped,
        reopens_lead=lead.id,
    )
    _put(past, deal, move)


def _expect(past: Past, rng: Random, deal: Deal) -> None:
    """The day of money or signature, as it is known by now."""
    when = EXPECTED[deal.id % len(EXPECTED)]
    if deal.stage is EARLY or not when:
        return
    last = local_day(past.end, past.schedule.zone)
    after = month_after(last)
    first, until = {
        "this": (last + 3 * DAY, after),
        "next": (after + 2 * DAY, month_after(after)),
        "late": (last - 4 * DAY, last),
    }[when]
    day = first + rng.randrange(max(1, (until - first).days)) * DAY
    at = max(deal.stage_at, past.rows.deals[deal.id].opened_at) + minutes(1.5)
    told_on = local_day(at, past.schedule.zone)
    _changed(past, replace(deal, expected_on=max(day, told_on)), at)


def _park_some(past: Past, rng: Random, talks: Mapping[int, list[Activity]]) -> None:
    """Whose last word was «not now»: the lead stays, and the day to come back is a step."""
    last = {act.client_id: act for act in past.rows.acts}
    able = [
        deal
        for deal in past.rows.deals
        if deal.lead_id and deal.is_open and deal.stage is not EARLY
        if last[deal.client_id] is talks[deal.client_id][-1] and last[deal.client_id].outcome is Outcome.THINKING
        if all(past.rows.steps[one].created_at <= last[deal.client_id].at for one in past.story(deal.client_id).steps)
    ]  # fmt: skip
    for deal in rng.sample(able, min(PARKED, len(able))):
        _park(past, rng, deal, last[deal.client_id].at + minutes(2))


def _park(past: Past, rng: Random, deal: Deal, at: datetime) -> None:
    story, words = past.story(deal.client_id), rng.choice(past.words["lead"]["parked"]["budget"])
    until = past.day(past.end, rng.randrange(*WAIT))
    dropped = tuple(story.steps)
    steps.drop_all(past, story, at)
    comes = next_working_moment(day_start(until, past.schedule), past.schedule)
    row = (past.rows.steps.next, past.team.id, deal.client_id, deal.owner_id, StepKind.CALL, words, "", comes)
    made = past.rows.steps.save(Step(*row, exact=False, state=StepState.OPEN, created_at=at))
    story.steps.append(made.id)
    move = DealMove(
        *(past.rows.moves.next, deal.id, deal.owner_id, deal.stage, DealStage.PARKED, at, words),
        reason=LostReason.NOT_NOW,
        until=until,
        made_step=made.id,
        reopens=dropped,
    )
    _put(past, deal, move)
    facts = {"to": DealStage.PARKED.value, "reason": LostReason.NOT_NOW.value}
    past.rows.note(deal.owner_id, "end_deal", deal.id, at, deal.client_id, dict(facts))
