"""No update is lost, none is taken in twice, and its end is one with what the dialog remembers."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import dialogs, inbox
from storage.engine import Storage
from tests.builders import NOW


def update(number: int, person: int = 7) -> dict[str, object]:
    return {"update_id": number, "message": {"from": {"id": person}, "chat": {"id": -1}, "text": f"say {number}"}}


async def test_an_update_is_taken_in_once(storage: Storage) -> None:
    taken = await storage.write(inbox.take_in, [update(1), update(2), update(2)], NOW)
    assert [each.update_id for each in taken] == [1, 2]
    await storage.write(inbox.finish, 1, {}, NOW)
    again = await storage.write(inbox.take_in, [update(1), update(2), update(3)], NOW)
    assert [each.update_id for each in again] == [2, 3], "done ones are over, undone ones still wait"
    assert await storage.read(inbox.pending) == 2


async def test_what_waits_is_kept_whole_and_in_order_of_arrival(storage: Storage) -> None:
    await storage.write(inbox.take_in, [update(900), update(20, person=8)], NOW)
    waiting = await storage.read(inbox.waiting)
    assert [(each.update_id, each.person, each.tries) for each in waiting] == [(900, 7, 0), (20, 8, 0)]
    assert waiting[0].raw == update(900)
    assert waiting[0].taken_at == NOW


async def test_the_end_of_an_update_and_the_memory_are_one(storage: Storage) -> None:
    await storage.write(inbox.take_in, [update(1), update(2)], NOW)
    await storage.write(inbox.finish, 1, {"a": "1", "b": "2"}, NOW)
    await storage.write(inbox.finish, 2, {"a": "3", "b": None}, NOW)
    assert await storage.read(dialogs.recall, "a") == "3"
    assert await storage.read(dialogs.recall, "b") is None
    assert await storage.read(inbox.pending) == 0


async def test_the_words_of_a_done_update_are_not_kept(storage: Storage) -> None:
    await storage.write(inbox.take_in, [update(1)], NOW)
    await storage.write(inbox.finish, 1, {}, NOW)
    assert await storage.read(lambda conn: conn.exec_driver_sql("SELECT raw FROM inbox").scalar()) == ""


async def test_an_update_that_kills_is_counted_and_set_aside(storage: Storage) -> None:
    await storage.write(inbox.take_in, [update(1)], NOW)
    await storage.write(inbox.begin_again, 1)
    await storage.write(inbox.begin_again, 1)
    assert (await storage.read(inbox.waiting))[0].tries == 2
    await storage.write(inbox.set_aside, 1)
    assert await storage.read(inbox.pending) == 0
    assert await storage.write(inbox.take_in, [update(1)], NOW) == []


async def test_done_updates_are_forgotten_after_a_while_and_waiting_ones_never(storage: Storage) -> None:
    await storage.write(inbox.take_in, [update(1), update(2)], NOW)
    await storage.write(inbox.finish, 1, {}, NOW)
    assert await storage.write(inbox.prune, NOW + timedelta(days=3)) == 1
    assert [each.update_id for each in await storage.read(inbox.waiting)] == [2]


@pytest.mark.parametrize(
    ("raw", "person"),
    [
        ({"update_id": 1, "message": {"from": {"id": 5}, "chat": {"id": -9}}}, 5),
        ({"update_id": 1, "callback_query": {"from": {"id": 6}, "message": {"chat": {"id": 6}}}}, 6),
        ({"update_id": 1, "my_chat_member": {"chat": {"id": -9}, "from": {"id": 4}}}, 4),
        ({"update_id": 1, "channel_post": {"chat": {"id": -9}}}, -9),
        ({"update_id": 1, "poll": {"id": "1"}}, 0),
    ],
)
def test_every_update_belongs_to_somebody(raw: dict[str, object], person: int) -> None:
    assert inbox.person_of(raw) == person
