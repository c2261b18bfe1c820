"""The composition root: every part is made here, by hand, once. Tests make the same house with some parts of theirs."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import structlog
from aiogram import Bot, Dispatcher
from aiogram.client.session.base import BaseSession
from aiogram.exceptions import ClientDecodeError, TelegramNetworkError, TelegramRetryAfter, TelegramServerError
from aiogram.fsm.storage.memory import DisabledEventIsolation
from aiogram_dialog import setup_dialogs

from bot.bell import Bell
from bot.budget import Render
from bot.chores import chores
from bot.clock import Clock, RealClock, Ticker
from bot.commands import Menus
from bot.config import Settings
from bot.courier import Courier
from bot.delivery import Delivery
from bot.dialog_memory import DialogMemory
from bot.errors import errors_router
from bot.faults import Faults
from bot.identity import CleanSlate, House, Identity
from bot.intake import Handling, Intake
from bot.pacing import Pacer
from bot.points import Listener, PointedRequests, PointedStorage
from bot.polling import poll
from bot.quiet import QuietMessages
from bot.reach import Reach
from bot.report import Report
from bot.session import open_bot
from handlers.bind import Faceless
from handlers.features import RENDERERS, build_routers
from handlers.notices import Envelope, Outgoing, Sender
from handlers.stale import NoForgedNumbers, OnlyTheLiveMessage
from locales import Texts, load
from storage.desk import Desk
from storage.engine import Storage, open_storage
from storage.inbox import Waiting

log = structlog.get_logger(__name__)

#: Seconds for what is under way when the process is asked to stop: for the updates, then for the messages.
GRACE = (7.0, 2.0)
#: Seconds between two attempts to reach Telegram at the start.
PATIENCE = 3.0

Tell = Callable[[int], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class App:
    """The house with everybody in it. `house.bot_name` is the bot's name in Telegram."""

    settings: Settings
    storage: Storage
    clock: Clock
    desk: Desk
    bot: Bot
    dispatcher: Dispatcher
    house: House
    reach: Reach
    faults: Faults
    intake: Intake
    delivery: Delivery
    ticker: Ticker
    report: Report

    async def run(self, stop: asyncio.Event, *beside: Callable[[], Awaitable[None]]) -> None:
        """Until `stop`; then whoever is being served is served to the end. `beside`: what else runs for ever."""
        await self.reach.load()
        try:
            async with asyncio.TaskGroup() as group:
                await self._work(stop, group, *beside)
        finally:
            self.ticker.stop()

    async def _work(
        self, stop: asyncio.Event, group: asyncio.TaskGroup, *beside: Callable[[], Awaitable[None]]
    ) -> None:
        self.intake.open(group)
        delivering = group.create_task(self.delivery.run(), name="delivery")
        for_ever = [group.create_task(_run(each)) for each in (self.ticker.tick, self.report.run, *beside)]
        taking_in = group.create_task(self._take_in(), name="intake")
        self.ticker.start()
        log.info("at work", bot=self.house.bot_name)
        await stop.wait()
        log.info("stopping")
        taking_in.cancel()
        self.ticker.stop()
        await self.intake.drain(GRACE[0])
        await self.delivery.stop(GRACE[1])
        for task in (delivering, *for_ever):
            task.cancel()

    async def step(self, _: datetime) -> None:
        """The virtual clock has moved: comes back when everything due has been done and delivered."""
        if self.intake.is_stopping:
            return
        await self.ticker.tick()
        await self.delivery.drained()
        await self.report.look()

    async def _take_in(self) -> None:
        await self.intake.recover()
        await poll(self.bot, self.intake)


@asynccontextmanager
async def open_app(
    settings: Settings,
    *,
    storage: Storage | None = None,
    clock: Clock | None = None,
    session: BaseSession | None = None,
    words: Texts | None = None,
    api_url: str | None = None,
    tell: Tell | None = None,
    reached: Listener | None = None,
) -> AsyncIterator[App]:
    """Made from `settings`; what is passed takes the place of the part of that name. The database has its tables.

    `tell`: a sandbox that wants to know what is undone. `reached`: is told the points of each update's way.
    """
    async with AsyncExitStack() as ends:
        storage = storage or open_storage(settings.database)
        ends.push_async_callback(storage.close)
        pacer = Pacer(is_on=settings.is_paced)
        bot = open_bot(settings.token, api_url or settings.api_url, pacer, session)
        ends.push_async_callback(bot.session.close)
        if reached is not None:
            storage = PointedStorage(storage, reached)
            bot.session.middleware(PointedRequests(reached))
        yield _furnish(
            settings, storage, clock or RealClock(), bot, pacer, words or load(), await _introduce(bot), tell
        )


def _furnish(
    settings: Settings,
    storage: Storage,
    clock: Clock,
    bot: Bot,
    pacer: Pacer,
    words: Texts,
    bot_name: str,
    tell: Tell | None,
) -> App:
    """From the doors of the house to its rooms: each part is given what it needs, by name, and nothing else."""
    report = Report(storage, clock, tell)
    acted = Bell(report.touch)
    desk = Desk(storage, acted.ring)
    faults = Faults(desk)
    reach = Reach(desk)
    house = House(desk, words, bot_name, settings.owner_id, settings.time_zone)
    courier = Courier(storage, bot, clock, pacer, reach, renderer(house, clock))
    delivery = Delivery(storage, clock, courier, faults, report.touch)
    acted.add(delivery.wake)
    memory = DialogMemory(storage)
    dispatcher = build_dispatcher(memory, house, reach, faults, Menus(bot))
    intake = Intake(
        storage,
        memory,
        clock,
        handling(dispatcher, bot, reach),
        poisoned=lambda waiting: _set_aside(faults, waiting),
        risen=report.look,
        fallen=report.touch,
    )
    ticker = Ticker(clock, chores(storage, desk), faults.failed_chore)
    return App(settings, storage, clock, desk, bot, dispatcher, house, reach, faults, intake, delivery, ticker, report)


def build_dispatcher(memory: DialogMemory, house: House, reach: Reach, faults: Faults, menus: Menus) -> Dispatcher:
    """Nothing is isolated here: the intake serves each person's updates in order."""
    dispatcher = Dispatcher(storage=memory, events_isolation=DisabledEventIsolation())
    dispatcher.update.outer_middleware(CleanSlate(memory))
    dispatcher.update.outer_middleware(Identity(house, reach, menus))
    dispatcher.message.outer_middleware(Faceless())
    dispatcher.callback_query.middleware(NoForgedNumbers())
    dispatcher.callback_query.middleware(OnlyTheLiveMessage())
    dispatcher.include_routers(errors_router(faults, house.words), *build_routers())
    setup_dialogs(dispatcher, message_manager=QuietMessages(), events_isolation=DisabledEventIsolation())
    return dispatcher


def handling(dispatcher: Dispatcher, bot: Bot, reach: Reach) -> Handling:
    async def handle(waiting: Waiting) -> None:
        await reach.note(waiting.raw, waiting.taken_at)
        await dispatcher.feed_raw_update(bot, dict(waiting.raw), received_at=waiting.taken_at)

    return handle


def renderer(house: House, clock: Clock) -> Render:
    """The words of a notice, from the conversation that it belongs to."""

    async def render(envelope: Envelope) -> Outgoing | None:
        found = RENDERERS.get(envelope.kind)
        if found is None:
            log.error("nobody gives words to a notice", kind=envelope.kind.value)
            return None
        return await found(Sender(house.desk, house.words, clock.now(), house.bot_name), envelope)

    return render


async def _introduce(bot: Bot) -> str:
    """Our own name; waits for Telegram for as long as it takes. What waits there is kept."""
    while True:
        try:
            await bot.delete_webhook(drop_pending_updates=False)
            return (await bot.me()).username or ""
        except (TelegramNetworkError, TelegramServerError, TelegramRetryAfter, ClientDecodeError) as error:
            log.warning("Telegram can't be reached yet", error=type(error).__name__)
            await asyncio.sleep(PATIENCE)


async def _set_aside(faults: Faults, waiting: Waiting) -> None:
    await faults.report(None, waiting.update_id, what="an update stopped the process again and again")


async def _run(work: Callable[[], Awaitable[None]]) -> None:
    await work()
