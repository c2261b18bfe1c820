"""/board, and the message that is pinned."""

from __future__ import annotations

from datetime import date

import pytest
import sqlalchemy as sa

from handlers.features import RENDERERS
from handlers.notices import Envelope, Outgoing, Sender
from sales.actions.absence import EnterAbsence, enter_absence
from sales.actions.board import keep_boards
from sales.actions.places import BindPlace, bind_place
from sales.notices import NoticeKind
from sales.people import Role
from tests.builders import NOW, Firm
from tests.handlers.phone import DirectDesk, plain, strict_words
from tests.handlers.relay_room import Relay, phone_of


@pytest.fixture
def relay(firm: Firm, conn: sa.Connection) -> Relay:
    return Relay(firm, conn)


async def in_the_group(relay: Relay, place_id: int) -> Outgoing:
    sender = Sender(DirectDesk(relay.work), strict_words(), NOW)  # type: ignore[arg-type]
    place = relay.work.places.get(place_id)
    out = await RENDERERS[NoticeKind.BOARD](sender, Envelope(NoticeKind.BOARD, place_id, {}, None, place))
    assert out is not None
    return out


async def test_a_head_switches_it_on_for_a_place(relay: Relay) -> None:
    place_id = bind_place(relay.work, relay.head, BindPlace(-100, None, "Продажи"), NOW).place_id
    enter_absence(
        relay.work,
        relay.hunters[0],
        EnterAbsence(relay.hunters[0].member_id, NOW.date(), date(2026, 11, 27), relay.hunters[1].member_id),
        NOW,
    )
    phone = phone_of(relay, relay.head)
    await phone.write("/board")
    assert phone.text.split("\n") == [
        "📌 <b>Кто что несёт</b> · Продажи",
        "Орлова · 🏢 1",
        "Каримов · ⏰ отпуск до пн 30 ноября, замена: Белова",
        "Белова · свободно",
        "🏢 клиенты · 🎯 передачи · 🏁 сделки · ⚠️ просрочено",
        "",
        "Где закрепить? Доска обновляется сама, без звука.",
    ]
    await phone.press("Продажи")
    assert "✅ Продажи" in phone.buttons()
    assert "Доска появится через минуту" in phone.answers
    keep_boards(relay.work, NOW)
    out = await in_the_group(relay, place_id)
    assert out.is_pinned and plain(out.text).startswith("📌 <b>Кто что несёт</b> · Продажи\nОрлова · 🏢 1")
    await phone.press("✅ Продажи")
    off = await in_the_group(relay, place_id)
    assert off.text == "📌 Доска больше не обновляется. Включить: /board" and not off.is_pinned


async def test_without_a_place_it_says_how(relay: Relay) -> None:
    phone = phone_of(relay, relay.head)
    await phone.write("/board")
    assert phone.text.endswith("Закрепить негде: подключите группу в /places.")


async def test_a_big_team_fits_a_screen(relay: Relay) -> None:
    for number in range(20):
        relay.firm.member(Role.HUNTER, name=f"Хантер Номер{number}")
    place_id = bind_place(relay.work, relay.head, BindPlace(-100, None, "Продажи"), NOW).place_id
    phone = phone_of(relay, relay.head)
    await phone.write("/board")
    await phone.press("Продажи")
    lines = plain((await in_the_group(relay, place_id)).text).split("\n")
    assert len(lines) <= 12 and "И ещё людей: 15" in lines


async def test_an_empty_team_says_so(firm: Firm) -> None:
    owner = firm.actor(Role.OWNER, name="Ольга Павлова")
    from tests.handlers.rep import Rep

    phone = Rep(firm, owner)
    await phone.write("/board")
    assert "Пока никто ничего не ведёт." in phone.text
