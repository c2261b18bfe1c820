"""Acts and steps in words: one line each, the same wherever they appear."""

from __future__ import annotations

from datetime import datetime

from handlers.here import Here
from locales import Html
from sales.actions.activities import LoggedAct
from sales.activities import ActKind, Outcome
from sales.clients import in_quotes
from sales.steps import StepKind
from sales.wording import shortened

#: Characters of a note, an agreement or a place on a card.
SHOWN = 160


def act_title(it: Here, kind: ActKind, client: str, outcome: Outcome | None = None) -> Html:
    """The act in a line: its kind, the client, the outcome."""
    title = it.words(f"act-title-{kind.value}", client=in_quotes(client))
    if outcome is None:
        return title
    return it.words("act-title-outcome", title=title, outcome=it.words(f"outcome-said-{outcome.value}"))


def step_words(it: Here, kind: StepKind, due_at: datetime, words: str = "", place: str = "") -> Html:
    """What and when, and beneath it what for and where."""
    lines = [it.words("step-line", kind=it.words(f"step-said-{kind.value}"), at=it.moment(due_at))]
    lines += [it.words("words-line", words=shortened(words, SHOWN))] if words else []
    lines += [it.words("place-line", place=shortened(place, SHOWN))] if place else []
    return Html("\n".join(lines))


def saved_act(it: Here, logged: LoggedAct) -> Html:
    """What was saved, what comes next, and what it has brought about."""
    outcome = None if logged.kind is ActKind.NOTE else logged.outcome
    lines = [it.words("act-saved", act=act_title(it, logged.kind, logged.client, outcome))]
    if logged.step_kind and logged.due_at:
        lines.append(step_words(it, logged.step_kind, logged.due_at))
    if logged.completed is not None:
        lines.append(it.words("act-completed"))
    if logged.deal is not None and logged.deal.opened:
        lines.append(it.words("deal-opened", stage=it.words(f"deal-stage-{logged.deal.stage.value}")))
    return Html("\n".join(lines))


__all__ = ["SHOWN", "act_title", "saved_act", "step_words"]
