"""A calling list in words: where it comes from, the card on top, what it has come to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.act_words import SHOWN, act_title, step_words
from handlers.clients import IN_LINE
from handlers.here import Here
from handlers.lead_words import until
from handlers.live import label
from handlers.next_step import plan_from
from handlers.pick_time import Clock
from handlers.timeline_words import act_line
from handlers.voice_words import spoken
from locales import Html
from sales.actions.activities import LoggedAct
from sales.actions.calling_views import CallCard, CallingSummary, SourceView
from sales.activities import ActKind, Outcome
from sales.clients import in_quotes
from sales.identify import format_phone
from sales.wording import shortened

#: Characters of a client's name on a button.
ON_BUTTON = 20


def sources_text(it: Here, views: Sequence[SourceView]) -> str:
    lines = [it.words("calling-title")]
    lines.append(it.words("calling-choose" if views else "calling-nobody"))
    lines += [
        it.words("calling-phoneless", source=source_name(it, view), count=view.phoneless)
        for view in views
        if view.phoneless
    ]
    return "\n".join(lines)


def source_name(it: Here, of: SourceView | CallCard | CallingSummary) -> Html:
    return it.words(f"calling-source-{of.source.value}")


def source_item(it: Here, view: SourceView) -> tuple[str, str]:
    """The press says whether a list was open when the button was made."""
    name = source_name(it, view)
    if view.opened is None:
        return f"new.{view.source.value}", label(it.words("calling-count", source=name, count=view.found))
    left = it.words("calling-left", source=name, left=view.opened.left, size=view.opened.size)
    return f"old.{view.source.value}", label(left)


def card_text(it: Here, card: CallCard, said: str, draft: dict[str, Any], clock: Clock) -> str:
    """What has just been done, then whom to call."""
    lines: list[str] = [said, ""] if said else []
    lines.append(it.words("calling-card", client=card.client, number=card.number, size=card.size))
    reach = ", ".join(part for part in (card.contact, format_phone(card.phone) if card.phone else "") if part)
    lines += [it.words("contact-line", contact=reach)] if reach else []
    lines.append(act_line(it, card.last, IN_LINE) if card.last else it.words("client-history-empty"))
    if card.step:
        lines.append(step_words(it, card.step.kind, card.step.due_at, shortened(card.step.words, IN_LINE)))
    lines += [it.words("client-lead", answered=card.answered)] if card.answered is not None else []
    lines += draft_lines(it, draft, clock)
    lines += ["", it.words("calling-hint")]
    return "\n".join(lines)


def draft_lines(it: Here, draft: dict[str, Any], clock: Clock) -> list[Html]:
    """What was typed or said about this card and isn't saved yet. A time is read by a program, so its zone is told."""
    seconds = draft["voice"]["seconds"] if draft.get("voice") else 0
    note = spoken(it.words, seconds, shortened(draft.get("note", ""), SHOWN))
    lines = [it.words("note-line", note=note)] if note else []
    if draft.get("next"):
        plan = plan_from(draft["next"])
        zone = it.words.zone(clock.schedule.zone, it.now)
        lines += [it.words("calling-next", step=step_words(it, plan.kind, plan.due_at), zone=zone)]
    return lines


def ask_step_text(it: Here, card: CallCard, outcome: Outcome, draft: dict[str, Any], clock: Clock) -> str:
    lines = [act_title(it, ActKind.CALL, card.client, outcome), *draft_lines(it, draft, clock), Html()]
    lines += [it.words("next-step-ask"), it.words("next-step-hint-note")]
    return "\n".join(lines)


def called_text(it: Here, act: LoggedAct) -> Html:
    """The saved call in a line."""
    facts = {"client": in_quotes(act.client), "outcome": it.words(f"outcome-said-{act.outcome.value}")}
    if act.due_at is None or act.step_kind is None:
        line = it.words("calling-called", **facts)
    else:
        kind = it.words(f"step-said-{act.step_kind.value}")
        line = it.words("calling-called-next", **facts, kind=kind, at=until(it.words, act.due_at, it.zone, it.now))
    return line if act.completed is None else Html("\n".join([line, it.words("act-completed")]))


def summary_text(it: Here, summary: CallingSummary) -> str:
    found = summary.tally
    lines = [it.words("calling-summary", source=source_name(it, summary), calls=found.calls)]
    lines.append(it.words("calling-outcomes", agreed=found.agreed, refused=found.refused, unanswered=found.unanswered))
    lines += [it.words("calling-skipped", count=found.skipped)] if found.skipped else []
    lines += [it.words("calling-gone", count=found.gone)] if found.gone else []
    over = it.words("calling-rest", left=found.left, size=summary.size) if found.left else it.words("calling-over")
    return "\n".join([*lines, over])


def on_button(client: str) -> str:
    return shortened(in_quotes(client), ON_BUTTON)
