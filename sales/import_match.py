"""Who is who in a table: the same client in the base or in an earlier row, and the person whom a cell names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from sales.identify import ALIKE, likeness
from sales.importing import Identity, ImportRow, Known, Problem, Refusal


def identity_of(row: ImportRow) -> Identity:
    return Identity(row.key, row.inn, frozenset(one.phone for one in row.contacts if one.phone))


class Likeness(StrEnum):
    SAME = "same"
    OTHER = "other"
    DOUBT = "doubt"


def compare(one: Identity, other: Identity) -> Likeness:
    """The INN decides where both have one: firms of one name, or with one accountant's phone, are many. Without it the
    name does, or a phone under a name that looks alike; a phone under quite another name is for a person to look at."""
    if one.inn and other.inn:
        return Likeness.SAME if one.inn == other.inn else Likeness.OTHER
    if one.key == other.key:
        return Likeness.SAME
    if not one.phones & other.phones:
        return Likeness.OTHER
    return Likeness.SAME if likeness(one.key, other.key) >= ALIKE else Likeness.DOUBT


@dataclass(frozen=True, slots=True)
class Match:
    """`id` where exactly one is the same, `problem` where that can't be told, neither where nobody is."""

    id: int | None = None
    problem: Problem | None = None


def match(identity: Identity, candidates: Iterable[Known]) -> Match:
    """Who of them this is. The order of the candidates doesn't matter; one known under several names is one."""
    verdicts = [(one, compare(identity, one.identity)) for one in sorted(candidates, key=lambda one: one.id)]
    same = list({one.id: one for one, verdict in verdicts if verdict is Likeness.SAME}.values())
    if len(same) > 1:
        same = _nearest(identity, same)
    if len(same) == 1:
        return Match(id=same[0].id)
    if same:
        return Match(problem=Problem(Refusal.AMBIGUOUS, same[0].name))
    doubtful = [one for one, verdict in verdicts if verdict is Likeness.DOUBT]
    return Match(problem=Problem(Refusal.SAME_PHONE, doubtful[0].name)) if doubtful else Match()


def _nearest(identity: Identity, same: list[Known]) -> list[Known]:
    """Of several namesakes the one with the INN, else the one with the phone."""
    by_inn = [one for one in same if identity.inn and one.identity.inn == identity.inn]
    by_phone = [one for one in same if identity.phones & one.identity.phones]
    return by_inn[:1] or (by_phone if len(by_phone) == 1 else same)


class Repeats:
    """The rows of one file as they go by: which of them is an earlier one's client again."""

    def __init__(self) -> None:
        self._rows: dict[int, Known] = {}
        self._by: dict[str, list[int]] = {}

    def look(self, row: ImportRow) -> Match:
        """A row that is none of the earlier ones is remembered; a repeated one lends its phones to its first."""
        identity = identity_of(row)
        near = {number for sign in signs(identity) for number in self._by.get(sign, ())}
        found = match(identity, [self._rows[number] for number in near])
        if found.problem is None:
            first = self._rows[found.id] if found.id else Known(row.number, row.name, identity)
            self._remember(first, identity)
        return found

    def _remember(self, first: Known, seen: Identity) -> None:
        own = first.identity
        known = Identity(own.key, own.inn or seen.inn, own.phones | seen.phones)
        self._rows[first.id] = Known(first.id, first.name, known)
        for sign in signs(seen):
            numbers = self._by.setdefault(sign, [])
            if first.id not in numbers:
                numbers.append(first.id)


def signs(identity: Identity) -> list[str]:
    """What two of the same client have in common at least one of. Kinds can't meet: each has a mark of its own."""
    return [f"={identity.key}", *([f"#{identity.inn}"] if identity.inn else []), *identity.phones]


def named(words: str, people: Sequence[tuple[int, str]]) -> int | None:
    """The member (id, name) that a cell means: the full name in any order, the family name alone, or one with initials.
    None where nobody or more than one fits."""
    wanted = _tokens(words)
    fitting = [member_id for member_id, name in people if wanted and _fits(wanted, _tokens(name))]
    return fitting[0] if len(fitting) == 1 else None


def _tokens(name: str) -> list[str]:
    return name.casefold().replace("\u0451", "\u0435").replace(".", " ").replace("@", " ").split()


def _fits(wanted: list[str], name: list[str]) -> bool:
    """The family name stands in full; beside it nothing, the whole name (and a patronymic), or initials."""
    if not name or name[-1] not in wanted:
        return False
    given, others = name[:-1], [word for word in wanted if word != name[-1]]
    if not others or (given and set(given) <= set(others)):
        return True
    first, *rest = others
    begins = any(one == first or (len(first) == 1 and one.startswith(first)) for one in given)
    return begins and all(len(word) == 1 for word in rest)


def by_sign(known: Iterable[Known]) -> dict[str, list[Known]]:
    """For looking up many rows, one after the other, with `near`."""
    found: dict[str, list[Known]] = {}
    for one in known:
        for sign in signs(one.identity):
            found.setdefault(sign, []).append(one)
    return found


def near(known: Mapping[str, list[Known]], identity: Identity) -> list[Known]:
    return list({one.id: one for sign in signs(identity) for one in known.get(sign, ())}.values())
