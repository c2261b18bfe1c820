"""/places: where the team's news go, and which kinds of news each place takes; a new one by Telegram's own chooser."""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.enums import ChatType
from aiogram.exceptions import TelegramAPIError
from aiogram.filters import Filter
from aiogram.fsm.state import State, StatesGroup
from aiogram.types import (
    CallbackQuery,
    ChatAdministratorRights,
    KeyboardButton,
    KeyboardButtonRequestChat,
    Message,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)
from aiogram_dialog import Dialog, DialogManager, ShowMode, Window
from aiogram_dialog.widgets.kbd import Button, Column, Row, ScrollingGroup, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import open_form
from handlers.here import Here, getter, here
from handlers.live import cancel_form, label
from handlers.menu import back_to_menu, leading_to, to_menu, way_back
from handlers.typed import only_buttons
from handlers.widgets import Item, Tr, item_id, next_key
from locales import Html
from sales.actions.places import (
    BindPlace,
    DropPlace,
    PlaceLine,
    TurnNews,
    bind_place,
    drop_place,
    place_line,
    team_places,
    turn_news,
)
from sales.company import News
from sales.errors import NotFound
from sales.people import Permission
from sales.wording import shortened

PAGE = 6
TITLE = 100
#: Which button of the chooser was pressed, as Telegram gives it back.
GROUP, CHANNEL = 1, 2


class Places(StatesGroup):
    list = State()
    one = State()
    part = State()


async def open_places(manager: DialogManager, then: State | None = None) -> None:
    await open_form(manager, Places.list, leading_to(then))


def news_words(it: Here, news: tuple[News, ...]) -> Html:
    """What a place takes, in one line."""
    return Html(", ".join(it.words(f"news-{one.value}") for one in news) or it.words("news-none"))


@getter
async def _list(it: Here, _: DialogManager) -> dict[str, Any]:
    places = await it.ask(team_places)
    lines = [it.words("places-title" if places else "places-empty"), *(_line(it, place) for place in places)]
    return {"text": "\n".join(lines), "items": [(place.id, label(place.title)) for place in places]}


def _line(it: Here, place: PlaceLine) -> Html:
    if place.unreachable is not None:
        return it.words("places-line-lost", title=place.title, why=it.words(f"undelivered-{place.unreachable}"))
    topic = "yes" if place.is_topic else "no"
    return it.words("places-line", title=place.title, topic=topic, news=news_words(it, place.news))


async def _open_one(_: CallbackQuery, __: Any, manager: DialogManager, place_id: str) -> None:
    manager.dialog_data["place"] = int(place_id)
    await manager.switch_to(Places.one)


async def _place(it: Here, manager: DialogManager) -> PlaceLine:
    return await it.ask(place_line, int(manager.dialog_data["place"]))


@getter
async def _one(it: Here, manager: DialogManager) -> dict[str, Any]:
    try:
        place = await _place(it, manager)
    except NotFound:
        return {"text": it.words("place-gone"), "items": [], "is_there": False}
    lines = [it.words("place-one", title=place.title)]
    if place.unreachable is not None:
        lines.append(it.words("place-one-lost", why=it.words(f"undelivered-{place.unreachable}")))
    items = [_switch(it, news, is_on=news in place.news) for news in News]
    return {"text": "\n".join(lines), "items": items, "is_there": True, "t": {"title": place.title}}


def _switch(it: Here, news: News, *, is_on: bool) -> tuple[str, str]:
    """Its id says what a press means, so that a press handled twice means it once."""
    words = it.words("place-on" if is_on else "place-off", news=it.words(f"news-{news.value}"))
    return f"{news.value}.{'off' if is_on else 'on'}", label(words)


async def _turn(_: CallbackQuery, __: Any, manager: DialogManager, wish: str) -> None:
    news, turn = wish.split(".")
    form = TurnNews(int(manager.dialog_data["place"]), News(news), on=turn == "on")
    await here(manager).do(turn_news, form, next_key(manager))


@getter
async def _part(it: Here, manager: DialogManager) -> dict[str, Any]:
    try:
        return {"t": {"title": (await _place(it, manager)).title}}
    except NotFound:
        return {"t": {"title": ""}}


async def _unbind(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    """By its number: the answer is the same however often the press is handled."""
    it, place_id = here(manager), int(manager.dialog_data["place"])
    await it.do(drop_place, DropPlace(place_id), next_key(manager))
    await manager.switch_to(Places.list)


async def _choose_group(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
    wanted = KeyboardButtonRequestChat(request_id=GROUP, chat_is_channel=False, bot_is_member=True, request_title=True)
    await _choose(callback, manager, "places-pick-group", wanted)


async def _choose_channel(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
    rights = _may_post()
    wanted = KeyboardButtonRequestChat(
        request_id=CHANNEL,
        chat_is_channel=True,
        request_title=True,
        bot_administrator_rights=rights,
        user_administrator_rights=rights,
    )
    await _choose(callback, manager, "places-pick-channel", wanted)


def _may_post() -> ChatAdministratorRights:
    """Telegram itself offers to make the bot an admin of the chosen channel, with this much and no more."""
    rights = dict.fromkeys(ChatAdministratorRights.model_fields, False)
    return ChatAdministratorRights.model_validate({**rights, "can_post_messages": True, "can_edit_messages": True})


async def _choose(
    callback: CallbackQuery, manager: DialogManager, text: str, wanted: KeyboardButtonRequestChat
) -> None:
    """Telegram's chooser hangs on a keyboard below the screen; the list stands above it as it was. It is still open
    where it leads back to another view."""
    words = here(manager).words
    rows = [
        [KeyboardButton(text=label(words(text)), request_chat=wanted)],
        [KeyboardButton(text=label(words("places-pick-cancel")))],
    ]
    keyboard = ReplyKeyboardMarkup(keyboard=rows, resize_keyboard=True, one_time_keyboard=True)
    if isinstance(callback.message, Message):
        await callback.message.answer(words("places-add-ask"), reply_markup=keyboard)
    if way_back(manager):
        manager.show_mode = ShowMode.NO_UPDATE
    else:
        await manager.reset_stack(remove_keyboard=True)


async def _chosen(message: Message, dialog_manager: DialogManager) -> None:
    """A word there first: what can't be written to isn't bound."""
    it, shared = here(dialog_manager), message.chat_shared
    if shared is None or message.bot is None:
        return
    title = shortened(shared.title or "", TITLE)
    if not it.may(Permission.BIND_GROUP):
        await message.answer(it.words("place-not-allowed"), reply_markup=ReplyKeyboardRemove())
        return
    try:
        await message.bot.send_chat_action(shared.chat_id, "typing")
    except TelegramAPIError:
        await message.answer(it.words("places-cannot-write", title=title), reply_markup=ReplyKeyboardRemove())
        return
    key = f"{message.chat.id}.{message.message_id}"
    bound = await it.do(bind_place, BindPlace(shared.chat_id, None, title), key)
    said = it.words("places-added", title=title, news=news_words(it, bound.news))
    await message.answer(said, reply_markup=ReplyKeyboardRemove())
    if way_back(dialog_manager):
        await back_to_menu(dialog_manager, ShowMode.SEND)
    else:
        await open_form(dialog_manager, Places.list, show_mode=ShowMode.SEND)


class GivesUpChoosing(Filter):
    """The words of the chooser's other button."""

    async def __call__(self, message: Message, here: Here) -> bool:
        return (message.text or "") == label(here.words("places-pick-cancel"))


async def _not_now(message: Message, dialog_manager: DialogManager) -> None:
    words = here(dialog_manager).words
    await message.answer(words("places-pick-cancelled"), reply_markup=ReplyKeyboardRemove())
    await open_form(dialog_manager, Places.list, way_back(dialog_manager), show_mode=ShowMode.SEND)


def _list_window() -> Window:
    places = Column(Select(Item(), id="p", item_id_getter=item_id, items="items", on_click=_open_one))
    return Window(
        Format("{text}"),
        ScrollingGroup(places, id="pages", height=PAGE, hide_on_single_page=True),
        Row(
            Button(Tr("places-add-group"), id="group", on_click=_choose_group),
            Button(Tr("places-add-channel"), id="channel", on_click=_choose_channel),
        ),
        to_menu(),
        only_buttons(),
        getter=_list,
        state=Places.list,
    )


def build() -> list[Router]:
    router = Router(name="places")
    private = F.chat.type == ChatType.PRIVATE
    router.message.register(_chosen, private, F.chat_shared)
    router.message.register(_not_now, private, F.text, GivesUpChoosing())
    switches = Column(Select(Item(), id="n", item_id_getter=item_id, items="items", on_click=_turn))
    one = Window(
        Format("{text}"),
        switches,
        SwitchTo(Tr("place-unbind"), id="part", state=Places.part, when="is_there"),
        Row(SwitchTo(Tr("back"), id="back", state=Places.list), cancel_form()),
        only_buttons(),
        getter=_one,
        state=Places.one,
    )
    part = Window(
        Tr("place-unbind-ask"),
        Button(Tr("place-unbind-yes"), id="yes", on_click=_unbind),
        Row(SwitchTo(Tr("back"), id="back", state=Places.one), cancel_form()),
        only_buttons(),
        getter=_part,
        state=Places.part,
    )
    return [router, Dialog(_list_window(), one, part)]


FEATURE = Feature("places", build, command="places", permission=Permission.BIND_GROUP, open=open_places, in_menu=False)
