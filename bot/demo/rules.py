"""The demo team's criteria for regular and key clients, when they were switched on and who has read them. As
`sales.actions.rules` announces them, but for the cards: they were read long ago."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from random import Random

from bot.demo.past import Past
from sales.notices import Fact
from sales.people import Member, Role
from sales.ports import NEW, Work
from sales.regular import ClientStatus, Criterion, Mode, Part, PartKind, Rule
from sales.worktime import add_working, local_moment

VOLUME_OF_KEY = 4_000_000 * 100
#: The third order alone may be three trifles, and a volume alone one large project.
REGULAR = Criterion(Mode.ALL, (Part(PartKind.ORDERS, number=3), Part(PartKind.VOLUME, amount=500_000 * 100)))
#: A long way together, or a strong quarter.
KEY = Criterion(Mode.ANY, (Part(PartKind.VOLUME, amount=VOLUME_OF_KEY), Part(PartKind.MONTHS, amount=350_000 * 100)))
#: The part of the past after which they came, and when on that day.
CAME, AT = 0.5, time(11, 12)
#: Working hours in which people read what they are asked to; how many still haven't read the first one.
READ, UNREAD = (0.2, 14), 2


def switch_on(work: Work, past: Past, rng: Random) -> Sequence[Rule]:
    day = past.days[int(CAME * len(past.days))]
    at = local_moment(day, AT, past.schedule.zone)
    rules = [
        _announced(work, past, aim, criterion, at + timedelta(minutes=4 * number))
        for number, (aim, criterion) in enumerate(((ClientStatus.REGULAR, REGULAR), (ClientStatus.KEY, KEY)))
    ]
    members = [one for one in work.people.of_team(past.team.id) if one.id != past.head_id]
    late = rng.sample([one for one in members if Role.OWNER not in one.roles], UNREAD)
    for rule in rules:
        _read(past, rng, rule, [one for one in members if rule is not rules[0] or one not in late])
    return rules


def _announced(work: Work, past: Past, aim: ClientStatus, criterion: Criterion, at: datetime) -> Rule:
    measure = past.team.settings.volume_by
    rule = work.rules.add(Rule(NEW, past.team.id, aim, criterion, measure, past.head_id, at))
    past.rows.readings.append({"rule_id": rule.id, "member_id": past.head_id, "at": at})
    parts = [f"{part.kind.value} {part.number or part.amount}" for part in criterion.parts]
    facts: dict[str, Fact] = {"aim": aim.value, "mode": criterion.mode.value, "parts": parts}
    past.rows.note(past.head_id, "switch_criterion", rule.id, at, None, facts)
    return rule


def _read(past: Past, rng: Random, rule: Rule, members: Sequence[Member]) -> None:
    for one in members:
        read_at = add_working(rule.made_at, timedelta(hours=rng.uniform(*READ)), past.schedule).replace(microsecond=0)
        past.rows.readings.append({"rule_id": rule.id, "member_id": one.id, "at": read_at})
        past.rows.note(one.id, "read_rule", rule.id, read_at, None)
