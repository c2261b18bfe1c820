"""An import in words: what would become of the file, what has become of it, and the file of refused rows."""

from __future__ import annotations

import csv
import io

from handlers.here import Here
from handlers.order_words import sums_text
from handlers.spreadsheets import harmless, written
from locales import Html, data
from sales.actions.import_views import DoneImport, Preview, RefusedRow, RefusedRows
from sales.actions.imports import Imported
from sales.actions.order_imports import OrderPreview
from sales.importing import Asked, ImportWhat, Problem, Unknown
from sales.wording import shortened

#: Lines of reasons and questions on the card, and characters of a list in a line.
SHOWN = 3
LISTED = 90


def preview_text(it: Here, found: Preview) -> Html:
    words, tally = it.words, found.tally
    number = words.number
    counts = {"made": number(tally.made), "matched": number(tally.matched)}
    counts |= {"repeats": number(tally.repeats), "refused": number(tally.refusals)}
    lines = [words("import-title", file=found.file_name), words("import-counts", **counts)]
    lines += [words("import-matched")] if tally.matched else []
    lines += [words("import-columns", columns=shortened(", ".join(_columns(it, found)), LISTED))]
    lines += [words("import-ignored", headings=shortened(", ".join(found.ignored), LISTED))] if found.ignored else []
    lines += [words("import-sheet", sheet=found.sheet)] if found.sheet else []
    lines += [words("import-no-phones")] if tally.taken and not tally.phones else []
    lines += [words("import-late", count=number(tally.late))] if tally.late else []
    for kind, count in tally.refused[:SHOWN]:
        lines.append(words("import-refusal", reason=words(f"import-reason-{kind.value}"), count=number(count)))
    lines.append(_last(it, found))
    return Html("\n".join(lines))


def _columns(it: Here, found: Preview | OrderPreview) -> list[str]:
    """Each kind once, in the order of the table."""
    return [it.words(f"import-field-{field}") for field in dict.fromkeys(field for field, _ in found.columns)]


def _last(it: Here, found: Preview) -> Html:
    """What to do."""
    if not found.tally.taken:
        return it.words("import-nothing")
    if found.unknown:
        return it.words("import-questions", count=len(found.unknown))
    return it.words("import-ready")


def question_text(it: Here, asked: Unknown) -> Html:
    said, rows = shortened(asked.words, LISTED), it.words.number(asked.rows)
    if asked.kind is Asked.STAGE:
        return it.words("import-ask-stage", words=said, rows=rows)
    return it.words("import-ask-owner", words=said, rows=rows) if said else it.words("import-ask-nobody", rows=rows)


def order_preview_text(it: Here, found: OrderPreview) -> Html:
    words, tally = it.words, found.tally
    counts = {"made": words.number(tally.made), "repeats": words.number(tally.repeats)}
    counts |= {"refused": words.number(tally.refusals)}
    lines = [words("import-title", file=found.file_name), words("import-orders-counts", **counts)]
    if tally.made:
        sums = sums_text(words, tally.sums)
        lines.append(words("import-orders-sums", clients=words.number(tally.clients), sums=sums))
    lines += [words("import-orders-repeats")] if tally.repeats else []
    lines += [words("import-columns", columns=shortened(", ".join(_columns(it, found)), LISTED))]
    lines += [words("import-ignored", headings=shortened(", ".join(found.ignored), LISTED))] if found.ignored else []
    lines += [words("import-sheet", sheet=found.sheet)] if found.sheet else []
    for kind, count in tally.refused[:SHOWN]:
        lines.append(words("import-refusal", reason=words(f"import-reason-{kind.value}"), count=words.number(count)))
    lines.append(words("import-ready" if tally.made else "import-nothing"))
    return Html("\n".join(lines))


def done_text(it: Here, done: Imported | DoneImport) -> Html:
    number = it.words.number
    facts = {"made": number(done.made), "filled": number(done.filled), "until": it.moment(done.until)}
    orders = done.what is ImportWhat.ORDERS
    return it.words("import-orders-done" if orders else "import-done", file=done.file_name, **facts)


def refused_file(it: Here, found: RefusedRows) -> bytes:
    """The refused rows with their reasons, as a .csv that spreadsheets open: mended, it can be sent again."""
    width = max((len(row.cells) for row in found.rows), default=0)
    headings = [*found.headings, *[""] * (width - len(found.headings))]
    file = io.StringIO(newline="")
    table = csv.writer(file, delimiter=";")
    table.writerow([*data("import")["refused"]["headings"], *map(harmless, headings)])
    for row in found.rows:
        table.writerow([str(row.number), harmless(_reasons(it, row)), *map(harmless, row.cells)])
    return file.getvalue().encode("utf-8-sig")


def _reasons(it: Here, row: RefusedRow) -> str:
    return "; ".join(_reason(it, problem) for problem in row.problems)


def _reason(it: Here, problem: Problem) -> str:
    said = str(it.words(f"import-reason-{problem.kind.value}"))
    return f"{problem.where}: {said}" if problem.where else said


def template(what: ImportWhat) -> tuple[bytes, str]:
    """A table to fill in, and what its file is called."""
    shown = data("import")["order_template" if what is ImportWhat.ORDERS else "template"]
    return written(shown["sheet"], shown["headings"], shown["rows"]), shown["file"]
