"""What leaves the outbox: in order, once, to the right place, and with an end that somebody can see."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace

import pytest
import sqlalchemy as sa

from bot.courier import BACK_OFF, DOUBT, Courier
from bot.delivery import Delivery
from bot.faults import Faults
from bot.pacing import Pacer
from bot.reach import Reach
from bot.session import open_bot
from handlers.notices import Envelope, Outgoing
from sales.company import Place
from sales.notices import Notice, NoticeKind
from sales.people import Member, Role
from sales.ports import NEW, Work
from storage import deliveries
from storage.desk import Desk
from storage.engine import Storage
from storage.outbox import outbox
from storage.work import open_work
from tests.bot.fakes import (
    TOKEN,
    FakeClock,
    FakeTelegram,
    bad_request,
    forbidden,
    lost_reply,
    moved,
    no_connection,
    server_error,
    too_many,
)
from tests.builders import NOW, a_firm

GROUP, SUPERGROUP = -50, -10050


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


@pytest.fixture
async def post(storage: Storage, telegram: FakeTelegram, clock: FakeClock) -> AsyncIterator[Post]:
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
    yield Post(storage, desk, clock, telegram, delivery, *await storage.write(people), texts)


async def test_a_message_leaves_once_and_is_marked(post: Post) -> None:
    await post.tell(post.anna, 1)
    await post.settle()
    await post.settle()
    assert post.telegram.delivered == [(post.anna.telegram_id, "offer 1")]
    assert await post.ends() == [("sent", None)]


async def test_each_person_gets_their_messages_in_order(post: Post) -> None:
    for subject in range(8):
        await post.tell(post.anna, subject)
        await post.tell(post.igor, subject)
    await post.settle()
    wanted = [f"offer {subject}" for subject in range(8)]
    assert post.to(post.anna.telegram_id) == wanted == post.to(post.igor.telegram_id)


async def test_what_no_longer_matters_is_dropped(post: Post) -> None:
    post.texts[1] = None
    await post.tell(post.anna, 1)
    await post.settle()
    assert post.telegram.delivered == []
    assert await post.ends() == [("dropped", "no longer matters")]


async def test_a_blocked_bot_is_noted_told_to_the_head_and_not_tried_again(post: Post) -> None:
    post.telegram.next("sendMessage", forbidden())
    await post.tell(post.anna, 1, 2)
    await post.settle()
    assert (await post.member(post.anna)).unreachable == "blocked"
    assert post.telegram.delivered == [(post.head.telegram_id, f"undelivered {post.anna.id}")]
    assert (await post.ends())[:2] == [("failed", "blocked"), ("failed", "blocked")]
    assert len(post.telegram.named("sendMessage")) == 2


async def test_a_sign_of_life_makes_a_person_reachable_again(post: Post) -> None:
    post.telegram.next("sendMessage", bad_request("chat not found"))
    await post.tell(post.anna, 1)
    await post.settle()
    await post.delivery.courier.reach.sign_of_life(post.anna.telegram_id)
    await post.tell(post.anna, 2)
    await post.settle()
    assert post.to(post.anna.telegram_id) == ["offer 2"]


async def test_nothing_leaves_for_somebody_who_has_left(post: Post) -> None:
    await post.tell(post.anna, 1)
    await post.desk.tick(lambda work: work.people.save(replace(post.anna, active=False)))
    await post.settle()
    assert post.telegram.calls == []
    assert await post.ends() == [("dropped", "nobody is there")]


async def test_nothing_leaves_for_somebody_who_leaves_while_it_is_being_worded(post: Post) -> None:
    real = post.delivery.courier.render

    async def render(envelope: Envelope) -> Outgoing | None:
        await post.desk.tick(lambda work: work.people.save(replace(post.anna, active=False)))
        return await real(envelope)

    post.delivery.courier.render = render
    await post.tell(post.anna, 1)
    await post.settle()
    assert post.telegram.calls == []


async def test_silence_is_kept_for_as_long_as_telegram_asks(post: Post) -> None:
    post.telegram.next("sendMessage", too_many(20))
    await post.tell(post.anna, 1)
    await post.settle()
    await post.settle(after=19)
    assert post.telegram.delivered == []
    post.delivery.courier.pacer.chats.clear()  # the pacer's own clock is the real one
    await post.settle(after=2)
    assert post.to(post.anna.telegram_id) == ["offer 1"]


async def test_a_server_in_trouble_is_asked_again_ever_more_slowly(post: Post) -> None:
    post.telegram.next("sendMessage", *[server_error] * 3)
    await post.tell(post.anna, 1)
    await post.settle()
    for pause in BACK_OFF[:3]:
        assert post.telegram.delivered == []
        await post.settle(after=pause)
    assert post.to(post.anna.telegram_id) == ["offer 1"]


async def test_a_message_that_never_gets_through_is_given_up_and_the_head_knows(post: Post) -> None:
    post.telegram.next("sendMessage", *[server_error] * (len(BACK_OFF) + 1))
    await post.tell(post.anna, 1)
    for pause in (0, *BACK_OFF):
        await post.settle(after=pause)
    assert (await post.ends())[0] == ("failed", "given_up")
    assert post.to(post.head.telegram_id) == [f"undelivered {post.anna.id}"]


async def test_without_a_network_nothing_is_given_up(post: Post) -> None:
    post.telegram.next("sendMessage", *[no_connection] * 30)
    await post.tell(post.anna, 1)
    for _ in range(31):
        await post.settle(after=30)
    assert post.to(post.anna.telegram_id) == ["offer 1"]


async def test_a_lost_reply_costs_one_copy_at_most(post: Post) -> None:
    post.telegram.next("sendMessage", lost_reply, lost_reply)
    await post.tell(post.anna, 1)
    for _ in range(4):
        await post.settle(after=DOUBT)
    assert post.to(post.anna.telegram_id) == ["offer 1", "offer 1"]
    assert (await post.ends())[0][0] == "ambiguous"
    assert post.to(post.head.telegram_id) == [f"undelivered {post.anna.id}"]


async def test_a_crash_on_the_way_is_followed_by_one_more_attempt(post: Post) -> None:
    await post.tell(post.anna, 1)
    (parcel,) = await post.storage.read(deliveries.due, NOW, frozenset(), 1)
    await post.storage.write(deliveries.claim, parcel)
    await post.settle()
    await post.settle(after=DOUBT)
    assert post.to(post.anna.telegram_id) == ["offer 1"]
    assert await post.ends() == [("sent", "interrupted")]


async def test_a_live_message_is_edited_in_place(post: Post) -> None:
    await post.tell(post.anna, 1)
    await post.settle()
    post.texts[1] = "accepted"
    await post.refresh(NoticeKind.OFFER, 1)
    await post.settle()
    (edit,) = post.telegram.named("editMessageText")
    assert (edit.message_id, edit.text) == (101, "accepted")


@pytest.mark.parametrize(
    ("refusal", "end"), [("message is not modified", "sent"), ("message to edit not found", "dropped")]
)
async def test_a_private_message_that_cannot_be_edited_is_let_be(post: Post, refusal: str, end: str) -> None:
    await post.tell(post.anna, 1)
    await post.settle()
    post.telegram.next("editMessageText", bad_request(refusal))
    await post.refresh(NoticeKind.OFFER, 1)
    await post.settle()
    assert (await post.ends())[1][0] == end
    assert len(post.telegram.named("sendMessage")) == 1


async def test_a_groups_lost_announcement_is_posted_anew_and_edited_from_then_on(post: Post) -> None:
    await post.announce(1)
    await post.settle()
    post.telegram.next("editMessageText", bad_request("message to edit not found"))
    for _ in range(2):
        await post.refresh(NoticeKind.ANNOUNCEMENT, 1)
        await post.settle()
    assert len(post.telegram.named("sendMessage")) == 2
    assert [call.message_id for call in post.telegram.named("editMessageText")] == [101, 102]


async def test_a_group_that_moved_is_followed(post: Post) -> None:
    await post.announce(1)
    await post.settle()
    post.telegram.next("sendMessage", moved(SUPERGROUP))
    await post.announce(2)
    await post.settle()
    await post.refresh(NoticeKind.ANNOUNCEMENT, 1)
    await post.settle()
    assert post.to(SUPERGROUP) == ["announcement 2", "announcement 1"], "old messages can't be edited there"
    assert (await post.desk.look(places)).chat_id == SUPERGROUP


def places(work: Work) -> Place:
    return work.places.get(1)


async def test_a_long_message_leaves_in_parts(post: Post) -> None:
    post.texts[1] = "\n".join(f"<b>line {n}</b>" for n in range(600))
    await post.tell(post.anna, 1, 2)
    await post.settle()
    *parts, last = post.to(post.anna.telegram_id)
    assert "\n".join(parts) == post.texts[1]
    assert len(parts) == 3
    assert last == "offer 2"


async def test_markup_that_telegram_refuses_leaves_as_plain_text(post: Post) -> None:
    post.texts[1] = "<b>5 &lt; 6"
    post.telegram.next("sendMessage", bad_request("can't parse entities: unclosed tag"))
    await post.tell(post.anna, 1)
    await post.settle()
    assert post.to(post.anna.telegram_id) == ["5 < 6"]
    assert post.telegram.named("sendMessage")[1].parse_mode is None


async def test_a_notice_that_cannot_be_worded_stops_nobody_else(post: Post) -> None:
    real = post.delivery.courier.render

    async def render(envelope: Envelope) -> Outgoing | None:
        if envelope.subject == 1:
            raise LookupError("no words")
        return await real(envelope)

    post.delivery.courier.render = render
    await post.tell(post.anna, 1)
    await post.tell(post.igor, 2)
    await post.settle()
    assert post.telegram.delivered == [(post.igor.telegram_id, "offer 2")]
    assert (await post.ends())[0] == ("pending", "LookupError")
