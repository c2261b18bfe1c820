"""Bringing a base along: a file is staged parcel by parcel, explained by its person, made live in one moment, and taken
back within a day as far as nobody has worked with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sales.actions.orders import orders_changed
from sales.actions.steps import schedule_of
from sales.errors import ImportOver, NotAllowed, NotFound
from sales.import_match import Match, by_sign, identity_of, match, named, near
from sales.importing import (
    KEPT,
    Asked,
    Changed,
    Fate,
    Identity,
    Import,
    ImportRow,
    ImportState,
    ImportWhat,
    Known,
    Settled,
    Stage,
    Staged,
    Unknown,
)
from sales.notices import Fact, Notice, NoticeKind
from sales.people import Actor, Member, Permission, require
from sales.ports import NEW, Work
from sales.wording import LINE, a_line, shortened
from sales.worktime import local_day

#: Staged rows that one round of the clock forgets.
AT_ONCE = 2000
OPEN = frozenset({ImportState.READING, ImportState.READY})


@dataclass(frozen=True, slots=True)
class BeginImport:
    file_name: str
    what: ImportWhat = ImportWhat.CLIENTS


@dataclass(frozen=True, slots=True)
class Begun:
    """By whose wall clock and working day the file's times are read."""

    import_id: int
    zone: str
    opens: time
    closes: time


@dataclass(frozen=True, slots=True)
class StageRows:
    import_id: int
    rows: tuple[ImportRow, ...]


@dataclass(frozen=True, slots=True)
class FileRead:
    """What the headings were; the rows are staged already."""

    import_id: int
    columns: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    headings: tuple[str, ...]
    sheet: str


@dataclass(frozen=True, slots=True)
class DropImport:
    import_id: int


@dataclass(frozen=True, slots=True)
class Explain:
    """What the file's `words` mean: an owner, a stage, or neither (those rows are left out). `all_owners`: whoever
    else is unknown goes to the same person."""

    import_id: int
    kind: Asked
    words: str
    owner_id: int | None = None
    stage: Stage | None = None
    all_owners: bool = False


@dataclass(frozen=True, slots=True)
class RunImport:
    import_id: int


@dataclass(frozen=True, slots=True)
class Imported:
    """`until`: it can be taken back up to then. Of orders `made` are new, of `filled` clients."""

    import_id: int
    file_name: str
    made: int
    filled: int
    refused: int
    until: datetime
    what: ImportWhat = ImportWhat.CLIENTS


@dataclass(frozen=True, slots=True)
class UndoImport:
    import_id: int


@dataclass(frozen=True, slots=True)
class Undone:
    """`kept`: clients that somebody has worked with since, or orders that somebody has changed."""

    import_id: int
    file_name: str
    removed: int
    kept: int
    what: ImportWhat = ImportWhat.CLIENTS


def begin_import(work: Work, actor: Actor, form: BeginImport, now: datetime) -> Begun:
    require(actor, Permission.IMPORT_CLIENTS)
    name = shortened(a_line(form.file_name, len(form.file_name) + LINE), LINE)
    begun = work.imports.add(
        Import(NEW, actor.company_id, actor.member_id, name, ImportState.READING, now, last_client=NEW, what=form.what)
    )
    schedule = schedule_of(work.companies.team(actor.team_id), actor.zone)
    return Begun(begun.id, schedule.zone.key, schedule.opens, schedule.closes)


def stage_rows(work: Work, actor: Actor, form: StageRows, now: datetime) -> int:
    """Decides about each row beside the clients that are known now; gives how many are taken. The base doesn't
    change."""
    own_import(work, actor, form.import_id, {ImportState.READING})
    people = owners(work, actor)
    teams = {member.id: member.team_id for member in people}
    names = [(member.id, member.name) for member in people]
    meant = {words: named(words, names) for words in {row.owner for row in form.rows}}
    known = by_sign(work.imports.likely(actor.reach, [identity_of(row) for row in form.rows]))
    zone = ZoneInfo(actor.zone)
    staged = []
    for row in form.rows:
        owner_id = meant[row.owner]
        one = _decided(row, near(known, identity_of(row)))
        day = local_day(row.step.due_at, zone) if row.step and row.rings else None
        staged.append(replace(one, owner_id=owner_id, team_id=teams.get(owner_id or NEW), parked_until=day))
    work.imports.put(form.import_id, staged)
    return sum(one.fate is not Fate.REFUSED for one in staged)


def _decided(row: ImportRow, near: Iterable[Known]) -> Staged:
    """A row that repeats an earlier one follows it, wherever that goes."""
    if row.problems:
        return Staged(row, Fate.REFUSED)
    if row.repeats is not None:
        return Staged(row, Fate.REPEAT)
    fate, client_id, found = _fate(identity_of(row), near)
    return Staged(row, fate, client_id, problems=(found.problem,) if found.problem else ())


def _fate(identity: Identity, near: Iterable[Known]) -> tuple[Fate, int | None, Match]:
    found = match(identity, near)
    if found.problem is not None:
        return Fate.REFUSED, None, found
    return (Fate.MATCHED if found.id is not None else Fate.MADE), found.id, found


def finish_reading(work: Work, actor: Actor, form: FileRead, now: datetime) -> None:
    started = own_import(work, actor, form.import_id, {ImportState.READING})
    work.imports.settle_repeats(started.id)
    ready = replace(
        started,
        state=ImportState.READY,
        columns=form.columns,
        ignored=form.ignored,
        headings=form.headings,
        sheet=form.sheet,
    )
    move_import(work, started, ready)


def drop_import(work: Work, actor: Actor, form: DropImport, now: datetime) -> None:
    """Given up before it changed anything; one that is over already stays as it is."""
    started = _visible(work, actor, form.import_id)
    work.imports.move(replace(started, state=ImportState.DROPPED), OPEN)


def explain(work: Work, actor: Actor, form: Explain, now: datetime) -> None:
    ready = own_import(work, actor, form.import_id, {ImportState.READY})
    if form.owner_id is not None:
        member = next((one for one in owners(work, actor) if one.id == form.owner_id), None)
        if member is None:
            raise NotAllowed(permission=Permission.LOG_ACTS.value)
        for words in _owner_words(work, ready.id) if form.all_owners else [form.words]:
            work.imports.settle_owner(ready.id, words, member.id, member.team_id)
    elif form.stage is not None:
        work.imports.settle_stage(ready.id, form.words, form.stage)
    else:
        work.imports.skip(ready.id, Unknown(form.kind, form.words, 0))


def _owner_words(work: Work, import_id: int) -> list[str]:
    return [one.words for one in work.imports.unknown(import_id) if one.kind is Asked.OWNER]


def run_import(work: Work, actor: Actor, form: RunImport, now: datetime) -> Imported:
    """All of it or nothing, in this one transaction. Clients made since the file was read are met first."""
    ready = own_import(work, actor, form.import_id, {ImportState.READY}, ImportWhat.CLIENTS)
    _meet_newcomers(work, actor, ready)
    if work.imports.unknown(ready.id):
        raise ImportOver(state="unclear")
    refused = work.imports.tally(ready.id).refusals
    changed = work.imports.go_live(ready, _settled(work, actor, now))
    done = replace(
        ready, state=ImportState.DONE, done_at=now, made=changed.clients, filled=changed.others, refused=refused
    )
    move_import(work, ready, done)
    for member_id, count in work.imports.owners(ready.id).items():
        if member_id != actor.member_id:
            work.outbox.tell(member_id, Notice(NoticeKind.IMPORTED, ready.id, {"count": count}, silent=True))
    facts: dict[str, Fact] = {"file": ready.file_name, "made": done.made, "filled": done.filled, "refused": refused}
    work.audit.note(actor.member_id, "run_import", ready.id, now, facts=facts)
    return Imported(ready.id, ready.file_name, done.made, done.filled, refused, now + KEPT)


def _meet_newcomers(work: Work, actor: Actor, ready: Import) -> None:
    clashes = work.imports.clashes(ready.id, actor.reach, ready.last_client)
    known = by_sign(work.imports.likely(actor.reach, [identity for _, identity in clashes])) if clashes else {}
    for number, identity in clashes:
        fate, client_id, found = _fate(identity, near(known, identity))
        work.imports.judge(ready.id, number, fate, client_id, [found.problem] if found.problem else [])
    work.imports.settle_repeats(ready.id)


def _settled(work: Work, actor: Actor, now: datetime) -> Settled:
    givers = frozenset(one.id for one in owners(work, actor) if one.may(Permission.SUBMIT_LEADS))
    teams = work.companies.teams(actor.company_id)
    return Settled(now, givers, tuple((team.id, team.settings.meeting_notice_minutes) for team in teams))


def undo_import(work: Work, actor: Actor, form: UndoImport, now: datetime) -> Undone:
    """Within a day, by anybody who may import. Nothing that somebody has worked with goes."""
    done = own_import(work, actor, form.import_id, {ImportState.DONE})
    if done.done_at is None or now - done.done_at > KEPT:
        raise ImportOver(state="late")
    gone = _taken_back(work, done, now)
    move_import(work, done, replace(done, state=ImportState.UNDONE))
    facts: dict[str, Fact] = {"file": done.file_name, "removed": gone.clients, "kept": gone.others}
    work.audit.note(actor.member_id, "undo_import", done.id, now, facts=facts)
    return Undone(done.id, done.file_name, gone.clients, gone.others, done.what)


def _taken_back(work: Work, done: Import, now: datetime) -> Changed:
    if done.what is ImportWhat.CLIENTS:
        return work.imports.take_back(done)
    gone = work.order_imports.take_back(done)
    orders_changed(work, work.order_imports.clients(done.id), now)
    return gone


def fire_imports(work: Work, now: datetime) -> int:
    """Files that nobody has said yes to are dropped after a day, and what was staged is forgotten with the day in which
    it could be taken back."""
    before = now - KEPT
    forgotten = work.imports.forget(before, AT_ONCE) + work.order_imports.forget(before, AT_ONCE)
    return work.imports.drop_old(before) + forgotten


def owners(work: Work, actor: Actor) -> list[Member]:
    """Who may carry clients, in the teams that the actor meets."""
    people = work.people.of_company(actor.company_id)
    return [one for one in people if one.may(Permission.LOG_ACTS) and one.team_id in actor.reach]


def own_import(
    work: Work, actor: Actor, import_id: int, expected: Collection[ImportState], what: ImportWhat | None = None
) -> Import:
    """Of the actor's company, and where it should be by now. `what`: of those rows alone."""
    found = _visible(work, actor, import_id)
    if found.state not in expected or what not in (None, found.what):
        raise ImportOver(state=found.state.value)
    return found


def _visible(work: Work, actor: Actor, import_id: int) -> Import:
    require(actor, Permission.IMPORT_CLIENTS)
    found = work.imports.get(import_id)
    if found.company_id != actor.company_id:
        raise NotFound(what="import")
    return found


def move_import(work: Work, old: Import, new: Import) -> None:
    if not work.imports.move(new, {old.state}):
        raise ImportOver(state=new.state.value)
