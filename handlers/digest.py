"""The head's digest, sent or asked for, and what lies behind its buttons. The message is edited in place between its
views; each press asks again whether this person may see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from aiogram import F, Router
from aiogram.types import CallbackQuery, InlineKeyboardMarkup
from aiogram_dialog import DialogManager

from handlers.feature import Feature
from handlers.here import Here, here
from handlers.kpi import PAGE, Look, View, card_lines, person_buttons, show, today, until_of, volume_lines, whole_second
from handlers.live import Choice, edit_live, keyboard
from handlers.notices import Envelope, Outgoing, Sender
from locales import Html, Texts
from sales.actions.digest import Digest, Late, Line, day_so_far, digest, digest_lates, digest_people
from sales.errors import NotAllowed
from sales.notices import NoticeKind
from sales.people import Permission
from sales.plan import Pace

#: Names in one line of the digest; the others are counted.
NAMES = 5
#: Lines of a card that a phone shows without scrolling.
LINES = 12
#: Signs that are named; the others are counted.
SIGNS = 2


async def told(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """As things stood at the digest's time, however late it leaves. Who may not see it any more gets nothing."""
    if envelope.reader is None:
        return None
    day = date.fromisoformat(str(envelope.facts["day"]))
    until = datetime.fromisoformat(str(envelope.facts["until"]))
    try:
        found = await sender.desk.ask(digest, envelope.reader, day, until)
    except NotAllowed:
        return None
    return front(sender.words, found, sender.now)


async def open_digest(manager: DialogManager) -> None:
    it = here(manager)
    await show(manager, front(it.words, await it.ask(day_so_far, whole_second(it.now)), it.now))


def front(words: Texts, found: Digest, now: datetime) -> Outgoing:
    """The digest itself, at most twelve lines."""
    details = {"overdue": _listed(words, [f"{late.who.name} {late.steps}" for late in found.overdue])}
    lines = [*_title(words, found, now), *card_lines(words, found.team, details)]
    volume = volume_lines(words, found.team.volume)
    lines += volume if len(lines) + len(volume) < LINES else []
    if found.pace is not None:
        lines.append(_pace(words, found.pace))
    if found.team.before is None:
        lines.append(words("digest-no-past"))
    if found.idle and not _is_ahead(found):
        lines.append(words("digest-idle", names=_listed(words, [one.name for one in found.idle])))
    lines += _noticed(words, found) if len(lines) < LINES else []
    return Outgoing("\n".join(lines), _ways(words, found))


def _pace(words: Texts, pace: Pace) -> Html:
    month = words.month_name(pace.month).capitalize()
    facts = {"done": pace.done, "target": pace.target, "percent": pace.percent, "due": pace.due}
    return words("digest-plan", month=month, **facts)


def _noticed(words: Texts, found: Digest) -> list[str]:
    """One line at most, and never more than «have a look»."""
    said = [words(f"sign-{sign.kind.value}", name=sign.who.name, times=sign.times) for sign in found.signs[:SIGNS]]
    if not said:
        return []
    return [words("digest-signs", signs=Html(", ".join(said)), more=len(found.signs) - len(said))]


def _title(words: Texts, found: Digest, now: datetime) -> list[str]:
    """Of a day that isn't over also how far it has come; after today's digest it is the next day that grows."""
    zone = ZoneInfo(found.team.zone)
    today = now.astimezone(zone).date()
    day = words.date(found.day, today)
    if found.whole:
        return [words("digest-title", day=day)]
    if _is_ahead(found):
        since = words.date(found.since.astimezone(zone).date(), today)
        title = words("digest-ahead", day=day, since=since, time=words.time(found.since, zone))
    else:
        title = words("digest-so-far", day=day, time=words.time(found.until, zone))
    return [title, words("digest-so-far-note")] if found.team.before else [title]


def _is_ahead(found: Digest) -> bool:
    """Its date hasn't come yet, so nobody is late with entries for it."""
    return found.until.astimezone(ZoneInfo(found.team.zone)).date() < found.day


def _listed(words: Texts, people: Sequence[str]) -> str:
    """Beyond NAMES only how many more there are."""
    names = ", ".join(people[:NAMES])
    return words("digest-and-more", names=names, count=len(people) - NAMES) if len(people) > NAMES else names


def _ways(words: Texts, found: Digest) -> InlineKeyboardMarkup:
    this = Look(view=View.PEOPLE, day=found.day.isoformat(), until=int(found.until.timestamp()))
    people = (words("digest-button-people"), this)
    late = (words("digest-button-late"), this.of(View.LATE))
    if found.team.before is None and not _is_ahead(found):
        return keyboard([people, late])
    earlier = Look(view=View.DIGEST, day=found.before.isoformat(), until=int(found.since.timestamp()))
    return keyboard([people, late], [(words("digest-button-before"), earlier)])


async def whole_digest(it: Here, look: Look) -> Outgoing:
    return front(it.words, await it.ask(digest, date.fromisoformat(look.day), until_of(it, look)), it.now)


async def everyone(it: Here, look: Look) -> Outgoing:
    """A line and a button for each, a page at a time."""
    words = it.words
    lines = await it.ask(digest_people, date.fromisoformat(look.day), until_of(it, look))
    shown = [_line(words, line) for line in lines[look.page * PAGE : (look.page + 1) * PAGE]]
    title = words("digest-people-title", day=_day(it, look))
    text = [title, words("digest-people-legend"), *shown] if shown else [title, words("digest-nobody")]
    team = (words("kpi-team"), look.of(View.DAY))
    buttons = person_buttons(words, [line.who for line in lines], look)
    return Outgoing("\n".join(text), keyboard([team], *buttons, [_back(it, look)]))


def _line(words: Texts, line: Line) -> str:
    counts = {"calls": line.calls, "meetings": line.meetings, "submitted": line.submitted, "taken": line.taken}
    return words("digest-line", name=line.who.name, **counts)


async def lates(it: Here, look: Look) -> Outgoing:
    words = it.words
    found = await it.ask(digest_lates, date.fromisoformat(look.day), until_of(it, look))
    shown = [_late(it, late) for late in found[look.page * PAGE : (look.page + 1) * PAGE]]
    text = [words("digest-late-title", day=_day(it, look)), *(shown or [words("digest-nothing-late")])]
    buttons = person_buttons(words, [late.who for late in found], look)
    return Outgoing("\n".join(text), keyboard(*buttons, [_back(it, look)]))


def _late(it: Here, late: Late) -> str:
    what = []
    if late.since is not None:
        what.append(it.words("digest-late-steps", steps=late.steps, since=it.words.date(late.since, today(it))))
    if late.missed:
        what.append(it.words("digest-late-missed", missed=late.missed))
    return it.words("digest-late-line", name=late.who.name, what=Html(", ".join(what)))


def _day(it: Here, look: Look) -> str:
    return it.words.date(date.fromisoformat(look.day), today(it))


def _back(it: Here, look: Look) -> Choice:
    return it.words("back"), look.of(View.DIGEST)


VIEWS = {View.DIGEST: whole_digest, View.PEOPLE: everyone, View.LATE: lates}


async def pressed(callback: CallbackQuery, callback_data: Look, dialog_manager: DialogManager) -> None:
    made = await VIEWS[callback_data.view](here(dialog_manager), callback_data)
    await edit_live(callback, made.text, made.keyboard)
    await callback.answer()


def build() -> list[Router]:
    router = Router(name="digest")
    router.callback_query.register(pressed, Look.filter(F.view.in_(set(VIEWS))))
    return [router]


FEATURE = Feature(
    "digest",
    build,
    command="digest",
    permission=Permission.SEE_TEAM_FIGURES,
    open=open_digest,
    notices={NoticeKind.DIGEST: told},
)
