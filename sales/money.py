"""Amounts of money as people type them: grouped digits, kopecks after a comma, "1.2" and the word for a million.

Strict on purpose: an amount goes into plans and criteria, so whatever could be read in two ways is refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from sales.errors import AmountNotPositive, AmountTooLarge, BadAmount, OtherCurrency

KOPECKS = 100
HOME = "RUB"
"""The currency of whoever says nothing about it."""
LARGEST = 10**12 * KOPECKS
"""Minor units. More than a trillion roubles is a slip of the finger."""
LONGEST = 60
_MINUS = ("-", "\u2212", "\u2013", "\u2014")

_TOKEN = re.compile(
    r"""\s* (?: (?P<number> (?: [0-9]{1,3} (?: \s[0-9]{3} )+ | [0-9]+ ) (?: [.,][0-9]+ )? ) (?![0-9])
              | (?P<word> cn\u00a5 | [^\W\d_]+ | [$\u00a5\u058f\u20a0-\u20cf] ) \.? ) \s*""",
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class AmountWords:
    """What may stand beside a number: `multipliers` (word → how many), `units` (word → its worth in minor units) and
    `currencies` (word of a unit → the currencies that it may mean)."""

    multipliers: Mapping[str, int]
    units: Mapping[str, int]
    currencies: Mapping[str, frozenset[str]]

    @classmethod
    def from_data(cls, data: Mapping[str, Mapping[str, Sequence[str]]]) -> AmountWords:
        """`data` is the parsed `amounts.toml`: `multipliers`, number (as text) → words; `currencies` and `hundredths`,
        currency → words."""
        multipliers = {word: int(value) for value, words in data["multipliers"].items() for word in words}
        units: dict[str, int] = {}
        meant: dict[str, frozenset[str]] = {}
        for table, worth in (("currencies", KOPECKS), ("hundredths", 1)):
            for currency, words in data[table].items():
                units |= dict.fromkeys(words, worth)
                meant |= {word: meant.get(word, frozenset()) | {currency} for word in words}
        return cls(multipliers, units, meant)


@dataclass(frozen=True, slots=True)
class Money:
    """`minor`: kopecks and their like, at least 1. `currencies`: which of them were meant; empty where nothing was said
    about it."""

    minor: int
    currencies: frozenset[str] = frozenset()

    def in_currency(self, currency: str) -> int:
        """OtherCurrency where another one was said: nothing is converted."""
        if self.currencies and currency not in self.currencies:
            raise OtherCurrency(currency=currency)
        return self.minor

    def meant(self) -> str:
        """The currency that was said, where any will do: roubles where nothing was. BadAmount for a word of several."""
        if not self.currencies or HOME in self.currencies:
            return HOME
        if len(self.currencies) > 1:
            raise BadAmount
        return min(self.currencies)


@dataclass(slots=True)
class _Term:
    """A number with what was said beside it, e.g. 300 + thousand + roubles."""

    number: Decimal
    multiplier: int | None = None
    unit: int | None = None
    currencies: frozenset[str] = frozenset()

    @property
    def bare(self) -> bool:
        return self.multiplier is None and self.unit is None

    @property
    def scale(self) -> int:
        return (self.multiplier or 1) * (self.unit or KOPECKS)


def parse_amount(text: str, words: AmountWords, currency: str = HOME) -> int:
    """Minor units of that currency. Raises as `read_money` does, and OtherCurrency where another one was said."""
    return read_money(text, words).in_currency(currency)


def read_money(text: str, words: AmountWords) -> Money:
    """An amount with the currency that stands beside it, if any.

    BadAmount for what isn't an amount and for parts of a kopeck; AmountNotPositive for nothing and less, AmountTooLarge
    for more than `LARGEST`.
    """
    amount, below_zero = _sign(text)
    terms = _terms(amount, words)
    _check_order(terms)
    total = sum((term.number * term.scale for term in terms), Decimal(0))
    if total != int(total):
        raise BadAmount
    if below_zero or not total:
        raise AmountNotPositive
    if total > LARGEST:
        raise AmountTooLarge
    return Money(int(total), _currencies(terms))


def _currencies(terms: Sequence[_Term]) -> frozenset[str]:
    """What all that was said agrees on."""
    said = [term.currencies for term in terms if term.currencies]
    if not said:
        return frozenset()
    agreed = frozenset.intersection(*said)
    if not agreed:
        raise BadAmount
    return agreed


def _sign(text: str) -> tuple[str, bool]:
    """What stands behind a minus, and whether there was one."""
    plain = text.strip()
    return (plain[1:], True) if plain[:1] in _MINUS and plain[1:] else (plain, False)


def _terms(text: str, words: AmountWords) -> list[_Term]:
    terms: list[_Term] = []
    tokens = _tokens(text)
    if tokens[:1] and tokens[0][1] in words.currencies:  # a sign in front: $500
        tokens = tokens[1:] + tokens[:1]
    for number, word in tokens:
        if number:
            terms.append(_Term(Decimal(re.sub(r"\s", "", number).replace(",", "."))))
        elif not terms or not _attach(terms[-1], word, words):
            raise BadAmount
    if not terms:
        raise BadAmount
    return terms


def _attach(term: _Term, word: str, words: AmountWords) -> bool:
    """Multiplier before unit, each once: 300 thousand roubles, never 300 roubles thousand."""
    if word in words.multipliers and term.bare:
        term.multiplier = words.multipliers[word]
    elif word in words.units and term.unit is None:
        term.unit, term.currencies = words.units[word], words.currencies[word]
    else:
        return False
    return True


def _check_order(terms: list[_Term]) -> None:
    """1 million 200 thousand is one amount; 200 thousand 1 million, or 5 million 300, may mean anything."""
    scales = [term.scale for term in terms]
    falling = all(larger > smaller for larger, smaller in pairwise(scales))
    if not falling or (len(terms) > 1 and terms[-1].bare):
        raise BadAmount


def _tokens(text: str) -> list[tuple[str, str]]:
    """Pairs (number, word), one of them empty. Every character must belong to one."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    found: list[tuple[str, str]] = []
    at = 0
    while at < len(plain):
        match = _TOKEN.match(plain, at)
        if match is None or len(plain) > LONGEST:
            raise BadAmount
        found.append((match["number"] or "", match["word"] or ""))
        at = match.end()
    return found
