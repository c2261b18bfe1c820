"""What stays at the top of its chat is pinned without a sound, where that may be."""

from __future__ import annotations

import pytest
from aiogram import Bot

from bot.pacing import Pacer
from bot.posting import post
from bot.session import open_bot
from handlers.notices import Outgoing
from tests.bot.fakes import TOKEN, FakeTelegram, bad_request, no_connection

GROUP = -50


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram()


@pytest.fixture
def bot(telegram: FakeTelegram) -> Bot:
    return open_bot(TOKEN, None, Pacer(is_on=False), telegram)


async def test_a_board_is_pinned_silently_once_it_stands(bot: Bot, telegram: FakeTelegram) -> None:
    posted = await post(bot, GROUP, None, Outgoing("board", is_pinned=True), silent=True)
    (pin,) = telegram.named("pinChatMessage")
    assert (pin.chat_id, pin.message_id, pin.disable_notification) == (GROUP, posted.message_id, True)


async def test_nothing_else_is_pinned(bot: Bot, telegram: FakeTelegram) -> None:
    await post(bot, GROUP, None, Outgoing("line"), silent=True)
    assert telegram.named("pinChatMessage") == []


@pytest.mark.parametrize("failure", [bad_request("not enough rights to manage pinned messages"), no_connection])
async def test_where_it_may_not_be_pinned_it_stands_all_the_same(bot: Bot, telegram: FakeTelegram, failure) -> None:  # type: ignore[no-untyped-def]
    telegram.next("pinChatMessage", failure)
    posted = await post(bot, GROUP, None, Outgoing("board", is_pinned=True), silent=True)
    assert posted.chat_id == GROUP
    assert telegram.delivered == [(GROUP, "board")]
