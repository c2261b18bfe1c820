"""/team: who is here, in which roles; changing them, and parting."""

from __future__ import annotations

from typing import Any

from aiogram import Router
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import CallbackQuery
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.kbd import Button, Column, Row, ScrollingGroup, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.absence import open_absence
from handlers.acting import open_acting, period
from handlers.feature import Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here, look_again
from handlers.invite import open_invite, open_invite_list
from handlers.leaving import open_leaving
from handlers.live import cancel_form, label
from handlers.menu import to_menu
from handlers.reassign import open_reassign
from handlers.roles import chosen_roles, role_items, role_names, role_switches
from handlers.typed import only_buttons
from handlers.widgets import Item, Tr, item_id, next_key, nonce
from locales import Html
from sales.actions.acting import acting_now
from sales.actions.people import (
    ChangeRoles,
    Deactivate,
    Holdings,
    MemberCard,
    MemberLine,
    actor_of,
    change_roles,
    deactivate,
    member_card,
    team_list,
)
from sales.actions.reassign_views import Scope
from sales.errors import NotFound
from sales.people import Permission, Role, permissions_of

PAGE = 8


class Team(StatesGroup):
    list = State()
    one = State()
    roles = State()
    part = State()


async def open_team(manager: DialogManager) -> None:
    await open_form(manager, Team.list)


def marks(it: Here, line: MemberLine) -> list[Html]:
    """What others should know of the person now."""
    found = []
    if line.absent and line.away_until is not None:
        substitute = line.substitute or it.words("absence-no-substitute")
        found.append(it.words("member-absent", until=it.moment(line.away_until), substitute=substitute))
    elif line.away_until is not None:
        found.append(it.words("member-away", until=it.moment(line.away_until)))
    if line.unreachable is not None:
        found.append(it.words("member-unreachable", why=it.words(f"undelivered-{line.unreachable}")))
    return found


@getter
async def _list(it: Here, manager: DialogManager) -> dict[str, Any]:
    """The text tells of those on the page that the buttons show."""
    team = await it.ask(team_list, it.now)
    pages = manager.find("pages")
    page = await pages.get_page() if pages else 0
    shown = team.members[page * PAGE : (page + 1) * PAGE]
    lines = [it.words("team-title", team=team.team, count=len(team.members))]
    acting = await it.ask(acting_now)
    lines += [period(it.words, acting, it.zone, it.now)] if acting else []
    for one in shown:
        parts = [it.words("team-line", name=one.name, roles=Html(role_names(it.words, one.roles))), *marks(it, one)]
        lines.append(Html(" · ".join(parts)))
    return {
        "text": "\n".join(lines),
        "items": [(one.id, label(one.name)) for one in team.members],
        "t": {"count": team.open_invites},
        "invites": team.open_invites > 0,
        "names_acting": it.may(Permission.NAME_ACTING),
    }


async def _open_one(_: CallbackQuery, __: Any, manager: DialogManager, member_id: str) -> None:
    manager.dialog_data["member"] = int(member_id)
    await manager.switch_to(Team.one)


async def _card(it: Here, manager: DialogManager) -> MemberCard:
    return await it.ask(member_card, int(manager.dialog_data["member"]), it.now)


@getter
async def _one(it: Here, manager: DialogManager) -> dict[str, Any]:
    try:
        card = await _card(it, manager)
    except NotFound:
        return {"text": it.words("member-gone")}
    line = card.member
    text = [it.words("member-card", name=line.name, roles=Html(role_names(it.words, line.roles))), *marks(it, line)]
    text.append(holds(it, card.holds))
    goes = {"may_part": card.may_remove and not card.must_move, "may_leave": card.may_remove and card.must_move}
    may = {"may_change": bool(card.may_change), "may_rest": Permission.LOG_ACTS in permissions_of(line.roles), **goes}
    return {"text": "\n".join(text), **may, "may_move": it.may(Permission.DIRECT_HANDOVERS)}


def holds(it: Here, held: Holdings) -> Html:
    """What the person has in hand, in one line."""
    parts = [
        it.words(f"holds-{name}", count=count)
        for name, count in (("steps", held.steps), ("handoffs", held.handoffs), ("leads", held.leads))
        if count
    ]
    return it.words("member-holds", what=Html(", ".join(parts))) if parts else it.words("member-holds-nothing")


async def _open_roles(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    held = [role.value for role in (await _card(here(manager), manager)).member.roles]
    manager.dialog_data.update(was=held, roles=held)
    await manager.switch_to(Team.roles)


@getter
async def _roles(it: Here, manager: DialogManager) -> dict[str, Any]:
    card = await _card(it, manager)
    fixed = [role for role in card.member.roles if role not in card.may_change]
    lines = [it.words("member-roles-ask", name=card.member.name)]
    if fixed:
        lines.append(it.words("member-roles-fixed", roles=Html(role_names(it.words, fixed))))
    return {"text": "\n".join(lines), "roles": role_items(it, manager, card.may_change)}


async def _save_roles(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
    it, data = here(manager), manager.dialog_data
    was = tuple(Role(role) for role in data["was"])
    form = ChangeRoles(int(data["member"]), was, chosen_roles(manager))
    await it.do(change_roles, form, next_key(manager))
    if form.member_id == it.actor.member_id:
        look_again(manager, await it.desk.look(actor_of, it.actor.telegram_id))
    await callback.answer(it.words("member-roles-saved"))
    await manager.switch_to(Team.one)


@getter
async def _part(it: Here, manager: DialogManager) -> dict[str, Any]:
    card = await _card(it, manager)
    lines = [it.words("member-part-ask", name=card.member.name), holds(it, card.holds)]
    lines.append(it.words("member-part-then"))
    return {"text": "\n".join(lines)}


async def _confirm_part(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
    it = here(manager)
    member_id = int(manager.dialog_data["member"])
    parted = await it.do(deactivate, Deactivate(member_id), f"{nonce(manager)}.{member_id}")
    await callback.answer(label(it.words("member-parted", name=parted.name)))
    await manager.switch_to(Team.list)


async def _invite(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_invite(manager)


async def _acting(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_acting(manager)


async def _move_clients(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_reassign(manager, Scope.CLIENTS, int(manager.dialog_data["member"]), show_mode=None)


async def _vacation(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_absence(manager, int(manager.dialog_data["member"]))


async def _leaves(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_leaving(manager, int(manager.dialog_data["member"]))


async def _invites(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await open_invite_list(manager)


def _to_card() -> SwitchTo:
    return SwitchTo(Tr("back"), id="card", state=Team.one)


def _list_window() -> Window:
    people = Column(Select(Item(), id="p", item_id_getter=item_id, items="items", on_click=_open_one))
    return Window(
        Format("{text}"),
        ScrollingGroup(people, id="pages", height=PAGE, hide_on_single_page=True),
        Row(
            Button(Tr("team-invite"), id="invite", on_click=_invite),
            Button(Tr("team-invites"), id="invites", on_click=_invites, when="invites"),
            Button(Tr("acting-button"), id="acting", on_click=_acting, when="names_acting"),
        ),
        to_menu(),
        only_buttons(),
        getter=_list,
        state=Team.list,
    )


def build() -> list[Router]:
    one = Window(
        Format("{text}"),
        Button(Tr("member-roles"), id="roles", on_click=_open_roles, when="may_change"),
        Button(Tr("member-move"), id="move", on_click=_move_clients, when="may_move"),
        Button(Tr("member-vacation"), id="vacation", on_click=_vacation, when="may_rest"),
        SwitchTo(Tr("member-part"), id="part", state=Team.part, when="may_part"),
        Button(Tr("member-leaves"), id="leaves", on_click=_leaves, when="may_leave"),
        Row(SwitchTo(Tr("back"), id="back", state=Team.list), to_menu()),
        only_buttons(),
        getter=_one,
        state=Team.one,
    )
    roles = Window(
        Format("{text}"),
        role_switches(),
        Button(Tr("member-roles-save"), id="save", on_click=_save_roles),
        Row(_to_card(), cancel_form()),
        only_buttons(),
        getter=_roles,
        state=Team.roles,
    )
    part = Window(
        Format("{text}"),
        Button(Tr("member-part-confirm"), id="yes", on_click=_confirm_part),
        Row(_to_card(), cancel_form()),
        only_buttons(),
        getter=_part,
        state=Team.part,
    )
    return [Dialog(_list_window(), one, roles, part)]


FEATURE = Feature("team", build, command="team", permission=Permission.MANAGE_PEOPLE, open=open_team)
