"""The process dies at every point of a conversation that is typed and pressed, then starts again and the person goes
on: the act has happened once, and no step was skipped or taken twice."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, Concatenate

import pytest
import sqlalchemy as sa
from aiogram import Bot
from aiogram.methods import TelegramMethod

from bot.app import App, open_app
from bot.config import read_settings
from bot.points import Point
from locales import load
from sales.actions.join import first_invite
from storage.engine import Storage, open_storage
from storage.tables import metadata
from storage.work import open_work
from tests.bot.fakes import TOKEN, FakeClock, FakeTelegram

WORDS = load()
ANNA = {"id": 7, "is_bot": False, "first_name": "Anna"}
CHAT = {"id": 7, "type": "private", "first_name": "Anna"}


class PowerCut(BaseException):
    """Nothing catches it, as nothing catches a kill."""


class Mortal:
    """A storage that is gone with the process: what comes after the end reaches nobody."""

    def __init__(self, storage: Storage) -> None:
        self.storage, self.dead = storage, False

    dialect = "sqlite"

    async def write(self, job: Callable[Concatenate[sa.Connection, ...], Any], *args: Any, **kwargs: Any) -> Any:
        if self.dead:
            raise PowerCut
        return await self.storage.write(job, *args, **kwargs)

    async def read(self, job: Callable[Concatenate[sa.Connection, ...], Any], *args: Any, **kwargs: Any) -> Any:
        return await self.storage.read(job, *args, **kwargs)

    async def close(self) -> None:
        """The next process opens the same file."""


class Anna(FakeTelegram):
    """Telegram with one person at it, who always answers the newest message she sees. It outlives the bot."""

    def __init__(self, token: str) -> None:
        super().__init__()
        self.token, self.app, self.done = token, None, asyncio.Event()
        self.queue: list[dict[str, Any]] = []
        self.screens: list[tuple[int, str, dict[str, str]]] = []
        self.acts: list[str] = []

    async def make_request(self, bot: Bot, method: TelegramMethod[Any], timeout: int | None = None) -> Any:  # noqa: ASYNC109
        if method.__api_method__ == "getUpdates":
            return await self._updates(getattr(method, "offset", None) or 0)
        reply = await super().make_request(bot, method)
        if method.__api_method__ in ("sendMessage", "editMessageText"):
            self._see(reply.message_id, method)
        return reply

    async def _updates(self, offset: int) -> list[dict[str, Any]]:
        self.queue = [update for update in self.queue if update["update_id"] >= offset]
        while not self.queue:
            await asyncio.sleep(0.001)
            if self.app is not None and not self.app.intake.held:
                self._act()
        return self.queue

    def _see(self, number: int, method: Any) -> None:
        rows = method.reply_markup.inline_keyboard if method.reply_markup else []
        buttons = {button.text: button.callback_data for row in rows for button in row}
        self.screens = [screen for screen in self.screens if screen[0] != number]
        self.screens.append((number, method.text, buttons))

    def _act(self) -> None:
        number, text, buttons = self.screens[-1] if self.screens else (0, "", {})
        if WORDS("launch-finish") in buttons or WORDS("launch-close") in buttons:
            self.done.set()
        elif WORDS("setup-save") in buttons:
            self._press(number, buttons, WORDS("setup-save"))
        elif WORDS("setup-me") in buttons:
            self._press(number, buttons, WORDS("setup-me"))
        elif text == WORDS("setup-company-ask"):
            self._say("Заря")
        else:
            self._say(f"/start {self.token}")

    def _say(self, text: str) -> None:
        entities = [{"type": "bot_command", "offset": 0, "length": 6}] if text.startswith("/") else []
        message = {"message_id": 900 + len(self.acts), "date": 0, "chat": CHAT, "from": ANNA, "text": text}
        self._send(text, message={**message, "entities": entities})

    def _press(self, number: int, buttons: dict[str, str], text: str) -> None:
        message = {"message_id": number, "date": 0, "chat": CHAT, "from": {"id": 42, "is_bot": True, "first_name": "R"}}
        press = {"id": str(len(self.acts)), "from": ANNA, "chat_instance": "1", "data": buttons[text]}
        self._send(text, callback_query={**press, "message": {**message, "text": "x"}})

    def _send(self, text: str, **event: Any) -> None:
        self.acts.append(text)
        assert len(self.acts) < 20, self.acts
        self.queue.append({"update_id": 1000 + len(self.acts), **event})


class Life:
    """One database through several processes. `die_at`: the number of the point at which the first one ends."""

    def __init__(self, home: Path, die_at: int) -> None:
        self.url = f"sqlite:///{home}/{die_at}.db"
        self.die_at, self.passed, self.died_at = die_at, 0, ""

    def reached(self, point: Point) -> None:
        self.passed += 1
        if self.passed == self.die_at:
            self.died_at = point.value
            self.storage.dead = True
        if self.storage.dead:
            raise PowerCut

    async def run(self) -> Anna:
        opened = open_storage(self.url)
        await opened.write(metadata.create_all)
        self.storage = Mortal(opened)
        anna = None
        while True:
            settings = read_settings(_env_file=None, bot_token=TOKEN, pacing=False)
            anna = anna or Anna("")
            anna.middleware._middlewares.clear()
            parts: dict[str, Any] = {"storage": self.storage, "clock": FakeClock(), "session": anna, "words": WORDS}
            async with open_app(settings, **parts, reached=self.reached) as app:
                if not anna.token:
                    anna.token = str((await self._invite(app)).token)
                anna.app = app
                with suppress(BaseExceptionGroup):
                    await app.run(anna.done)
            if anna.done.is_set() and not self.storage.dead:
                return anna
            self.storage.dead = False
            anna.app = None

    async def _invite(self, app: App) -> Any:
        return await self.storage.write(lambda conn: first_invite(open_work(conn), None, app.clock.now()))


def outcome(conn: sa.Connection) -> list[tuple[str, int]]:
    query = "SELECT verb, count(*) FROM audit WHERE verb IN ('join', 'set_up_company') GROUP BY verb ORDER BY verb"
    return [tuple(row) for row in conn.exec_driver_sql(query)]  # type: ignore[misc]


def company(conn: sa.Connection) -> str | None:
    return conn.exec_driver_sql("SELECT name FROM company").scalar()


@pytest.mark.parametrize("half", [0, 1])
async def test_whatever_it_dies_of_the_conversation_goes_on(tmp_path: Path, half: int) -> None:
    calm = Life(tmp_path, die_at=0)
    acts = (await calm.run()).acts
    assert len(acts) == 4
    for number in range(1 + half, calm.passed + 1, 2):
        life = Life(tmp_path, die_at=number)
        anna = await life.run()
        where = f"died at point {number}: {life.died_at}; {anna.acts}"
        assert await life.storage.storage.read(outcome) == [("join", 1), ("set_up_company", 1)], where
        assert await life.storage.storage.read(company) == "Заря", where
        assert len(anna.acts) <= len(acts) + 1, where
        await life.storage.storage.close()
    await calm.storage.storage.close()
