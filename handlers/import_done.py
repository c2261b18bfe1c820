"""Under an import that is done: its refused rows, and the way back within a day; and what is told to those who got
clients by it."""

from __future__ import annotations

from aiogram import Router
from aiogram.filters.callback_data import CallbackData
from aiogram.types import BufferedInputFile, CallbackQuery, InlineKeyboardMarkup, Message
from aiogram_dialog import DialogManager

from handlers.here import Here, here
from handlers.import_words import done_text, refused_file
from handlers.live import edit_live, keyboard
from handlers.notices import Envelope, Outgoing, Sender
from locales import data
from sales.actions.import_views import brought, done_import, refused_rows
from sales.actions.imports import UndoImport, undo_import
from sales.importing import ImportWhat


class ImportPress(CallbackData, prefix="im"):
    """`act`: `undo` asks, `yes` does, `keep` doesn't, `refused` sends the rows."""

    act: str
    id: int


def done_keys(it: Here, import_id: int, *, refused: bool = False) -> InlineKeyboardMarkup:
    rows = [(it.words("import-refused"), ImportPress(act="refused", id=import_id))] if refused else []
    return keyboard(rows, [(it.words("import-undo"), ImportPress(act="undo", id=import_id))])


async def send_refused(it: Here, callback: CallbackQuery, import_id: int) -> None:
    found = await it.ask(refused_rows, import_id)
    if isinstance(callback.message, Message):
        file = BufferedInputFile(refused_file(it, found), data("import")["refused"]["file"])
        await callback.message.answer_document(file, caption=it.words("import-refused-file"))


async def _pressed(callback: CallbackQuery, callback_data: ImportPress, dialog_manager: DialogManager) -> None:
    it, import_id = here(dialog_manager), callback_data.id
    match callback_data.act:
        case "undo":
            await _ask(callback, it, import_id)
        case "yes":
            gone = await it.do(undo_import, UndoImport(import_id), str(import_id))
            facts = {"removed": it.words.number(gone.removed), "kept": it.words.number(gone.kept)}
            undone = "import-orders-undone" if gone.what is ImportWhat.ORDERS else "import-undone"
            await edit_live(callback, it.words(undone, file=gone.file_name, **facts))
        case "refused":
            await send_refused(it, callback, import_id)
        case _:
            done = await it.ask(done_import, import_id, it.now)
            await edit_live(callback, done_text(it, done), done_keys(it, import_id))
    await callback.answer()


async def _ask(callback: CallbackQuery, it: Here, import_id: int) -> None:
    done = await it.ask(done_import, import_id, it.now)
    facts = {"going": it.words.number(done.made - done.kept), "kept": it.words.number(done.kept)}
    keys = keyboard(
        [(it.words("import-undo-yes"), ImportPress(act="yes", id=import_id))],
        [(it.words("import-undo-no"), ImportPress(act="keep", id=import_id))],
    )
    asked = "import-orders-undo-ask" if done.what is ImportWhat.ORDERS else "import-undo-ask"
    await edit_live(callback, it.words(asked, file=done.file_name, **facts), keys)


async def told(sender: Sender, envelope: Envelope) -> Outgoing | None:
    """Nothing where it has been taken back before this could leave."""
    if envelope.reader is None or not await sender.desk.look(brought, envelope.subject):
        return None
    count = envelope.facts.get("count")
    return Outgoing(sender.words("import-brought", count=count if isinstance(count, int) else 0))


def undo_router() -> Router:
    router = Router(name="import-presses")
    router.callback_query.register(_pressed, ImportPress.filter())
    return router
