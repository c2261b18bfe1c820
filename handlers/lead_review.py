"""The end of a lead's form: what the receiver will read, an edit per field, and the hand-over itself."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from aiogram.types import CallbackQuery, InlineKeyboardMarkup
from aiogram_dialog import DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Group, Select
from aiogram_dialog.widgets.text import Format

from handlers.cards import CardPress
from handlers.here import Here, getter, here
from handlers.lead_form import FillLead, client_of, edit, form_of
from handlers.lead_words import lead_lines, until
from handlers.live import cancel_form, end_with, keyboard, label
from handlers.refusals import refusal
from handlers.typed import only_buttons
from handlers.voices import play
from handlers.widgets import Item, Tr, item_id, nonce
from handlers.withdraw import WithdrawPress
from locales import Html
from sales.actions.lead_views import lead_in_form
from sales.actions.leads import Submit, Submitted, submit_lead
from sales.actions.proposals import Confirmed
from sales.clients import in_quotes
from sales.errors import SalesError
from sales.leads import FORM
from sales.people import short_name


@getter
async def _review(it: Here, manager: DialogManager) -> dict[str, Any]:
    try:
        form = await form_of(manager)
    except SalesError as over:
        return {"text": refusal(it, over), "ready": False, "unready": False, "items": [], "voices": ""}
    lines = [it.words("lead-title", client=in_quotes(form.client), answered=form.answered)]
    lines += lead_lines(it.words, form.lead, form.answers, it.zone, it.now)
    if form.lead.source:
        lines.append(it.words("lead-line-source", source=it.words(f"source-{form.lead.source.value}")))
    lacks = ", ".join(it.words(f"missing-{name}") for name in form.missing)
    lines.append(it.words("lead-lacks", missing=Html(lacks)) if lacks else it.words("lead-check"))
    return {
        "text": "\n".join(lines),
        "ready": not lacks,
        "unready": bool(lacks),
        "items": [(name, _field(it, name, form.missing)) for name in FORM],
        "voices": label(it.words("voices-play", count=form.voices)) if form.voices else "",
    }


def _field(it: Here, name: str, missing: tuple[str, ...]) -> str:
    field = it.words(f"lead-field-{name}")
    return label(it.words("lead-field-open", field=field) if name in missing else field)


async def _edit(_: CallbackQuery, __: Any, manager: DialogManager, name: str) -> None:
    await edit(manager, name)


async def _submit(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it = here(manager)
    lead_id = await it.ask(lead_in_form, client_of(manager))
    done = await it.do(submit_lead, Submit(lead_id), f"{nonce(manager)}.submit")
    await end_with(manager, submitted_text(it, done), _after(it, done))


def submitted_text(it: Here, done: Submitted | Confirmed) -> Html:
    """Who is asked until when, or why nobody is."""
    client = in_quotes(done.client)
    if done.deadline_at is None:
        reason = it.words(f"escalation-{done.escalation.value}") if done.escalation else ""
        return it.words("lead-submitted-queue", client=client, reason=reason)
    names = ", ".join(short_name(name) for name in done.receivers)
    by = until(it.words, done.deadline_at, ZoneInfo(it.actor.zone), it.now)
    text = "lead-submitted-turn" if len(done.receivers) == 1 else "lead-submitted-pool"
    return it.words(text, client=client, receivers=names, until=by)


def _after(it: Here, done: Submitted) -> InlineKeyboardMarkup:
    withdraw = (it.words("handoff-withdraw"), WithdrawPress(handoff=done.handoff_id))
    return keyboard([withdraw, (it.words("to-card"), CardPress(client=done.client_id))])


async def _leave(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    """A draft stays as it is: everything was saved when it was said."""
    it, form = here(manager), await form_of(manager)
    text = it.words("lead-kept", client=in_quotes(form.client), answered=form.answered)
    card = (it.words("to-card"), CardPress(client=form.lead.client_id))
    await end_with(manager, text, keyboard([card]))


async def _play(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
    """Below the review, which then follows them."""
    if callback.bot is not None:
        await play(here(manager), callback.bot, client_of(manager))
        manager.show_mode = ShowMode.SEND


def review_window() -> Window:
    fields = Select(Item(), id="f", item_id_getter=item_id, items="items", on_click=_edit)
    return Window(
        Format("{text}"),
        Button(Tr("lead-submit"), id="submit", on_click=_submit, when="ready"),
        Button(Tr("lead-leave"), id="leave", on_click=_leave, when="unready"),
        Group(fields, width=3),
        Button(Format("{voices}"), id="voices", on_click=_play, when="voices"),
        cancel_form(),
        only_buttons(),
        state=FillLead.review,
        getter=_review,
    )


__all__ = ["review_window", "submitted_text"]
