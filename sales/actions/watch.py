"""The watch over those who have bought: its owner hears of each occasion once, then the heads, until somebody puts it
off with a reason or the sign is gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sales.actions.clients import client_in_reach, require_full
from sales.actions.nightly import fire_nightly
from sales.actions.regular import orders_of, today_of
from sales.actions.routing import stewards
from sales.actions.stand_in import stand_in
from sales.actions.steps import schedule_of
from sales.company import Team, TeamSettings, check_count
from sales.errors import Overtaken
from sales.notices import Notice, NoticeKind
from sales.orders import Order
from sales.orders import standing as not_cancelled
from sales.people import Actor, Member, Permission, require
from sales.ports import NEW, Work
from sales.regular import ClientStatus, standing
from sales.timers import TimerKind
from sales.watch import (
    HEAD_AFTER,
    SNOOZE_DAYS,
    Level,
    Occasion,
    Sign,
    WatchWarning,
    fall,
    out_of_touch,
    silence,
    unanswered,
    watches_orders,
)
from sales.wording import a_line
from sales.worktime import DAY, add_working, count_working_days, local_day

#: New warnings that one person gets of one look: who has let a hundred clients go can call five a day.
A_LOOK = 5
#: How often it is asked who waits for an answer, in working time; and how far back.
ANSWERS_EVERY = timedelta(minutes=15)
ANSWERS_SINCE = timedelta(days=14)
#: Characters of a reason to put a warning off.
WHY = 200
DAILY = (Sign.SILENCE, Sign.FALL, Sign.CONTACT)


def level_of(settings: TeamSettings, status: ClientStatus) -> Level:
    """What the team has promised to clients of this status."""
    days: int = getattr(settings, f"contact_days_{status.value}")
    hours: int = getattr(settings, f"answer_hours_{status.value}")
    return Level(days, hours)


@dataclass(slots=True)
class _Look:
    """One team looked through once: what stands already, and how much each person was told on this look."""

    work: Work
    team: Team
    now: datetime
    told: Counter[int]

    @property
    def today(self) -> date:
        return today_of(self.team, self.now)

    def settle(self, client_id: int, sign: Sign, found: Occasion | None, *, heads_due: bool | None = None) -> None:
        """Warns of it, hands it on to the heads, or ends what is no longer so. `heads_due` None: by working days."""
        open_ = [one for one in self.work.warnings.open_of_client(client_id) if one.sign is sign]
        if found is not None and sign is Sign.FALL and open_:
            found = replace(found, key=open_[0].occasion)
        for warning in open_:
            if found is None or warning.occasion != found.key:
                self.end(warning)
        if found is None:
            return
        known = self.work.warnings.of_occasion(client_id, sign, found.key)
        if known is None:
            self.warn(client_id, found)
        else:
            self.go_on(known, found, heads_due)

    def warn(self, client_id: int, found: Occasion) -> None:
        carrier = self.carrier(client_id)
        if self.told[carrier.id] >= A_LOOK:
            return
        warning = WatchWarning(
            NEW, self.team.id, client_id, found.sign, found.key, dict(found.facts), carrier.id, self.now
        )
        self.tell_first(carrier, self.work.warnings.add(warning))

    def carrier(self, client_id: int) -> Member:
        """The owner, or who stands in for the owner now."""
        return stand_in(self.work, self.work.clients.get(client_id).owner_id)

    def tell_first(self, carrier: Member, warning: WatchWarning) -> None:
        if carrier.active:
            self.tell(carrier.id, warning)
        else:
            self.tell_heads(warning)

    def go_on(self, known: WatchWarning, found: Occasion, heads_due: bool | None) -> None:
        """Nothing while it is put off; once that is over it is said again, for nothing has come of it."""
        warning = replace(known, facts=dict(found.facts), over_at=None)
        if warning.snoozed_until is not None:
            if self.today >= warning.snoozed_until:
                self.say_again(warning)
            return
        self.work.warnings.save(warning)
        due = heads_due if heads_due is not None else self.days_since(warning.told_at) >= HEAD_AFTER
        if warning.heads_at is None and due:
            self.tell_heads(warning)

    def say_again(self, warning: WatchWarning) -> None:
        carrier = self.carrier(warning.client_id)
        again = replace(warning, snoozed_until=None, told_at=self.now, heads_at=None, member_id=carrier.id)
        self.work.warnings.save(again)
        self.tell_first(carrier, again)

    def end(self, warning: WatchWarning) -> None:
        self.work.warnings.save(replace(warning, over_at=self.now))
        self.work.outbox.refresh(NoticeKind.WATCH, warning.id)

    def tell_heads(self, warning: WatchWarning) -> None:
        """Whoever owns the client has heard it already."""
        heads = [one.id for one in stewards(self.work, self.team.id, Permission.DIRECT_HANDOVERS)]
        if heads and all(self.told[head] >= A_LOOK for head in heads):
            return
        self.work.warnings.save(replace(warning, heads_at=self.now))
        for head in heads:
            if head != warning.member_id:
                self.tell(head, warning)

    def tell(self, member_id: int, warning: WatchWarning) -> None:
        self.told[member_id] += 1
        self.work.outbox.tell(member_id, Notice(NoticeKind.WATCH, warning.id))

    def days_since(self, at: datetime) -> int:
        """Working days that are over or have begun since that day."""
        schedule = schedule_of(self.team)
        return count_working_days(local_day(at, schedule.zone) + DAY, self.today, schedule)


def fire_watch(work: Work, now: datetime) -> int:
    """Silence, falling volume and the contact rhythm, at the opening of each working day."""
    return fire_nightly(work, TimerKind.WATCH, lambda team: look_over(work, team, now), now)


def look_over(work: Work, team: Team, now: datetime) -> None:
    """Everybody who has ever bought, and whoever has a status; what tells of the client comes first."""
    look, orders = _Look(work, team, now, Counter()), _bought(work, team.id)
    contacts, known = work.warnings.contacts(team.id), _statuses(work, team.id)
    regulars = {client_id for client_id, status in known.items() if watches_orders(status)}
    warned = {one.client_id for one in work.warnings.open_of_team(team.id) if one.sign in DAILY}
    for sign in DAILY:
        for client_id in sorted(orders.keys() | regulars | warned):
            status, own = known.get(client_id, ClientStatus.NEW), orders.get(client_id, [])
            look.settle(client_id, sign, _occasion(team, sign, status, own, contacts.get(client_id), look.today))


def _bought(work: Work, team_id: int) -> Mapping[int, list[Order]]:
    """What wasn't cancelled, of those who have any such."""
    found = {client_id: list(not_cancelled(known)) for client_id, known in orders_of(work, team_id).items()}
    return {client_id: known for client_id, known in found.items() if known}


def _statuses(work: Work, team_id: int) -> Mapping[int, ClientStatus]:
    return {client_id: change.status for client_id, change in work.statuses.of_team(team_id).items()}


def _occasion(
    team: Team, sign: Sign, status: ClientStatus, orders: list[Order], contact: datetime | None, today: date
) -> Occasion | None:
    settings = team.settings
    if not orders and not watches_orders(status):
        return None
    if sign is Sign.CONTACT:
        first = min((one.ordered_on for one in orders), default=today)
        return out_of_touch(today_of(team, contact) if contact else None, first, level_of(settings, status), today)
    if not watches_orders(status):
        return None
    if sign is Sign.SILENCE:
        return silence(orders, settings.silence_percent, today)
    return fall(orders, settings.volume_by, settings.fall_percent, today)


def fire_answers(work: Work, now: datetime) -> int:
    """Who of those who have bought has written or rung and heard nothing, every quarter of an hour of working time."""
    return fire_nightly(work, TimerKind.ANSWERS, lambda team: look_for_answers(work, team, now), now, _next_answers)


def _next_answers(team: Team, now: datetime) -> datetime:
    return add_working(now, ANSWERS_EVERY, schedule_of(team))


def look_for_answers(work: Work, team: Team, now: datetime) -> None:
    """A term that has passed a second time is the heads' too."""
    look, asked = _Look(work, team, now, Counter()), work.warnings.unanswered(team.id, now - ANSWERS_SINCE)
    waiting = {one.client_id for one in work.warnings.open_of_team(team.id) if one.sign is Sign.ANSWER}
    known, schedule = _statuses(work, team.id), schedule_of(team)
    for client_id in sorted({*asked, *waiting}):
        status, at = known.get(client_id, ClientStatus.NEW), asked.get(client_id)
        if at is None or not (watches_orders(status) or not_cancelled(work.orders.of_client(client_id))):
            look.settle(client_id, Sign.ANSWER, None)
            continue
        level = level_of(team.settings, status)
        twice = unanswered(at, replace(level, answer_hours=2 * level.answer_hours), now, schedule)
        look.settle(client_id, Sign.ANSWER, unanswered(at, level, now, schedule), heads_due=twice is not None)


@dataclass(frozen=True, slots=True)
class SnoozeWarning:
    """`days`: from today; `words`: why it can wait."""

    warning_id: int
    days: int
    words: str


@dataclass(frozen=True, slots=True)
class Snoozed:
    client_id: int
    client: str
    until: date


def snooze_warning(work: Work, actor: Actor, form: SnoozeWarning, now: datetime) -> Snoozed:
    """By whoever sees the client whole; the reason is read by all who were told. Raises Overtaken once it is over."""
    warning = work.warnings.get(form.warning_id)
    client = client_in_reach(work, actor, warning.client_id)
    require_full(work, actor, client)
    if warning.over_at is not None:
        raise Overtaken
    check_count(form.days, SNOOZE_DAYS)
    team = work.companies.team(warning.team_id)
    until = today_of(team, now) + timedelta(days=form.days)
    words = a_line(form.words, WHY)
    work.warnings.save(replace(warning, snoozed_until=until, snoozed_by=actor.member_id, snooze_words=words))
    work.outbox.refresh(NoticeKind.WATCH, warning.id)
    facts = {"sign": warning.sign.value, "until": until.isoformat(), "words": words}
    work.audit.note(actor.member_id, "snooze_warning", warning.id, now, client_id=client.id, facts=facts)
    return Snoozed(client.id, client.name, until)


@dataclass(frozen=True, slots=True)
class WarningTold:
    """`by`: who has put it off until `snoozed_until`, with which `words`; empty while nobody has."""

    warning_id: int
    client_id: int
    client: str
    owner: str
    owner_id: int
    sign: Sign
    facts: Mapping[str, int | str]
    over: bool
    snoozed_until: date | None
    by: str
    words: str


def warning_told(work: Work, warning_id: int) -> WarningTold:
    return _told(work, work.warnings.get(warning_id))


def _told(work: Work, warning: WatchWarning) -> WarningTold:
    client = work.clients.get(warning.client_id)
    owner = work.people.get(client.owner_id)
    by = work.people.get(warning.snoozed_by).name if warning.snoozed_by else ""
    return WarningTold(
        *(warning.id, client.id, client.name, owner.name, owner.id, warning.sign, warning.facts),
        *(warning.over_at is not None, warning.snoozed_until, by, warning.snooze_words),
    )


def own_warning(work: Work, actor: Actor, warning_id: int) -> WarningTold:
    """For those who see its client whole."""
    warning = work.warnings.get(warning_id)
    require_full(work, actor, client_in_reach(work, actor, warning.client_id))
    return _told(work, warning)


def warned_of(work: Work, actor: Actor, now: datetime) -> tuple[WarningTold, ...]:
    """What stands: of one's own clients, for those who read everything of all in reach; the put off ones last."""
    require(actor, Permission.FIND_CLIENTS)
    found = [_told(work, one) for team_id in sorted(actor.reach) for one in work.warnings.open_of_team(team_id)]
    mine = [one for one in found if actor.may(Permission.READ_ALL) or one.owner_id == actor.member_id]
    order = list(Sign)
    return tuple(sorted(mine, key=lambda one: (one.snoozed_until is not None, order.index(one.sign), one.warning_id)))


@dataclass(frozen=True, slots=True)
class CardStanding:
    """What a client's card says of its status. `since`: None for who never had one."""

    status: ClientStatus
    since: date | None
    level: Level
    warnings: tuple[WarningTold, ...]


def card_standing(work: Work, actor: Actor, client_id: int) -> CardStanding:
    """For those who see the client whole."""
    client = client_in_reach(work, actor, client_id)
    require_full(work, actor, client)
    history = work.statuses.history(client.id)
    status, settings = standing(history), work.companies.team(client.team_id).settings
    warnings = tuple(_told(work, one) for one in work.warnings.open_of_client(client.id))
    return CardStanding(status, history[0].on if history else None, level_of(settings, status), warnings)
