"""What has to be told leaves in order, and every row ends in a state that says what became of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa

from sales.notices import Notice, NoticeKind
from storage import deliveries
from storage.deliveries import Posted
from storage.engine import Storage
from storage.outbox import OutboxShelf, OutboxState, Parcel, outbox
from tests.builders import NOW

CARD = Notice(NoticeKind.OFFER, 5, {"late": True, "ids": [1, 2]}, silent=True)
LINE = Notice(NoticeKind.ANNOUNCEMENT, 5)


async def put(storage: Storage, act: Callable[[OutboxShelf], None]) -> None:
    await storage.write(lambda conn: act(OutboxShelf(conn)))


async def due(storage: Storage, *, after: float = 0, busy: frozenset[int] = frozenset()) -> list[Parcel]:
    return list(await storage.read(deliveries.due, NOW + timedelta(seconds=after), busy, 100))


async def states(storage: Storage) -> list[str]:
    query = sa.select(outbox.c.state).order_by(outbox.c.id)
    return [state.value for state in await storage.read(lambda conn: conn.scalars(query).all())]


async def send(storage: Storage, parcel: Parcel, message_id: int, chat_id: int = 70) -> None:
    assert await storage.write(deliveries.claim, parcel)
    await storage.write(deliveries.sent, parcel, Posted(chat_id, message_id), NOW)


async def test_a_notice_keeps_its_facts(storage: Storage) -> None:
    await put(storage, lambda out: out.tell(1, CARD))
    (parcel,) = await due(storage)
    assert (parcel.kind, parcel.subject, parcel.facts, parcel.silent) == (NoticeKind.OFFER, 5, dict(CARD.facts), True)
    assert (parcel.member_id, parcel.place_id) == (1, None)


async def test_each_recipient_has_a_line_of_its_own(storage: Storage) -> None:
    def three(out: OutboxShelf) -> None:
        out.tell(1, CARD)
        out.tell(1, CARD)
        out.announce(1, LINE)

    await put(storage, three)
    first, group = await due(storage)
    assert (first.member_id, group.place_id) == (1, 1)
    assert await due(storage, busy=frozenset({first.line, group.line})) == []
    await send(storage, first, 100)
    assert [parcel.id for parcel in await due(storage)] == [first.id + 1, group.id]


async def test_a_row_is_claimed_once(storage: Storage) -> None:
    await put(storage, lambda out: out.tell(1, CARD))
    (parcel,) = await due(storage)
    assert await storage.write(deliveries.claim, parcel)
    assert not await storage.write(deliveries.claim, parcel)
    assert await due(storage) == []


async def test_a_head_that_waits_keeps_its_line_waiting_until_the_fault_is_its_own(storage: Storage) -> None:
    await put(storage, lambda out: out.tell(1, CARD))
    await put(storage, lambda out: out.tell(1, CARD))
    for tries in range(2):
        (head,) = await due(storage, after=100 * tries)
        assert head.tries == tries
        until = NOW + timedelta(seconds=100 * tries + 50)
        await storage.write(deliveries.put_off, head, until, "TelegramServerError", counts=True)
        assert await storage.read(deliveries.pending, until - timedelta(seconds=1)) == tries
    (second,) = await due(storage, after=101)
    assert second.id == head.id + 1
    assert [parcel.id for parcel in await due(storage, after=151)] == [head.id]


async def test_doubt_is_allowed_once(storage: Storage) -> None:
    await put(storage, lambda out: out.tell(1, CARD))
    (parcel,) = await due(storage)
    await storage.write(deliveries.claim, parcel)
    assert not await storage.write(deliveries.doubt, parcel, NOW, "timeout")
    (again,) = await due(storage)
    await storage.write(deliveries.claim, again)
    assert await storage.write(deliveries.doubt, again, NOW, "timeout")
    assert await states(storage) == ["ambiguous"]


async def test_what_nobody_carries_is_found(storage: Storage) -> None:
    await put(storage, lambda out: out.tell(1, CARD))
    (parcel,) = await due(storage)
    await storage.write(deliveries.claim, parcel)
    assert [each.id for each in await storage.read(deliveries.stranded, frozenset())] == [parcel.id]
    assert not await storage.read(deliveries.stranded, frozenset({parcel.line}))
    assert await storage.read(deliveries.pending, NOW) == 1


async def test_a_refresh_makes_one_edit_for_each_message(storage: Storage) -> None:
    def both(out: OutboxShelf) -> None:
        out.tell(1, CARD)
        out.announce(1, LINE)

    await put(storage, both)
    card, line = await due(storage)
    await send(storage, card, 100)
    await send(storage, line, 200, chat_id=-9)
    for _ in range(3):
        await put(storage, lambda out: out.refresh(NoticeKind.OFFER, 5))
    (edit,) = await due(storage)
    assert (edit.edit, edit.member_id, edit.facts) == (True, 1, dict(CARD.facts))
    assert await storage.read(deliveries.last_posted, edit) == Posted(70, 100)
    assert await states(storage) == ["sent", "sent", "dropped", "dropped", "pending"]


async def test_what_has_not_left_yet_needs_no_edit(storage: Storage) -> None:
    await put(storage, lambda out: out.tell(1, CARD))
    await put(storage, lambda out: out.refresh(NoticeKind.OFFER, 5))
    assert await states(storage) == ["pending"]


async def test_a_message_on_its_way_gets_its_edit_behind_it(storage: Storage) -> None:
    await put(storage, lambda out: out.tell(1, CARD))
    (card,) = await due(storage)
    await storage.write(deliveries.claim, card)
    await put(storage, lambda out: out.refresh(NoticeKind.OFFER, 5))
    assert await due(storage) == []
    await storage.write(deliveries.sent, card, Posted(70, 100), NOW)
    (edit,) = await due(storage)
    assert await storage.read(deliveries.last_posted, edit) == Posted(70, 100)


async def test_after_posting_anew_edits_go_to_the_new_message(storage: Storage) -> None:
    await put(storage, lambda out: out.announce(1, LINE))
    await send(storage, (await due(storage))[0], 200, chat_id=-9)
    for message_id in (300, 300):
        await put(storage, lambda out: out.refresh(NoticeKind.ANNOUNCEMENT, 5))
        (edit,) = await due(storage)
        await send(storage, edit, message_id, chat_id=-10099)
    await put(storage, lambda out: out.refresh(NoticeKind.ANNOUNCEMENT, 5))
    assert await storage.read(deliveries.last_posted, (await due(storage))[0]) == Posted(-10099, 300)


async def test_parts_of_a_long_message_take_its_place_in_the_line(storage: Storage) -> None:
    await put(storage, lambda out: out.tell(1, CARD))
    await put(storage, lambda out: out.tell(1, LINE))
    (long, *_) = await due(storage)
    for _ in range(2):
        await storage.write(deliveries.split, long, ["one", "two"])
    texts = []
    while found := await due(storage):
        texts.append(found[0].facts.get("html", "later"))
        await send(storage, found[0], 100)
    assert texts == ["one", "two", "later"]


async def test_a_note_about_a_row_that_has_ended_changes_nothing(storage: Storage) -> None:
    await put(storage, lambda out: out.tell(1, CARD))
    (parcel,) = await due(storage)
    assert await storage.write(deliveries.failed, parcel, "blocked")
    assert not await storage.write(deliveries.failed, parcel, "blocked")
    await storage.write(deliveries.put_off, parcel, NOW, "late", counts=True)
    assert await states(storage) == [OutboxState.FAILED.value]


async def test_looking_for_due_rows_costs_nothing_for_those_that_have_left(storage: Storage) -> None:
    """A full outbox must not slow the next message down: the partial index answers."""
    if storage.dialect != "sqlite":
        return

    def plan(conn: sa.Connection) -> str:
        seen: list[str] = []

        def watch(_: object, __: object, statement: str, values: object, *___: object) -> None:
            if not statement.startswith("EXPLAIN"):
                seen.extend(row[3] for row in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values))

        sa.event.listen(conn, "before_cursor_execute", watch)
        deliveries.due(conn, NOW, frozenset({1}), 10)
        deliveries.pending(conn, NOW)
        return " ".join(seen)

    found = await storage.read(plan)
    assert found.count("ix_outbox_open") == 4, found
