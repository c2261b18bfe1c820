"""/import: a base brought along in a table. The file is read and shown, its unknown people and stages are explained,
one press makes it true, and another one takes it back within a day."""

from __future__ import annotations

from typing import Any

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.enums import ChatType
from aiogram.fsm.state import State
from aiogram.types import BufferedInputFile, CallbackQuery, Message
from aiogram_dialog import Dialog, DialogManager, ShowMode, StartMode, Window
from aiogram_dialog.widgets.input import MessageInput
from aiogram_dialog.widgets.kbd import Button, Column, Group, Row, ScrollingGroup, Select, SwitchTo
from aiogram_dialog.widgets.text import Format

from handlers.feature import Feature
from handlers.forms import FormStates, form_is_open, open_form, state_named
from handlers.here import Here, getter, here
from handlers.import_done import done_keys, send_refused, told, undo_router
from handlers.import_file import is_table, take_file
from handlers.import_words import done_text, order_preview_text, preview_text, question_text, template
from handlers.live import cancel_form, end_with, label
from handlers.menu import back_to_menu, leading_to, way_back
from handlers.typed import only_buttons, started
from handlers.widgets import Item, Tr, item_id, next_key, with_nonce
from sales.actions.import_views import (
    count_unknown,
    done_import,
    next_unknown,
    owner_choices,
    preview,
    recent_imports,
)
from sales.actions.imports import DropImport, Explain, RunImport, drop_import, explain, run_import
from sales.actions.order_imports import order_preview, run_order_import
from sales.importing import LARGEST_FILE, Asked, ImportWhat, Stage, Unknown
from sales.notices import NoticeKind
from sales.people import Permission

PAGE = 6


class ImportClients(FormStates):
    """`review` and `explain` are started with `import`."""

    file = State()
    review = State()
    explain = State()


async def open_import(manager: DialogManager, then: State | None = None) -> None:
    await open_form(manager, ImportClients.file, leading_to(then))


async def _sent(message: Message, dialog_manager: DialogManager) -> None:
    """A table is taken whenever nothing else is half done; in the middle of another form it is that form's."""
    it, document = here(dialog_manager), message.document
    busy = form_is_open(dialog_manager) and dialog_manager.current_context().state.group is not ImportClients
    if document is None or busy or not is_table(document) or not it.may(Permission.IMPORT_CLIENTS):
        raise SkipHandler
    what = _what(dialog_manager)
    import_id = await take_file(it, message, document, what)
    if import_id is not None:
        begun = with_nonce({"import": import_id, "what": what.value, **way_back(dialog_manager)})
        await dialog_manager.start(
            ImportClients.review, data=begun, mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND
        )


def _what(manager: DialogManager) -> ImportWhat:
    """What the file holds, as its person has said; a table that comes by itself is a base of clients."""
    if not manager.has_context() or manager.current_context().state.group is not ImportClients:
        return ImportWhat.CLIENTS
    return ImportWhat(manager.dialog_data.get("what") or started(manager).get("what") or ImportWhat.CLIENTS)


def _import_id(manager: DialogManager) -> int:
    return int(started(manager)["import"])


@getter
async def _file(it: Here, manager: DialogManager) -> dict[str, Any]:
    recent, what = await it.ask(recent_imports, it.now), _what(manager)
    items = [(one.import_id, label(it.words("import-recent", file=one.file_name))) for one in recent]
    texts = {one: it.words(f"import-what-{one.value}") for one in ImportWhat}
    kinds = [(one.value, label(it.words("chosen", text=text) if one is what else text)) for one, text in texts.items()]
    asked = "import-ask-orders" if what is ImportWhat.ORDERS else "import-ask"
    return {"items": items, "kinds": kinds, "asked": asked, "t": {"limit": LARGEST_FILE // 1024 // 1024}}


async def _turned(_: CallbackQuery, __: Any, manager: DialogManager, what: str) -> None:
    manager.dialog_data["what"] = what


async def _template(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
    if isinstance(callback.message, Message):
        table, name = template(_what(manager))
        await callback.message.answer_document(BufferedInputFile(table, name))


async def _recent(_: CallbackQuery, __: Any, manager: DialogManager, import_id: str) -> None:
    it = here(manager)
    done = await it.ask(done_import, int(import_id), it.now)
    await end_with(manager, done_text(it, done), done_keys(it, done.import_id))


@getter
async def _review(it: Here, manager: DialogManager) -> dict[str, Any]:
    if _what(manager) is ImportWhat.ORDERS:
        seen = await it.ask(order_preview, _import_id(manager))
        shown = {"ready": seen.tally.made > 0, "asks": False, "refused": seen.tally.refusals > 0}
        return {"text": order_preview_text(it, seen), **shown}
    found = await it.ask(preview, _import_id(manager))
    ready = bool(found.tally.taken) and not found.unknown
    asks = bool(found.tally.taken and found.unknown)
    return {"text": preview_text(it, found), "ready": ready, "asks": asks, "refused": found.tally.refusals > 0}


async def _run(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    it, import_id = here(manager), _import_id(manager)
    run = run_order_import if _what(manager) is ImportWhat.ORDERS else run_import
    done = await it.do(run, RunImport(import_id), str(import_id))
    back = way_back(manager)
    await end_with(manager, done_text(it, done), done_keys(it, done.import_id, refused=done.refused > 0))
    if back:
        await manager.start(state_named(str(back["then"])), mode=StartMode.RESET_STACK, show_mode=ShowMode.SEND)


async def _refused(callback: CallbackQuery, _: Button, manager: DialogManager) -> None:
    await send_refused(here(manager), callback, _import_id(manager))


async def _leave(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    import_id = _import_id(manager)
    await here(manager).do(drop_import, DropImport(import_id), f"leave.{import_id}")
    await back_to_menu(manager)


async def _other_file(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    begun = with_nonce({"what": _what(manager).value, **way_back(manager)})
    await manager.start(ImportClients.file, data=begun, mode=StartMode.RESET_STACK)


async def _begin(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _ask_next(manager)


async def _ask_next(manager: DialogManager) -> None:
    """The question that is open stands in the dialog: a press answers what its person has seen."""
    asked = await here(manager).ask(next_unknown, _import_id(manager))
    if asked is None:
        await manager.switch_to(ImportClients.review)
        return
    manager.dialog_data["asked"] = {"kind": asked.kind.value, "words": asked.words, "rows": asked.rows}
    await manager.switch_to(ImportClients.explain)


def _asked(manager: DialogManager) -> Unknown:
    kept = manager.dialog_data["asked"]
    return Unknown(Asked(kept["kind"]), kept["words"], kept["rows"])


@getter
async def _explain(it: Here, manager: DialogManager) -> dict[str, Any]:
    asked = _asked(manager)
    if asked.kind is Asked.STAGE:
        items = [(f"s{stage.value}", label(it.words(f"import-stage-{stage.value}"))) for stage in Stage]
        return {"text": question_text(it, asked), "items": items, "rest": False}
    people = await it.ask(owner_choices)
    items = [(f"o{one.member_id}", label(it.words("import-me") if one.is_me else one.name)) for one in people]
    more = await it.ask(count_unknown, _import_id(manager), asked.kind)
    rest = more > 1 and any(one.is_me for one in people)
    return {"text": question_text(it, asked), "items": items, "rest": rest}


async def _answered(_: CallbackQuery, __: Any, manager: DialogManager, choice: str) -> None:
    if choice.startswith("s"):
        await _save(manager, stage=Stage(choice[1:]))
    else:
        await _save(manager, owner_id=int(choice[1:]))


async def _all_mine(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _save(manager, owner_id=here(manager).actor.member_id, all_owners=True)


async def _skip(_: CallbackQuery, __: Button, manager: DialogManager) -> None:
    await _save(manager)


async def _save(manager: DialogManager, **meaning: Any) -> None:
    asked = _asked(manager)
    form = Explain(_import_id(manager), asked.kind, asked.words, **meaning)
    await here(manager).do(explain, form, next_key(manager))
    await _ask_next(manager)


async def _need_file(message: Message, _: MessageInput, manager: DialogManager) -> None:
    await message.answer(here(manager).words("import-need-file"))


def _file_window() -> Window:
    recent = Column(Select(Item(), id="r", item_id_getter=item_id, items="items", on_click=_recent))
    kinds = Group(Select(Item(), id="w", item_id_getter=item_id, items="kinds", on_click=_turned), width=2)
    return Window(
        Tr("{asked}"),
        kinds,
        Button(Tr("import-template"), id="template", on_click=_template),
        recent,
        cancel_form(),
        MessageInput(_need_file),
        getter=_file,
        state=ImportClients.file,
    )


def _review_window() -> Window:
    return Window(
        Format("{text}"),
        Button(Tr("import-run"), id="run", on_click=_run, when="ready"),
        Button(Tr("import-explain"), id="explain", on_click=_begin, when="asks"),
        Button(Tr("import-refused"), id="refused", on_click=_refused, when="refused"),
        Row(
            Button(Tr("back"), id="other", on_click=_other_file),
            Button(Tr("cancel"), id="leave", on_click=_leave),
        ),
        only_buttons(),
        getter=_review,
        state=ImportClients.review,
    )


def _explain_window() -> Window:
    choices = Group(Select(Item(), id="c", item_id_getter=item_id, items="items", on_click=_answered), width=2)
    return Window(
        Format("{text}"),
        ScrollingGroup(choices, id="pages", height=PAGE, hide_on_single_page=True),
        Button(Tr("import-all-mine"), id="all", on_click=_all_mine, when="rest"),
        Button(Tr("import-skip"), id="skip", on_click=_skip),
        Row(
            SwitchTo(Tr("back"), id="back", state=ImportClients.review),
            Button(Tr("cancel"), id="leave", on_click=_leave),
        ),
        only_buttons(),
        getter=_explain,
        state=ImportClients.explain,
    )


def build() -> list[Router]:
    files = Router(name="import-files")
    files.message.register(_sent, F.document, F.chat.type == ChatType.PRIVATE)
    return [files, undo_router(), Dialog(_file_window(), _review_window(), _explain_window())]


FEATURE = Feature(
    "import",
    build,
    command="import",
    permission=Permission.IMPORT_CLIENTS,
    open=open_import,
    notices={NoticeKind.IMPORTED: told},
)

__all__ = ["FEATURE"]
