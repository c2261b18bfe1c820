"""What is shown of an import: before the «yes», its refused rows, and what can still be taken back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sales.actions.imports import own_import, owners
from sales.importing import KEPT, Asked, ImportState, ImportWhat, Problem, Tally, Unknown
from sales.people import Actor, Permission, require
from sales.ports import Work


@dataclass(frozen=True, slots=True)
class Preview:
    """`columns`: (field, heading); `unknown`: what somebody has to explain first."""

    import_id: int
    file_name: str
    sheet: str
    columns: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    tally: Tally
    unknown: tuple[Unknown, ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    member_id: int
    name: str
    is_me: bool


@dataclass(frozen=True, slots=True)
class DoneImport:
    import_id: int
    file_name: str
    made: int
    filled: int
    kept: int
    until: datetime
    what: ImportWhat = ImportWhat.CLIENTS


@dataclass(frozen=True, slots=True)
class RefusedRow:
    number: int
    problems: tuple[Problem, ...]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RefusedRows:
    """`headings`: the file's own, so that the mended rows can be sent again."""

    headings: tuple[str, ...]
    rows: tuple[RefusedRow, ...]


#: After the switch as well, as long as the rows are kept.
SHOWN = frozenset({ImportState.READY, ImportState.DONE})


def preview(work: Work, actor: Actor, import_id: int) -> Preview:
    found = own_import(work, actor, import_id, {ImportState.READY})
    unknown = tuple(work.imports.unknown(import_id))
    tally = work.imports.tally(import_id)
    return Preview(found.id, found.file_name, found.sheet, found.columns, found.ignored, tally, unknown)


def next_unknown(work: Work, actor: Actor, import_id: int) -> Unknown | None:
    own_import(work, actor, import_id, {ImportState.READY})
    return next(iter(work.imports.unknown(import_id)), None)


def count_unknown(work: Work, actor: Actor, import_id: int, kind: Asked) -> int:
    own_import(work, actor, import_id, {ImportState.READY})
    return sum(one.kind is kind for one in work.imports.unknown(import_id))


def owner_choices(work: Work, actor: Actor) -> tuple[Candidate, ...]:
    """The actor first, then by name."""
    require(actor, Permission.IMPORT_CLIENTS)
    found = [Candidate(one.id, one.name, one.id == actor.member_id) for one in owners(work, actor)]
    return tuple(sorted(found, key=lambda one: (not one.is_me, one.name)))


def refused_rows(work: Work, actor: Actor, import_id: int) -> RefusedRows:
    found = own_import(work, actor, import_id, SHOWN)
    orders = found.what is ImportWhat.ORDERS
    rows = work.order_imports.refused(import_id) if orders else work.imports.refused(import_id)
    return RefusedRows(found.headings, tuple(RefusedRow(*row) for row in rows))


def done_import(work: Work, actor: Actor, import_id: int, now: datetime) -> DoneImport:
    """What taking it back would do now."""
    found = own_import(work, actor, import_id, {ImportState.DONE})
    until = (found.done_at or now) + KEPT
    orders = found.what is ImportWhat.ORDERS
    kept = work.order_imports.kept(found) if orders else work.imports.kept(found)
    return DoneImport(found.id, found.file_name, found.made, found.filled, kept, until, found.what)


def recent_imports(work: Work, actor: Actor, now: datetime) -> tuple[DoneImport, ...]:
    """Those that can still be taken back, newest first."""
    require(actor, Permission.IMPORT_CLIENTS)
    return tuple(
        DoneImport(one.id, one.file_name, one.made, one.filled, 0, (one.done_at or now) + KEPT, one.what)
        for one in work.imports.done_since(actor.company_id, now - KEPT)
    )


def brought(work: Work, import_id: int) -> bool:
    """A house query for the notice that leaves: whether it is still so."""
    return work.imports.get(import_id).state is ImportState.DONE
