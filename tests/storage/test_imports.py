"""The switch on both engines: everything at once, and back again as far as nobody has touched it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import sqlalchemy as sa

from sales.importing import (
    Asked,
    Changed,
    Fate,
    Identity,
    Import,
    ImportedContact,
    ImportRow,
    ImportState,
    Problem,
    Refusal,
    Settled,
    Stage,
    Staged,
    Unknown,
)
from sales.people import Actor, Role
from sales.ports import NEW
from sales.steps import StepKind, StepPlan
from sales.timers import TimerKind
from storage.clients import client, contact
from storage.engine import Storage
from storage.leads import lead
from storage.steps import step
from storage.timers import timer
from storage.work import open_work
from tests.builders import NOW, Firm, a_firm

SOON = NOW + timedelta(days=1)
PHONES = ("+79000000012", "+79000000013")


def staged(number: int, name: str, keeper: Actor, fate: Fate = Fate.MADE, **fields: object) -> Staged:
    contacts = tuple(ImportedContact("Пётр", "", phone) for phone in PHONES[: number % 3])
    plan = StepPlan(StepKind.MEETING, SOON, True, "сроки") if number == 3 else None
    known: dict[str, object] = {"contacts": contacts, "step": plan, "rings": plan is not None, "owner": "Орлова"}
    row = ImportRow(number, name, name.casefold(), **{**known, **fields})  # type: ignore[arg-type]
    day = SOON.date() if row.stage is Stage.PARKED else None
    return Staged(row, fate, None, keeper.member_id, keeper.team_id, day)


def begun(conn: sa.Connection) -> tuple[Firm, Actor, Import]:
    firm = a_firm(open_work(conn))
    owner = firm.actor(Role.LEAD_GENERATOR)
    made = Import(NEW, firm.team.company_id, owner.member_id, "base.xlsx", ImportState.READY, NOW, NEW)
    return firm, owner, firm.work.imports.add(made)


def go_live(conn: sa.Connection) -> tuple[Import, Changed]:
    firm, owner, entity = begun(conn)
    known = firm.client(owner, "Пион", "пион")
    rows = [
        staged(2, "Ромашка", owner, stage=Stage.PARKED, step=StepPlan(StepKind.CALL, SOON, False, ""), rings=True),
        staged(3, "Астра", owner, stage=Stage.WORKING, note="заметка"),
        staged(4, "Мак", owner, stage=Stage.CLOSED, stage_words="Отказ"),
        staged(5, "Ромашка", owner, Fate.REPEAT, repeats=2),
        replace(staged(8, "Пион", owner, Fate.MATCHED, inn="7700000016"), client_id=known.id),
        staged(9, "", owner, Fate.REFUSED, problems=(Problem(Refusal.NO_NAME, "A9"),), cells=("", "12")),
    ]
    for _ in range(2):
        firm.work.imports.put(entity.id, rows)
    settled = Settled(NOW, frozenset({owner.member_id}), ((firm.team.id, 60),))
    return entity, firm.work.imports.go_live(entity, settled)


def counts(conn: sa.Connection) -> dict[str, int]:
    tables = (client, contact, lead, step, timer)
    return {table.name: conn.scalar(sa.select(sa.func.count()).select_from(table)) or 0 for table in tables}


def kinds(conn: sa.Connection) -> list[str]:
    return sorted(row[0].value for row in conn.execute(sa.select(timer.c.kind)))


async def test_everything_becomes_live_at_once(storage: Storage) -> None:
    _, changed = await storage.write(go_live)
    assert changed == Changed(clients=3, others=1)
    assert await storage.read(counts) == {"client": 4, "contact": 5, "lead": 3, "step": 1, "timer": 4}
    assert await storage.read(kinds) == sorted([TimerKind.MEETING, TimerKind.PARKED, TimerKind.REST, TimerKind.STEP])


async def test_and_is_taken_back_whole(storage: Storage) -> None:
    entity, _ = await storage.write(go_live)
    done = replace(entity, done_at=NOW)
    assert await storage.write(lambda conn: open_work(conn).imports.take_back(done)) == Changed(3, 0)
    assert await storage.read(counts) == {"client": 1, "contact": 0, "lead": 0, "step": 0, "timer": 0}


async def test_whoever_is_pointed_at_stays(storage: Storage) -> None:
    entity, _ = await storage.write(go_live)
    done = replace(entity, done_at=NOW)

    def touch(conn: sa.Connection) -> None:
        (astra,) = conn.scalars(sa.select(client.c.id).where(client.c.name == "Астра"))
        open_work(conn).audit.note(None, "note_client", astra, NOW, client_id=astra)

    await storage.write(touch)
    assert await storage.read(lambda conn: open_work(conn).imports.kept(done)) == 1
    assert await storage.write(lambda conn: open_work(conn).imports.take_back(done)) == Changed(2, 1)
    assert await storage.read(counts) == {"client": 2, "contact": 0, "lead": 1, "step": 1, "timer": 3}


async def test_the_staged_rows_are_asked_about_as_sets(storage: Storage) -> None:
    def ask(conn: sa.Connection) -> None:
        firm, owner, entity = begun(conn)
        imports = firm.work.imports
        nobody = replace(staged(4, "Мак", owner, owner="Иванов"), owner_id=None, team_id=None)
        strange = staged(7, "Лютик", owner, stage=None, stage_words="ЛПР")
        again = staged(5, "Мак", owner, Fate.REPEAT, repeats=4)
        imports.put(entity.id, [staged(2, "Ромашка", owner), nobody, strange, again])
        asked = [Unknown(Asked.OWNER, "Иванов", 1), Unknown(Asked.STAGE, "ЛПР", 1)]
        assert imports.unknown(entity.id) == asked
        imports.settle_owner(entity.id, "Иванов", owner.member_id, owner.team_id)
        imports.settle_stage(entity.id, "ЛПР", Stage.DRAFT)
        assert imports.unknown(entity.id) == []
        assert firm.client(owner, phone=PHONES[0])
        ((number, identity),) = [one for one in imports.clashes(entity.id, {firm.team.id}, 0) if one[0] == 2]
        (likely,) = imports.likely({firm.team.id}, [identity])
        assert (number, likely.identity) == (2, Identity("ромашка", None, frozenset({PHONES[0]})))
        imports.judge(entity.id, 4, Fate.REFUSED, None, [Problem(Refusal.SAME_PHONE, "Ромашка")])
        imports.settle_repeats(entity.id)
        tally = imports.tally(entity.id)
        assert (tally.made, tally.refusals) == (2, 2)
        assert [row[0] for row in imports.refused(entity.id)] == [4, 5]
        imports.skip(entity.id, Unknown(Asked.STAGE, "ЛПР", 0))
        assert imports.tally(entity.id).made == 1

    await storage.write(ask)


async def test_what_is_over_is_forgotten_bit_by_bit(storage: Storage) -> None:
    entity, _ = await storage.write(go_live)

    def forget(conn: sa.Connection) -> list[int]:
        imports = open_work(conn).imports
        assert imports.drop_old(NOW) == 1 and imports.get(entity.id).state is ImportState.DROPPED
        return [imports.forget(NOW, 4) for _ in range(4)]

    assert await storage.write(forget) == [4, 2, 0, 0]
