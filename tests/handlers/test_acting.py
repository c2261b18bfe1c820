"""Naming an acting head, from the team's list."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from sales.actions.acting import acting_choice, fire_acting
from sales.actions.people import actor_of_member
from sales.errors import PastTime
from sales.notices import NoticeKind
from sales.people import Permission
from tests.builders import NOW, Firm
from tests.handlers.relay_room import Relay, phone_of, told
from tests.sales.actions.relay import minutes


@pytest.fixture
def relay(firm: Firm, conn: sa.Connection) -> Relay:
    return Relay(firm, conn)


async def test_from_this_moment_for_a_week_in_six_taps(relay: Relay) -> None:
    phone = phone_of(relay, relay.head)
    await phone.write("/team")
    for words in ("И. о.", "Тимур Каримов", "С этой минуты", "На неделю"):
        await phone.press(words)
    assert phone.text.split("\n") == [
        "<b>Проверьте</b>",
        "И. о.: Тимур Каримов",
        "Начало: сегодня, ср 25 ноября, 10:00",
        "Конец: ср 2 декабря, 09:00",
        "Очередь и споры идут к и. о., итоги дня приходят обоим. Срок закончится сам.",
    ]
    await phone.press("✅ Назначить")
    assert phone.text == "✅ <b>Назначено</b>\nИ. о.: <b>Тимур Каримов</b>, до ср 2 декабря, 09:00"
    acting = actor_of_member(relay.work, relay.hunters[0].member_id)
    assert acting is not None and acting.may(Permission.DIRECT_HANDOVERS)
    notice = await told(relay, NoticeKind.ACTING, 1, relay.hunters[0])
    assert notice.text.split("\n") == [
        "И. о.: <b>Тимур Каримов</b>, до ср 2 декабря, 09:00",
        "Очередь, споры и итоги дня: /queue, /now, /digest",
    ]
    await phone.write("/team")
    assert "И. о.: <b>Тимур Каримов</b>, до ср 2 декабря, 09:00" in phone.text


async def test_times_may_be_typed_and_what_has_passed_is_refused(relay: Relay) -> None:
    phone = phone_of(relay, relay.head)
    await phone.write("/team")
    await phone.press("И. о.")
    await phone.press("Анна Белова")
    await phone.write("в понедельник в 9")
    assert phone.text.startswith("<b>Анна Белова</b> · начало: пн 30 ноября, 09:00")
    with pytest.raises(PastTime):
        await phone.write("завтра в 9")
    await phone.write("4 декабря")
    assert "Конец: пт 4 декабря, 09:00" in phone.text
    await phone.press("✅ Назначить")
    assert "И. о.: Анна Белова, начало: пн 30 ноября, 09:00, конец: пт 4 декабря, 09:00" in phone.text
    (planned,) = acting_choice(relay.work, relay.head, NOW).ahead
    fire_acting(relay.work, planned.since)
    fire_acting(relay.work, planned.until)
    assert (await told(relay, NoticeKind.ACTING, 1, relay.head)).text == "И. о. завершено: Анна Белова"


async def test_it_is_ended_where_it_was_named(relay: Relay) -> None:
    phone = phone_of(relay, relay.head)
    await phone.write("/team")
    for words in ("И. о.", "Тимур Каримов", "Со следующего дня", "На две недели", "✅ Назначить"):
        await phone.press(words)
    phone.now = minutes(5)
    await phone.write("/team")
    await phone.press("И. о.")
    await phone.press("✕ Завершить: Тимур Каримов")
    assert "Завершено: Тимур Каримов" in phone.answers
    assert acting_choice(relay.work, relay.head, NOW + timedelta(days=1)).ahead == ()
