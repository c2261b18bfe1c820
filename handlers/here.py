"""What a click or a getter may use, typed. The only look into aiogram's untyped middleware data."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar
from zoneinfo import ZoneInfo

from aiogram_dialog import DialogManager

from locales import Texts
from sales.errors import NotAllowed
from sales.people import Actor, Permission
from sales.ports import Work

P = ParamSpec("P")
F = TypeVar("F")
R = TypeVar("R")
KEY = "here"


class Desk(Protocol):
    """The one door to the trade: an action is one transaction, a question only reads."""

    async def run(
        self, action: Callable[[Work, Actor, F, datetime], R], actor: Actor, form: F, *, key: str, now: datetime
    ) -> R:
        """Once per (action, actor, key): asked again, the first result is returned and nothing is done."""
        ...

    async def admit(self, action: Callable[[Work, F, datetime], R], form: F, *, key: str, now: datetime) -> R:
        """The same for those who aren't members yet: the first owner, the invited. `key` names the person too."""
        ...

    async def ask(
        self, query: Callable[Concatenate[Work, Actor, P], R], actor: Actor, *args: P.args, **kwargs: P.kwargs
    ) -> R: ...

    async def tick(self, action: Callable[Concatenate[Work, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What the house does by itself: no actor and no receipt."""
        ...

    async def look(self, query: Callable[Concatenate[Work, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """A question of the house itself: who writes, what does a leaving notice say."""
        ...


@dataclass(frozen=True, slots=True)
class Here:
    """Who writes, when, through which desk, in which words. Made anew for each update by `bot.identity`.

    `owner_id`: whom the operator has named as the owner; `default_zone`: where the operator says the team is.
    """

    someone: Actor | None
    desk: Desk
    words: Texts
    now: datetime
    bot_name: str = ""
    owner_id: int | None = None
    default_zone: str = "Europe/Moscow"

    @property
    def actor(self) -> Actor:
        """Raises NotAllowed for a stranger."""
        if self.someone is None:
            raise NotAllowed(permission="member")
        return self.someone

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.actor.zone)

    def may(self, permission: Permission) -> bool:
        return self.someone is not None and self.someone.may(permission)

    async def do(self, action: Callable[[Work, Actor, F, datetime], R], form: F, key: str) -> R:
        """Runs the action once per (action, actor, key), however often it is asked for."""
        return await self.desk.run(action, self.actor, form, key=key, now=self.now)

    async def ask(self, query: Callable[Concatenate[Work, Actor, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        return await self.desk.ask(query, self.actor, *args, **kwargs)

    def moment(self, at: datetime) -> str:
        """In the person's own zone: the day in words, the weekday, the date, the time."""
        return self.words.moment(at, self.zone, self.now)


def here_in(data: Mapping[str, Any]) -> Here:
    found = data[KEY]
    if not isinstance(found, Here):
        raise TypeError("the middleware data holds no Here")
    return found


def here(manager: DialogManager) -> Here:
    return here_in(manager.middleware_data)


def look_again(manager: DialogManager, someone: Actor | None) -> Here:
    """The same update, with the writer as known after an act that let them in or changed their roles."""
    again = replace(here(manager), someone=someone)
    manager.middleware_data[KEY] = again
    return again


Getter = Callable[..., Awaitable[dict[str, Any]]]


def getter(ask: Callable[[Here, DialogManager], Awaitable[dict[str, Any]]]) -> Getter:
    """A window's getter that is given Here and the manager, and nothing untyped."""

    async def call(dialog_manager: DialogManager, **_: object) -> dict[str, Any]:
        return await ask(here(dialog_manager), dialog_manager)

    return call
