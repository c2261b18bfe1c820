"""Carries one parcel of the outbox to its fate: sent, dropped, put off, in doubt, or failed with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest
from sqlalchemy.engine import Connection

from bot.budget import Loaded, Render, claim, load
from bot.clock import Clock
from bot.faults import tell_heads
from bot.outcomes import BadMarkup, Fate, Gone, Later, Moved, NotSent, Reason, Refused, Unchanged, Unknown, fate_of
from bot.pacing import Pacer, in_the_queue
from bot.posting import LONGEST, edit, length_of, pages, post
from bot.reach import Reach
from handlers.notices import Envelope, Outgoing
from sales.actions.people import actor_of_member
from sales.budget import Voice
from sales.company import Place
from sales.notices import NoticeKind
from sales.people import Actor
from storage import deliveries
from storage.deliveries import Posted
from storage.engine import Storage
from storage.outbox import Parcel
from storage.work import open_work

log = structlog.get_logger(__name__)

#: Waits in seconds after each refusal of one row: about three hours, then it is given up.
BACK_OFF = (1, 3, 10, 30, 60, 300, 900, 1800, 3600, 3600)
#: Seconds before a message that may have arrived is sent again.
DOUBT = 5.0
LONGEST_OUTAGE_PAUSE = 30.0


@dataclass(frozen=True, slots=True)
class Address:
    """Where a parcel goes now. `old`: the message that it edits. `lost`: why Telegram refuses this recipient."""

    chat_id: int
    thread_id: int | None
    reader: Actor | None
    place: Place | None
    old: Posted | None
    lost: str | None


class Courier:
    """`render` gives the words, or None where the notice no longer matters to anybody."""

    def __init__(self, storage: Storage, bot: Bot, clock: Clock, pacer: Pacer, reach: Reach, render: Render) -> None:
        self.storage = storage
        self.bot = bot
        self.clock = clock
        self.pacer = pacer
        self.reach = reach
        self.render = render
        self._outage = 0.0

    async def carry(self, parcel: Parcel) -> None:
        """The words are made as late as possible, and the row is marked right before the call leaves."""
        address = await self.storage.read(address_of, parcel)
        if address is None:
            await self.storage.write(deliveries.dropped, parcel, "nobody is there")
            return
        if address.lost is not None:
            await self.storage.write(deliveries.failed, parcel, address.lost)
            return
        await self.pacer.ready(address.chat_id)
        loaded = await self._worded(parcel, address)
        if loaded is None:
            return
        async with self.pacer.turn(address.chat_id):
            voice = await self.storage.write(claim, parcel, loaded.ids, self.clock.now())
        if voice is not Voice.HELD:
            await self._send(parcel, address, loaded.outgoing, silent=voice is Voice.SILENT)

    async def in_doubt(self, parcel: Parcel, why: str) -> None:
        """The call may have left, and nothing came back."""
        if parcel.edit:  # to say the same thing twice is no harm
            await self._put_off(parcel, None, why)
        else:
            await self.storage.write(doubt, parcel, self._in(DOUBT), why)

    async def failed(self, parcel: Parcel, why: str) -> None:
        """It could not even be worded: the fault is ours, and the next version may have mended it."""
        await self._put_off(parcel, None, why)

    async def _worded(self, parcel: Parcel, address: Address) -> Loaded | None:
        if parcel.edit and address.old is None and address.place is None:
            await self.storage.write(deliveries.dropped, parcel, "nothing to edit")
            return None
        outgoing = await self._words(parcel, address)
        if outgoing is not None and length_of(outgoing.text) > LONGEST:
            await self.storage.write(deliveries.split, parcel, pages(outgoing.text))
            return None
        loaded = None
        if outgoing is not None:
            loaded = await load(self.storage, self.render, parcel, address.reader, outgoing)
        if loaded is None:
            await self.storage.write(deliveries.dropped, parcel, "no longer matters")
        return loaded

    async def _words(self, parcel: Parcel, address: Address) -> Outgoing | None:
        if parcel.kind is NoticeKind.TEXT:
            return Outgoing(str(parcel.facts["html"]))
        envelope = Envelope(
            parcel.kind, parcel.subject, parcel.facts, address.reader, address.place, is_edit=parcel.edit
        )
        return await self.render(envelope)

    async def _send(self, parcel: Parcel, address: Address, outgoing: Outgoing, *, silent: bool) -> None:
        in_the_queue.set(True)
        try:
            posted = await self._call(parcel, address, outgoing, silent=silent)
        except Exception as error:
            await self._settle(parcel, address, fate_of(error), type(error).__name__)
        else:
            self._outage = 0.0
            await self.storage.write(deliveries.sent, parcel, posted, self.clock.now())

    async def _call(
        self, parcel: Parcel, address: Address, outgoing: Outgoing, *, silent: bool, markup: bool = True
    ) -> Posted:
        old, to = address.old, (self.bot, address.chat_id, address.thread_id, outgoing)
        try:
            if old is not None:
                return await edit(self.bot, old, outgoing, markup=markup)
            return await post(*to, silent=silent, markup=markup)
        except TelegramBadRequest as error:
            fate = fate_of(error)
            if isinstance(fate, Unchanged) and old is not None:
                return old
            if isinstance(fate, BadMarkup) and markup:
                log.error("Telegram can't parse a message", kind=parcel.kind.value)
                return await self._call(parcel, address, outgoing, silent=silent, markup=False)
            if isinstance(fate, Gone) and address.place is not None:
                return await post(*to, silent=silent, markup=markup)
            raise

    async def _settle(self, parcel: Parcel, address: Address, fate: Fate, why: str) -> None:
        match fate:
            case NotSent():
                self._outage = min(max(1.0, self._outage * 2), LONGEST_OUTAGE_PAUSE)
                again = self._in(self._outage)
                await self.storage.write(deliveries.put_off, parcel, again, why, counts=False)
            case Later(seconds):
                if seconds is not None:
                    self.pacer.silence(address.chat_id, seconds)
                await self._put_off(parcel, seconds, why)
            case Unknown():
                await self.in_doubt(parcel, why)
            case Gone():
                await self.storage.write(deliveries.dropped, parcel, "gone")
            case Moved(chat_id):
                await self.reach.moved_group(address.chat_id, chat_id)
                await self._put_off(parcel, 0.0, why)
            case Refused(reason, is_lost=True):
                await self._lost(address, reason)
                await self.storage.write(deliveries.failed, parcel, reason.value)
            case Refused() | BadMarkup() | Unchanged():
                await self.storage.write(give_up, parcel, Reason.REFUSED)

    async def _put_off(self, parcel: Parcel, seconds: float | None, why: str) -> None:
        if parcel.tries >= len(BACK_OFF):
            await self.storage.write(give_up, parcel, Reason.GIVEN_UP)
            return
        wait = BACK_OFF[parcel.tries] if seconds is None else seconds
        await self.storage.write(deliveries.put_off, parcel, self._in(wait), why, counts=True)

    async def _lost(self, address: Address, reason: Reason) -> None:
        log.warning("a recipient is lost", reason=reason.value, chat=address.chat_id)
        now = self.clock.now()
        if address.reader is not None:
            await self.reach.lost_person(address.reader.member_id, address.chat_id, reason.value, now)
        else:
            topic = address.thread_id if reason is Reason.NO_TOPIC else None
            await self.reach.lost_group(address.chat_id, reason.value, now, topic)

    def _in(self, seconds: float) -> datetime:
        return self.clock.now() + timedelta(seconds=seconds)


def address_of(conn: Connection, parcel: Parcel) -> Address | None:
    """As of now: the group may have moved, the person left, since the row was written."""
    work = open_work(conn)
    old = deliveries.last_posted(conn, parcel) if parcel.edit else None
    if parcel.place_id is None:
        reader = actor_of_member(work, parcel.member_id or 0)
        if reader is None:
            return None
        lost = work.people.get(reader.member_id).unreachable
        return Address(reader.telegram_id, None, reader, None, old, lost)
    place = work.places.get(parcel.place_id)
    if place not in work.places.of_chat(place.chat_id):
        return None  # unbound
    if old is not None and old.chat_id != place.chat_id:
        old = None  # the group has moved: its messages can't be edited any more
    return Address(place.chat_id, place.thread_id, None, place, old, place.unreachable)


def doubt(conn: Connection, parcel: Parcel, until: datetime, why: str) -> None:
    """Where it is given up, the heads hear of it."""
    if deliveries.doubt(conn, parcel, until, why):
        tell_heads(open_work(conn), parcel, Reason.UNKNOWN)


def give_up(conn: Connection, parcel: Parcel, reason: Reason) -> None:
    if deliveries.failed(conn, parcel, reason.value):
        tell_heads(open_work(conn), parcel, reason.value)
