"""Bots made with pyTelegramBotAPI, in both of its styles, meet the sandbox instead of Telegram."""

import asyncio
import base64
import io
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import web
from telebot import TeleBot, apihelper, asyncio_helper
from telebot.async_telebot import AsyncTeleBot
from telebot.asyncio_helper import ApiTelegramException
from telebot.types import (
    BotCommand,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputFile,
    Message,
    Update,
)
from telebot.util import quick_markup, update_types

from tests.sandbox.conftest import PICTURE, TOKEN, Lab, serving


@pytest.fixture(autouse=True)
def _pointed_at_the_sandbox(lab: Lab, monkeypatch: pytest.MonkeyPatch) -> None:
    """As the library's documentation says to use a local Bot API server."""
    for helper in (apihelper, asyncio_helper):
        monkeypatch.setattr(helper, "API_URL", lab.base + "/bot{0}/{1}")
        monkeypatch.setattr(helper, "FILE_URL", lab.base + "/file/bot{0}/{1}")


def made() -> AsyncTeleBot:
    """An asynchronous bot that echoes, answers a button, sends files back and opens topics."""
    bot = AsyncTeleBot(TOKEN)

    @bot.message_handler(commands=["start"])
    async def start(message: Message) -> None:
        await bot.reply_to(message, "welcome")

    @bot.message_handler(commands=["topic"])
    async def topic(message: Message) -> None:
        opened = await bot.create_forum_topic(message.chat.id, message.text.partition(" ")[2])
        await bot.send_message(message.chat.id, "here", message_thread_id=opened.message_thread_id)

    @bot.message_handler(content_types=["photo"])
    async def picture(message: Message) -> None:
        await bot.send_photo(message.chat.id, message.photo[-1].file_id, caption="yours")

    @bot.message_handler(content_types=["document"])
    async def document(message: Message) -> None:
        file = await bot.get_file(message.document.file_id)
        data = await bot.download_file(file.file_path)
        await bot.send_document(
            message.chat.id, InputFile(io.BytesIO(data[::-1]), f"back-{message.document.file_name}")
        )

    @bot.message_handler(func=lambda message: True)
    async def echo(message: Message) -> None:
        button = quick_markup({"Press": {"callback_data": "go"}})
        await bot.send_message(message.chat.id, f"<b>{message.text}</b>", parse_mode="HTML", reply_markup=button)

    @bot.callback_query_handler(func=lambda query: query.data == "go")
    async def pressed(query: CallbackQuery) -> None:
        await bot.answer_callback_query(query.id, "thanks", show_alert=True)
        await bot.edit_message_text("done", query.message.chat.id, query.message.message_id)

    return bot


@asynccontextmanager
async def polling(bot: AsyncTeleBot) -> AsyncIterator[AsyncTeleBot]:
    """The bot runs meanwhile."""
    task = asyncio.create_task(bot.infinity_polling(timeout=2, allowed_updates=update_types))
    try:
        yield bot
    finally:
        task.cancel()
        await asyncio.wait([task], timeout=5)


async def test_it_echoes_and_answers_a_button(lab: Lab) -> None:
    async with polling(made()):
        anna = await lab.person()
        await lab.says(anna, "hello")
        await lab.get("/idle?timeout=5")
        answer = (await lab.sees(anna))[-1]
        assert (answer["html"], answer["buttons"][0][0]["text"]) == ("<b>hello</b>", "Press")
        told = await lab.post(f"/chats/{anna}/messages/{answer['id']}/press", {"from": anna, "text": "Press"})
        assert told == {"answer": {"text": "thanks", "show_alert": True, "url": None}}
        await lab.get("/idle?timeout=5")
        answer = (await lab.sees(anna))[-1]
        assert (answer["text"], answer["edited"], answer["buttons"]) == ("done", True, [])


async def test_pictures_and_documents_travel_both_ways(lab: Lab) -> None:
    async with polling(made()) as bot:
        anna = await lab.person()
        await lab.post(f"/chats/{anna}/messages", {"photo": {"base64": base64.b64encode(PICTURE).decode()}})
        body = base64.b64encode(bytes(range(256))).decode()
        await lab.post(f"/chats/{anna}/messages", {"document": {"name": "a.bin", "base64": body}})
        await lab.get("/idle?timeout=5")
        back = [one for one in await lab.sees(anna) if one["from_bot"]]
        (echoed,) = [one for one in back if "photo" in one]
        (returned,) = [one for one in back if "document" in one]
        assert (echoed["text"], returned["document"]["name"]) == ("yours", "back-a.bin")
        async with lab.session.get(lab.base + returned["document"]["url"]) as reply:
            assert await reply.read() == bytes(range(256))[::-1]
        sent = await bot.send_photo(anna, PICTURE)
        file = await bot.get_file(sent.photo[-1].file_id)
        assert await bot.download_file(file.file_path) == PICTURE


async def test_commands_topics_and_a_group_that_moves(lab: Lab) -> None:
    async with polling(made()) as bot:
        anna = await lab.person()
        forum = await lab.group(anna, forum=True, bot_admin=True)
        team = await lab.group(anna)
        await bot.set_my_commands([BotCommand("start", "Begin"), BotCommand("topic", "Open")])
        menu = await lab.get(f"/chats/{forum}/commands?as={anna}")
        assert [(one["command"], one["description"]) for one in menu] == [("start", "Begin"), ("topic", "Open")]
        await lab.says(forum, "/topic Wins", **{"from": anna})
        await lab.get("/idle?timeout=5")
        *_, opening, here = await lab.sees(forum)
        assert opening["service"] == {"kind": "forum_topic_created", "title": "Wins"}
        assert (here["text"], here["thread"]) == ("here", opening["id"])
        moved = (await lab.post(f"/groups/{team}/migrate"))["id"]
        with pytest.raises(ApiTelegramException) as told:
            await bot.send_message(team, "x")
        assert told.value.error_code == 400
        assert told.value.result_json["parameters"]["migrate_to_chat_id"] == moved
        assert (await bot.send_message(moved, "x")).chat.type == "supergroup"


async def test_it_hears_how_long_to_wait(lab: Lab) -> None:
    bot = made()
    anna = await lab.talking()
    await lab.post("/faults", {"method": "sendMessage", "kind": "429", "retry_after": 7})
    with pytest.raises(ApiTelegramException, match="Too Many Requests: retry after 7") as slow:
        await bot.send_message(anna, "x")
    assert (slow.value.error_code, slow.value.result_json["parameters"]) == (429, {"retry_after": 7})
    with pytest.raises(ApiTelegramException, match="Bad Request: chat not found"):
        await bot.send_message(1, "x")
    await bot.close_session()


async def test_a_webhook_brings_it_the_same(lab: Lab) -> None:
    bot, statuses, secrets = made(), [500, 200, 200], []

    async def hook(request: web.Request) -> web.Response:
        secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        status = statuses.pop(0)
        if status == 200:
            await bot.process_new_updates([Update.de_json(await request.json())])
        return web.Response(status=status)

    async with serving(hook) as url:
        assert await bot.set_webhook(url, secret_token="s3cret")
        anna = await lab.person()
        await lab.says(anna, "/start")
        await lab.says(anna, "second")
        await lab.get("/idle?timeout=5")
        assert [one["text"] for one in await lab.sees(anna) if one["from_bot"]] == ["welcome", "second"]
        assert secrets == ["s3cret"] * 3
        info = await bot.get_webhook_info()
        assert (info.url, info.pending_update_count) == (url, 0) and "500" in info.last_error_message
        assert await bot.remove_webhook()
    await bot.close_session()


async def test_the_synchronous_style_works_too(lab: Lab) -> None:
    bot = TeleBot(TOKEN, threaded=False)
    buttons = InlineKeyboardMarkup([[InlineKeyboardButton("Press", callback_data="go")]])

    @bot.message_handler(func=lambda message: True)
    def echo(message: Message) -> None:
        bot.reply_to(message, message.text, reply_markup=buttons)

    @bot.callback_query_handler(func=lambda query: True)
    def pressed(query: CallbackQuery) -> None:
        bot.answer_callback_query(query.id, "thanks")
        bot.edit_message_reply_markup(query.message.chat.id, query.message.message_id)

    running = threading.Thread(target=bot.infinity_polling, kwargs={"long_polling_timeout": 1}, daemon=True)
    running.start()
    try:
        anna = await lab.person()
        await lab.says(anna, "hello")
        await lab.get("/idle?timeout=5")
        answer = (await lab.sees(anna))[-1]
        told = await lab.post(f"/chats/{anna}/messages/{answer['id']}/press", {"from": anna, "text": "Press"})
        assert told["answer"]["text"] == "thanks"
        await lab.get("/idle?timeout=5")
        assert (await lab.sees(anna))[-1]["buttons"] == []
        sent = await asyncio.to_thread(bot.send_document, anna, ("a.txt", b"words"))
        file = await asyncio.to_thread(bot.get_file, sent.document.file_id)
        assert await asyncio.to_thread(bot.download_file, file.file_path) == b"words"
    finally:
        bot.stop_polling()
        await asyncio.to_thread(running.join, 10)
    assert not running.is_alive()
