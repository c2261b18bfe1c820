"""FEATURES: every conversation, in the order of the menu. Routers, commands, menus and notices are derived from it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.filters import Command
from aiogram.types import Message
from aiogram_dialog import Dialog, DialogManager, Window
from aiogram_dialog.widgets.input import MessageInput

from handlers import (
    absence,
    acting,
    alerts,
    announcement,
    asking,
    bind,
    board,
    busy,
    calendar_file,
    calling,
    catalogue,
    client_contacts,
    client_data,
    close,
    company,
    criterion,
    deal,
    deal_end,
    deal_move,
    deal_tell,
    digest,
    handoff,
    handoff_notices,
    import_clients,
    introduction,
    invite,
    join,
    kpi,
    launch,
    lead,
    leaving,
    log_act,
    merging,
    next_step,
    order_change,
    order_form,
    orders,
    own_messages,
    park,
    passed_on,
    passport,
    pick_client,
    pick_time,
    pipeline,
    places,
    plan,
    plan_step,
    proposals,
    queue,
    reassign,
    regular,
    release,
    reminders,
    renewals,
    request_answers,
    request_list,
    requests,
    rules,
    service,
    settings,
    situation,
    stale,
    structure,
    team,
    today,
    touches,
    undo_act,
    upsell,
    voices,
    watch,
    wins,
    withdraw,
)
from handlers.bind import IN_GROUPS, here_privately
from handlers.clients import client_view, find_typed
from handlers.dialog_ids import make_ids_unique
from handlers.feature import Feature
from handlers.forms import FormStates, Resume, resume_dialog
from handlers.here import Here, here
from handlers.menu import allowed, menu_feature
from handlers.notices import Renderer
from handlers.typed import only_buttons
from sales.notices import NoticeKind

#: Whose buttons stand on a client's card.
ON_CARDS: tuple[Feature, ...] = (
    log_act.FEATURE,
    plan_step.FEATURE,
    deal.FEATURE,
    lead.FEATURE,
    passport.FEATURE,
    proposals.FEATURE,
    introduction.FEATURE,
    withdraw.FEATURE,
    close.FEATURE,
    release.FEATURE,
    reassign.FEATURE,
    order_form.FEATURE,
    orders.FEATURE,
    upsell.FEATURE,
    regular.FEATURE,
    client_data.FEATURE,
    merging.FEATURE,
    requests.FEATURE,
)

CONVERSATIONS: tuple[Feature, ...] = (
    *ON_CARDS,
    client_view(ON_CARDS),
    launch.FEATURE,
    plan.FEATURE,
    today.FEATURE,
    pipeline.FEATURE,
    deal_move.FEATURE,
    deal_end.FEATURE,
    deal_tell.FEATURE,
    calling.FEATURE,
    situation.FEATURE,
    watch.FEATURE,
    queue.FEATURE,
    request_list.FEATURE,
    request_answers.FEATURE,
    handoff.FEATURE,
    handoff_notices.FEATURE,
    touches.FEATURE,
    asking.FEATURE,
    announcement.FEATURE,
    park.FEATURE,
    undo_act.FEATURE,
    passed_on.FEATURE,
    voices.FEATURE,
    calendar_file.FEATURE,
    reminders.FEATURE,
    order_change.FEATURE,
    renewals.FEATURE,
    next_step.FEATURE,
    pick_client.FEATURE,
    client_contacts.FEATURE,
    pick_time.FEATURE,
    busy.FEATURE,
    absence.FEATURE,
    kpi.FEATURE,
    digest.FEATURE,
    team.FEATURE,
    acting.FEATURE,
    leaving.FEATURE,
    rules.FEATURE,
    criterion.FEATURE,
    service.FEATURE,
    settings.FEATURE,
    structure.FEATURE,
    catalogue.FEATURE,
    own_messages.FEATURE,
    places.FEATURE,
    board.FEATURE,
    wins.FEATURE,
    join.FEATURE,
    company.FEATURE,
    invite.FEATURE,
    import_clients.FEATURE,
    bind.FEATURE,
    alerts.FEATURE,
)

FEATURES: tuple[Feature, ...] = (menu_feature(CONVERSATIONS), *CONVERSATIONS)

RENDERERS: Mapping[NoticeKind, Renderer] = {
    kind: renderer for feature in FEATURES for kind, renderer in feature.notices.items()
}


def build_routers() -> list[Router]:
    """Commands and buttons under notices first, so that no open step swallows them; then the conversations; then what
    nobody understood."""
    make_ids_unique()
    built = [resume_dialog(), *(router for feature in FEATURES for router in feature.build())]
    dialogs = [_answering(router) for router in built if isinstance(router, Dialog)]
    others = [router for router in built if not isinstance(router, Dialog)]
    return [_commands(), *others, stale.unknown_commands(), *dialogs, stale.build()]


def _answering(dialog: Dialog) -> Dialog:
    """A step that takes no messages says so, whoever has forgotten it; where nothing is being filled in, a typed name
    finds its client."""
    between = not issubclass(dialog.states_group(), FormStates | Resume)
    for window in dialog.windows.values():
        if isinstance(window, Window):
            window.on_message = window.on_message or (_typed_name() if between else only_buttons())
    return dialog


def _typed_name() -> MessageInput:
    async def take(message: Message, _: MessageInput, manager: DialogManager) -> None:
        if not await find_typed(manager, message.text or ""):
            await message.answer(here(manager).words("need-button"))

    return MessageInput(take)


def commands_for(it: Here) -> list[tuple[str, str]]:
    """(command, description) of the person's own menu."""
    names = [str(feature.command) for feature in allowed(FEATURES, it)] + ["help", "cancel"]
    return [(name, str(it.words(f"command-{name}"))) for name in names]


def _commands() -> Router:
    router = Router(name="commands")
    opening = [feature for feature in FEATURES if feature.command and feature.open]
    for feature in opening:
        router.message.register(_opener(feature), Command(str(feature.command)), F.chat.type == ChatType.PRIVATE)
    names = [str(feature.command) for feature in opening if feature.command != requests.BY_REPLY]
    router.message.register(here_privately, Command("start", "help", "cancel", *names), IN_GROUPS)
    return router


def _opener(feature: Feature) -> Callable[[Message, DialogManager], Awaitable[None]]:
    async def open_it(message: Message, dialog_manager: DialogManager) -> None:
        it = here(dialog_manager)
        if feature.open is None or (feature.permission and not it.may(feature.permission)):
            await message.answer(it.words("error-not-allowed"))
            return
        await feature.open(dialog_manager)

    return open_it
