"""Telling clients apart: phone, INN, and names that look alike.

Whatever is typed is brought to one form before it is stored or compared, so that one client isn't entered twice.
Numbers that can't be understood for certain are refused or left alone, never repaired.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, ValidationResult
from rapidfuzz import fuzz
from stdnum.exceptions import ValidationError
from stdnum.ru import inn as russian_inn

from sales.errors import BadInn, BadPhone

ALIKE = 85.0
"""From this score on (0 to 100) two names are worth a question. One wrong letter of seven scores 85.7."""
CONTAINED = 90.0
"""The score of a name that is the other one with words added, as a branch or a trading house is."""
SHORT = 5
"""Names under this many letters differ by a letter too easily: they are alike only when equal or contained."""
TELLING = 4
"""Shared words need this many letters together before the rest may be ignored."""

_PHONE = re.compile(r"(?P<number>[+\d\s().\-\u2010-\u2015]+)(?P<rest>.*)", re.DOTALL)
_EXTENSION = re.compile(r"\D+(?P<digits>\d{1,6})\W*")
_BARE = re.compile(r"(?<!\S)(?:\d{10}|\d{12})(?![^\s,;])")
_COUNTRY_CODE_BEFORE = re.compile(r"(?:\+\d{1,3}|(?<!\S)[78])[\s(-]*\Z")
_NEVER_FIRST = frozenset("0125")


@dataclass(frozen=True, slots=True)
class Query:
    """A typed line taken apart. `doubtful`: one number fits both as `phone` and as `inn`, so both are given; a search
    may use both, but whoever saves them has to ask first."""

    name: str
    phone: str | None = None
    inn: str | None = None
    doubtful: bool = False


def normal_phone(text: str, region: str = "RU") -> str:
    """E.164, e.g. +79000000012, or BadPhone. Without a country code the number is taken for one of `region`.

    Any number of the right length and shape passes, assigned to an operator or not: ranges change faster than tables.
    An extension is understood and dropped, since it doesn't tell companies apart; `phone_extension` gives it.
    """
    return phonenumbers.format_number(_parsed(text, region), PhoneNumberFormat.E164)


def phone_extension(text: str, region: str = "RU") -> str | None:
    """The digits to dial after the connection, if any were typed; BadPhone as in `normal_phone`."""
    return _parsed(text, region).extension


def format_phone(e164: str) -> str:
    """For reading: +7 900 000-00-12. Takes what `normal_phone` has given."""
    plain = phonenumbers.parse(e164)
    return phonenumbers.format_number(plain, PhoneNumberFormat.INTERNATIONAL)


def normal_inn(text: str) -> str:
    """Ten digits (company) or twelve (person) whose check digits are right, or BadInn."""
    digits = re.sub(r"\s", "", text)
    if not digits.isascii() or digits.startswith("00"):
        raise BadInn  # a region 00 doesn't exist, though ten zeros pass the check
    try:
        return str(russian_inn.validate(digits))
    except ValidationError as wrong:
        raise BadInn from wrong


def name_key(name: str, legal_forms: frozenset[str]) -> str:
    """What names are compared by: small letters without quotes, punctuation and legal forms.

    A name that is nothing but a legal form keeps it.
    """
    words = _words(name)
    kept = _without(words, _phrases(legal_forms))
    return " ".join(kept or words)


def look_alikes(key: str, candidates: Iterable[tuple[int, str]], limit: int = 3) -> list[tuple[int, float]]:
    """The candidates (id, name key) that may be the same company: ids with scores from `ALIKE` to 100, best first."""
    scored = [(number, likeness(key, other)) for number, other in candidates]
    alike = [pair for pair in scored if pair[1] >= ALIKE]
    return sorted(alike, key=lambda pair: (-pair[1], pair[0]))[:limit]


def likeness(key: str, other: str) -> float:
    """How much two name keys look alike, 0 to 100. Other figures in a name (plant 1, plant 2) make another company."""
    if not key or not other:
        return 0.0
    if key == other:
        return 100.0
    return max(_spelling(key, other), _containment(key, other))


def read_query(text: str, labels: frozenset[str] = frozenset()) -> Query:
    """Takes a typed line apart: name, phone, INN, in any order; `labels` (small letters) may stand before numbers.

    Digits that are neither a whole phone nor an INN with right check digits stay in the name, and so do second ones.
    Ten bare digits are a phone only as a mobile number (9...), for INNs look like the others.
    """
    line = unicodedata.normalize("NFKC", text)
    line, inn = _cut_inn(line, labels)
    line, phone = _cut_phone(line, labels)
    as_phone = _as_mobile(inn) if inn and not phone else None
    return Query(" ".join(line.split()).strip(" ,;"), phone or as_phone, inn, doubtful=as_phone is not None)


def _parsed(text: str, region: str) -> PhoneNumber:
    """Nothing may be left over: libraries skip what they don't understand, and a wrong number is called for weeks."""
    shape = _PHONE.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if shape is None:
        raise BadPhone
    try:
        number = phonenumbers.parse(shape[0], region)
    except phonenumbers.NumberParseException as wrong:
        raise BadPhone from wrong
    rest = _EXTENSION.fullmatch(shape["rest"])
    understood = number.extension == rest["digits"] if rest else not shape["rest"]
    if not understood or not _complete(number):
        raise BadPhone
    return number


def _complete(number: PhoneNumber) -> bool:
    """Dialable from anywhere: with area code, and not a service number."""
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return False
    national = phonenumbers.national_significant_number(number)
    return number.country_code != 7 or (len(national) == 10 and national[0] not in _NEVER_FIRST)


def _words(name: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", name).casefold().replace("\u0451", "\u0435")
    return re.findall(r"[^\W_]+", plain)


@lru_cache(maxsize=8)
def _phrases(legal_forms: frozenset[str]) -> tuple[list[str], ...]:
    return tuple(sorted((_words(form) for form in legal_forms), key=len, reverse=True))


def _without(words: list[str], phrases: tuple[list[str], ...]) -> list[str]:
    """Longest phrases first, so that no part of a form is left over."""
    kept: list[str] = []
    at = 0
    while at < len(words):
        length = next((len(phrase) for phrase in phrases if words[at : at + len(phrase)] == phrase), 0)
        kept += words[at : at + 1] if not length else []
        at += length or 1
    return kept


def _spelling(key: str, other: str) -> float:
    """Typing mistakes, words in another order or written together."""
    if min(len(key), len(other)) < SHORT:
        return 0.0
    score = max(fuzz.ratio(key, other), fuzz.token_sort_ratio(key, other))
    same_figures = score >= ALIKE and re.findall(r"\d+", key) == re.findall(r"\d+", other)
    return score if same_figures else 0.0


def _containment(key: str, other: str) -> float:
    fewer, more = sorted((set(key.split()), set(other.split())), key=len)
    telling = sum(map(len, fewer)) >= TELLING
    return CONTAINED if telling and fewer <= more else 0.0


def _cut_inn(line: str, labels: frozenset[str]) -> tuple[str, str | None]:
    for found in _BARE.finditer(line):
        if _COUNTRY_CODE_BEFORE.search(line, 0, found.start()):
            continue
        try:
            return _cut(line, found.start(), found.end(), labels), normal_inn(found[0])
        except BadInn:
            continue
    return line, None


def _cut_phone(line: str, labels: frozenset[str]) -> tuple[str, str | None]:
    for found in phonenumbers.PhoneNumberMatcher(line, "RU", leniency=phonenumbers.Leniency.POSSIBLE):
        bare = _BARE.fullmatch(found.raw_string)
        try:
            phone = _as_mobile(found.raw_string) if bare else normal_phone(found.raw_string)
        except BadPhone:
            continue
        if phone:
            return _cut(line, found.start, found.end, labels), phone
    return line, None


def _as_mobile(digits: str) -> str | None:
    """Ten bare digits as a Russian mobile number, if they can be one."""
    return normal_phone(digits) if len(digits) == 10 and digits.startswith("9") else None


def _cut(line: str, start: int, end: int, labels: frozenset[str]) -> str:
    """The line without the number and its label. A line break keeps what was apart from growing together."""
    before, after = line[:start].rstrip(), line[end:]
    label = re.search(r"([^\W\d_]+)[.:]*\Z", before)
    if label and label[1].casefold() in labels:
        before = before[: label.start()]
    return f"{before}\n{after}"
