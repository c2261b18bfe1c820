"""A planned meeting as a file for a calendar, read back by a calendar's own reader."""

from __future__ import annotations

from datetime import timedelta

import pytest
from aiogram.methods import SendDocument
from icalendar import Calendar

from sales.clients import Client
from sales.errors import StepClosed
from sales.people import Role
from tests.builders import NOW, Firm
from tests.handlers.rep import Rep


@pytest.fixture
def rep(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.HUNTER, name="Тимур Каримов"))


@pytest.fixture
def client(firm: Firm, rep: Rep) -> Client:
    return firm.client(rep.actor, phone="+79000000012")


def sent(rep: Rep) -> Calendar:
    file = [call for call in rep.screen.calls if isinstance(call, SendDocument)][-1]
    assert file.chat_id == rep.actor.telegram_id
    assert file.document.filename == "meeting.ics"  # type: ignore[union-attr]
    return Calendar.from_ical(file.document.data)  # type: ignore[union-attr]


async def test_a_planned_meeting_goes_to_the_calendar(rep: Rep, client: Client) -> None:
    await rep.write("/meeting Ромашка: пт в 11, Ленина, 1; вход со двора")
    await rep.tap("Записать", "В календарь")
    calendar = sent(rep)
    (event,) = calendar.events
    assert (calendar["METHOD"], calendar["VERSION"]) == ("PUBLISH", "2.0")
    assert str(event["SUMMARY"]) == "Встреча · «Ромашка»"
    assert str(event["LOCATION"]) == "Ленина, 1; вход со двора"
    starts = event["DTSTART"].dt
    assert (starts.isoformat(), event["DTEND"].dt - starts) == ("2026-11-27T08:00:00+00:00", timedelta(hours=1))
    assert b"Z\r\n" in calendar.to_ical().split(b"DTSTART")[1][:20], "told in UTC"
    whole = calendar.to_ical().decode()
    assert "Ильин" not in whole and "+7" not in whole
    assert int(event["SEQUENCE"]) == 0


async def test_a_moved_meeting_replaces_its_entry(rep: Rep, client: Client) -> None:
    await rep.write("/meeting Ромашка: пт в 11")
    await rep.tap("Записать", "В календарь")
    (before,) = sent(rep).events
    step = rep.firm.work.steps.open_of_client(client.id)[0]
    rep.now = NOW + timedelta(minutes=5)
    await rep.press_data(f"st:move:{step.id}:1", 55)
    await rep.write("пт в 16")
    await rep.tap("Верно", "В календарь")
    (after,) = sent(rep).events
    assert str(after["UID"]) == str(before["UID"])
    assert (int(before["SEQUENCE"]), int(after["SEQUENCE"])) == (0, 1)
    assert after["DTSTART"].dt.isoformat() == "2026-11-27T13:00:00+00:00"
    assert "LOCATION" not in after


async def test_a_meeting_agreed_in_a_call_has_the_button_too_and_a_call_has_not(rep: Rep, client: Client) -> None:
    await rep.write("/call Ромашка: договорились на встречу завтра в 10")
    await rep.tap("Записать")
    assert "В календарь" in rep.buttons()
    await rep.write("/call Ромашка: думает, перезвонить завтра в 15")
    await rep.tap("Записать")
    assert "В календарь" not in rep.buttons()


async def test_a_meeting_that_is_over_is_told(rep: Rep, client: Client) -> None:
    await rep.write("/meeting Ромашка: пт в 11")
    await rep.tap("Записать")
    data = rep.buttons()["В календарь"]
    await rep.tap("Отменить шаг")
    with pytest.raises(StepClosed):
        await rep.press_data(data, 55)
