"""Where a client may be: the countries that are offered, each with its currency and its time zones."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sales.company import RUSSIAN_ZONES
from sales.errors import BadInput


@dataclass(frozen=True, slots=True)
class Country:
    currency: str
    zones: tuple[str, ...]


#: The home country first, then the neighbours, then whom else there is trade with.
COUNTRIES: Mapping[str, Country] = {
    "RU": Country("RUB", RUSSIAN_ZONES),
    "BY": Country("BYN", ("Europe/Minsk",)),
    "KZ": Country("KZT", ("Asia/Almaty",)),
    "UZ": Country("UZS", ("Asia/Tashkent",)),
    "KG": Country("KGS", ("Asia/Bishkek",)),
    "TJ": Country("TJS", ("Asia/Dushanbe",)),
    "TM": Country("TMT", ("Asia/Ashgabat",)),
    "AM": Country("AMD", ("Asia/Yerevan",)),
    "AZ": Country("AZN", ("Asia/Baku",)),
    "GE": Country("GEL", ("Asia/Tbilisi",)),
    "MN": Country("MNT", ("Asia/Ulaanbaatar",)),
    "CN": Country("CNY", ("Asia/Shanghai",)),
    "TR": Country("TRY", ("Europe/Istanbul",)),
    "AE": Country("AED", ("Asia/Dubai",)),
}
#: What people reckon in anywhere.
SHARED_CURRENCIES = ("RUB", "USD", "EUR", "CNY")


def country(code: str) -> Country:
    """BadInput for one that isn't offered."""
    if code not in COUNTRIES:
        raise BadInput
    return COUNTRIES[code]


def currencies_for(code: str) -> tuple[str, ...]:
    """The country's own first."""
    return tuple(dict.fromkeys((country(code).currency, *SHARED_CURRENCIES)))
