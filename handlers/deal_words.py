"""A deal in words: its stage, its card, a line of it; and the presses that name a deal under any message."""

from __future__ import annotations

from aiogram.filters.callback_data import CallbackData

from handlers.act_words import SHOWN, step_words
from handlers.here import Here
from handlers.live import Choice, label
from locales import Html
from sales.actions.deal_views import ActDeal, DealCard, MoveLine, NoteLine
from sales.clients import in_quotes
from sales.deals import Deal, DealStage, NoteKind, Way, way
from sales.people import short_name
from sales.wording import shortened
from sales.worktime import local_day

#: Characters of a product in a line.
PRODUCT = 60


class DealPress(CallbackData, prefix="dl"):
    """Shows a deal's card below the message that was pressed."""

    deal: int


class DealMovePress(CallbackData, prefix="dm"):
    """One press moves the deal on. `after`: the last move that the message knew; `act`: the logged act under which the
    button stands, so that each rendering's press is an act of its own."""

    deal: int
    after: int
    stage: DealStage
    act: int


class DealUndoPress(CallbackData, prefix="du"):
    move: int


def stage_name(it: Here, stage: DealStage) -> Html:
    return it.words(f"deal-stage-{stage.value}")


def deal_text(it: Here, card: DealCard) -> Html:
    """At most twelve lines."""
    deal = card.deal
    since = it.words.date(local_day(deal.stage_at, it.zone), local_day(it.now, it.zone))
    lines = [it.words("deal-title", client=in_quotes(card.client))]
    lines += [it.words("deal-owner", owner=card.owner)] if deal.owner_id != it.actor.member_id else []
    lines.append(it.words("deal-line-stage", stage=stage_name(it, deal.stage), since=since))
    lines += _ended(it, deal) + _facts(it, deal) + _notes(it, card)
    if card.step is not None:
        lines.append(step_words(it, card.step.kind, card.step.due_at, shortened(card.step.words, SHOWN)))
    elif deal.is_open:
        lines.append(it.words("deal-no-step"))
    return Html("\n".join(lines[:12]))


def _ended(it: Here, deal: Deal) -> list[Html]:
    lines = []
    if deal.reason is not None:
        reason = it.words(f"close-reason-{deal.reason.value}")
        said = shortened(deal.reason_words, SHOWN)
        told = it.words("deal-line-reason-said", reason=reason, words=said) if said else None
        lines.append(told or it.words("deal-line-reason", reason=reason))
    if deal.parked_until is not None:
        lines.append(it.words("deal-line-parked", day=it.words.day(deal.parked_until, it.zone, it.now)))
    return lines


def _facts(it: Here, deal: Deal) -> list[Html]:
    lines = [it.words("deal-line-product", product=shortened(deal.product, PRODUCT))] if deal.product else []
    lines += [it.words("deal-line-amount", sum=it.words.money(deal.amount, deal.currency))] if deal.amount else []
    if deal.expected_on is not None:
        late = deal.is_open and deal.expected_on < local_day(it.now, it.zone)
        day = it.words.day(deal.expected_on, it.zone, it.now)
        lines.append(it.words("deal-line-day-late" if late else "deal-line-day", day=day))
    return lines


def _notes(it: Here, card: DealCard) -> list[Html]:
    """The latest of each kind; the rest is in the history."""
    latest = {note.kind: note for note in card.notes}
    return [_note(it, latest[kind]) for kind in NoteKind if kind in latest]


def _note(it: Here, note: NoteLine) -> Html:
    return it.words(f"deal-note-{note.kind.value}", words=shortened(note.words, SHOWN))


def history_lines(it: Here, card: DealCard) -> list[Html]:
    """Moves and notes as they came."""
    told = [(move.at, _move_line(it, move)) for move in card.moves]
    for note in card.notes:
        who = short_name(note.member)
        told.append((note.at, it.words("deal-history-note", day=it.moment(note.at), note=_note(it, note), who=who)))
    return [line for _, line in sorted(told, key=lambda one: one[0])]


def _move_line(it: Here, move: MoveLine) -> Html:
    who = short_name(move.member)
    if move.start is None:
        return it.words("deal-history-opened", day=it.moment(move.at), who=who)
    names = {"from": stage_name(it, move.start), "to": stage_name(it, move.end)}
    text = "deal-history-back" if way(move.start, move.end) is Way.BACK else "deal-history-moved"
    line = it.words(text, day=it.moment(move.at), who=who, **names)
    return Html(line + it.words("deal-history-said", words=shortened(move.words, SHOWN))) if move.words else line


def deal_line(it: Here, deal: Deal) -> Html:
    """On the client's card: the stage, the amount, the day."""
    parts: list[str] = [stage_name(it, deal.stage)]
    parts += [it.words.money(deal.amount, deal.currency)] if deal.amount else []
    day = deal.parked_until or deal.expected_on
    parts += [it.words.date(day, local_day(it.now, it.zone))] if day else []
    return it.words("client-deal", about=Html(" · ".join(parts)))


def act_deal_keys(it: Here, deal: ActDeal | None, act_id: int) -> list[Choice]:
    """Under a logged act: on to the next stage in one press, and the deal itself."""
    if deal is None:
        return []
    keys: list[Choice] = []
    if deal.onward is not None:
        onward = label(it.words("deal-onward", stage=stage_name(it, deal.onward)))
        keys.append((onward, DealMovePress(deal=deal.deal_id, after=deal.after, stage=deal.onward, act=act_id)))
    return [*keys, (it.words("to-deal"), DealPress(deal=deal.deal_id))]


__all__ = [
    "DealMovePress",
    "DealPress",
    "DealUndoPress",
    "act_deal_keys",
    "deal_line",
    "deal_text",
    "history_lines",
    "stage_name",
]
