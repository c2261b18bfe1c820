"""The command line: `python -m bot` runs the bot; `check`, `migrate` and `backup` are for its operator."""

from __future__ import annotations

import argparse
import asyncio
import errno
import signal
import sys
from collections.abc import Callable, Coroutine

from aiogram.exceptions import AiogramError, TelegramNotFound, TelegramUnauthorizedError
from sqlalchemy.exc import SQLAlchemyError

from bot.app import App, open_app
from bot.clock import FollowedClock, RealClock
from bot.config import LOOPBACK, Settings, WrongSettings, read_settings
from bot.demo.day import lay_out_the_day
from bot.demo.stage import set_the_stage
from bot.logs import set_up_logs
from bot.report import by_http
from bot.session import check_token
from locales import data
from sales.actions.join import first_invite
from storage.backup import back_up
from storage.engine import claim_database, open_storage, parse_url
from storage.migrate import is_current, migrate
from storage.sqlite import StorageBusy


async def run(settings: Settings) -> int:
    """Against Telegram, a sandbox elsewhere, or a sandbox of its own."""
    stop = asyncio.Event()
    _stop_on_signals(stop)
    if settings.is_demo:
        await run_demo(settings, stop)
        return 0
    claim = claim_database(settings.database)
    await migrate(settings.database, settings.backup_dir, RealClock().now())
    storage = open_storage(settings.database, claim)
    if settings.sandbox_url is None:
        async with open_app(settings, storage=storage) as app:
            await _invite_the_owner(app)
            await app.run(stop)
        return 0
    clock = FollowedClock(settings.sandbox_url)
    await clock.read()
    async with open_app(settings, storage=storage, clock=clock, tell=by_http(settings.sandbox_url)) as app:
        await _invite_the_owner(app)
        await app.run(stop, lambda: clock.follow(app.step))
    return 0


async def run_demo(settings: Settings, stop: asyncio.Event) -> None:
    from sandbox.server import Sandbox  # only here: with Telegram it isn't even loaded

    claim = claim_database(settings.database)
    if claim is not None:
        claim.make_anew()
    await migrate(settings.database, settings.backup_dir, RealClock().now())
    storage = open_storage(settings.database, claim)
    sandbox = Sandbox(token=settings.token, bot_name=data("demo")["bot"], zone=settings.time_zone)
    url = f"http://{LOOPBACK}:{await sandbox.start(LOOPBACK, settings.sandbox_port)}"

    async def tell(count: int) -> None:
        sandbox.report_pending(count)

    try:
        async with open_app(settings, storage=storage, clock=sandbox.clock, api_url=url, tell=tell) as app:
            await set_the_stage(app, url)
            await lay_out_the_day(app, url)
            sandbox.clock.follow(app.step)
            _say(f"No BOT_TOKEN: the sandbox with a demo team is at {url}")
            _say("Its database is made anew at each start. Ctrl+C stops it.")
            await app.run(stop)
    finally:
        await sandbox.stop()


async def check(settings: Settings) -> int:
    """Says in a line each what a start would meet."""
    url, sound = settings.database_url.get_secret_value(), True
    try:
        _say(f"database: {'ready' if await is_current(url) else 'its tables will be made or changed at the start'}")
    except (SQLAlchemyError, OSError) as error:
        sound = False
        _say(f"database: can't be opened ({type(error).__name__}); see DATABASE_URL")
    if settings.is_demo:
        _say("telegram: no BOT_TOKEN, the bot would start against its own sandbox")
        return 0 if sound else 1
    try:
        _say(f"telegram: @{await check_token(settings.token, settings.api_url)}")
    except AiogramError as error:
        sound = False
        _say(f"telegram: {type(error).__name__}; see BOT_TOKEN")
    return 0 if sound else 1


async def change_tables(settings: Settings) -> int:
    url = settings.database_url.get_secret_value()
    claim = claim_database(url)
    changed = await migrate(url, settings.backup_dir, RealClock().now())
    if claim is not None:
        claim.release()
    _say("the tables have been brought up to date" if changed else "the tables are up to date")
    return 0


async def make_backup(settings: Settings) -> int:
    url = settings.database_url.get_secret_value()
    if parse_url(url).get_backend_name() != "sqlite":
        _say("PostgreSQL is backed up with its own tools: pg_dump or WAL archiving.")
        return 1
    _say(str(await back_up(url, settings.backup_dir, RealClock().now())))
    return 0


COMMANDS: dict[str, tuple[Callable[[Settings], Coroutine[None, None, int]], str]] = {
    "run": (run, "run the bot (the default)"),
    "check": (check, "look at the settings, the database and the token without starting"),
    "migrate": (change_tables, "bring the tables up to date, after a backup"),
    "backup": (make_backup, "copy the database while the bot runs, and print where to"),
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Estafeta, a relay for B2B sales teams.")
    chosen = parser.add_subparsers(dest="command", metavar="command")
    for name, (_, what) in COMMANDS.items():
        chosen.add_parser(name, help=what)
    command, _ = COMMANDS[parser.parse_args().command or "run"]
    try:
        settings = read_settings()
        set_up_logs(settings.level, *settings.secrets, as_json=settings.log_format == "json")
        return asyncio.run(command(settings))
    except Exception as error:
        said = _in_one_line(error)
        if said is None:
            raise
        print(said, file=sys.stderr)
        return 2


def _in_one_line(error: Exception) -> str | None:
    """What an operator can mend; None: a fault of ours, which wants its traceback."""
    while isinstance(error, ExceptionGroup) and len(error.exceptions) == 1:
        error = error.exceptions[0]
    match error:
        case WrongSettings():
            return str(error)
        case StorageBusy():
            return f"{error} is in use: another bot runs on this database. Stop it first."
        case TelegramUnauthorizedError() | TelegramNotFound():
            return "BOT_TOKEN is refused by Telegram. Ask @BotFather for the present one."
        case OSError(errno=errno.EADDRINUSE):
            return "SANDBOX_PORT is taken by another program. Choose another one in .env or in the environment."
        case _:
            return None


async def _invite_the_owner(app: App) -> None:
    """As long as there is no owner and the operator has named none: a way in that only the console shows."""
    if app.settings.owner_id is not None:
        return
    made = await app.desk.tick(first_invite, None, app.clock.now())
    if made.token is not None:
        _say(f"The owner's way in, once: https://t.me/{app.house.bot_name}?start={made.token}")
        _say(f"or send the bot: /start {made.token}")


def _stop_on_signals(stop: asyncio.Event) -> None:
    """The first one lets the bot finish; a second one ends it as usual."""
    loop = asyncio.get_running_loop()

    def stop_once(number: signal.Signals) -> None:
        stop.set()
        loop.remove_signal_handler(number)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop_once, number)


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
