"""Imports: files on their way into the base. Rows are staged parcel by parcel beside the living tables; one transaction
of set-based statements makes them live, another one takes back what nobody has touched since."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection

from sales.importing import (
    Asked,
    Changed,
    Fate,
    Identity,
    Import,
    ImportState,
    Known,
    Problem,
    Refusal,
    Settled,
    Stage,
    Staged,
    Tally,
    Unknown,
)
from storage import import_switch as switch
from storage.clients import client, contact
from storage.import_tables import TAKEN, client_import, import_contact, import_row
from storage.people import member
from storage.shelf import Shelf


class ImportsShelf:
    def __init__(self, conn: Connection) -> None:
        self.conn = conn
        self.shelf = Shelf(conn, client_import, Import)

    def get(self, import_id: int) -> Import:
        return self.shelf.get(import_id)

    def add(self, entity: Import) -> Import:
        newest = self.conn.scalar(sa.select(sa.func.max(client.c.id))) or 0
        row = {**asdict(entity), "last_client": newest}
        return self.shelf.add(Import(**row))

    def move(self, entity: Import, expected: Collection[ImportState]) -> bool:
        return self.shelf.save(entity, client_import.c.state.in_(list(expected)))

    def done_since(self, company_id: int, since: datetime) -> list[Import]:
        done = (client_import.c.state == ImportState.DONE, client_import.c.done_at > since)
        return self.shelf.all(client_import.c.company_id == company_id, *done, order=client_import.c.id.desc())

    def likely(self, teams: Collection[int], identities: Collection[Identity]) -> list[Known]:
        phones = sorted({phone for one in identities for phone in one.phones})
        by_phone = sa.select(contact.c.client_id).where(contact.c.phone.in_(phones))
        inns = sorted({one.inn for one in identities if one.inn})
        ways: list[sa.ColumnElement[bool]] = [client.c.name_key.in_(sorted({one.key for one in identities}))]
        ways += [client.c.inn.in_(inns), client.c.id.in_(by_phone)]
        found: dict[int, sa.Row[Any]] = {}
        for way in ways:  # each by its own index
            stands = sa.func.coalesce(client.c.merged_into, client.c.id).label("stands")
            query = sa.select(client.c.id, stands, client.c.name, client.c.name_key, client.c.inn)
            found |= {row.id: row for row in self.conn.execute(query.where(client.c.team_id.in_(teams), way))}
        return self._known(found)

    def _known(self, found: dict[int, sa.Row[Any]]) -> list[Known]:
        reached: dict[int, set[str]] = {}
        held = sa.select(contact.c.client_id, contact.c.phone)
        for client_id, phone in self.conn.execute(
            held.where(contact.c.client_id.in_({row.stands for row in found.values()}), contact.c.phone.is_not(None))
        ):
            reached.setdefault(client_id, set()).add(phone)
        return [
            Known(row.stands, row.name, Identity(row.name_key, row.inn, frozenset(reached.get(row.stands, ()))))
            for row in found.values()
        ]

    def put(self, import_id: int, rows: Sequence[Staged]) -> None:
        numbers = [staged.row.number for staged in rows]
        for table in (import_contact, import_row):
            again = sa.and_(table.c.import_id == import_id, table.c.number.in_(numbers))
            self.conn.execute(sa.delete(table).where(again))
        if rows:
            self.conn.execute(sa.insert(import_row), [_row(import_id, staged) for staged in rows])
        if contacts := [one for staged in rows for one in _contacts(import_id, staged)]:
            self.conn.execute(sa.insert(import_contact), contacts)

    def settle_repeats(self, import_id: int) -> None:
        """What repeats a refused row is refused with it."""
        first = import_row.alias("first")
        gone = sa.select(first.c.number).where(first.c.import_id == import_id, first.c.fate == Fate.REFUSED)
        self._refuse(import_id, Refusal.FIRST_REFUSED, import_row.c.fate == Fate.REPEAT, import_row.c.repeats.in_(gone))

    def tally(self, import_id: int) -> Tally:
        mine = import_row.c.import_id == import_id
        columns = (import_row.c.fate, import_row.c.reason, sa.func.count())
        counts = self.conn.execute(
            sa.select(*columns).where(mine).group_by(import_row.c.fate, import_row.c.reason)
        ).all()
        by_fate = {fate: sum(count for one, _, count in counts if one is fate) for fate in Fate}
        refused = sorted(
            ((reason, count) for fate, reason, count in counts if fate is Fate.REFUSED), key=lambda one: -one[1]
        )
        late = sa.select(sa.func.count()).where(mine, import_row.c.fate.in_(TAKEN), import_row.c.step_at.is_not(None))
        phones = sa.select(sa.func.count()).where(
            import_contact.c.import_id == import_id, import_contact.c.phone.is_not(None)
        )
        return Tally(
            made=by_fate[Fate.MADE],
            matched=by_fate[Fate.MATCHED],
            repeats=by_fate[Fate.REPEAT],
            refused=tuple(refused),
            phones=self.conn.scalar(phones) or 0,
            late=self.conn.scalar(late.where(~import_row.c.rings)) or 0,
        )

    def unknown(self, import_id: int) -> list[Unknown]:
        """Whose clients, and then what stage: the most frequent first. An owner who has left meanwhile is nobody."""
        made = (import_row.c.import_id == import_id, import_row.c.fate == Fate.MADE)
        here = sa.select(member.c.id).where(member.c.active)
        nobody = sa.or_(import_row.c.owner_id.is_(None), import_row.c.owner_id.not_in(here))
        owners = self._counted(import_row.c.owner_words, *made, nobody)
        stages = self._counted(import_row.c.stage_words, *made, import_row.c.stage.is_(None))
        return [
            *(Unknown(Asked.OWNER, said, rows) for said, rows in owners),
            *(Unknown(Asked.STAGE, said, rows) for said, rows in stages),
        ]

    def _counted(self, said: sa.ColumnElement[str], *where: sa.ColumnElement[bool]) -> list[tuple[str, int]]:
        count = sa.func.count()
        query = sa.select(said, count).where(*where).group_by(said).order_by(count.desc(), said)
        return [(row[0], row[1]) for row in self.conn.execute(query)]

    def settle_owner(self, import_id: int, words: str, owner_id: int, team_id: int) -> None:
        same = (import_row.c.import_id == import_id, import_row.c.owner_words == words)
        self.conn.execute(sa.update(import_row).where(*same).values(owner_id=owner_id, team_id=team_id))

    def settle_stage(self, import_id: int, words: str, stage: Stage) -> None:
        same = (import_row.c.import_id == import_id, import_row.c.stage_words == words, import_row.c.stage.is_(None))
        self.conn.execute(sa.update(import_row).where(*same).values(stage=stage))

    def skip(self, import_id: int, unknown: Unknown) -> None:
        said = import_row.c.owner_words if unknown.kind is Asked.OWNER else import_row.c.stage_words
        self._refuse(import_id, Refusal.SKIPPED, import_row.c.fate == Fate.MADE, said == unknown.words)
        self.settle_repeats(import_id)

    def clashes(self, import_id: int, teams: Collection[int], after: int) -> list[tuple[int, Identity]]:
        """Rows about to become clients that share a name, an INN or a phone with a client newer than `after`."""
        mine = (import_row.c.import_id == import_id, import_row.c.fate == Fate.MADE)
        newer = (client.c.id > after, client.c.team_id.in_(teams))
        lent = sa.select(import_contact.c.number).where(
            import_contact.c.import_id == import_id,
            import_contact.c.phone.in_(
                sa.select(contact.c.phone).join(client, contact.c.client_id == client.c.id).where(*newer)
            ),
        )
        same = sa.or_(
            import_row.c.name_key.in_(sa.select(client.c.name_key).where(*newer)),
            import_row.c.inn.in_(sa.select(client.c.inn).where(*newer, client.c.inn.is_not(None))),
            import_row.c.number.in_(lent),
        )
        query = sa.select(import_row.c.number, import_row.c.name_key, import_row.c.inn).where(*mine, same)
        return [(number, self._identity(import_id, number, key, inn)) for number, key, inn in self.conn.execute(query)]

    def _identity(self, import_id: int, number: int, key: str, inn: str | None) -> Identity:
        mine = (import_contact.c.import_id == import_id, import_contact.c.number == number)
        phones = self.conn.scalars(sa.select(import_contact.c.phone).where(*mine, import_contact.c.phone.is_not(None)))
        return Identity(key, inn, frozenset(phones))

    def judge(
        self, import_id: int, number: int, fate: Fate, client_id: int | None, problems: Sequence[Problem]
    ) -> None:
        reason = problems[0].kind if problems else None
        values = {"fate": fate, "client_id": client_id, "problems": _plain(problems), "reason": reason}
        mine = (import_row.c.import_id == import_id, import_row.c.number == number)
        self.conn.execute(sa.update(import_row).where(*mine).values(values))

    def refused(self, import_id: int) -> list[tuple[int, tuple[Problem, ...], tuple[str, ...]]]:
        mine = (import_row.c.import_id == import_id, import_row.c.fate == Fate.REFUSED)
        columns = (import_row.c.number, import_row.c.problems, import_row.c.cells, import_row.c.name)
        query = sa.select(*columns).where(*mine).order_by(import_row.c.number)
        return [
            (row.number, tuple(Problem(Refusal(kind), where) for kind, where in row.problems), row.cells or (row.name,))
            for row in self.conn.execute(query)
        ]

    def go_live(self, entity: Import, settled: Settled) -> Changed:
        return switch.go_live(self.conn, entity, settled)

    def owners(self, import_id: int) -> dict[int, int]:
        made = sa.select(client.c.owner_id, sa.func.count()).where(client.c.import_id == import_id)
        return {row[0]: row[1] for row in self.conn.execute(made.group_by(client.c.owner_id))}

    def take_back(self, entity: Import) -> Changed:
        return switch.take_back(self.conn, entity)

    def kept(self, entity: Import) -> int:
        return switch.count_kept(self.conn, entity)

    def drop_old(self, before: datetime) -> int:
        waiting = client_import.c.state.in_([ImportState.READING, ImportState.READY])
        old = sa.update(client_import).where(waiting, client_import.c.created_at <= before)
        return self.conn.execute(old.values(state=ImportState.DROPPED)).rowcount

    def forget(self, before: datetime, limit: int) -> int:
        """Rows of one import that can't be carried out or taken back any more; gives how many have gone."""
        over = client_import.c.state.in_([ImportState.DROPPED, ImportState.UNDONE])
        late = sa.and_(client_import.c.state == ImportState.DONE, client_import.c.done_at <= before)
        left = sa.select(import_row.c.number).where(import_row.c.import_id == client_import.c.id).exists()
        useless = self.conn.scalar(sa.select(client_import.c.id).where(sa.or_(over, late), left).limit(1))
        some = sa.select(import_row.c.number).where(import_row.c.import_id == useless).limit(limit)
        numbers = list(self.conn.scalars(some)) if useless is not None else []
        for table in (import_contact, import_row) if numbers else ():
            self.conn.execute(sa.delete(table).where(table.c.import_id == useless, table.c.number.in_(numbers)))
        return len(numbers)

    def _refuse(self, import_id: int, reason: Refusal, *where: sa.ColumnElement[bool]) -> None:
        values = {"fate": Fate.REFUSED, "reason": reason, "problems": [[reason.value, ""]]}
        self.conn.execute(sa.update(import_row).where(import_row.c.import_id == import_id, *where).values(values))


def _row(import_id: int, staged: Staged) -> dict[str, Any]:
    row, step = staged.row, staged.row.step
    problems = staged.problems or row.problems
    return {
        "import_id": import_id,
        "number": row.number,
        "fate": staged.fate,
        "reason": problems[0].kind if problems else None,
        "problems": _plain(problems),
        "cells": row.cells,
        "name": row.name,
        "name_key": row.key,
        "inn": row.inn,
        "source": row.source,
        "owner_words": row.owner,
        "owner_id": staged.owner_id,
        "team_id": staged.team_id,
        "stage_words": row.stage_words,
        "stage": row.stage,
        "step_kind": step.kind if step else None,
        "step_words": step.words if step else "",
        "step_at": step.due_at if step else None,
        "step_exact": step.exact if step else False,
        "rings": row.rings,
        "parked_until": staged.parked_until,
        "note": row.note,
        "repeats": row.repeats,
        "client_id": staged.client_id,
        "gave_inn": False,
    }


def _contacts(import_id: int, staged: Staged) -> list[dict[str, Any]]:
    if staged.fate is Fate.REFUSED:
        return []
    return [
        {
            "import_id": import_id,
            "number": staged.row.number,
            "place": place,
            "name": one.name,
            "position": one.position,
            "phone": one.phone,
        }
        for place, one in enumerate(staged.row.contacts)
    ]


def _plain(problems: Sequence[Problem]) -> list[list[str]]:
    return [[one.kind.value, one.where] for one in problems]
