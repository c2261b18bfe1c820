"""Whom a typed line is about."""

from __future__ import annotations

from dataclasses import dataclass

from sales.actions.client_search import FindClients
from sales.actions.clients import may_see_all
from sales.clients import Client
from sales.people import Actor, Permission, require
from sales.ports import Work

#: Shorter names are found by the whole of them only: a preposition is a part of half the names.
TELLING = 3
LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class NamedClient:
    """`at`: which of the ways found anybody, None where none did. `client_id`: the one that is meant, None where it has
    to be chosen."""

    at: int | None
    client_id: int | None


def named_client(work: Work, actor: Actor, ways: tuple[FindClients, ...]) -> NamedClient:
    """`ways`: as what the name may be read, the best first. Of several the one of that very name is meant, or the only
    one that the person may work with."""
    require(actor, Permission.LOG_ACTS)
    for at, way in enumerate(ways):
        found = work.clients.search(actor.reach, key=way.key, phone=way.phone, inn=way.inn, limit=LOOKED_AT)
        if way.key and len(way.key) < TELLING:
            found = [client for client in found if client.name_key == way.key]
        if found:
            return NamedClient(at, _meant(work, actor, way.key, found))
    return NamedClient(None, None)


def _meant(work: Work, actor: Actor, key: str, found: list[Client]) -> int | None:
    same = [client for client in found if client.name_key == key] or found
    mine = [client for client in same if may_see_all(work, actor, client)]
    if len(same) == 1 or len(mine) == 1:
        return (same if len(same) == 1 else mine)[0].id
    return None
