"""What leaves the outbox: in order, once, to the right place, and with an end that somebody can see."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.courier import BACK_OFF, DOUBT
from handlers.notices import Envelope, Outgoing
from sales.company import Place
from sales.notices import NoticeKind
from sales.ports import Work
from storage import deliveries
from tests.bot.fakes import (
    bad_request,
    forbidden,
    lost_reply,
    moved,
    no_connection,
    server_error,
    too_many,
)
from tests.bot.post import Post
from tests.builders import NOW

SUPERGROUP = -10050


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
