"""«To the calendar»: a planned meeting as an .ics file. A moved one replaces its entry, for its name stays."""

from __future__ import annotations

from datetime import UTC

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import BufferedInputFile, CallbackQuery
from aiogram_dialog import DialogManager
from icalendar import Calendar, Event

from handlers.feature import Feature
from handlers.here import Here, here
from handlers.live import Choice, label
from locales import Texts
from sales.actions.meetings import MeetingEntry, meeting_entry
from sales.clients import in_quotes
from sales.steps import StepKind

PRODUCT = "-//estafeta//meetings//RU"


class CalendarPress(CallbackData, prefix="ic"):
    step: int


def calendar_key(words: Texts, kind: StepKind | None, step_id: int | None) -> list[Choice]:
    """The button under whatever tells of a meeting ahead; no button under other steps."""
    if kind is not StepKind.MEETING or step_id is None:
        return []
    return [(words("to-calendar"), CalendarPress(step=step_id))]


def calendar_file(it: Here, entry: MeetingEntry, summary: str = "") -> bytes:
    """RFC 5545, times in UTC. The name of the entry is the step's own, its sequence grows with each move. `summary`: in
    place of the client's name, and nothing else, for a file that goes to the client."""
    event = Event()
    event.add("uid", f"meeting-{entry.step_id}@{it.bot_name or 'estafeta'}")
    event.add("sequence", entry.moves)
    event.add("dtstamp", it.now.astimezone(UTC))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", label(summary or it.words("calendar-summary", client=in_quotes(entry.client))))
    if not summary:
        event.add("description", label(it.words("calendar-about")))
    if entry.place:
        event.add("location", entry.place)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())


async def _send(callback: CallbackQuery, callback_data: CalendarPress, dialog_manager: DialogManager) -> None:
    """To the person's own chat, wherever the button stood."""
    it = here(dialog_manager)
    entry = await it.ask(meeting_entry, callback_data.step)
    file = BufferedInputFile(calendar_file(it, entry), "meeting.ics")
    caption = it.words("calendar-caption", client=in_quotes(entry.client), at=it.moment(entry.starts_at))
    if callback.bot is not None:
        await callback.bot.send_document(it.actor.telegram_id, file, caption=caption)
    await callback.answer()


def build() -> list[Router]:
    presses = Router(name="calendar-presses")
    presses.callback_query.register(_send, CalendarPress.filter())
    return [presses]


FEATURE = Feature("calendar-file", build)

__all__ = ["FEATURE", "CalendarPress", "calendar_file", "calendar_key"]
