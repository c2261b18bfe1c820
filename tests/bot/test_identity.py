"""Who writes is known by number alone, anew for each update; strangers learn nothing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram import Dispatcher, Router
from aiogram.types import CallbackQuery, ChatMemberUpdated, Message

from bot.commands import Menus
from bot.identity import GROUP_ANONYMOUS_BOT, House, Identity
from bot.pacing import Pacer
from bot.reach import Reach
from bot.session import open_bot
from handlers.here import Here
from sales.company import Place
from sales.people import Member, Role
from sales.ports import NEW
from storage.desk import Desk
from storage.engine import Storage
from storage.work import open_work
from tests.bot.fakes import TOKEN, FakeTelegram, FakeWords
from tests.builders import NOW, a_firm

OWNER = 99
GROUP = -50


class Door:
    """A house whose handlers only write down who came in."""

    def __init__(self, storage: Storage, telegram: FakeTelegram) -> None:
        self.telegram, self.desk = telegram, Desk(storage)
        self.reach = Reach(self.desk)
        self.bot = open_bot(TOKEN, None, Pacer(is_on=False), telegram)
        words: Any = FakeWords()
        self.house = House(self.desk, words, "relay_bot", OWNER, "Europe/Moscow")
        self.came: list[int | None] = []
        self.dispatcher = Dispatcher()
        self.dispatcher.update.outer_middleware(Identity(self.house, self.reach, Menus(self.bot)))
        router = Router()
        for observer in (router.message, router.callback_query, router.my_chat_member):
            observer.register(self.come_in)
        self.dispatcher.include_router(router)

    async def come_in(self, _: Message | CallbackQuery | ChatMemberUpdated, here: Here) -> None:
        self.came.append(here.someone.telegram_id if here.someone else None)

    async def feed(self, **update: Any) -> None:
        raw = {"update_id": 1, **update}
        await self.reach.note(raw, NOW)
        await self.dispatcher.feed_raw_update(self.bot, raw, received_at=NOW)

    def said(self) -> list[str]:
        calls = self.telegram.named("sendMessage") + self.telegram.named("answerCallbackQuery")
        return [call.text for call in calls]


def person(number: int, **more: Any) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": "X", **more}


def message(number: int, text: str = "hi", chat: int | None = None, **more: Any) -> dict[str, Any]:
    chat_id = chat or number
    where = {"id": chat_id, "type": "private" if chat_id > 0 else "group", "title": "T"}
    return {"message_id": 1, "date": 0, "chat": where, "from": person(number), "text": text, **more}


@pytest.fixture
async def anna(storage: Storage) -> Member:
    def make(conn: sa.Connection) -> Member:
        work = open_work(conn)
        firm = a_firm(work)
        anna = firm.member(Role.HEAD, telegram_id=7)
        work.places.add(Place(NEW, firm.team.id, GROUP, None, "Sales", anna.id, NOW))
        return anna

    return await storage.write(make)


@pytest.fixture
def door(storage: Storage, telegram: FakeTelegram, anna: Member) -> Door:
    return Door(storage, telegram)


async def test_a_member_is_known_by_number(door: Door) -> None:
    await door.feed(message=message(7))
    assert door.came == [7]


async def test_whoever_was_deactivated_is_a_stranger_with_the_next_update(door: Door, anna: Member) -> None:
    await door.desk.tick(lambda work: work.people.save(replace(anna, active=False)))
    await door.feed(message=message(7))
    assert door.came == []
    assert door.said() == ["error-stranger"]


@pytest.mark.parametrize("text", ["hi", "/start", "/start ", "/menu", "/kpi secret"])
async def test_a_stranger_gets_one_refusal_whatever_they_ask(door: Door, text: str) -> None:
    await door.feed(message=message(8, text))
    assert door.came == []
    assert door.said() == ["error-stranger"]


async def test_a_strangers_press_is_refused_too(door: Door) -> None:
    press = {"id": "9", "from": person(8), "chat_instance": "1", "data": "offer:1", "message": message(8)}
    await door.feed(callback_query=press)
    assert door.came == []
    assert door.said() == ["error-stranger"]


async def test_an_invitation_is_let_through(door: Door) -> None:
    await door.feed(message=message(8, "/start some-token"))
    assert door.came == [None]


async def test_the_named_owner_needs_no_invitation(door: Door) -> None:
    await door.feed(message=message(OWNER, "/start"))
    assert door.came == [None]


@pytest.mark.parametrize(
    "disguise",
    [
        {"from": person(GROUP_ANONYMOUS_BOT, is_bot=True), "sender_chat": {"id": GROUP, "type": "group", "title": "T"}},
        {"sender_chat": {"id": -77, "type": "channel", "title": "C"}},
        {"from": person(7, is_bot=True)},
    ],
)
async def test_nobody_in_person_is_nobody(door: Door, disguise: dict[str, Any]) -> None:
    await door.feed(message=message(7, chat=GROUP, **disguise))
    assert door.came == [None]
    assert door.said() == []


async def test_in_groups_strangers_pass_without_a_word(door: Door) -> None:
    await door.feed(message=message(8, chat=GROUP))
    assert door.came == [None]
    assert door.said() == []


async def test_the_menu_of_commands_is_set_once_for_each_set_of_roles(door: Door) -> None:
    for _ in range(3):
        await door.feed(message=message(7))
    assert len(door.telegram.named("setMyCommands")) == 1


def membership(number: int, chat: int, status: str) -> dict[str, Any]:
    bot = {"id": 42, "is_bot": True, "first_name": "Relay"}
    member = {"user": bot, "status": status, **({"until_date": 0} if status == "kicked" else {})}
    old = {"user": bot, "status": "left"}
    return {**message(number, chat=chat), "old_chat_member": old, "new_chat_member": member}


async def test_who_blocks_and_comes_back_is_known(door: Door, anna: Member) -> None:
    await door.feed(my_chat_member=membership(7, 7, "kicked"))
    assert (await door.desk.look(lambda work: work.people.get(anna.id))).unreachable == "blocked"
    await door.feed(message=message(7))
    assert (await door.desk.look(lambda work: work.people.get(anna.id))).unreachable is None


async def test_a_lost_group_is_known_and_found_again(door: Door) -> None:
    await door.feed(my_chat_member=membership(7, GROUP, "kicked"))
    assert (await door.desk.look(lambda work: work.places.get(1))).unreachable == "kicked"
    await door.feed(my_chat_member=membership(7, GROUP, "member"))
    assert (await door.desk.look(lambda work: work.places.get(1))).unreachable is None


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_a_group_that_becomes_a_supergroup_is_followed_whichever_word_comes_first(
    door: Door, order: tuple[int, int]
) -> None:
    words = (
        message(7, chat=GROUP, migrate_to_chat_id=-10050),
        message(7, chat=-10050, migrate_from_chat_id=GROUP),
    )
    for number in order:
        await door.feed(message=words[number])
    assert (await door.desk.look(lambda work: work.places.get(1))).chat_id == -10050
