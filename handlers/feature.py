"""What a conversation declares about itself; menus, commands and routers are derived from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from aiogram import Router
from aiogram_dialog import DialogManager

from handlers.here import Here
from handlers.notices import Renderer
from locales import Html
from sales.actions.clients import ClientCard
from sales.notices import NoticeKind
from sales.people import Permission


@dataclass(frozen=True, slots=True)
class CardButton:
    """A button of the client's card, given by another conversation. `text`: message id. `shown`: for this person
    and this view of the client (`sales.actions.clients.ClientCard`). `open` gets the client's id. `asked`: whether it
    is shown, where the view alone doesn't tell. `facts`: the arguments of its text."""

    name: str
    text: str
    shown: Callable[[Here, ClientCard], bool]
    open: Callable[[DialogManager, int], Awaitable[None]]
    asked: Callable[[Here, ClientCard], Awaitable[bool]] | None = None
    facts: Callable[[Here, ClientCard], dict[str, object]] | None = None

    def label(self, it: Here, card: ClientCard) -> Html:
        return it.words(self.text, **(self.facts(it, card) if self.facts else {}))


@dataclass(frozen=True, slots=True)
class Feature:
    """`build` makes its routers anew (a Dialog attaches once). `command` has its description under
    `command-<command>` and its menu button under `menu-<command>`. `permission` None: for every member.
    `open` is what the command and the menu button do. `in_menu`: shown as a button of the menu.
    `wanted`: whether the menu offers it now; None: always.
    `card`: its buttons on a client's card. `notices`: the kinds of notices it gives words to.
    """

    name: str
    build: Callable[[], list[Router]]
    command: str | None = None
    permission: Permission | None = None
    open: Callable[[DialogManager], Awaitable[None]] | None = None
    in_menu: bool = True
    wanted: Callable[[Here], Awaitable[bool]] | None = None
    card: tuple[CardButton, ...] = ()
    notices: Mapping[NoticeKind, Renderer] = field(default_factory=dict)
