"""A warm parent: everything is imported once, each life of the bot is a fork of it.

Reads orders from standard input, a JSON line each, and answers each with a line: `start` forks a bot and gives its
pid, `stop` asks it to end, `wait` waits until it has; both give its exit code. A bot told to die at a point kills
itself there as `kill -9` would.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from bot.app import open_app
from bot.clock import FollowedClock
from bot.config import read_settings
from bot.points import Point
from bot.report import by_http
from storage.engine import claim_database, open_storage
from storage.migrate import migrate


class Fate:
    """Dies when `point` is reached, but only on the way of an update taken in during this life."""

    def __init__(self, point: str | None) -> None:
        self.point = Point(point) if point else None
        self.is_armed = False

    def reached(self, point: Point) -> None:
        self.is_armed = self.is_armed or point is Point.INBOX_COMMITTED
        if self.is_armed and point is self.point:
            os.kill(os.getpid(), signal.SIGKILL)


async def live(url: str, database: str, owner_id: int, die_at: str | None) -> None:
    settings = read_settings(_env_file=None, bot_token=None, sandbox_url=url, database_url=database, owner_id=owner_id)
    stop, fate, clock = asyncio.Event(), Fate(die_at), FollowedClock(url)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await clock.read()
    claim = claim_database(database)
    await migrate(database, Path(database.removeprefix("sqlite:///")).parent, clock.now())
    storage = open_storage(database, claim)
    async with open_app(settings, storage=storage, clock=clock, tell=by_http(url), reached=fate.reached) as app:
        await app.run(stop, lambda: clock.follow(app.step))


def fork(order: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        os.dup2(os.open(order["log"], os.O_CREAT | os.O_APPEND | os.O_WRONLY), 2)
        os.dup2(2, 1)
        asyncio.run(live(order["url"], order["database"], order["owner_id"], order["die_at"]))
        status = 0
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        os._exit(status)


def main() -> None:
    print("warm", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        if "start" in order:
            print(fork(order["start"]), flush=True)
            continue
        if "stop" in order:
            os.kill(order["stop"], signal.SIGTERM)
        pid = order.get("stop") or order["wait"]
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


if __name__ == "__main__":
    main()
