"""The sandbox as one object: what runs behind `python -m sandbox`, and what another process may hold inside itself."""

import ipaddress

from aiohttp import web

from sandbox.botapi.door import Door
from sandbox.botapi.limits import Limits
from sandbox.botapi.webhooks import Webhooks
from sandbox.clock import Clock
from sandbox.idle import Idle
from sandbox.people import page
from sandbox.people.accounts import Accounts
from sandbox.people.buttons import Buttons
from sandbox.people.desk import Desk, refusals
from sandbox.people.groups import Groups
from sandbox.people.messages import Messages
from sandbox.people.overview import Overview
from sandbox.people.replaying import Replaying
from sandbox.people.timing import Timing
from sandbox.people.watching import Watching
from sandbox.playing.player import Player
from sandbox.playing.routes import Playing
from sandbox.world.world import World

_LARGEST_BODY = 100 * 1024 * 1024


class RemoteHostError(ValueError):
    """The sandbox has no passwords: it serves other machines only when told so."""


class Sandbox:
    """People and groups may be made (`sandbox.world.add_person`, `.add_group`) before it serves.

    `token`: the bot's, if it is known already (else the first caller's). `limits`: Telegram's pace, answered by 429.
    `privacy`: the bot's privacy mode in groups. `webhook_pause`: real seconds before a failed post is tried again,
    doubled up to a minute. `answer_patience`: real seconds that a press waits for the bot's answer. `zone`: the time
    zone (IANA name) in which the page shows moments, instead of the browser's own.
    """

    def __init__(
        self,
        token: str | None = None,
        limits: bool = False,
        privacy: bool = True,
        bot_name: str = "Sandbox",
        bot_username: str = "sandbox_bot",
        webhook_pause: float = 1.0,
        answer_patience: float = 5.0,
        zone: str | None = None,
    ) -> None:
        self.clock = Clock()
        self.world = World(self.clock, bot_name, bot_username, privacy)
        if token is not None:
            self.world.bot_for(token)
        self.idle = Idle(self.world)
        self.door = Door(self.world, self.idle, Limits() if limits else None)
        self.webhooks = Webhooks(self.world, self.door, webhook_pause)
        self.desk = Desk(self.world, self.clock, self.idle, self.door, answer_patience, zone)
        self.player = Player(self.desk)
        self._runner: web.AppRunner | None = None
        self.port = 0

    def app(self) -> web.Application:
        """Every address of the sandbox: the Bot API, the people's side, the page."""
        app = web.Application(client_max_size=_LARGEST_BODY, middlewares=[refusals])
        app.add_routes(self.door.routes())
        for part in (Accounts, Groups, Messages, Buttons, Timing, Watching, Replaying, Overview):
            app.add_routes(part(self.desk).routes())
        app.add_routes(Playing(self.player).routes())
        app.add_routes(page.routes())
        return app

    async def start(self, host: str = "127.0.0.1", port: int = 8081, allow_remote: bool = False) -> int:
        """Serves from now on; → the port (0 asks for any free one). RemoteHostError for a host that others reach."""
        if not allow_remote and not is_loopback(host):
            raise RemoteHostError(host)
        self._runner = web.AppRunner(self.app(), handler_cancellation=True, access_log=None, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, host, port)
        await site.start()
        self.port = int(self._runner.addresses[0][1])
        self.webhooks.start()
        return self.port

    async def stop(self) -> None:
        """Ends every open call; the state stays until the object goes."""
        await self.player.stop()
        await self.webhooks.stop()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    def report_pending(self, count: int) -> None:
        """What the bot in this process has still to do; `GET /sandbox/idle` waits for 0."""
        self.world.main.pending = count


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches the host."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
