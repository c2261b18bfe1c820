"""A table that was sent: fetched, read by a process of its own, and staged parcel by parcel while its person sees how
far it is. An update that is handled again after a crash goes the same way and finds what is done already done."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from aiogram.exceptions import TelegramBadRequest
from aiogram.types import Document, Message

from handlers.here import Here
from handlers.import_reader import LINE, ORDER, Line, Order
from handlers.refusals import refusal
from handlers.spreadsheets import fault
from sales.actions.imports import (
    BeginImport,
    Begun,
    DropImport,
    FileRead,
    StageRows,
    begin_import,
    drop_import,
    finish_reading,
    stage_rows,
)
from sales.actions.order_imports import StageOrders, stage_orders
from sales.errors import BadFile
from sales.importing import LARGEST_FILE, FileFault, ImportWhat

MEGABYTE = 1024 * 1024
ENDINGS = (".xlsx", ".xlsm", ".xls", ".csv", ".tsv")
ROOT = Path(__file__).parent.parent
#: Seconds: for the way of twenty megabytes; and without a line from the reader, after which it won't come any more.
DOWNLOAD, PATIENCE = 120, 90
#: Bytes of the longest line: a parcel of rows as wide as they may be.
LONGEST_LINE = 64 * MEGABYTE
#: Seconds between two edits of the message that shows how far it is.
EDIT_EVERY = 2.0
#: How many times as long as a parcel took others have the house for themselves before the next one.
BREATH = 3.0


def is_table(document: Document) -> bool:
    return (document.file_name or "").lower().endswith(ENDINGS)


async def take_file(it: Here, message: Message, document: Document, what: ImportWhat) -> int | None:
    """The import that is ready to be looked at; None where the file can't be read, which has been said then."""
    key = f"file.{message.message_id}"
    name = document.file_name or "?"
    begun = await it.do(begin_import, BeginImport(name, what), key)
    progress = _Progress(it, await message.answer(it.words("import-reading", file=name)))
    try:
        with tempfile.TemporaryDirectory(prefix="estafeta-") as home:
            path = Path(home) / "table"
            await _fetch(message, document, path)
            await _stage(it, begun, _order(path, begun, it.now, what), progress)
    except BadFile as bad:
        await it.do(drop_import, DropImport(begun.import_id), key)
        await progress.say(refusal(it, bad))
        return None
    await progress.end()
    return begun.import_id


def _order(path: Path, begun: Begun, now: datetime, what: ImportWhat) -> Order:
    return Order(path, begun.zone, begun.opens, begun.closes, now, what)


async def _fetch(message: Message, document: Document, path: Path) -> None:
    too_big = fault(FileFault.TOO_BIG, LARGEST_FILE // MEGABYTE)
    if (document.file_size or 0) > LARGEST_FILE:
        raise too_big
    if message.bot is None:
        raise LookupError("a message without its bot")
    try:
        await message.bot.download(document.file_id, destination=path, timeout=DOWNLOAD)
    except TelegramBadRequest as refused:
        if "too big" in refused.message:
            raise too_big from refused
        raise


async def _stage(it: Here, begun: Begun, order: Order, progress: _Progress) -> None:
    head, loop = Line(), asyncio.get_running_loop()
    async for line in read(order):
        if not line.read:
            head = line
            continue
        began = loop.time()
        await _put(it, begun.import_id, line)
        await asyncio.sleep(BREATH * (loop.time() - began))
        await progress.show(line.read)
    done = FileRead(begun.import_id, head.columns, head.ignored, head.headings, head.sheet)
    await it.do(finish_reading, done, str(begun.import_id))


async def _put(it: Here, import_id: int, line: Line) -> None:
    key = f"{import_id}.{line.read}"
    if line.orders:
        await it.do(stage_orders, StageOrders(import_id, line.orders), key)
    else:
        await it.do(stage_rows, StageRows(import_id, line.rows), key)


async def read(order: Order) -> AsyncIterator[Line]:
    """What the reader says, line by line; BadFile where it gives up, falls silent or is killed by its own limits. It is
    given nothing of the environment: what it reads comes from outside."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "handlers.import_reader"),
        cwd=ROOT,
        env={"PYTHONPATH": str(ROOT)},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=LONGEST_LINE,
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("a process without its pipes")
    try:
        process.stdin.write(ORDER.dump_json(order))
        process.stdin.write_eof()
        while said := await _said(process.stdout):
            line = LINE.validate_json(said)
            if line.fault is not None:
                raise BadFile(reason=line.fault[0], limit=line.fault[1])
            yield line
        if await process.wait() != 0:
            raise fault(FileFault.TOO_HEAVY)
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()


async def _said(stdout: asyncio.StreamReader) -> bytes:
    try:
        async with asyncio.timeout(PATIENCE):
            return await stdout.readline()
    except TimeoutError:
        raise fault(FileFault.TOO_HEAVY) from None


class _Progress:
    """One message that is edited now and then, and makes place for what comes of it."""

    def __init__(self, it: Here, message: Message) -> None:
        self.it, self.message = it, message
        self._edited_at = asyncio.get_running_loop().time()

    async def show(self, rows: int) -> None:
        now = asyncio.get_running_loop().time()
        if now - self._edited_at >= EDIT_EVERY:
            self._edited_at = now
            await self.say(self.it.words("import-progress", rows=self.it.words.number(rows)))

    async def say(self, text: str) -> None:
        with suppress(TelegramBadRequest):  # deleted by its reader, or says so already
            await self.message.edit_text(text)

    async def end(self) -> None:
        with suppress(TelegramBadRequest):
            await self.message.delete()
