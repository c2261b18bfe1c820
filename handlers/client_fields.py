"""What can be put right about a client, field by field: what there is to choose from, and what is kept of a choice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from handlers.here import Here
from handlers.live import label
from handlers.typed import key_of
from locales import data
from sales.actions.client_data import ChangeClient, ClientData
from sales.countries import COUNTRIES, country, currencies_for
from sales.leads import Source

Options = list[tuple[str, str]]
#: What takes a field's value away.
NOTHING = "-"


@dataclass(frozen=True, slots=True)
class Field:
    """Texts: `client-field-<name>` (button), `client-ask-<name>`. `shown`: its value in words, empty where there is
    none. `kept`: the form of a choice or of what was typed. `typed`: whether anything else may be written."""

    name: str
    shown: Callable[[Here, ClientData], str]
    options: Callable[[Here, ClientData], Options]
    kept: Callable[[str], dict[str, Any]]
    typed: bool = False
    clears: bool = True

    def form(self, client_id: int, value: str) -> ChangeClient:
        return ChangeClient(client_id, **self.kept("" if value == NOTHING else value))


def _nothing(_: Here, __: ClientData) -> Options:
    return []


def _segments(_: Here, found: ClientData) -> Options:
    words = dict.fromkeys([*found.segments, *data("clients")["segments"]])
    return [(word, label(word)) for word in words]


def _territories(_: Here, found: ClientData) -> Options:
    return [(str(one.id), label(one.name)) for one in found.territories]


def _products(_: Here, found: ClientData) -> Options:
    return [(one.name, label(one.name)) for one in found.products]


def _sources(it: Here, _: ClientData) -> Options:
    return [(one.value, label(it.words(f"source-{one.value}"))) for one in Source]


def _countries(it: Here, _: ClientData) -> Options:
    return [(code, label(it.words(f"country-{code}"))) for code in COUNTRIES]


def _currencies(_: Here, found: ClientData) -> Options:
    return [(code, code) for code in currencies_for(found.country)]


def _zones(it: Here, found: ClientData) -> Options:
    return [(zone, label(_zone(it, zone))) for zone in country(found.country).zones]


def _zone(it: Here, zone: str) -> str:
    return it.words.zone(ZoneInfo(zone), it.now)


def _source(it: Here, found: ClientData) -> str:
    return it.words(f"source-{found.source}") if found.source in set(Source) else found.source or ""


def _named(value: str) -> dict[str, Any]:
    return {"name": value, "key": key_of(value) if value else ""}


FIELDS = {
    field.name: field
    for field in (
        Field("name", lambda _, one: one.name, _nothing, _named, typed=True, clears=False),
        Field("inn", lambda _, one: one.inn or "", _nothing, lambda value: {"inn": value}, typed=True),
        Field("segment", lambda _, one: one.segment, _segments, lambda value: {"segment": value}, typed=True),
        Field("territory", lambda _, one: one.territory, _territories, lambda value: {"territory_id": int(value or 0)}),
        Field("product", lambda _, one: one.product, _products, lambda value: {"product": value}, typed=True),
        Field("source", _source, _sources, lambda value: {"source": value}),
        Field("partner", lambda _, one: one.partner, _nothing, lambda value: {"partner_id": int(value or 0)}),
        Field(
            "country",
            lambda it, one: it.words(f"country-{one.country}"),
            _countries,
            lambda value: {"country": value},
            clears=False,
        ),
        Field("currency", lambda _, one: one.currency, _currencies, lambda value: {"currency": value}, clears=False),
        Field("zone", lambda it, one: _zone(it, one.zone or one.team_zone), _zones, lambda value: {"zone": value}),
    )
}

__all__ = ["FIELDS", "NOTHING", "Field"]
