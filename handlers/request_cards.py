"""An inbound request in words: the card of whoever was asked, the heads' card, and the places' one line. No phone and
no contact ever stands in the line."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

from aiogram.filters.callback_data import CallbackData
from aiogram.types import InlineKeyboardMarkup

from handlers.cards import CardPress
from handlers.lead import LeadPress
from handlers.lead_words import until
from handlers.live import Choice, keyboard
from handlers.notices import Envelope, Outgoing, Sender
from locales import Html, Texts
from sales.actions.request_views import RequestCandidate, RequestChoice, RequestView, request_choice, request_view
from sales.clients import in_quotes
from sales.identify import format_phone
from sales.people import Actor, Permission, short_name
from sales.requests import UNTAKEN, RequestEnd, RequestState, without_numbers
from sales.wording import shortened

#: Characters of what was said: on a card, in a line that others read.
ON_CARD, IN_LINE = 400, 80
#: Candidates on the heads' card.
CANDIDATES = 6


class RequestPress(CallbackData, prefix="rq"):
    """`act`: take, no, lead, close, back, more, or the value of a RequestEnd. `round`: to which question it belongs."""

    act: str
    request: int
    round: int


class GivePress(CallbackData, prefix="rg"):
    request: int
    round: int
    member: int


async def asked_card(sender: Sender, envelope: Envelope) -> Outgoing | None:
    if envelope.reader is None:
        return None
    view = await sender.desk.look(request_view, envelope.subject)
    return card(sender, envelope.reader, view)


async def stuck_card(sender: Sender, envelope: Envelope) -> Outgoing | None:
    if envelope.reader is None:
        return None
    return heads_card(sender, envelope.reader, await sender.desk.look(request_choice, envelope.subject, sender.now))


async def warning(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """Told only while an answer is due, or what was taken waits; once told, it follows the card."""
    if envelope.reader is None:
        return None
    view, words = await sender.desk.look(request_view, envelope.subject), sender.words
    request = view.request
    if request.holder_id != envelope.reader.member_id or request.state not in (
        RequestState.WAITING,
        RequestState.TAKEN,
    ):
        return Outgoing("\n".join([_title(words, view), _whereabouts(sender, view)])) if envelope.is_edit else None
    if request.state is RequestState.TAKEN:
        said = [words("request-waits", source=_source(words, view)), _said(words, view, IN_LINE)]
        return Outgoing("\n".join(said), keyboard(_holders_keys(words, view)))
    if request.deadline_at is None:
        return None
    by = until(words, request.deadline_at, ZoneInfo(envelope.reader.zone), sender.now)
    said = [words("request-warn", source=_source(words, view), until=by), _said(words, view, IN_LINE)]
    return Outgoing("\n".join(said), keyboard([_press(words, view, "take")]))


def card(sender: Sender, reader: Actor, view: RequestView) -> Outgoing:
    """What the reader may know and do, as the request stands."""
    words, request = sender.words, view.request
    mine = request.holder_id == reader.member_id
    if mine and request.state in (RequestState.WAITING, RequestState.TAKEN):
        lines = [_title(words, view), _said(words, view, ON_CARD), *_details(words, view, reader)]
        return Outgoing("\n".join([*lines, *_due(sender, view, reader)]), _my_keys(words, view))
    lines = [_title(words, view), _said(words, view, IN_LINE), _whereabouts(sender, view)]
    if request.state in UNTAKEN and reader.member_id in view.asked:
        return Outgoing("\n".join(lines), keyboard([_press(words, view, "take")]))
    if mine and request.client_id:
        return Outgoing("\n".join(lines), keyboard([(words("to-card"), CardPress(client=request.client_id))]))
    return Outgoing("\n".join(lines))


def _title(words: Texts, view: RequestView) -> Html:
    state = view.request.state
    icon = "taken" if state in (RequestState.TAKEN, RequestState.MADE) else "new"
    return words(f"request-title-{icon}", source=_source(words, view))


def _source(words: Texts, view: RequestView) -> Html:
    return words(f"source-{view.request.source.value}")


def _said(words: Texts, view: RequestView, limit: int) -> Html:
    return words("words-line", words=shortened(view.request.words, limit))


def _details(words: Texts, view: RequestView, reader: Actor) -> list[Html]:
    """Who wants it, who has passed it on, and which client it may be."""
    request = view.request
    reach = (request.contact, format_phone(request.phone) if request.phone else "", request.inn or "")
    who = ", ".join(part for part in reach if part)
    lines = [words("contact-line", contact=who)] if who else []
    if view.dropped_by:
        lines.append(words("offer-giver", giver=view.dropped_by))
    if view.client and view.owner_id == reader.member_id:
        lines.append(words("request-own-client", client=in_quotes(view.client)))
    elif view.client:
        lines.append(words("request-known-client", client=in_quotes(view.client), who=short_name(view.owner)))
    alike = [words("request-alike", client=in_quotes(one.name), who=short_name(one.owner)) for one in view.alike]
    return lines + alike


def _due(sender: Sender, view: RequestView, reader: Actor) -> list[Html]:
    request, words = view.request, sender.words
    if request.state is RequestState.TAKEN:
        return [words("request-next")]
    if request.deadline_at is None:
        return []
    return [words("offer-until", until=until(words, request.deadline_at, ZoneInfo(reader.zone), sender.now))]


def _press(words: Texts, view: RequestView, act: str) -> Choice:
    request = view.request
    return words(f"request-{act}"), RequestPress(act=act, request=request.id, round=request.rounds)


def _my_keys(words: Texts, view: RequestView) -> InlineKeyboardMarkup:
    more = [_press(words, view, "more")] if len(view.request.words) > ON_CARD else []
    if view.request.state is RequestState.WAITING:
        return keyboard([_press(words, view, "take"), _press(words, view, "no")], more)
    return keyboard(_holders_keys(words, view), more)


def _holders_keys(words: Texts, view: RequestView) -> list[Choice]:
    return [_press(words, view, "lead"), _press(words, view, "close")]


def reasons(words: Texts, view: RequestView) -> InlineKeyboardMarkup:
    """Why nothing is made of it; the first press has asked, the second one closes."""
    rows = [[_press(words, view, end.value)] for end in RequestEnd]
    return keyboard(*rows, [(words("back"), RequestPress(act="back", request=view.request.id, round=0))])


def moving_card(sender: Sender, reader: Actor, choice: RequestChoice) -> Outgoing:
    """Somebody is asked or has it already, and a head looks: with whom it is, and who else may get it."""
    words, view = sender.words, choice.view
    others = [one for one in choice.candidates if one.member_id != view.request.holder_id][:CANDIDATES]
    lines = [_title(words, view), _said(words, view, ON_CARD), _whereabouts(sender, view)]
    lines += [words("request-give-other")] if others else []
    return Outgoing("\n".join(lines), keyboard(*([_candidate(sender, view, one, reader)] for one in others)))


def heads_card(sender: Sender, reader: Actor, choice: RequestChoice) -> Outgoing:
    """Nobody has taken it: to whom? Once it is settled, with whom it is."""
    words, view = sender.words, choice.view
    if view.request.state is not RequestState.ESCALATED or not view.request.stuck:
        return Outgoing("\n".join([_title(words, view), _said(words, view, IN_LINE), _whereabouts(sender, view)]))
    why, who = words(f"request-stuck-{view.request.stuck.value}"), ", ".join(short_name(one) for one in view.missed)
    lines = [words("request-stuck", source=_source(words, view)), _said(words, view, ON_CARD)]
    lines += _details(words, view, reader)
    lines.append(words("queue-reason-who", reason=why, who=who) if who else words("queue-reason", reason=why))
    if not reader.may(Permission.DIRECT_HANDOVERS):
        return Outgoing("\n".join([*lines, words("queue-no-head")]))
    lines.append(words("request-give" if choice.candidates else "request-nobody"))
    rows = [[_candidate(sender, view, one, reader)] for one in choice.candidates[:CANDIDATES]]
    more = [_press(words, view, "more")] if len(view.request.words) > ON_CARD else []
    return Outgoing("\n".join(lines), keyboard(*rows, [*more, _press(words, view, "close")]))


def _candidate(sender: Sender, view: RequestView, one: RequestCandidate, reader: Actor) -> Choice:
    words, press = sender.words, GivePress(request=view.request.id, round=view.request.rounds, member=one.member_id)
    if one.away_until is not None:
        by = until(words, one.away_until, ZoneInfo(reader.zone), sender.now)
        return words("candidate-away", name=one.name, until=by), press
    return words("candidate", name=one.name, load=one.load), press


def _whereabouts(sender: Sender, view: RequestView) -> Html:
    """With whom it is now, or what has become of it."""
    words, request = sender.words, view.request
    if request.state is RequestState.CLOSED and request.end:
        return words("request-ended", why=words(f"request-{request.end.value}"))
    if request.state is RequestState.MADE:
        return words("request-made", client=in_quotes(view.client), who=short_name(view.owner))
    if request.state is RequestState.TAKEN:
        return words("now-with", who=view.holder)
    if request.deadline_at is None:
        return words("request-with-head")
    by = until(words, request.deadline_at, ZoneInfo(view.zone), sender.now)
    return words("now-asked-until", who=short_name(view.holder), until=by)


async def places_line(sender: Sender, envelope: Envelope) -> Outgoing | None:
    view, words = await sender.desk.look(request_view, envelope.subject), sender.words
    request = view.request
    said = shortened(without_numbers(request.words), IN_LINE)
    about = {"source": _source(words, view), "said": said}
    if request.state is RequestState.CLOSED and request.end:
        return Outgoing(words("request-line-closed", **about, why=words(f"request-{request.end.value}")))
    if request.state is RequestState.MADE:
        return Outgoing(words("request-line-made", **about, client=in_quotes(view.client), who=short_name(view.owner)))
    if request.state is RequestState.TAKEN:
        took = words.span(max(timedelta(seconds=view.took), timedelta(minutes=1)))
        return Outgoing(words("request-line-taken", **about, who=short_name(view.holder), took=took))
    if request.deadline_at is None:
        return Outgoing(words("request-line-stuck", **about))
    by = until(words, request.deadline_at, ZoneInfo(view.zone), sender.now)
    return Outgoing(words("request-line-asked", **about, who=short_name(view.holder), until=by))


async def to_owner(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """It was this person's client: what was said is on the client's history already."""
    view, words = await sender.desk.look(request_view, envelope.subject), sender.words
    if envelope.reader is None or view.request.client_id is None:
        return None
    lines = [words("request-yours", client=in_quotes(view.client)), _said(words, view, ON_CARD)]
    lines += _details(words, view, envelope.reader)
    client = view.request.client_id
    lead = [(words("request-lead"), LeadPress(client=client))] if envelope.reader.may(Permission.SUBMIT_LEADS) else []
    return Outgoing("\n".join(lines), keyboard([*lead, (words("to-card"), CardPress(client=client))]))


__all__ = [
    "GivePress",
    "RequestPress",
    "asked_card",
    "card",
    "heads_card",
    "places_line",
    "reasons",
    "stuck_card",
    "to_owner",
    "warning",
]
