"""Whom the demo's people work with: found one after the other, with whatever can be known from outside."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from stdnum.ru import inn

from bot.demo import steps
from bot.demo.past import Event, Past, Prospect, Story
from bot.demo.people import Colleague
from bot.demo.rhythm import some_time
from sales.clients import Client, Contact
from sales.identify import name_key
from sales.leads import Source
from sales.steps import StepKind
from sales.wording import a_line

#: No tax office has this number, so nobody's INN begins with it.
NO_OFFICE = 9699
#: The range kept free of subscribers, in E.164.
PHONES = 79000000000
#: Part of a lead generator's clients that is there from the beginning.
CARRIED = 0.42
#: How leads come in.
SOURCES = {
    Source.COLD_CALL: 55,
    Source.SITE: 20,
    Source.EXHIBITION: 8,
    Source.PARTNER: 7,
    Source.REFERRAL: 8,
    Source.OTHER: 2,
}


def gather(past: Past, trades: Mapping[str, Any], forms: frozenset[str]) -> None:
    """Shares all prospects out, and says when each is found."""
    names = [(name, sphere["cases"]) for sphere in trades["spheres"] for name in sphere["names"]]
    past.rng.shuffle(names)
    for number, ((name, cases), finder) in enumerate(zip(names, _finders(past, len(names)), strict=True)):
        whole = f"{past.rng.choice(trades['forms'])} \u00ab{name}\u00bb"
        past.prospects.append(_prospect(past, number, whole, name_key(whole, forms), cases, finder))
        past.expect(_found_at(past, finder), Event.CLIENT, number)


def found(past: Past, number: int, at: datetime) -> None:
    """Somebody enters it and plans the first call."""
    one = past.prospects[number]
    who, rows, team = past.crew[one.finder_id], past.rows, past.team
    at = steps.when_free(past, who, at, 3)
    made = rows.clients.save(
        Client(rows.clients.next, team.company_id, team.id, one.name, one.name_key, one.inn, None, who.id, who.id, at)
    )
    rows.contacts.save(Contact(rows.contacts.next, made.id, one.contact, one.position, one.phone))
    rows.note(who.id, "add_client", made.id, at, made.id)
    story = past.stories[made.id] = Story(made.id, one, ours=who.trade.knows, spoken=who.trade.knows)
    wait = past.rng.randrange(who.trade.rhythm * 2) if _is_first_week(past, at) else past.rng.randrange(2)
    steps.plan(past, story, who, StepKind.CALL, wait, at, "regular" if who.trade.knows else "hello")


def _finders(past: Past, count: int) -> list[Colleague]:
    """So many places as there are clients, each person's by the share of the trade."""
    kinds = {trade: [one for one in past.crew.values() if one.trade is trade] for trade in _trades(past)}
    lots = [one for trade, people in kinds.items() for one in _places(people, round(trade.share * count))]
    past.rng.shuffle(lots)
    return [lots[n % len(lots)] for n in range(count)]


def _trades(past: Past) -> list[Any]:
    return list(dict.fromkeys(one.trade for one in past.crew.values()))


def _places(people: Sequence[Colleague], count: int) -> Iterator[Colleague]:
    """Evenly, but for whoever came later."""
    weights = [1 - one.manner.came for one in people]
    for one, weight in zip(people, weights, strict=True):
        yield from [one] * round(count * weight / sum(weights))


def _found_at(past: Past, finder: Colleague) -> datetime:
    """What somebody carried before is entered in the first days; the rest is found all the time."""
    first = int(finder.manner.came * len(past.days))
    carried = finder.trade.knows or past.chance(CARRIED * (1 - finder.manner.came))
    days = past.days[first : first + 3] if carried else past.days[first + 1 :]
    return some_time(past.rng, past.rng.choice(days), past.schedule)


def _is_first_week(past: Past, at: datetime) -> bool:
    return past.places[past.day(at)] < 5


def _prospect(
    past: Past, number: int, name: str, key: str, cases: Sequence[Mapping[str, str]], finder: Colleague
) -> Prospect:
    rng, words = past.rng, past.words
    return Prospect(
        name=a_line(name),
        name_key=key,
        inn=_inn(rng.randrange(100_000)),
        phone=f"+{PHONES + 10 + number}",
        contact=_person(past),
        position=rng.choice(words["contacts"]["positions"]),
        decides=f"{_person(past)}, {rng.choice(words['contacts']['deciders'])}",
        source=rng.choices(list(SOURCES), list(SOURCES.values()))[0],
        case=rng.choice(cases),
        budget=rng.choice(words["budgets"]),
        expects=rng.choice(words["lead"]["expects"]),
        finder_id=finder.id,
    )


def _inn(number: int) -> str:
    digits = f"{NO_OFFICE}{number:05}"
    return digits + str(inn.calc_company_check_digit(digits))


def _person(past: Past) -> str:
    names, surname = past.words["contacts"], past.one_of("contacts", "surnames")
    if past.chance(0.4):
        return f"{past.rng.choice(names['women'])} {surname}{names['feminine']}"
    return f"{past.rng.choice(names['men'])} {surname}"
