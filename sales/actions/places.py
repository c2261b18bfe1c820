"""Where a team's announcements go: one group, or one topic of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.people import heads_of
from sales.company import Place
from sales.errors import NotAllowed
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
    """`moved_from`: titles of the groups that are announced to no more."""

    team: str
    moved_from: tuple[str, ...]


def bind_place(work: Work, actor: Actor, form: BindPlace, now: datetime) -> Bound:
    """The team's announcements come here from now on, and nowhere else."""
    require(actor, Permission.BIND_GROUP)
    team = work.companies.team(actor.team_id)
    known = _ours(work, actor, form.chat_id)
    earlier = [place for place in work.places.of_team(team.id) if place.chat_id != form.chat_id]
    for place in earlier:
        work.places.remove(place.id)
    place = Place(NEW, team.id, form.chat_id, form.thread_id, form.title, actor.member_id, now)
    if known is None:
        place = work.places.add(place)
    else:
        place = replace(place, id=known.id)
        work.places.save(place)
    facts: dict[str, Fact] = {"title": form.title, "chat": form.chat_id, "thread": form.thread_id}
    work.audit.note(actor.member_id, "bind_place", place.id, now, facts=facts)
    return Bound(team.name, tuple(place.title for place in earlier))


@dataclass(frozen=True, slots=True)
class UnbindPlace:
    chat_id: int


def unbind_place(work: Work, actor: Actor, form: UnbindPlace, now: datetime) -> bool:
    """False where the chat wasn't bound."""
    require(actor, Permission.BIND_GROUP)
    place = _ours(work, actor, form.chat_id)
    if place is None:
        return False
    work.places.remove(place.id)
    work.audit.note(actor.member_id, "unbind_place", place.id, now, facts={"title": place.title})
    return True


def _ours(work: Work, actor: Actor, chat_id: int) -> Place | None:
    """Another team's group isn't taken away from it."""
    place = work.places.by_chat(chat_id)
    if place is not None and place.team_id not in actor.reach:
        raise NotAllowed(permission=Permission.BIND_GROUP.value)
    return place


def rebind_chat(work: Work, old: int, new: int) -> bool:
    """A group has become a supergroup and has another id now; its topics, if it gets any, are new ones. Both of
    Telegram's messages about it, and its answer to a message for the old id, may come: the first one counts."""
    place = work.places.by_chat(old)
    if place is None:
        return False
    if work.places.by_chat(new) is not None:
        work.places.remove(place.id)
        return False
    work.places.save(replace(place, chat_id=new, thread_id=None, unreachable=None))
    return True


def title_of(work: Work, place_id: int) -> str:
    return work.places.get(place_id).title


def is_bound(work: Work, chat_id: int) -> bool:
    return work.places.by_chat(chat_id) is not None


def lost_place(work: Work, chat_id: int, reason: str, now: datetime) -> None:
    """We can't write there any more: noted once, and the heads learn why."""
    place = work.places.by_chat(chat_id)
    if place is None or place.unreachable is not None:
        return
    work.places.save(replace(place, unreachable=reason))
    work.audit.note(None, "lost_place", place.id, now, facts={"reason": reason})
    for head in heads_of(work, place.team_id):
        facts = {"what": "place", "reason": reason}
        work.outbox.tell(head.id, Notice(NoticeKind.UNDELIVERED, place.id, facts))


def found_place(work: Work, chat_id: int) -> bool:
    """We are in the group again; False where it isn't bound."""
    place = work.places.by_chat(chat_id)
    if place is None:
        return False
    if place.unreachable is not None:
        work.places.save(replace(place, unreachable=None))
    return True
