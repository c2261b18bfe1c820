"""What has been heard of a day, and what people have chosen: the same answers on every engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import sqlalchemy as sa

from sales.daily import Preferences, Quiet
from sales.notices import Notice, NoticeKind
from sales.people import Role
from sales.ports import NEW, Work
from sales.rest import Rest
from storage import budget, deliveries
from storage.deliveries import Posted
from storage.engine import Storage
from storage.outbox import Parcel, outbox
from storage.work import open_work
from tests.builders import NOW, a_firm

T = TypeVar("T")
ME = 1


def later(minutes: float) -> timedelta:
    return timedelta(minutes=minutes)


async def do(storage: Storage, act: Callable[[Work], T]) -> T:
    return await storage.write(lambda conn: act(open_work(conn)))


async def told(storage: Storage, *kinds: NoticeKind, silent: bool = False) -> list[Parcel]:
    """Rows of one person, as the delivery sees them."""

    def put(conn: sa.Connection) -> list[Parcel]:
        for subject, kind in enumerate(kinds, 1):
            open_work(conn).outbox.tell(ME, Notice(kind, subject, silent=silent))
        rows = conn.execute(sa.select(*budget.PARCEL).order_by(outbox.c.id))
        return [Parcel(**row._mapping) for row in rows][-len(kinds) :]

    return await storage.write(put)


async def send(storage: Storage, parcel: Parcel, *, loud: bool) -> None:
    assert await storage.write(deliveries.claim, parcel, NOW if loud else None)
    await storage.write(deliveries.sent, parcel, Posted(70, parcel.id), NOW)


async def heard(storage: Storage, parcel_id: int = 0) -> int:
    return await storage.read(budget.heard, ME, NOW - later(60), parcel_id)


async def test_only_what_made_a_sound_is_heard(storage: Storage) -> None:
    loud, silent, failed = await told(storage, *[NoticeKind.OFFER] * 3)
    await send(storage, loud, loud=True)
    await send(storage, silent, loud=False)
    assert await storage.write(deliveries.claim, failed, NOW)
    assert await heard(storage) == 2, "what is on its way counts already"
    assert await storage.write(deliveries.failed, failed, "refused")
    assert await heard(storage) == 1
    assert await storage.read(budget.heard, ME, NOW + later(1)) == 0
    assert await storage.read(budget.heard, ME + 1, NOW - later(60)) == 0


async def test_each_try_of_a_doubtful_message_is_heard(storage: Storage) -> None:
    (parcel,) = await told(storage, NoticeKind.OFFER)
    assert await heard(storage, parcel.id) == 0
    assert await storage.write(deliveries.claim, parcel, NOW)
    await storage.write(deliveries.doubt, parcel, NOW, "timeout")
    assert await heard(storage, parcel.id) == 1, "its first try"
    assert await storage.write(deliveries.claim, parcel, NOW)
    assert await heard(storage) == 2


async def test_a_held_message_lets_its_line_pass_and_rides_with_the_next(storage: Storage) -> None:
    held, other, carrier = await told(storage, NoticeKind.ACCEPTED, NoticeKind.COMPLETE, NoticeKind.REMINDER)
    assert not await storage.read(budget.holds_any, ME)
    await storage.write(budget.hold, held)
    assert await storage.read(budget.holds_any, ME)
    assert [one.id for one in await storage.read(deliveries.due, NOW, frozenset(), 10)] == [other.id]
    assert [one.id for one in await storage.read(budget.riders, carrier, 5)] == [held.id, other.id]
    assert [one.id for one in await storage.read(budget.riders, carrier, 1)] == [held.id]
    await storage.write(budget.board, carrier, [held.id, other.id], NOW)
    assert not await storage.read(budget.riders, carrier, 5)
    assert not await storage.read(budget.holds_any, ME)
    await storage.write(budget.let_off, carrier)
    assert [one.id for one in await storage.read(deliveries.due, NOW, frozenset(), 10)] == [held.id]


async def test_a_days_quiet_is_counted(storage: Storage) -> None:
    loud, silenced, rider = await told(storage, NoticeKind.OFFER, NoticeKind.OFFER, NoticeKind.ACCEPTED)
    (meant,) = await told(storage, NoticeKind.COMPLETE, silent=True)
    await send(storage, loud, loud=True)
    await send(storage, silenced, loud=False)
    await storage.write(budget.board, silenced, [rider.id], NOW)
    await send(storage, meant, loud=False)
    day = (NOW - later(60), NOW + later(60))
    assert await do(storage, lambda work: work.budget.quiet(ME, *day)) == Quiet(silenced=1, merged=1)
    assert await do(storage, lambda work: work.budget.quiet(ME, NOW + later(1), day[1])) == Quiet(0, 0)
    assert await do(storage, lambda work: work.budget.heard(ME, day[0])) == 1
    assert not await do(storage, lambda work: work.budget.holds_any(ME))


async def test_a_choice_is_kept_and_changed(storage: Storage) -> None:
    def choose(work: Work) -> tuple[Preferences, Preferences, dict[int, Preferences]]:
        me = a_firm(work).member(Role.HUNTER).id
        before = work.preferences.of(me)
        for evening in (True, False):
            work.preferences.save(me, Preferences(morning=False, evening=evening))
        return before, work.preferences.of(me), dict(work.preferences.all())

    before, after, everybody = await do(storage, choose)
    assert before == Preferences(morning=True, evening=False)
    assert after == Preferences(morning=False, evening=False)
    assert list(everybody.values()) == [after]


async def test_rests_are_told_by_their_end(storage: Storage) -> None:
    def rest(work: Work) -> list[int]:
        me = a_firm(work).member(Role.HUNTER).id
        work.rests.add(Rest(NEW, me, NOW, NOW + later(10)))
        long = work.rests.add(Rest(NEW, me, NOW - later(10), NOW + later(60)))
        work.rests.save(Rest(long.id, me, NOW - later(10), NOW + later(90)))
        assert work.rests.of(me, NOW + later(90)) == []
        return [int((one.until - NOW) / later(1)) for one in work.rests.of(me, NOW)]

    assert await do(storage, rest) == [90, 10]
