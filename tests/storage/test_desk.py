"""Acts happen once, whole or not at all."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import timedelta

import pytest

from sales.errors import NotAllowed
from sales.notices import Notice, NoticeKind
from sales.people import Actor, Role
from sales.ports import Work
from storage import receipts
from storage.desk import Desk
from storage.engine import Storage
from storage.work import open_work
from tests.builders import NOW, Firm, a_firm


@dataclass(frozen=True, slots=True)
class Renamed:
    name: str
    times: tuple[int, ...]


def rename(work: Work, actor: Actor, form: str, now: object) -> Renamed:
    """Every run that really happens leaves an audit entry."""
    if form == "forbidden":
        work.audit.note(actor.member_id, "half-way", 1, NOW)
        raise NotAllowed(permission="rename")
    work.audit.note(actor.member_id, "renamed", 1, NOW)
    return Renamed(form, (1, 2))


def forget(work: Work, form: str, now: object) -> None:
    work.audit.note(None, "forgotten", 1, NOW)


def count(work: Work, verb: str) -> int:
    return work.audit.count(verb, 1, NOW - timedelta(days=1))


def greet(work: Work, actor: Actor, word: str) -> str:
    return f"{word}, {actor.name}"


@pytest.fixture
async def actors(storage: Storage) -> list[Actor]:
    def make(conn: object) -> list[Actor]:
        firm: Firm = a_firm(open_work(conn))  # type: ignore[arg-type]
        return [firm.actor(Role.HUNTER), firm.actor(Role.HUNTER)]

    return await storage.write(make)


async def test_an_act_asked_twice_happens_once_and_gives_the_first_result(
    storage: Storage, actors: list[Actor]
) -> None:
    desk = Desk(storage)
    first = await desk.run(rename, actors[0], "a", key="k", now=NOW)
    again = await desk.run(rename, actors[0], "b", key="k", now=NOW)
    assert first == again == Renamed("a", (1, 2))
    assert await desk.look(count, "renamed") == 1


async def test_a_double_press_at_the_same_moment_happens_once(storage: Storage, actors: list[Actor]) -> None:
    desk = Desk(storage)
    asked = (desk.run(rename, actors[0], str(n), key="k", now=NOW) for n in range(10))
    assert len(set(await asyncio.gather(*asked))) == 1
    assert await desk.look(count, "renamed") == 1


async def test_the_same_key_of_another_person_is_another_act(storage: Storage, actors: list[Actor]) -> None:
    desk = Desk(storage)
    done = [await desk.run(rename, actor, actor.name, key="k", now=NOW) for actor in actors]
    assert [each.name for each in done] == [actor.name for actor in actors]


async def test_a_refusal_undoes_everything_and_may_be_tried_again(storage: Storage, actors: list[Actor]) -> None:
    desk = Desk(storage)
    with pytest.raises(NotAllowed):
        await desk.run(rename, actors[0], "forbidden", key="k", now=NOW)
    assert await desk.look(count, "half-way") == 0
    assert (await desk.run(rename, actors[0], "b", key="k", now=NOW)).name == "b"


async def test_whoever_is_no_member_yet_acts_once_too(storage: Storage, actors: list[Actor]) -> None:
    desk = Desk(storage)
    await desk.admit(forget, "", key="1 token", now=NOW)
    assert await desk.admit(forget, "", key="1 token", now=NOW) is None
    assert await desk.look(count, "forgotten") == 1


async def test_questions_read_and_ticks_act(storage: Storage, actors: list[Actor]) -> None:
    rung: list[int] = []
    desk = Desk(storage, lambda: rung.append(1))
    assert await desk.ask(greet, actors[0], "Hello") == f"Hello, {actors[0].name}"
    assert not rung
    notice = Notice(NoticeKind.FAULT, 1)
    await desk.tick(lambda work: work.outbox.tell(actors[0].member_id, notice))
    assert rung


async def test_old_receipts_are_pruned(storage: Storage, actors: list[Actor]) -> None:
    desk = Desk(storage)
    await desk.run(rename, actors[0], "a", key="k", now=NOW)
    assert await storage.write(receipts.prune, NOW) == 0
    assert await storage.write(receipts.prune, NOW + timedelta(seconds=1)) == 1
