"""The words of other people's tables: headings recognised, cells understood. The words themselves are data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from sales.errors import BadFile
from sales.importing import Field, FileFault, Stage
from sales.leads import Source
from sales.steps import StepKind

#: From this score on (0 to 100) a heading with a typing mistake is the one that was meant; shorter ones must be equal.
ALIKE = 88.0
LONG_ENOUGH = 5
#: Headings stand among the first rows: titles and group lines above them are passed over.
LOOKED_AT = 10


@dataclass(frozen=True, slots=True)
class ImportWords:
    """Phrase -> meaning, phrases as `plain_words` gives them. `kinds`: how a word begins -> the kind of step."""

    headings: Mapping[str, Field]
    stages: Mapping[str, Stage]
    sources: Mapping[str, Source]
    kinds: Mapping[str, StepKind]
    blank: frozenset[str]

    @classmethod
    def from_data(cls, data: Mapping[str, Mapping[str, Sequence[str]]]) -> ImportWords:
        """`data` is the parsed `import.toml`. ValueError for a meaning that the program doesn't know."""
        return cls(
            headings={plain_words(one): Field(name) for name, said in data["headings"].items() for one in said},
            stages={plain_words(one): Stage(name) for name, said in data["stages"].items() for one in said},
            sources={plain_words(one): Source(name) for name, said in data["sources"].items() for one in said},
            kinds={plain_words(one): StepKind(name) for name, said in data["step_kinds"].items() for one in said},
            blank=frozenset(one.casefold() for one in data["blank"]["words"]),
        )


@dataclass(frozen=True, slots=True)
class Headings:
    """`row`: index of the last row of headings; the clients begin below it. `columns`: index -> what it holds, and
    `called` how; `ignored`: headings that nobody needs; `cells`: the whole row of them."""

    row: int
    columns: Mapping[int, Field]
    called: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    cells: tuple[str, ...]


def plain_words(text: str) -> str:
    """Small letters and figures with single spaces, no diaeresis."""
    same = unicodedata.normalize("NFKC", text).casefold().replace("\u0451", "\u0435")
    return " ".join(re.findall(r"[^\W_]+", same))


def names_clients(fields: Collection[Field]) -> bool:
    return Field.NAME in fields


def names_orders(fields: Collection[Field]) -> bool:
    """Whose they are, and for how much."""
    return Field.AMOUNT in fields and bool({Field.NAME, Field.INN} & set(fields))


def find_headings(
    rows: Sequence[Sequence[str]],
    words: ImportWords,
    fits: Callable[[Collection[Field]], bool] = names_clients,
    missing: FileFault = FileFault.NO_HEADINGS,
) -> Headings:
    """The row among the first ones that names the most columns; of a second line of headings right below nothing is
    taken for a row of its own. BadFile (reason `missing`) where no row `fits`."""
    known = [recognise(row, words) for row in rows[:LOOKED_AT]]
    fitting = [index for index, columns in enumerate(known) if fits(columns.values())]
    if not fitting:
        raise BadFile(reason=missing.value, limit=0)
    best = max(fitting, key=lambda index: (len(known[index]), -index))
    last = best
    while last + 1 < len(known) and len(known[last + 1]) > 1:
        last += 1
    cells, columns = rows[best], known[best]
    called = tuple((columns[index].value, cells[index].strip()) for index in sorted(columns))
    ignored = tuple(cell.strip() for index, cell in enumerate(cells) if cell.strip() and index not in columns)
    return Headings(last, columns, called, ignored, tuple(cells))


def recognise(cells: Sequence[str], words: ImportWords) -> dict[int, Field]:
    """Index of a column -> what it holds. Phones may stand in several columns; of the others the best heading wins,
    the leftmost of equals."""
    found: dict[int, Field] = {}
    taken: dict[Field, tuple[float, int]] = {}
    for index, cell in enumerate(cells):
        field, score = _meaning(plain_words(cell), words.headings)
        if field is None:
            continue
        if field is Field.PHONE:
            found[index] = field
        elif score > taken.get(field, (0.0, 0))[0]:
            found.pop(taken.get(field, (0.0, -1))[1], None)
            found[index], taken[field] = field, (score, index)
    return found


def _meaning(said: str, headings: Mapping[str, Field]) -> tuple[Field | None, float]:
    if said in headings:
        return headings[said], 100.0
    if len(said) < LONG_ENOUGH:
        return None, 0.0
    scored = [(fuzz.ratio(said, one), one) for one in headings if len(one) >= LONG_ENOUGH]
    score, one = max(scored, default=(0.0, ""))
    return (headings[one], score) if score >= ALIKE else (None, 0.0)


def step_kind(said: str, kinds: Mapping[str, StepKind]) -> StepKind:
    """By the first word that tells; where none does, a call if nothing is said, else something of its own."""
    for word in plain_words(said).split():
        for begins, kind in kinds.items():
            if word.startswith(begins):
                return kind
    return StepKind.OTHER if said else StepKind.CALL
