"""/kpi: one's own figures, or anyone's for those who may see the team's. Plain messages with buttons, no dialog: they
may be looked at in the middle of a form, and a card under an old digest still opens."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message
from aiogram_dialog import DialogManager

from handlers.feature import Feature
from handlers.here import Here, here
from handlers.live import Choice, edit_live, end_with, keyboard
from handlers.notices import Outgoing
from handlers.order_words import sums_text
from locales import Html, Texts
from sales.actions.digest import digest_card
from sales.actions.kpi import TEAM, Card, Named, Volume, figures_of, people_to_ask_about
from sales.digest import Period
from sales.kpi import Figure, share
from sales.people import Permission

#: Names on one page of buttons.
PAGE = 8
#: No minutes at all would look like a mistake.
SHORTEST = timedelta(minutes=1)


class View(StrEnum):
    """What a press shows. The first three belong to the digest, the next to a person or the team."""

    DIGEST = "digest"
    PEOPLE = "people"
    LATE = "late"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    WHOSE = "whose"


class Look(CallbackData, prefix="kpi"):
    """`day` (ISO) and `until` (seconds) name the digest that is being looked into; without them it is now."""

    view: View
    who: int = TEAM
    page: int = 0
    day: str = ""
    until: int = 0

    def of(self, view: View, who: int = TEAM) -> Look:
        """Another view of the same day."""
        return self.model_copy(update={"view": view, "who": who, "page": 0})


def whole_second(now: datetime) -> datetime:
    """Buttons carry seconds: the next whole one, so that nothing done so far is left out."""
    return datetime.fromtimestamp(math.ceil(now.timestamp()), UTC)


def today(it: Here) -> date:
    return it.now.astimezone(it.zone).date()


def until_of(it: Here, look: Look) -> datetime:
    return datetime.fromtimestamp(look.until, UTC) if look.until else whole_second(it.now)


async def open_kpi(manager: DialogManager) -> None:
    it = here(manager)
    if it.may(Permission.SEE_TEAM_FIGURES):
        await show(manager, await whose(it, Look(view=View.WHOSE)))
    else:
        await show(manager, await person(it, Look(view=View.DAY, who=it.actor.member_id)))


async def show(manager: DialogManager, made: Outgoing) -> None:
    """From the menu its message is taken; after a command a new one comes and whatever is open stays open."""
    if isinstance(manager.event, Message):
        await manager.event.answer(made.text, reply_markup=made.keyboard)
    else:
        await end_with(manager, made.text, made.keyboard)


async def whose(it: Here, look: Look) -> Outgoing:
    people = await it.ask(people_to_ask_about)
    team = (it.words("kpi-team"), look.of(View.DAY))
    return Outgoing(it.words("kpi-whose"), keyboard([team], *person_buttons(it.words, people, look)))


def person_buttons(words: Texts, people: Sequence[Named], look: Look) -> list[list[Choice]]:
    """Two names in a row; a further row turns the page."""
    shown = people[look.page * PAGE : (look.page + 1) * PAGE]
    names: list[Choice] = [(one.name, look.of(View.DAY, one.member_id)) for one in shown]
    rows = [names[at : at + 2] for at in range(0, len(names), 2)]
    pages = math.ceil(len(people) / PAGE)
    if pages > 1:
        turn = look.model_copy(update={"page": (look.page + 1) % pages})
        rows.append([(words("kpi-more-people", page=look.page + 1, pages=pages), turn)])
    return rows


async def person(it: Here, look: Look) -> Outgoing:
    """A card of one person or the team, and the way to its other spans."""
    until = until_of(it, look)
    if look.day and look.view is View.DAY:
        day = date.fromisoformat(look.day)
        card = await it.ask(digest_card, look.who, day, until)
        when: str = it.words("kpi-digest-day", day=it.words.date(day, today(it)))
    else:
        card = await it.ask(figures_of, look.who, Period(look.view), until)
        when = _when(it, look.view, card)
    title = it.words("kpi-title", who=card.name or it.words("kpi-team"), when=when)
    told = [*card_lines(it.words, card, {"overdue": _late(it, card)}), *volume_lines(it.words, card.volume)]
    lines = told or [it.words("kpi-nothing")]
    return Outgoing("\n".join([title, *lines]), _spans(it, look))


def _when(it: Here, view: View, card: Card) -> str:
    if view is View.DAY:
        return it.words.day(card.since, ZoneInfo(card.zone), it.now)
    return it.words(f"kpi-{view}", day=it.words.date(card.since, today(it)))


def _spans(it: Here, look: Look) -> InlineKeyboardMarkup:
    """The same card for another span; back to the names, for those who came from there."""
    views = (View.DAY, View.WEEK, View.MONTH)
    names = ("day" if look.day else "today", "week", "month")
    tabs = [
        (it.words(f"kpi-button-{name}"), look.of(view, look.who))
        for name, view in zip(names, views, strict=True)
        if view is not look.view
    ]
    if not it.may(Permission.SEE_TEAM_FIGURES):
        return keyboard(tabs)
    return keyboard(tabs, [(it.words("back"), look.of(View.PEOPLE if look.day else View.WHOSE))])


def card_lines(words: Texts, card: Card, details: Mapping[str, str]) -> list[str]:
    """A line opens with its figure, what that is compared with and its `details`; what belongs to it follows on the
    next line."""
    lines: list[str] = []
    for line in card.lines:
        opener, rest = (line[0], line[1:]) if line[0].opens else (None, line)
        if opener:
            told, more = _against(words, card, opener), details.get(opener.name)
            lines.append(words("figure-details", figure=told, details=more) if more else told)
        if rest:
            lines.append(_capital(", ".join(_said(words, card, figure) for figure in rest)))
    return lines


def volume_lines(words: Texts, volume: Volume | None) -> list[str]:
    """Orders and what they are worth; every figure says by which measure it counts (domain: words with a money
    meaning)."""
    if volume is None:
        return []
    measure = words(f"volume-{volume.measure.value}")
    counts = {"count": volume.orders, "first": volume.first, "repeated": volume.repeated}
    lines = [words("kpi-orders", **counts), words("kpi-volume", measure=measure, sums=sums_text(words, volume.sums))]
    told: list[str] = list(lines) if volume.orders else []
    if volume.shared:
        told.append(words("kpi-shared", measure=measure, sums=sums_text(words, volume.shared_sums)))
    return told


def _said(words: Texts, card: Card, figure: Figure) -> Html:
    told = words(f"figure-{figure.name}", value=_amount(words, figure, card.values[figure.name].value or 0))
    whole = card.values[figure.share_of].value if figure.share_of else None
    percent = share(card.values[figure.name].value, whole)
    return told if percent is None else words("figure-share", figure=told, percent=percent)


def _against(words: Texts, card: Card, figure: Figure) -> Html:
    told, compared = _said(words, card, figure), card.values[figure.name]
    if card.before is None or compared.usual is None:
        return told
    usual = _amount(words, figure, compared.usual)
    if compared.before is None:
        return words("against-usual", figure=told, usual=usual)
    before = _amount(words, figure, compared.before)
    day = _short_day(words, card.before, card.since)
    return words("against-both", figure=told, day=day, before=before, usual=usual)


def _amount(words: Texts, figure: Figure, value: float) -> str | int:
    """Whole numbers stay numbers, for the texts decline by them. Averages below ten keep one decimal."""
    if figure.is_time:
        return words.span(max(timedelta(seconds=value), SHORTEST))
    if value == int(value):
        return int(value)
    return words.number(round(value) if value >= 10 else round(value, 1))


def _short_day(words: Texts, day: date, today: date) -> str:
    """The weekday says enough within a week, the date without its year within any break."""
    return words.weekday(day) if (today - day).days < 7 else words.date(day, day)


def _late(it: Here, card: Card) -> Html:
    """Which steps are overdue, the oldest first."""
    steps = [it.words("kpi-late", client=one.client, day=it.words.date(one.since, today(it))) for one in card.late]
    return Html(", ".join(steps))


def _capital(line: str) -> str:
    return line[:1].upper() + line[1:]


async def pressed(callback: CallbackQuery, callback_data: Look, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    made = await (whose if callback_data.view is View.WHOSE else person)(it, callback_data)
    await edit_live(callback, made.text, made.keyboard)
    await callback.answer()


def build() -> list[Router]:
    router = Router(name="kpi")
    router.callback_query.register(pressed, Look.filter(F.view.in_({View.DAY, View.WEEK, View.MONTH, View.WHOSE})))
    return [router]


FEATURE = Feature("kpi", build, command="kpi", permission=Permission.SEE_OWN_FIGURES, open=open_kpi)
