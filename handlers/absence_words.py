"""Absences in words: their days, and what both sides are told."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData

from handlers.cards import CardPress
from handlers.live import keyboard
from handlers.notices import Envelope, Outgoing, Sender
from handlers.reassign_words import CARDS, LISTED, named
from locales import Html, Texts
from sales.absence import AbsenceState
from sales.actions.absence import absence_view
from sales.actions.reassign_views import moved_steps
from sales.clients import in_quotes
from sales.worktime import local_day


class BackPress(CallbackData, prefix="ab"):
    """«Here again», of that very absence."""

    absence: int


def span(words: Texts, first: date, last: date, today: date) -> Html:
    """The days; one alone is told once."""
    if first == last:
        return Html(words.date(first, today))
    return words("absence-days", first=words.date(first, today), last=words.date(last, today))


async def told(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """As it stands when it leaves: to the absent and to the substitute, with what is lent or comes back."""
    if envelope.reader is None:
        return None
    seen, words = await sender.desk.look(absence_view, envelope.subject), sender.words
    zone, mine = ZoneInfo(envelope.reader.zone), envelope.reader.member_id == seen.member_id
    today = local_day(sender.now, zone)
    said = f"{seen.state.value}-{'own' if mine else 'other'}"
    substitute = seen.substitute or words("absence-no-substitute")
    days = span(words, seen.first, seen.last, today)
    title = words(f"absence-told-{said}", name=seen.name, substitute=substitute, days=days)
    lines = [title]
    done = envelope.ids("done")
    if done:
        lines.append(words("absence-done", count=len(done)))
    steps = await sender.desk.look(moved_steps, envelope.ids("steps"))
    lines += [words("absence-steps", count=len(steps))] if steps else []
    lines += [named(words, zone, sender.now, line) for line in steps[:LISTED]]
    lines += [words("reassigned-more", count=len(steps) - LISTED)] if len(steps) > LISTED else []
    if seen.state is AbsenceState.CURRENT and mine:
        lines.append(words("absence-back-hint"))
        return Outgoing("\n".join(lines), keyboard([(words("absence-here"), BackPress(absence=seen.absence_id))]))
    once = {line.piece.client_id: line.client for line in steps[:CARDS]}
    cards = [[(in_quotes(client), CardPress(client=number))] for number, client in once.items()]
    return Outgoing("\n".join(lines), keyboard(*cards) if cards else None)
