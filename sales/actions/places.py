"""Where a team's news go: groups, channels and topics, and which kinds of news each of them takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.people import heads_of
from sales.company import FIRST_NEWS, News, Place
from sales.errors import NotAllowed, NotFound
from sales.notices import Fact, Notice, NoticeKind
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work


@dataclass(frozen=True, slots=True)
class BindPlace:
    """`chat_id`, `thread_id`: Telegram's; the thread is None outside topics."""

    chat_id: int
    thread_id: int | None
    title: str


@dataclass(frozen=True, slots=True)
class Bound:
    """`news`: what comes here now."""

    place_id: int
    team: str
    news: tuple[News, ...]


def bind_place(work: Work, actor: Actor, form: BindPlace, now: datetime) -> Bound:
    """The team's news come here too from now on. One that is bound already keeps what was chosen for it."""
    require(actor, Permission.BIND_GROUP)
    team = work.companies.team(actor.team_id)
    known = _ours(work, actor, form.chat_id, form.thread_id)
    news = FIRST_NEWS if known is None else known.news
    place = Place(NEW, team.id, form.chat_id, form.thread_id, form.title, actor.member_id, now, news=news)
    if known is None:
        place = work.places.add(place)
    else:
        place = replace(place, id=known.id)
        work.places.save(place)
    facts: dict[str, Fact] = {"title": form.title, "chat": form.chat_id, "thread": form.thread_id}
    work.audit.note(actor.member_id, "bind_place", place.id, now, facts=facts)
    return Bound(place.id, team.name, _in_order(news))


@dataclass(frozen=True, slots=True)
class UnbindPlace:
    chat_id: int
    thread_id: int | None = None


def unbind_place(work: Work, actor: Actor, form: UnbindPlace, now: datetime) -> bool:
    """False where the place wasn't bound."""
    require(actor, Permission.BIND_GROUP)
    place = _ours(work, actor, form.chat_id, form.thread_id)
    if place is None:
        return False
    work.places.remove(place.id)
    work.audit.note(actor.member_id, "unbind_place", place.id, now, facts={"title": place.title})
    return True


@dataclass(frozen=True, slots=True)
class DropPlace:
    place_id: int


def drop_place(work: Work, actor: Actor, form: DropPlace, now: datetime) -> bool:
    """The same from the list of places; False where somebody was faster."""
    require(actor, Permission.BIND_GROUP)
    place = next((one for one in work.places.of_team(actor.team_id) if one.id == form.place_id), None)
    return place is not None and unbind_place(work, actor, UnbindPlace(place.chat_id, place.thread_id), now)


@dataclass(frozen=True, slots=True)
class TurnNews:
    """One kind of news on or off at one place."""

    place_id: int
    news: News
    on: bool


def turn_news(work: Work, actor: Actor, form: TurnNews, now: datetime) -> tuple[News, ...]:
    """→ all that comes there from the next piece of news on; lines that stand there already are still kept true.
    With none the place stays bound and quiet."""
    require(actor, Permission.BIND_GROUP)
    place = _bound(work, actor, form.place_id)
    news = place.news | {form.news} if form.on else place.news - {form.news}
    work.places.save(replace(place, news=news))
    facts: dict[str, Fact] = {"news": form.news.value, "on": form.on}
    work.audit.note(actor.member_id, "turn_news", place.id, now, facts=facts)
    return _in_order(news)


@dataclass(frozen=True, slots=True)
class PlaceLine:
    """`is_topic`: one topic of a group."""

    id: int
    chat_id: int
    thread_id: int | None
    title: str
    news: tuple[News, ...]
    unreachable: str | None

    @property
    def is_topic(self) -> bool:
        return self.thread_id is not None


def team_places(work: Work, actor: Actor) -> tuple[PlaceLine, ...]:
    """Of the actor's own team."""
    require(actor, Permission.BIND_GROUP)
    return tuple(_line(place) for place in work.places.of_team(actor.team_id))


def place_line(work: Work, actor: Actor, place_id: int) -> PlaceLine:
    """NotFound for one that isn't bound any more."""
    require(actor, Permission.BIND_GROUP)
    return _line(_bound(work, actor, place_id))


def _line(place: Place) -> PlaceLine:
    return PlaceLine(place.id, place.chat_id, place.thread_id, place.title, _in_order(place.news), place.unreachable)


def _in_order(news: frozenset[News]) -> tuple[News, ...]:
    return tuple(one for one in News if one in news)


def _bound(work: Work, actor: Actor, place_id: int) -> Place:
    found = next((one for one in work.places.of_team(actor.team_id) if one.id == place_id), None)
    if found is None:
        raise NotFound(what="place")
    return found


def _ours(work: Work, actor: Actor, chat_id: int, thread_id: int | None) -> Place | None:
    """Another team's group isn't taken away from it, nor any topic of it."""
    places = work.places.of_chat(chat_id)
    if any(place.team_id not in actor.reach for place in places):
        raise NotAllowed(permission=Permission.BIND_GROUP.value)
    return next((place for place in places if place.thread_id == thread_id), None)


def rebind_chat(work: Work, old: int, new: int) -> bool:
    """A group has become a supergroup and has another id now; its topics, if it gets any, are new ones. Both of
    Telegram's messages about it, and its answer to a message for the old id, may come: the first one counts."""
    moved = False
    for place in work.places.of_chat(old):
        if work.places.of_chat(new):
            work.places.remove(place.id)
        else:
            work.places.save(replace(place, chat_id=new, thread_id=None, unreachable=None))
            moved = True
    return moved


def title_of(work: Work, place_id: int) -> str:
    return work.places.get(place_id).title


def is_bound(work: Work, chat_id: int) -> bool:
    """It, or one of its topics."""
    return bool(work.places.of_chat(chat_id))


def lost_place(work: Work, chat_id: int, reason: str, now: datetime, topic: int | None = None) -> None:
    """We can't write there (or to that topic of it) any more: noted once, and the heads learn why."""
    lost = [
        place
        for place in work.places.of_chat(chat_id)
        if place.unreachable is None and topic in (None, place.thread_id)
    ]
    for place in lost:
        work.places.save(replace(place, unreachable=reason))
        work.audit.note(None, "lost_place", place.id, now, facts={"reason": reason})
    for place in lost[:1]:
        for head in heads_of(work, place.team_id):
            facts: dict[str, Fact] = {"what": "place", "reason": reason}
            work.outbox.tell(head.id, Notice(NoticeKind.UNDELIVERED, place.id, facts))


def found_place(work: Work, chat_id: int) -> bool:
    """We are in the group again; False where it isn't bound."""
    places = work.places.of_chat(chat_id)
    for place in places:
        if place.unreachable is not None:
            work.places.save(replace(place, unreachable=None))
    return bool(places)
