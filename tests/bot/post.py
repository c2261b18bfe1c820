"""The delivery with everything around it that a test may touch: people, a group, a clock, Telegram."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import sqlalchemy as sa

from bot.courier import Courier
from bot.delivery import Delivery
from bot.faults import Faults
from bot.pacing import Pacer
from bot.reach import Reach
from bot.session import open_bot
from handlers.notices import Envelope, Outgoing
from sales.company import Place
from sales.notices import Notice, NoticeKind
from sales.people import Member, Role
from sales.ports import NEW
from storage.desk import Desk
from storage.engine import Storage
from storage.outbox import outbox
from storage.work import open_work
from tests.bot.fakes import TOKEN, FakeClock, FakeTelegram
from tests.builders import NOW, a_firm

GROUP = -50


@dataclass
class Post:
    """The delivery with its people. `texts`: what a notice says, by subject."""

    storage: Storage
    desk: Desk
    clock: FakeClock
    telegram: FakeTelegram
    delivery: Delivery
    head: Member
    anna: Member
    igor: Member
    place: Place
    texts: dict[int, str | None] = field(default_factory=dict)

    async def tell(self, member: Member, *subjects: int, kind: NoticeKind = NoticeKind.OFFER) -> None:
        for subject in subjects:
            await self.desk.tick(lambda work, s=subject: work.outbox.tell(member.id, Notice(kind, s)))

    async def announce(self, subject: int) -> None:
        notice = Notice(NoticeKind.ANNOUNCEMENT, subject)
        await self.desk.tick(lambda work: work.outbox.announce(self.place.id, notice))

    async def refresh(self, kind: NoticeKind, subject: int) -> None:
        await self.desk.tick(lambda work: work.outbox.refresh(kind, subject))

    async def settle(self, *, after: float = 0) -> None:
        """Lets time pass and the outbox be drained."""
        self.clock.pass_(after)
        running = asyncio.create_task(self.delivery.run())
        await asyncio.wait_for(self.delivery.drained(), 10)
        await self.delivery.stop(1)
        await running
        self.delivery._stopping = False

    async def ends(self) -> list[tuple[str, str | None]]:
        query = sa.select(outbox.c.state, outbox.c.reason).order_by(outbox.c.id)
        return [
            (row.state.value, row.reason) for row in await self.storage.read(lambda conn: conn.execute(query).all())
        ]

    async def member(self, member: Member) -> Member:
        return await self.desk.look(lambda work: work.people.get(member.id))

    def to(self, chat_id: int) -> list[str]:
        return [text for chat, text in self.telegram.delivered if chat == chat_id]


async def a_post(storage: Storage, telegram: FakeTelegram, clock: FakeClock) -> Post:
    def people(conn: sa.Connection) -> tuple[Member, Member, Member, Place]:
        work = open_work(conn)
        firm = a_firm(work)
        head, anna, igor = (firm.member(role) for role in (Role.HEAD, Role.HUNTER, Role.HUNTER))
        return head, anna, igor, work.places.add(Place(NEW, firm.team.id, GROUP, None, "Sales", head.id, NOW))

    texts: dict[int, str | None] = {}

    async def render(envelope: Envelope) -> Outgoing | None:
        words = texts.get(envelope.subject, f"{envelope.kind.value} {envelope.subject}")
        return None if words is None else Outgoing(words)

    pacer = Pacer(is_on=False)
    desk = Desk(storage)
    reach = Reach(desk)
    bot = open_bot(TOKEN, None, pacer, telegram)
    courier = Courier(storage, bot, clock, pacer, reach, render)
    delivery = Delivery(storage, clock, courier, Faults(desk), lambda: None)
    return Post(storage, desk, clock, telegram, delivery, *await storage.write(people), texts)
