"""A bot made with python-telegram-bot, as its users make one, meets the sandbox instead of Telegram."""

import base64
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from telegram import BotCommand, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest, ChatMigrated, Conflict, Forbidden, RetryAfter
from telegram.ext import (
    Application,
    ApplicationBuilder,
    CallbackQueryHandler,
    CommandHandler,
    ContextTypes,
    MessageHandler,
    filters,
)

from tests.sandbox.conftest import PICTURE, TOKEN, Lab, serving

Context = ContextTypes.DEFAULT_TYPE
BUTTON = InlineKeyboardMarkup([[InlineKeyboardButton("Press", callback_data="go")]])


async def start(update: Update, context: Context) -> None:
    await update.message.reply_text("welcome")


async def topic(update: Update, context: Context) -> None:
    made = await context.bot.create_forum_topic(update.effective_chat.id, " ".join(context.args))
    await context.bot.send_message(update.effective_chat.id, "here", message_thread_id=made.message_thread_id)


async def echo(update: Update, context: Context) -> None:
    await update.message.reply_html(f"<b>{update.message.text}</b>", reply_markup=BUTTON)


async def pressed(update: Update, context: Context) -> None:
    await update.callback_query.answer("thanks", show_alert=True)
    await update.callback_query.edit_message_text(f"pressed {update.callback_query.data}")


async def picture(update: Update, context: Context) -> None:
    await update.message.reply_photo(update.message.photo[-1].file_id, caption="yours")


async def document(update: Update, context: Context) -> None:
    file = await update.message.document.get_file()
    data = bytes(await file.download_as_bytearray())
    await update.message.reply_document(io.BytesIO(data[::-1]), filename=f"back-{update.message.document.file_name}")


async def edited(update: Update, context: Context) -> None:
    await update.edited_message.reply_text(f"now {update.edited_message.text}", do_quote=True)


def application(lab: Lab) -> Application[Any, Any, Any, Any, Any, Any]:
    builder = ApplicationBuilder().token(TOKEN).base_url(f"{lab.base}/bot").base_file_url(f"{lab.base}/file/bot")
    app = builder.build()
    app.add_handler(CommandHandler("start", start))
    app.add_handler(CommandHandler("topic", topic))
    app.add_handler(MessageHandler(filters.UpdateType.EDITED_MESSAGE, edited))
    app.add_handler(MessageHandler(filters.PHOTO, picture))
    app.add_handler(MessageHandler(filters.Document.ALL, document))
    app.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    app.add_handler(CallbackQueryHandler(pressed))
    return app


@pytest_asyncio.fixture
async def app(lab: Lab) -> AsyncIterator[Application[Any, Any, Any, Any, Any, Any]]:
    """The bot polls while the test runs."""
    app = application(lab)
    async with app:
        await app.start()
        await app.updater.start_polling(timeout=2, allowed_updates=Update.ALL_TYPES)
        yield app
        await app.updater.stop()
        await app.stop()


async def test_it_echoes_and_answers_a_button(lab: Lab, app: Application) -> None:
    anna = await lab.person()
    await lab.says(anna, "hello")
    await lab.get("/idle?timeout=5")
    said, answer = await lab.sees(anna)
    assert (said["html"], answer["html"]) == ("hello", "<b>hello</b>")
    told = await lab.post(f"/chats/{anna}/messages/{answer['id']}/press", {"from": anna, "text": "Press"})
    assert told == {"answer": {"text": "thanks", "show_alert": True, "url": None}}
    await lab.get("/idle?timeout=5")
    answer = (await lab.sees(anna))[-1]
    assert (answer["text"], answer["edited"], answer["buttons"]) == ("pressed go", True, [])
    await lab.do("PATCH", f"/chats/{anna}/messages/{said['id']}", {"from": anna, "text": "bye"})
    await lab.get("/idle?timeout=5")
    last = (await lab.sees(anna))[-1]
    assert (last["text"], last["reply_to"]) == ("now bye", said["id"])


async def test_pictures_and_documents_travel_both_ways(lab: Lab, app: Application) -> None:
    anna = await lab.person()
    sent = await lab.post(f"/chats/{anna}/messages", {"photo": {"base64": base64.b64encode(PICTURE).decode()}})
    body = base64.b64encode(bytes(range(256))).decode()
    await lab.post(f"/chats/{anna}/messages", {"document": {"name": "a.bin", "base64": body}})
    await lab.get("/idle?timeout=5")
    echoed, back = [one for one in await lab.sees(anna) if one["from_bot"]]
    assert (echoed["text"], echoed["photo"]["width"]) == ("yours", sent["photo"]["width"])
    assert back["document"]["name"] == "back-a.bin"
    async with lab.session.get(lab.base + back["document"]["url"]) as reply:
        assert await reply.read() == bytes(range(256))[::-1]
    uploaded = await app.bot.send_photo(anna, PICTURE, caption="mine")
    file = await uploaded.photo[-1].get_file()
    assert bytes(await file.download_as_bytearray()) == PICTURE


async def test_its_commands_are_the_persons_menu(lab: Lab, app: Application) -> None:
    anna = await lab.person()
    await app.bot.set_my_commands([BotCommand("start", "Begin"), BotCommand("topic", "Open")])
    menu = await lab.get(f"/chats/{anna}/commands?as={anna}")
    assert [(one["command"], one["description"]) for one in menu] == [("start", "Begin"), ("topic", "Open")]
    await lab.says(anna, "/start")
    await lab.get("/idle?timeout=5")
    assert (await lab.sees(anna))[-1]["text"] == "welcome"


async def test_it_opens_a_topic_and_writes_there(lab: Lab, app: Application) -> None:
    anna = await lab.person()
    forum = await lab.group(anna, forum=True, bot_admin=True)
    await lab.says(forum, "/topic Wins of May", **{"from": anna})
    await lab.get("/idle?timeout=5")
    ((topic,),) = [chat["topics"] for chat in await lab.get("/groups")]
    assert topic["name"] == "Wins of May"
    last = (await lab.sees(forum))[-1]
    assert (last["text"], last["thread"]) == ("here", topic["id"])


async def test_it_learns_where_a_group_moved(lab: Lab, app: Application) -> None:
    anna = await lab.person()
    team = await lab.group(anna)
    await app.bot.send_message(team, "old home")
    moved = (await lab.post(f"/groups/{team}/migrate"))["id"]
    with pytest.raises(ChatMigrated) as told:
        await app.bot.send_message(team, "x")
    assert told.value.new_chat_id == moved
    assert (await app.bot.send_message(told.value.new_chat_id, "new home")).chat.type == "supergroup"


async def test_it_hears_how_long_to_wait_and_who_refused(
    lab: Lab, app: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    anna = await lab.person()
    await lab.says(anna, "/start")
    await lab.get("/idle?timeout=5")
    await lab.post("/faults", {"method": "sendMessage", "kind": "429", "retry_after": 7})
    with pytest.raises(RetryAfter) as slow:
        await app.bot.send_message(anna, "x")
    assert slow.value.retry_after == timedelta(seconds=7)
    with pytest.raises(BadRequest, match="Chat not found"):
        await app.bot.send_message(1, "x")
    with pytest.raises(BadRequest, match="Can't parse entities: can't find end tag"):
        await app.bot.send_message(anna, "<b>x", parse_mode="HTML")
    await lab.post(f"/people/{anna}/block")
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await app.bot.send_message(anna, "x")


async def test_a_webhook_brings_it_the_same(lab: Lab) -> None:
    app, statuses, secrets = application(lab), [503, 200, 200, 200], []

    async def hook(request: web.Request) -> web.Response:
        secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        status = statuses.pop(0)
        if status == 200:
            await app.update_queue.put(Update.de_json(await request.json(), app.bot))
        return web.Response(status=status)

    async with app, serving(hook) as url:
        await app.start()
        await app.bot.set_webhook(url, secret_token="s3cret", allowed_updates=Update.ALL_TYPES)
        anna = await lab.person()
        await lab.says(anna, "first")
        await lab.says(anna, "second")
        await lab.get("/idle?timeout=5")
        said = [one["text"] for one in await lab.sees(anna) if one["from_bot"]]
        assert said == ["first", "second"] and secrets == ["s3cret"] * 3
        info = await app.bot.get_webhook_info()
        assert (info.url, info.pending_update_count) == (url, 0)
        assert info.last_error_message.startswith("Wrong response from the webhook: 503")
        with pytest.raises(Conflict, match="while webhook is active"):
            await app.bot.get_updates()
        await app.bot.delete_webhook()
        assert (await app.bot.get_webhook_info()).url == ""
        await app.stop()
