"""Clients, their lists and their merging, on every engine: the merge itself is whole on both."""

from __future__ import annotations

from datetime import timedelta

import sqlalchemy as sa

from sales.actions.activities import LogAct, log_act
from sales.actions.catalogue import NewEntry, RenameEntry, add_product, add_territory, catalogue, rename_product
from sales.actions.client_data import ChangeClient, change_client
from sales.actions.leads import StartLead, start_lead
from sales.actions.merging import MergeClients, merge_clients
from sales.actions.timeline import timeline
from sales.activities import ActKind, Direction, Outcome
from sales.calling import CallingList, CallSource, EntryState
from sales.clients import Contact
from sales.passport import Point, PointAnswer
from sales.people import Role
from sales.ports import NEW
from sales.steps import StepKind, StepPlan
from sales.watch import Sign, WatchWarning
from storage.engine import Storage
from storage.regular import watch_warning
from storage.work import open_work
from tests.builders import NOW, a_firm


def _merged(conn: sa.Connection) -> dict[str, object]:
    """Two clients with everything that could double, made one; what is found then."""
    firm = a_firm(open_work(conn))
    work, rep, head = firm.work, firm.actor(Role.HUNTER), firm.actor(Role.HEAD)
    kept, gone = firm.client(rep, phone="+79000000012"), firm.client(rep, "Ромашка-2", "ромашка 2", "+79000000077")
    work.clients.add_contact(Contact(NEW, gone.id, "", "", "+79000000012", telegram_id=7))
    for client, words, minute in ((kept, "старое", 0), (gone, "новое", 1)):
        at = NOW + timedelta(minutes=minute)
        work.passports.put(PointAnswer(client.id, Point.PAINS, words, rep.member_id, at))
        plan = StepPlan(StepKind.CALL, NOW + timedelta(days=1), exact=False)
        log_act(work, rep, LogAct(client.id, ActKind.CALL, Direction.COLD, Outcome.THINKING, words, plan), at)
        warning = WatchWarning(NEW, firm.team.id, client.id, next(iter(Sign)), "2026-11", {}, rep.member_id, at)
        work.warnings.add(warning)
        start_lead(work, rep, StartLead(client.id), at)
    calling = CallingList(NEW, rep.member_id, CallSource.COLD, 2, NOW)
    listed = work.callings.add(calling, [kept.id, gone.id])
    merge_clients(work, head, MergeClients(kept.id, gone.id), NOW + timedelta(minutes=5))
    open_warnings = sa.select(sa.func.count()).select_from(watch_warning).where(watch_warning.c.over_at.is_(None))
    found = work.clients.search({firm.team.id}, key="2", phone=None, inn=None, limit=5)
    return {
        "get": work.clients.get(gone.id).id == kept.id,
        "found": [one.id == kept.id for one in found],
        "keys": sorted(key for _, key in work.clients.keys({firm.team.id})),
        "pains": [one.words for one in work.passports.answers(kept.id)],
        "waiting": [one.client_id == kept.id for one in work.callings.waiting(listed.id)],
        "gone": work.callings.states(listed.id)[EntryState.GONE],
        "phones": sorted(one.phone or "" for one in work.clients.contacts(kept.id)),
        "events": len(timeline(work, rep, kept.id).events),
        "warnings": conn.scalar(open_warnings),
        "owned": work.clients.counts(firm.team.id)[rep.member_id],
        "recent": len(work.clients.recent(rep.member_id, 9)),
    }


async def test_a_merge_is_whole(storage: Storage) -> None:
    assert await storage.write(_merged) == {
        "get": True,
        "found": [True],
        "keys": ["ромашка", "ромашка 2"],
        "pains": ["новое"],
        "waiting": [True],
        "gone": 1,
        "phones": ["+79000000012", "+79000000077"],
        "events": 5,
        "warnings": 1,
        "owned": 1,
        "recent": 1,
    }


def _listed(conn: sa.Connection) -> tuple[list[str], list[str], str]:
    firm = a_firm(open_work(conn))
    work, head = firm.work, firm.actor(Role.HEAD)
    client = firm.client(head)
    product = add_product(work, head, NewEntry("Склад"), NOW)
    north = add_territory(work, head, NewEntry("Север"), NOW)
    change_client(work, head, ChangeClient(client.id, product="Склад", territory_id=north, segment="Крупный"), NOW)
    rename_product(work, head, RenameEntry(product, "Склад 2"), NOW)
    seen = catalogue(work, head)
    names = [one.name for one in seen.products] + [one.name for one in seen.territories]
    return names, work.clients.segments(firm.team.id, 5), work.clients.get(client.id).product


async def test_lists_are_kept_and_renamed_everywhere(storage: Storage) -> None:
    assert await storage.write(_listed) == (["Склад 2", "Север"], ["Крупный"], "Склад 2")
