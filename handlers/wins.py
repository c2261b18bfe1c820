"""/win: a line of one's own for the places where the team's wins are told."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import FormStates, open_form
from handlers.here import Here, getter, here
from handlers.live import cancel_form, end_with
from handlers.menu import back_to_menu
from handlers.notices import Envelope, Outgoing, Sender
from handlers.quick_line import typed_behind
from handlers.typed import on_text, started
from handlers.widgets import Tr, nonce
from locales import Html
from sales.actions.people import who_is
from sales.actions.wins import LONGEST, Win, post_win, win_places
from sales.clients import in_quotes
from sales.notices import NoticeKind
from sales.people import short_name
from sales.wording import words


class PostWin(FormStates):
    words = State()
    review = State()


async def open_win(manager: DialogManager) -> None:
    """Where nobody wants to hear of wins, that is said at once. A line behind the command is reviewed straight away."""
    it = here(manager)
    if not await it.ask(win_places):
        await end_with(manager, it.words("error-nowhere-to-post"))
        await back_to_menu(manager)
        return
    line = typed_behind(manager)
    if line:
        await open_form(manager, PostWin.review, {"words": words(line, LONGEST)})
    else:
        await open_form(manager, PostWin.words)


async def _said(manager: DialogManager, text: str) -> None:
    manager.dialog_data["words"] = words(text, LONGEST)
    await manager.switch_to(PostWin.review)


def _words(manager: DialogManager) -> str:
    return str(manager.dialog_data.get("words") or started(manager).get("words") or "")


@getter
async def _review(it: Here, manager: DialogManager) -> dict[str, Any]:
    titles = Html(", ".join(in_quotes(title) for title in await it.ask(win_places)))
    post = it.words("win-post", name=short_name(it.actor.name), said=_words(manager))
    return {"text": "\n\n".join([it.words("win-review", places=titles), post])}


async def _post(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it = here(manager)
    await it.do(post_win, Win(_words(manager)), nonce(manager))
    await end_with(manager, it.words("win-posted"))


async def win(sender: Sender, envelope: Envelope) -> Outgoing | None:
    who = await sender.desk.look(who_is, envelope.subject, sender.now)
    return Outgoing(sender.words("win-post", name=short_name(who.name), said=str(envelope.facts["words"])))


def build() -> list[Router]:
    return [
        Dialog(
            Window(Tr("win-ask"), cancel_form(), on_text(_said), state=PostWin.words),
            Window(
                Format("{text}"),
                Button(Tr("win-send"), id="send", on_click=_post),
                cancel_form(),
                on_text(_said),
                getter=_review,
                state=PostWin.review,
            ),
        )
    ]


FEATURE = Feature("wins", build, command="win", open=open_win, in_menu=False, notices={NoticeKind.WIN: win})
