"""A base brought along: what a row of somebody's table says about a client, and whether we know that client already.

Nothing that is known is ever overwritten: a row makes a client, adds what a known one lacks, or is refused with a
reason that its person can mend.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sales.leads import LeadState
from sales.steps import StepPlan

#: An import can be taken back for so long; a file that was read waits as long for its «yes».
KEPT = timedelta(days=1)
#: What Telegram gives to a bot, and what a base of a department comes to.
LARGEST_FILE = 20 * 1024 * 1024
MOST_ROWS = 50_000
MOST_COLUMNS = 100


class ImportWhat(StrEnum):
    """What the rows of a file are."""

    CLIENTS = "clients"
    ORDERS = "orders"


class Field(StrEnum):
    """What a column may hold; of a table of orders the second group, beside the client's name and INN."""

    NAME = "name"
    INN = "inn"
    PHONE = "phone"
    CONTACT = "contact"
    POSITION = "position"
    OWNER = "owner"
    STAGE = "stage"
    STEP = "step"
    STEP_AT = "step_at"
    SOURCE = "source"
    NOTE = "note"
    AMOUNT = "amount"
    PRODUCT = "product"
    ORDERED_ON = "ordered_on"
    STATE = "state"
    SIGNED_ON = "signed_on"
    SHIPPED_ON = "shipped_on"
    PAID_ON = "paid_on"
    ENDS_ON = "ends_on"


class Stage(StrEnum):
    """Where the client stands, as far as a table can tell: no lead, a lead in preparation, one put off, one at work,
    one that has ended."""

    NEW = "new"
    DRAFT = "draft"
    PARKED = "parked"
    WORKING = "working"
    CLOSED = "closed"


#: The lead that a client of that stage gets; a new one gets none.
LEAD_OF = {
    Stage.DRAFT: LeadState.DRAFT,
    Stage.PARKED: LeadState.PARKED,
    Stage.WORKING: LeadState.CONTACTED,
    Stage.CLOSED: LeadState.CLOSED,
}


class Fate(StrEnum):
    MADE = "made"
    MATCHED = "matched"  # the client is known: what it lacks is filled in
    REPEAT = "repeat"  # an earlier row of the file is the same client: only its contacts are added
    REFUSED = "refused"


class Refusal(StrEnum):
    """Why a row isn't taken."""

    NO_NAME = "no_name"
    TOO_LONG = "too_long"
    BAD_INN = "bad_inn"
    BAD_PHONE = "bad_phone"
    BAD_DATE = "bad_date"
    NO_RETURN = "no_return"  # put off, and nothing says until when
    FORMULA = "formula"  # its value is whatever the last program left there
    ERROR = "error"  # the table's own error value
    SAME_PHONE = "same_phone"  # another client's phone
    AMBIGUOUS = "ambiguous"  # several clients fit
    FIRST_REFUSED = "first_refused"  # repeats a row that was refused
    SKIPPED = "skipped"  # left out by who imports
    NO_CLIENT = "no_client"  # an order of somebody whom the base doesn't know
    NO_AMOUNT = "no_amount"
    BAD_AMOUNT = "bad_amount"
    OTHER_CURRENCY = "other_currency"  # than its client's
    NO_DAY = "no_day"
    FUTURE_DAY = "future_day"
    BAD_ORDER = "bad_order"  # its days contradict each other
    BAD_STATE = "bad_state"
    CANCELLED = "cancelled"  # by the table's own word


class FileFault(StrEnum):
    """Why a whole file can't be read."""

    TOO_BIG = "too_big"  # Telegram gives no bot more than 20 MB
    TOO_MANY = "too_many"  # more rows than MOST_ROWS
    TOO_HEAVY = "too_heavy"  # unpacked it would take too much memory or time
    LOCKED = "locked"  # a password
    OLD_EXCEL = "old_excel"  # the binary .xls of before 2007
    NO_TABLE = "no_table"  # something else altogether
    BROKEN = "broken"
    NO_HEADINGS = "no_headings"
    NO_ORDER_HEADINGS = "no_order_headings"
    EMPTY = "empty"  # headings and nothing below


@dataclass(frozen=True, slots=True)
class Problem:
    """`where`: the cell's address; for a likeness the client or row that is alike."""

    kind: Refusal
    where: str = ""


@dataclass(frozen=True, slots=True)
class ImportedContact:
    """`phone` in E.164."""

    name: str
    position: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class ImportRow:
    """A row as it was read. `number`: as the table counts, from 1. `stage` None: `stage_words` aren't known, somebody
    has to say what they mean. `step` is missing where nothing is agreed; `rings`: its time is ahead, so there will be a
    reminder. `repeats`: the earlier row with the same client. `cells`: the whole row in words, to be given back where
    it is refused."""

    number: int
    name: str
    key: str
    inn: str | None = None
    source: str | None = None
    contacts: tuple[ImportedContact, ...] = ()
    owner: str = ""
    stage: Stage | None = Stage.NEW
    stage_words: str = ""
    step: StepPlan | None = None
    rings: bool = False
    note: str = ""
    repeats: int | None = None
    problems: tuple[Problem, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Identity:
    """What clients are told apart by: the compared name, the INN, the phones."""

    key: str
    inn: str | None = None
    phones: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody that a row may be: `id` is a client's, or an earlier row's number."""

    id: int
    name: str
    identity: Identity


class ImportState(StrEnum):
    READING = "reading"
    READY = "ready"  # read to the end, waits for a «yes»
    DONE = "done"
    UNDONE = "undone"
    DROPPED = "dropped"  # given up, could not be read, or nobody said yes in time


@dataclass(frozen=True, slots=True)
class Import:
    """One file's way. `columns`: what was recognised and how it was called; `ignored`: headings that nobody needs;
    `headings`: the whole row; `sheet`: which one was read, where there are several. `made`, `filled`, `refused`: counts
    once it is done. `last_client`: the newest client's id when the reading began; whoever came later is looked at again
    before the switch."""

    id: int
    company_id: int
    member_id: int
    file_name: str
    state: ImportState
    created_at: datetime
    last_client: int
    columns: tuple[tuple[str, str], ...] = ()
    ignored: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()
    sheet: str = ""
    done_at: datetime | None = None
    made: int = 0
    filled: int = 0
    refused: int = 0
    what: ImportWhat = ImportWhat.CLIENTS


@dataclass(frozen=True, slots=True)
class Staged:
    """A row with what was decided about it. `client_id`: whom it was matched with; `owner_id` None: nobody knows yet
    whose the client is; `parked_until`: the local day of its next step, where that is ahead."""

    row: ImportRow
    fate: Fate
    client_id: int | None = None
    owner_id: int | None = None
    team_id: int | None = None
    parked_until: date | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Settled:
    """What an import needs to become true. `givers`: members who may carry a lead in preparation; `notice`: by team id,
    how many minutes before a meeting its person is told."""

    at: datetime
    givers: frozenset[int]
    notice: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """Counts: clients made, known ones that got something; or, when it is taken back, clients removed and kept."""

    clients: int
    others: int


@dataclass(frozen=True, slots=True)
class Tally:
    """`refused`: reasons with their counts, the most frequent first. `phones`: contacts with a phone. `late`: next
    steps without a date or with one that has passed."""

    made: int
    matched: int
    repeats: int
    refused: tuple[tuple[Refusal, int], ...]
    phones: int
    late: int

    @property
    def refusals(self) -> int:
        return sum(count for _, count in self.refused)

    @property
    def taken(self) -> int:
        return self.made + self.matched + self.repeats


class Asked(StrEnum):
    OWNER = "owner"
    STAGE = "stage"


@dataclass(frozen=True, slots=True)
class Unknown:
    """Words of the file that somebody has to explain: whose clients these are, what stage that is."""

    kind: Asked
    words: str
    rows: int
