"""What imports need from storage, as `sales.ports` has it for everything else."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sales.importing import (
    Changed,
    Fate,
    Identity,
    Import,
    ImportState,
    Known,
    Problem,
    Settled,
    Stage,
    Staged,
    Tally,
    Unknown,
)


class Imports(Protocol):
    """Files on their way into the base. Staged rows are nobody's clients yet."""

    def get(self, import_id: int) -> Import: ...
    def add(self, entity: Import) -> Import:
        """Remembers the newest client there is."""
        ...

    def move(self, entity: Import, expected: Collection[ImportState]) -> bool: ...
    def done_since(self, company_id: int, since: datetime) -> list[Import]:
        """Newest first."""
        ...

    def likely(self, teams: Collection[int], identities: Collection[Identity]) -> list[Known]:
        """Clients that share a name, an INN or a phone with one of them."""
        ...

    def put(self, import_id: int, rows: Sequence[Staged]) -> None:
        """Rows put before under the same numbers are replaced."""
        ...

    def settle_repeats(self, import_id: int) -> None:
        """What repeats a refused row is refused with it."""
        ...

    def tally(self, import_id: int) -> Tally: ...
    def unknown(self, import_id: int) -> list[Unknown]:
        """What nobody has explained yet: owners first, the most frequent first."""
        ...

    def settle_owner(self, import_id: int, words: str, owner_id: int, team_id: int) -> None: ...
    def settle_stage(self, import_id: int, words: str, stage: Stage) -> None: ...
    def skip(self, import_id: int, unknown: Unknown) -> None: ...
    def clashes(self, import_id: int, teams: Collection[int], after: int) -> list[tuple[int, Identity]]:
        """Rows about to become clients that share a sign with a client whose id is above `after`."""
        ...

    def judge(
        self, import_id: int, number: int, fate: Fate, client_id: int | None, problems: Sequence[Problem]
    ) -> None: ...
    def refused(self, import_id: int) -> list[tuple[int, tuple[Problem, ...], tuple[str, ...]]]:
        """Number, reasons, the row in words."""
        ...

    def go_live(self, entity: Import, settled: Settled) -> Changed:
        """All staged rows become the base's own, within this transaction."""
        ...

    def owners(self, import_id: int) -> Mapping[int, int]:
        """How many clients each has got, by member id."""
        ...

    def kept(self, entity: Import) -> int:
        """How many of the made clients somebody has touched since."""
        ...

    def take_back(self, entity: Import) -> Changed: ...
    def drop_old(self, before: datetime) -> int:
        """Those that wait for a «yes» since then or longer."""
        ...

    def forget(self, before: datetime, limit: int) -> int:
        """Staged rows of an import that are of no more use: of done ones those done by then. Gives their number."""
        ...
