"""Inbound requests come in: dropped by a colleague, said in a group. One that is there already only grows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.clients import client_in_reach
from sales.actions.request_routing import open_request, refresh, save
from sales.company import News
from sales.identify import normal_phone
from sales.leads import Source
from sales.notices import Notice, NoticeKind
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.requests import ALL_WORDS, OPEN_REQUEST, SAME_WITHIN, WORDS, InboundRequest, RequestState
from sales.wording import a_line, words


@dataclass(frozen=True, slots=True)
class DropRequest:
    """`contact`: who wants something, `key` the same as names are compared; `phone` as typed or normal. `chat_id`,
    `thread_id`, `message_id`: the message of a group that it is. `client_id`: whose it is, where that is known."""

    source: Source
    words: str
    contact: str = ""
    phone: str | None = None
    inn: str | None = None
    key: str = ""
    chat_id: int | None = None
    thread_id: int | None = None
    message_id: int | None = None
    client_id: int | None = None


@dataclass(frozen=True, slots=True)
class Dropped:
    """`again`: it was there already, and what is new has been added. `holder`: who is asked, or has it; empty: the
    heads."""

    request_id: int
    again: bool
    state: RequestState
    holder: str
    deadline_at: datetime | None


def drop_request(work: Work, actor: Actor, form: DropRequest, now: datetime) -> Dropped:
    """By any member, into the own team; about somebody else's client, into the client's."""
    if form.client_id is None:
        return receive(work, actor.team_id, form, actor.member_id, now)
    require(actor, Permission.FIND_CLIENTS)
    client = client_in_reach(work, actor, form.client_id)
    return receive(work, client.team_id, replace(form, client_id=client.id), actor.member_id, now)


def receive(work: Work, team_id: int, form: DropRequest, dropped_by: int | None, now: datetime) -> Dropped:
    """A request comes in, from whichever door. BadPhone, Empty, TooLong."""
    said = words(form.words, WORDS)
    phone = normal_phone(form.phone) if form.phone else None
    form = replace(form, words=said, phone=phone, contact=a_line(form.contact) if form.contact else "")
    known = _same(work, team_id, form, now)
    if known is not None:
        return _again(work, known, form, dropped_by, now)
    request = InboundRequest(
        id=NEW,
        company_id=work.companies.team(team_id).company_id,
        team_id=team_id,
        state=RequestState.ESCALATED,
        source=form.source,
        words=said,
        dropped_at=now,
        dropped_by=dropped_by,
        contact=form.contact,
        key=form.key,
        phone=phone,
        inn=form.inn,
        chat_id=form.chat_id,
        message_id=form.message_id,
        client_id=form.client_id or _known_client(work, team_id, phone, form.inn),
    )
    request = work.requests.add(request)
    work.audit.note(dropped_by, "drop_request", request.id, now, client_id=request.client_id)
    opened = open_request(work, request, now)
    _post_where_said(work, opened, form)
    return standing(work, opened, again=False)


def _same(work: Work, team_id: int, form: DropRequest, now: datetime) -> InboundRequest | None:
    """The very message of the group, or the same phone a short while ago and not done with yet."""
    if form.chat_id is not None and form.message_id is not None:
        found = work.requests.of_message(form.chat_id, form.message_id)
        if found is not None:
            return found
    return work.requests.open_of_phone(team_id, form.phone, now - SAME_WITHIN) if form.phone else None


def _again(work: Work, known: InboundRequest, form: DropRequest, dropped_by: int | None, now: datetime) -> Dropped:
    together = f"{known.words}\n{form.words}"
    if known.state in OPEN_REQUEST and form.words not in known.words and len(together) <= ALL_WORDS:
        known = save(work, replace(known, words=together, contact=known.contact or form.contact))
        refresh(work, known.id)
    work.audit.note(dropped_by, "drop_request_again", known.id, now, client_id=known.client_id)
    return standing(work, known, again=True)


def _known_client(work: Work, team_id: int, phone: str | None, inn: str | None) -> int | None:
    """The only client with this number; where several have it, a person has to say which."""
    found = work.clients.search({team_id}, key="", phone=phone, inn=inn, limit=2)
    return found[0].id if len(found) == 1 else None


def _post_where_said(work: Work, request: InboundRequest, form: DropRequest) -> None:
    """In the thread itself too, where its place doesn't take the news of requests."""
    places = work.places.of_team(request.team_id)
    here = [one for one in places if one.chat_id == form.chat_id and one.thread_id == form.thread_id]
    for place in here:
        if News.REQUESTS not in place.news:
            work.outbox.announce(place.id, Notice(NoticeKind.REQUEST_LINE, request.id))


def standing(work: Work, request: InboundRequest, *, again: bool) -> Dropped:
    holder = work.people.get(request.holder_id).name if request.holder_id else ""
    return Dropped(request.id, again, request.state, holder, request.deadline_at)


def has_place(work: Work, actor: Actor, chat_id: int) -> bool:
    """Whether that group, or a topic of it, is bound to a team in reach."""
    return any(place.team_id in actor.reach for place in work.places.of_chat(chat_id))


def used_sources(work: Work, actor: Actor) -> tuple[Source, ...]:
    """Of the requests that the person has dropped in last, the latest first."""
    return tuple(work.requests.last_sources(actor.member_id, 20))
