"""The way in: /start, with or without an invite. Whoever else isn't a member was refused before."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import CommandObject, CommandStart
from aiogram.types import Message
from aiogram_dialog import DialogManager

from handlers.company import go_home
from handlers.feature import Feature
from handlers.here import here, look_again
from handlers.roles import role_names
from locales import Html
from sales.actions.join import AcceptInvite, ClaimOwner, Entry, Joined, accept_invite, claim_owner
from sales.actions.people import actor_of
from sales.errors import NotAllowed
from sales.people import Permission


async def start(message: Message, command: CommandObject, dialog_manager: DialogManager) -> None:
    it = here(dialog_manager)
    if message.from_user is None:
        return
    if command.args:
        await _by_invite(message, dialog_manager, command.args)
    elif message.from_user.id == it.owner_id and not it.may(Permission.SET_UP_COMPANY):
        await _named_owner(message, dialog_manager)
    elif it.someone is not None:
        await go_home(dialog_manager)


async def _by_invite(message: Message, manager: DialogManager, token: str) -> None:
    it = here(manager)
    if message.from_user is None:
        return
    form = AcceptInvite(message.from_user.id, message.from_user.full_name, token)
    joined = await it.desk.admit(accept_invite, form, key=_key(message), now=it.now)
    if joined.entry is Entry.REFUSED:
        await message.answer(it.words("error-bad-invite", reason=str(joined.fault)))
        return
    await _welcome(message, manager, joined)


async def _named_owner(message: Message, manager: DialogManager) -> None:
    """The operator's settings name this person; once there is an owner, they say nothing any more."""
    it = here(manager)
    if message.from_user is None:
        return
    form = ClaimOwner(message.from_user.id, message.from_user.full_name)
    try:
        joined = await it.desk.admit(claim_owner, form, key=_key(message), now=it.now)
    except NotAllowed:
        if it.someone is None:
            await message.answer(it.words("error-stranger"))
        else:
            await go_home(manager)
        return
    await _welcome(message, manager, joined)


async def _welcome(message: Message, manager: DialogManager, joined: Joined) -> None:
    """From here on the update is a member's."""
    someone = await here(manager).desk.look(actor_of, message.chat.id)
    it = look_again(manager, someone)
    roles = Html(role_names(it.words, joined.roles))
    await message.answer(it.words(f"join-{joined.entry}", name=it.actor.name, roles=roles))
    await go_home(manager, first=True)


def _key(message: Message) -> str:
    """One per message: the same link pressed again is a new question, a replayed update is not."""
    return f"{message.chat.id}.{message.message_id}"


def build() -> list[Router]:
    router = Router(name="start")
    router.message.register(start, CommandStart(), F.chat.type == ChatType.PRIVATE)
    return [router]


FEATURE = Feature("join", build)
