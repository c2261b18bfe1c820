"""Clients are found by anybody of the team, and whoever is about to make one sees who it may be already."""

from __future__ import annotations

from dataclasses import dataclass

from sales.actions.clients import client_in_reach, may_see_all, require_full, stage_of
from sales.clients import Client
from sales.identify import look_alikes
from sales.people import Actor, Permission, require
from sales.ports import Work

FOUND_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class FoundClient:
    """What everybody of the team may know of a client."""

    client_id: int
    name: str
    owner: str
    stage: str


@dataclass(frozen=True, slots=True)
class FindClients:
    """`key`: the typed name as names are compared; empty where only a number was typed."""

    key: str
    phone: str | None = None
    inn: str | None = None


def find_clients(work: Work, actor: Actor, asked: FindClients) -> tuple[FoundClient, ...]:
    """Any client of the teams in reach, nearest first."""
    require(actor, Permission.FIND_CLIENTS)
    found = work.clients.search(actor.reach, key=asked.key, phone=asked.phone, inn=asked.inn, limit=FOUND_AT_MOST)
    return tuple(_found(work, client) for client in found)


def recent_clients(work: Work, actor: Actor) -> tuple[FoundClient, ...]:
    """Those the person was busy with last, and still may work with."""
    require(actor, Permission.FIND_CLIENTS)
    recent = work.clients.recent(actor.member_id, FOUND_AT_MOST)
    return tuple(_found(work, client) for client in recent if may_see_all(work, actor, client))


def alike_clients(work: Work, actor: Actor, asked: FindClients) -> tuple[FoundClient, ...]:
    """Who may be the same client as the one about to be made: by phone or INN first, then by the look of the name."""
    require(actor, Permission.FIND_CLIENTS)
    same = work.clients.search(actor.reach, key="", phone=asked.phone, inn=asked.inn, limit=FOUND_AT_MOST)
    ids = dict.fromkeys(client.id for client in same)
    if asked.key:
        ids |= dict.fromkeys(client_id for client_id, _ in look_alikes(asked.key, work.clients.keys(actor.reach)))
    return tuple(_found(work, work.clients.get(client_id)) for client_id in list(ids)[:FOUND_AT_MOST])


def twins_of(work: Work, actor: Actor, client_id: int) -> tuple[FoundClient, ...]:
    """Who else may be this very client: by each of its phones and the INN, then by the look of the name."""
    require(actor, Permission.FIND_CLIENTS)
    client = client_in_reach(work, actor, client_id)
    asked = [FindClients("", one.phone) for one in work.clients.contacts(client.id) if one.phone]
    asked.append(FindClients(client.name_key, None, client.inn))
    found = {one.client_id: one for each in asked for one in alike_clients(work, actor, each)}
    return tuple(one for one in found.values() if one.client_id != client.id)[:FOUND_AT_MOST]


def check_workable(work: Work, actor: Actor, client_id: int) -> FoundClient:
    """Before a form is filled in for nothing: may this person log with this client? Raises NotYours."""
    require(actor, Permission.LOG_ACTS)
    client = client_in_reach(work, actor, client_id)
    require_full(work, actor, client)
    return _found(work, client)


def _found(work: Work, client: Client) -> FoundClient:
    return FoundClient(client.id, client.name, work.people.get(client.owner_id).name, stage_of(work, client.id))
