"""A message on its way out meets its reader's budget: what it takes along, and whether it makes a sound.

Both are decided as late as can be: in the transaction that marks the row as on its way. So the day's number holds
across crashes and second tries, and counts by the reader's own date, wherever the clock has come to.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.engine import Connection

from bot.posting import LONGEST, length_of
from handlers.notices import Envelope, Outgoing
from sales.actions.budget import allowance, plan_leftovers, tell_leftovers
from sales.actions.steps import schedule_of
from sales.budget import Voice, carries, voice_of, weight_of
from sales.notices import NoticeKind
from sales.people import Actor, Member
from sales.ports import Work
from sales.worktime import is_working
from storage import budget, deliveries
from storage.engine import Storage
from storage.outbox import Parcel
from storage.work import open_work

#: Lines of other messages below one that has a subject of its own, and in one that is made for them.
BESIDE, ALL = 5, 30
GATHERING = frozenset({NoticeKind.LEFTOVER, NoticeKind.EVENING})

Render = Callable[[Envelope], Awaitable[Outgoing | None]]


@dataclass(frozen=True, slots=True)
class Loaded:
    """A message with the lines it takes along; `ids`: whose rows these are."""

    outgoing: Outgoing
    ids: tuple[int, ...] = ()


async def load(
    storage: Storage, render: Render, parcel: Parcel, reader: Actor | None, outgoing: Outgoing
) -> Loaded | None:
    """The first lines of the minor messages that wait for the same person, under one heading. None: a message made for
    them alone has nobody to tell of."""
    if reader is None or parcel.edit or not carries(parcel.kind):
        return Loaded(outgoing)
    limit = ALL if parcel.kind in GATHERING else BESIDE
    lines: dict[int, str] = {}
    for rider in await storage.read(budget.riders, parcel, limit):
        told = await render(_envelope(rider, reader))
        if told is not None:
            lines[rider.id] = told.text.split("\n")[0]
    if not lines:
        return None if parcel.kind is NoticeKind.LEFTOVER else Loaded(outgoing)
    if parcel.kind is NoticeKind.LEFTOVER:
        return _fitting(outgoing, [outgoing.text], lines)
    heading = await render(Envelope(NoticeKind.LEFTOVER, reader.member_id, {}, reader, None))
    return _fitting(outgoing, [outgoing.text, "", heading.text if heading else ""], lines)


def _fitting(outgoing: Outgoing, above: list[str], lines: dict[int, str]) -> Loaded:
    """As many as one message holds; the others wait for the next."""
    taken: list[int] = []
    for number, line in lines.items():
        if length_of("\n".join([*above, line])) > LONGEST:
            break
        above = [*above, line]
        taken.append(number)
    return Loaded(replace(outgoing, text="\n".join(above)), tuple(taken)) if taken else Loaded(outgoing)


def _envelope(parcel: Parcel, reader: Actor) -> Envelope:
    return Envelope(parcel.kind, parcel.subject, parcel.facts, reader, None)


def claim(conn: Connection, parcel: Parcel, ids: Collection[int], now: datetime) -> Voice:
    """HELD: it doesn't leave now, for whatever reason. Nothing leaves for a person after the commit that made them a
    stranger; an edit has no budget, and a group only its working hours."""
    work = open_work(conn)
    if parcel.member_id is None:
        return _in_group(conn, work, parcel, now)
    member = work.people.get(parcel.member_id)
    if not member.active:
        deliveries.dropped(conn, parcel, "nobody is there")
        return Voice.HELD
    if parcel.edit:
        return _plain(conn, parcel)
    voice = Voice.SILENT if parcel.silent else _voice(conn, work, member, parcel, now)
    if voice is Voice.HELD:
        budget.hold(conn, parcel)
        plan_leftovers(work, member.id, now)
    elif not deliveries.claim(conn, parcel, now if voice is Voice.LOUD else None):
        return Voice.HELD
    elif carries(parcel.kind):
        budget.board(conn, parcel, ids, now)
    else:
        tell_leftovers(work, member.id)
    return voice


def _in_group(conn: Connection, work: Work, parcel: Parcel, now: datetime) -> Voice:
    """What a whole team reads makes no sound while the team is off."""
    voice = _plain(conn, parcel)
    if voice is not Voice.LOUD or parcel.place_id is None:
        return voice
    team = work.companies.team(work.places.get(parcel.place_id).team_id)
    return Voice.LOUD if is_working(now, schedule_of(team)) else Voice.SILENT


def _plain(conn: Connection, parcel: Parcel) -> Voice:
    if not deliveries.claim(conn, parcel):
        return Voice.HELD
    return Voice.SILENT if parcel.silent else Voice.LOUD


def _voice(conn: Connection, work: Work, member: Member, parcel: Parcel, now: datetime) -> Voice:
    allowed = allowance(work, member, now)
    heard = budget.heard(conn, member.id, allowed.since, parcel.id)
    return voice_of(weight_of(parcel.kind, parcel.facts), heard, allowed.limit)
