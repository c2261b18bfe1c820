"""A client: a company that the team wants to win or keep, and who may see what of it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from sales.people import Actor, Permission


@dataclass(frozen=True, slots=True)
class Client:
    """`name_key`: the name as it is compared (sales.identify.name_key). `owner_id`: who carries the client now.
    `segment`: the team's own word. `zone` None: the team's. `partner_id`: the client that has brought this one along.
    `product`: what it is interested in. `merged_into`: the client that it turned out to be."""

    id: int
    company_id: int
    team_id: int
    name: str
    name_key: str
    inn: str | None
    source: str | None
    owner_id: int
    created_by: int
    created_at: datetime
    segment: str = ""
    territory_id: int | None = None
    country: str = "RU"
    currency: str = "RUB"
    zone: str | None = None
    partner_id: int | None = None
    product: str = ""
    merged_into: int | None = None


@dataclass(frozen=True, slots=True)
class Contact:
    """A person at the client's. `phone` in E.164; `telegram_id`: the account, where a shared contact has told it."""

    id: int
    client_id: int
    name: str
    position: str
    phone: str | None
    telegram_id: int | None = None


def sees_all_of(actor: Actor, client: Client, parties: frozenset[int]) -> bool:
    """Phones, history and the right to log (domain: decided list): the owner, a party of the open hand-over, and
    whoever reads everything by role. `parties`: member ids of the giver and the asked receivers."""
    if client.company_id != actor.company_id or client.team_id not in actor.reach:
        return False
    return actor.member_id == client.owner_id or actor.member_id in parties or actor.may(Permission.READ_ALL)


_QUOTED = re.compile('[\u00ab\u201e\u201c"](.+?)[\u00bb\u201c\u201d"]')
_LONG_NUMBER = re.compile(r"\d(?:[\s()+.\u2010-\u2015-]*\d){6,}")


def in_quotes(name: str) -> str:
    """The client in the middle of a line: what stands in quotes already, or the whole name put in them."""
    quoted = _QUOTED.search(name)
    return f"\u00ab{quoted[1] if quoted else name}\u00bb"


def odd_number(name: str) -> str | None:
    """Digits left in a typed name that are too many for one: a phone or an INN with a slip of the pen."""
    found = _LONG_NUMBER.search(name)
    return found[0] if found else None
