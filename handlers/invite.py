"""Inviting: choose roles, get a link to pass on; the links that are still open, renewed or revoked."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery, LinkPreviewOptions, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.kbd import Button, Column, Row, ScrollingGroup, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here
from handlers.live import cancel_form, label
from handlers.menu import back_to_menu, to_menu
from handlers.roles import chosen_roles, role_items, role_names, role_switches
from handlers.typed import only_buttons
from handlers.widgets import Item, Tr, item_id, next_key, with_nonce
from locales import Html
from sales.actions.company import settled
from sales.actions.invite import (
    Invited,
    InviteLine,
    InviteMember,
    RenewInvite,
    RevokeInvite,
    hash_of,
    invite_member,
    new_token,
    open_invites,
    renew_invite,
    revoke_invite,
)
from sales.errors import NotFound
from sales.people import Permission, Role, grantable

PAGE = 6


class Invites(StatesGroup):
    list = State()
    one = State()
    roles = State()


async def open_invite(manager: DialogManager) -> None:
    """On top of what is open: it comes back there."""
    await manager.start(Invites.roles, data=with_nonce(None), mode=StartMode.NORMAL)


async def _open_anew(manager: DialogManager) -> None:
    await open_form(manager, Invites.roles)


async def _leave(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    """Back to whoever opened us; to the menu where nobody did."""
    if len(manager.current_stack().intents) > 1:
        await manager.done()
    else:
        await back_to_menu(manager)


async def open_invite_list(manager: DialogManager) -> None:
    await manager.start(Invites.list, data=with_nonce(None), mode=StartMode.NORMAL)


@getter
async def _roles(it: Here, manager: DialogManager) -> dict[str, Any]:
    return {"roles": role_items(it, manager, grantable(it.actor)), "ready": bool(chosen_roles(manager))}


async def _make(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
    """The link is shown in a message of its own, to be passed on, and is kept nowhere."""
    it, token, roles = here(manager), new_token(), chosen_roles(manager)
    made = await it.do(invite_member, InviteMember(roles, hash_of(token)), next_key(manager))
    if made.token_hash != hash_of(token):  # the update is handled again: its first link is known to nobody here
        made = await it.do(renew_invite, RenewInvite(made.invite_id, hash_of(token)), hash_of(token))
    await _show_link(callback, it, token, made, roles)
    manager.dialog_data["roles"] = []
    await manager.switch_to(Invites.list, show_mode=ShowMode.SEND)


async def _show_link(callback: CallbackQuery, it: Here, token: str, made: Invited, roles: tuple[Role, ...]) -> None:
    if not isinstance(callback.message, Message):
        return
    text = it.words(
        "invite-link",
        company=(await it.ask(settled)).company,
        roles=Html(role_names(it.words, roles)),
        link=Html(f"https://t.me/{it.bot_name}?start={token}"),
        until=it.moment(made.expires_at),
    )
    await callback.message.answer(text, link_preview_options=LinkPreviewOptions(is_disabled=True))


@getter
async def _list(it: Here, _: DialogManager) -> dict[str, Any]:
    lines = await it.ask(open_invites, it.now)
    items = [
        (one.id, label(it.words("invite-line", roles=role_names(it.words, one.roles), **_link(it, one))))
        for one in lines
    ]
    return {"t": {"count": len(lines)}, "items": items}


def _until(it: Here, invite: InviteLine) -> str:
    return it.words.day(invite.expires_at, it.zone, it.now)


def _link(it: Here, invite: InviteLine) -> dict[str, str]:
    return {"until": _until(it, invite), "over": "yes" if invite.expired else "no"}


async def _open_one(_: CallbackQuery, __: Any, manager: DialogManager, invite_id: str) -> None:
    manager.dialog_data["invite"] = int(invite_id)
    await manager.switch_to(Invites.one)


async def _chosen(it: Here, manager: DialogManager) -> InviteLine:
    """Raises NotFound once it was used, revoked or has expired."""
    for one in await it.ask(open_invites, it.now):
        if one.id == manager.dialog_data["invite"]:
            return one
    raise NotFound(what="invite")


@getter
async def _one(it: Here, manager: DialogManager) -> dict[str, Any]:
    try:
        one = await _chosen(it, manager)
    except NotFound:
        return {"text": it.words("invite-over"), "open": False}
    facts = {"roles": Html(role_names(it.words, one.roles)), "name": one.made_by, **_link(it, one)}
    facts["until"] = it.moment(one.expires_at)
    return {"text": it.words("invite-card", **facts), "open": True}


async def _renew(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
    it, token = here(manager), new_token()
    one = await _chosen(it, manager)
    made = await it.do(renew_invite, RenewInvite(one.id, hash_of(token)), hash_of(token))
    await _show_link(callback, it, token, made, one.roles)
    await manager.switch_to(Invites.list, show_mode=ShowMode.SEND)


async def _revoke(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
    invite_id = int(manager.dialog_data["invite"])
    await here(manager).do(revoke_invite, RevokeInvite(invite_id), f"revoke.{invite_id}")
    await callback.answer(here(manager).words("invite-revoked"))
    await manager.switch_to(Invites.list)


def _links() -> ScrollingGroup:
    lines = Column(Select(Item(), id="i", item_id_getter=item_id, items="items", on_click=_open_one))
    return ScrollingGroup(lines, id="pages", height=PAGE, hide_on_single_page=True)


def build() -> list[Router]:
    to_list = SwitchTo(Tr("back"), id="back", state=Invites.list)
    return [
        Dialog(
            Window(
                Tr("invite-list"),
                _links(),
                SwitchTo(Tr("invite-another"), id="more", state=Invites.roles),
                Row(Button(Tr("back"), id="leave", on_click=_leave), to_menu()),
                only_buttons(),
                getter=_list,
                state=Invites.list,
            ),
            Window(
                Format("{text}"),
                Row(
                    Button(Tr("invite-renew"), id="renew", on_click=_renew, when="open"),
                    Button(Tr("invite-revoke"), id="revoke", on_click=_revoke, when="open"),
                ),
                Row(to_list, to_menu()),
                only_buttons(),
                getter=_one,
                state=Invites.one,
            ),
            Window(
                Tr("invite-ask"),
                role_switches(),
                Button(Tr("invite-make"), id="make", on_click=_make, when="ready"),
                Row(to_list, cancel_form()),
                only_buttons(),
                getter=_roles,
                state=Invites.roles,
            ),
        )
    ]


FEATURE = Feature(
    "invite", build, command="invite", permission=Permission.MANAGE_PEOPLE, open=_open_anew, in_menu=False
)

__all__ = ["FEATURE", "open_invite", "open_invite_list"]
