"""A real aiogram bot runs against the sandbox as it would against Telegram."""

import asyncio

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, Message

from tests.sandbox.conftest import TOKEN, Lab


async def test_an_aiogram_bot_echoes_and_answers_a_button(lab: Lab) -> None:
    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(lab.base)))
    dispatcher = Dispatcher()
    button = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Press", callback_data="go")]])

    @dispatcher.message()
    async def echo(message: Message) -> None:
        await message.answer(f"<b>{message.text}</b>", parse_mode="HTML", reply_markup=button)

    @dispatcher.callback_query()
    async def pressed(query: CallbackQuery) -> None:
        assert isinstance(query.message, Message)
        await query.message.edit_text("done")
        await query.answer("thanks", show_alert=True)

    polling = asyncio.create_task(dispatcher.start_polling(bot, handle_signals=False, polling_timeout=2))
    try:
        anna = await lab.person()
        await lab.says(anna, "hello")
        await lab.get("/idle?timeout=5")
        said, answer = await lab.sees(anna)
        assert (said["html"], answer["html"]) == ("hello", "<b>hello</b>")
        pressed_ = await lab.post(f"/chats/{anna}/messages/{answer['id']}/press", {"from": anna, "text": "Press"})
        assert pressed_ == {"answer": {"text": "thanks", "show_alert": True, "url": None}}
        await lab.get("/idle?timeout=5")
        assert [one["text"] for one in await lab.sees(anna)] == ["hello", "done"]
    finally:
        await dispatcher.stop_polling()
        await polling
        await bot.session.close()
