"""So many loud messages a day for each person, whatever comes; what is merged is told, and its row says where."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.budget import claim
from handlers.notices import Envelope
from sales.actions.budget import fire_leftovers
from sales.budget import Voice
from sales.notices import Notice, NoticeKind
from sales.people import Member
from storage import deliveries
from storage.outbox import outbox
from tests.bot.fakes import bad_request, lost_reply, no_connection, server_error
from tests.bot.post import GROUP, Post
from tests.builders import NOW

LIMIT = 8


def calls(post: Post, member: Member) -> list[Any]:
    return [call for call in post.telegram.named("sendMessage") if call.chat_id == member.telegram_id]


def loud(post: Post, member: Member) -> int:
    return sum(not call.disable_notification for call in calls(post, member))


async def rows(post: Post, kind: NoticeKind) -> list[tuple[str, int | None]]:
    """(state, told in) of that kind."""
    query = sa.select(outbox.c.state, outbox.c.told_in).where(outbox.c.kind == kind).order_by(outbox.c.id)
    return [(row.state.value, row.told_in) for row in await post.storage.read(lambda conn: conn.execute(query).all())]


async def one_by_one(post: Post, member: Member, *kinds: NoticeKind, start: int = 1) -> None:
    for subject, kind in enumerate(kinds, start):
        await post.tell(member, subject, kind=kind)
        await post.settle(after=60)


async def six_things_to_do(post: Post) -> None:
    """What isn't urgent has its part of the day's sounds used up."""
    await one_by_one(post, post.anna, *[NoticeKind.RETURNED] * 6, start=101)


async def test_beyond_the_budget_messages_arrive_without_a_sound(post: Post) -> None:
    await post.tell(post.anna, *range(12))
    await post.settle()
    assert [call.disable_notification for call in calls(post, post.anna)] == [False] * LIMIT + [True] * 4


async def test_the_last_slots_are_kept_for_what_cannot_wait(post: Post) -> None:
    await one_by_one(post, post.anna, *[NoticeKind.RETURNED] * 8, *[NoticeKind.OFFER] * 3)
    assert [call.disable_notification for call in calls(post, post.anna)] == [
        *[False] * 6,
        *[True] * 2,
        *[False] * 2,
        True,
    ]


async def test_an_exact_reminder_is_as_urgent_as_an_offer(post: Post) -> None:
    await one_by_one(post, post.anna, *[NoticeKind.RETURNED] * 7)
    for exact in (False, True):
        notice = Notice(NoticeKind.REMINDER, 70, {"exact": exact})
        await post.desk.tick(lambda work, one=notice: work.outbox.tell(post.anna.id, one))
    await post.settle()
    assert [call.disable_notification for call in calls(post, post.anna)[-2:]] == [True, False]


async def test_every_person_and_every_date_has_a_budget_of_its_own(post: Post) -> None:
    for member in (post.anna, post.igor):
        await post.tell(member, *range(10))
    await post.settle()
    assert (loud(post, post.anna), loud(post, post.igor)) == (LIMIT, LIMIT)
    await post.settle(after=(NOW.replace(hour=21) - NOW).total_seconds() - 1)
    await post.tell(post.anna, 50)
    await post.settle()
    assert loud(post, post.anna) == LIMIT, "a second before midnight in Moscow it is still today"
    await post.tell(post.anna, 51)
    await post.settle(after=1)
    assert loud(post, post.anna) == LIMIT + 1


async def test_groups_and_edits_spend_nothing(post: Post) -> None:
    await post.tell(post.anna, 1)
    await post.settle()
    for _ in range(10):
        await post.refresh(NoticeKind.OFFER, 1)
        await post.settle()
    for subject in range(10):
        await post.announce(subject)
    await post.tell(post.anna, *range(20, 27))
    await post.settle()
    assert loud(post, post.anna) == LIMIT
    group = [call for call in post.telegram.named("sendMessage") if call.chat_id == post.place.chat_id]
    assert not any(call.disable_notification for call in group)


async def test_minor_news_waits_for_the_next_message_and_is_told_along_with_it(post: Post) -> None:
    await six_things_to_do(post)
    post.texts.update({11: "Ромашка\nподробности", 12: "Василёк", post.anna.id: "И ещё:"})
    await one_by_one(post, post.anna, NoticeKind.ACCEPTED, NoticeKind.WELCOME, start=11)
    assert {*await rows(post, NoticeKind.ACCEPTED), *await rows(post, NoticeKind.WELCOME)} == {("held", None)}
    assert len(calls(post, post.anna)) == 6
    await one_by_one(post, post.anna, NoticeKind.REMINDER, start=20)
    assert post.to(post.anna.telegram_id)[-2:] == ["reminder 20", "И ещё:\nРомашка\nВасилёк"]
    assert calls(post, post.anna)[-1].disable_notification
    ((_, told_in),) = await rows(post, NoticeKind.ACCEPTED)
    assert await rows(post, NoticeKind.WELCOME) == [("merged", told_in)]
    assert told_in == 10, "the row of the message that told them"
    await one_by_one(post, post.anna, NoticeKind.REMINDER, start=21)
    assert post.to(post.anna.telegram_id)[-1] == "reminder 21", "once is enough"


async def test_what_waits_at_the_same_time_becomes_one_message(post: Post) -> None:
    post.texts[post.anna.id] = "И ещё:"
    await post.tell(post.anna, 11, 12, 13, kind=NoticeKind.ACCEPTED)
    await post.settle()
    assert post.to(post.anna.telegram_id) == ["accepted 11\n\nИ ещё:\naccepted 12\naccepted 13"]
    assert [state for state, _ in await rows(post, NoticeKind.ACCEPTED)] == ["sent", "merged", "merged"]


async def test_a_card_that_is_edited_later_carries_nothing_itself(post: Post) -> None:
    post.texts[post.anna.id] = "И ещё:"
    await six_things_to_do(post)
    await one_by_one(post, post.anna, NoticeKind.ACCEPTED, NoticeKind.OFFER, start=5)
    assert post.to(post.anna.telegram_id)[-2:] == ["offer 6", "И ещё:\naccepted 5"]


async def test_several_messages_bring_it_along_once(post: Post) -> None:
    await six_things_to_do(post)
    await one_by_one(post, post.anna, NoticeKind.ACCEPTED, start=5)
    await post.tell(post.anna, 20, 21, 22, kind=NoticeKind.REMINDER)
    await post.settle()
    assert [state for state, _ in await rows(post, NoticeKind.LEFTOVER)] == ["sent"]


async def test_a_message_of_its_own_subject_carries_five_lines_and_the_rest_follows(post: Post) -> None:
    post.texts[post.anna.id] = "И ещё:"
    await six_things_to_do(post)
    await one_by_one(post, post.anna, *[NoticeKind.ACCEPTED] * 7, start=5)
    for start, lines in ((20, 5), (21, 2), (22, 0)):
        await one_by_one(post, post.anna, NoticeKind.MORNING, start=start)
        assert post.to(post.anna.telegram_id)[-1].count("accepted") == lines
    assert {state for state, _ in await rows(post, NoticeKind.ACCEPTED)} == {"merged"}


async def test_what_no_longer_matters_is_not_told_with_another(post: Post) -> None:
    await six_things_to_do(post)
    await one_by_one(post, post.anna, NoticeKind.ACCEPTED, start=5)
    post.texts[5] = None
    await one_by_one(post, post.anna, NoticeKind.REMINDER, NoticeKind.MORNING, start=20)
    assert post.to(post.anna.telegram_id)[-2:] == ["reminder 20", "morning 21"]


async def test_what_nothing_has_carried_is_told_when_the_day_closes(post: Post) -> None:
    post.texts[post.anna.id] = "И ещё:"
    await six_things_to_do(post)
    await one_by_one(post, post.anna, *[NoticeKind.ACCEPTED] * 7, start=5)
    closing = NOW.replace(hour=15)
    assert await post.desk.tick(fire_leftovers, closing - timedelta(seconds=1)) == 0
    assert await post.desk.tick(fire_leftovers, closing) == 1
    assert await post.desk.tick(fire_leftovers, closing) == 0
    await post.settle()
    assert post.to(post.anna.telegram_id)[-1].split("\n") == ["И ещё:", *(f"accepted {n}" for n in range(5, 12))]
    assert calls(post, post.anna)[-1].disable_notification
    assert {state for state, _ in await rows(post, NoticeKind.ACCEPTED)} == {"merged"}


async def test_nothing_held_nothing_told(post: Post) -> None:
    await six_things_to_do(post)
    await one_by_one(post, post.anna, NoticeKind.ACCEPTED, NoticeKind.REMINDER, start=5)
    await post.desk.tick(fire_leftovers, NOW.replace(hour=15))
    await post.tell(post.anna, post.anna.id, kind=NoticeKind.LEFTOVER)
    await post.settle()
    assert [state for state, _ in await rows(post, NoticeKind.LEFTOVER)] == ["sent", "dropped"]


async def test_a_message_that_fails_gives_back_what_it_carried(post: Post) -> None:
    await six_things_to_do(post)
    await one_by_one(post, post.anna, NoticeKind.ACCEPTED, start=5)
    post.telegram.next("sendMessage", bad_request("message is too strange"))
    await one_by_one(post, post.anna, NoticeKind.MORNING, start=20)
    (state,) = await rows(post, NoticeKind.ACCEPTED)
    assert state == ("held", None), "it has stood in the line again, and waits for the next"
    await one_by_one(post, post.anna, NoticeKind.MORNING, start=21)
    assert "accepted 5" in post.to(post.anna.telegram_id)[-1]


async def test_a_second_try_tells_the_same_and_counts_as_one(post: Post) -> None:
    post.texts[post.anna.id] = "И ещё:"
    await six_things_to_do(post)
    await one_by_one(post, post.anna, NoticeKind.ACCEPTED, start=5)
    for subject, kind in ((20, NoticeKind.MORNING), (30, NoticeKind.OFFER)):
        post.telegram.next("sendMessage", server_error, no_connection)
        await post.tell(post.anna, subject, kind=kind)
        for _ in range(6):
            await post.settle(after=60)
    assert post.to(post.anna.telegram_id)[-2:] == ["morning 20\n\nИ ещё:\naccepted 5", "offer 30"]
    await post.tell(post.anna, 31, 32)
    await post.settle()
    assert [call.disable_notification for call in calls(post, post.anna)[-3:]] == [False, False, True]


async def test_a_message_that_may_have_been_heard_twice_counts_twice(post: Post) -> None:
    post.telegram.next("sendMessage", lost_reply)
    await post.tell(post.anna, 1)
    await post.settle()
    await post.settle(after=6)
    await post.tell(post.anna, *range(2, 12))
    await post.settle()
    heard = sum(not call.disable_notification for call in calls(post, post.anna))
    assert heard == LIMIT


async def test_a_long_text_rings_once(post: Post) -> None:
    post.texts[1] = "\n".join(["x" * 1000] * 9)
    await post.tell(post.anna, 1)
    await post.settle()
    assert [call.disable_notification for call in calls(post, post.anna)] == [False, True, True]


async def test_lines_that_do_not_fit_wait_for_the_next(post: Post) -> None:
    await six_things_to_do(post)
    await one_by_one(post, post.anna, NoticeKind.ACCEPTED, start=5)
    post.texts[20] = "x" * 4090
    await one_by_one(post, post.anna, NoticeKind.MORNING, start=20)
    assert await rows(post, NoticeKind.ACCEPTED) == [("held", None)]


async def test_a_line_is_told_to_its_own_reader(post: Post) -> None:
    seen: list[Envelope] = []
    render = post.delivery.courier.render

    async def watch(envelope: Envelope):  # type: ignore[no-untyped-def]
        seen.append(envelope)
        return await render(envelope)

    post.delivery.courier.render = watch
    await post.tell(post.anna, 11, 12, kind=NoticeKind.ACCEPTED)
    await post.settle()
    assert {envelope.reader.member_id for envelope in seen if envelope.reader} == {post.anna.id}


async def test_a_message_that_somebody_else_has_is_not_carried_twice(post: Post) -> None:
    await post.tell(post.anna, 1)
    await post.announce(2)
    for parcel in await post.storage.read(deliveries.due, NOW, frozenset(), 10):
        assert await post.storage.write(claim, parcel, (), NOW) is Voice.LOUD
        assert await post.storage.write(claim, parcel, (), NOW) is Voice.HELD


async def test_a_group_hears_nothing_while_its_team_is_off(post: Post) -> None:
    await post.announce(1)
    await post.settle()
    await post.announce(2)
    await post.settle(after=12 * 3600)
    posts = [call for call in post.telegram.named("sendMessage") if call.chat_id == GROUP]
    assert [bool(call.disable_notification) for call in posts] == [False, True]
