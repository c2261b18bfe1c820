"""What calling lists need from storage; the rest of `sales.ports` in a file of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from sales.activities import Outcome
from sales.calling import CallEntry, CallingList, CallSource, Candidate, EntryState


class Callings(Protocol):
    def get(self, list_id: int) -> CallingList: ...
    def add(self, entity: CallingList, clients: Sequence[int]) -> CallingList:
        """With an entry for each of the clients, in that order."""
        ...

    def save(self, entity: CallingList) -> None: ...
    def open_of(self, member_id: int) -> list[CallingList]: ...
    def entry(self, entry_id: int) -> CallEntry: ...
    def waiting(self, list_id: int) -> list[CallEntry]:
        """In the order of calling."""
        ...

    def move(self, entry: CallEntry, expected: EntryState, round_: int) -> bool:
        """Saves the whole row, only if it still stands in that state and round."""
        ...

    def states(self, list_id: int) -> Mapping[EntryState, int]: ...
    def outcomes(self, list_id: int) -> Mapping[Outcome, int]:
        """Of the calls made from it; undone ones left out."""
        ...

    def candidates(
        self, source: CallSource, member_id: int, teams: Collection[int], until: datetime
    ) -> list[Candidate]:
        """Whom the source offers this member, in the order of calling; `until`: the end of what counts as due."""
        ...
