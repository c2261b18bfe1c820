"""What regular clients need from storage: the rules, who has read them, each client's status, the warnings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from sales.regular import ClientStatus, Rule, StatusChange
from sales.watch import Sign, WatchWarning


class Rules(Protocol):
    def get(self, rule_id: int) -> Rule: ...
    def add(self, rule: Rule) -> Rule: ...
    def newest(self, team_id: int, aim: ClientStatus) -> Rule | None:
        """The version in force, be it one without parts; None: there never was any."""
        ...

    def read(self, rule_id: int, member_id: int, now: datetime) -> bool:
        """False where the member has confirmed it before."""
        ...

    def readings(self, rule_id: int) -> Mapping[int, datetime]:
        """By member id."""
        ...


class Statuses(Protocol):
    def get(self, change_id: int) -> StatusChange: ...
    def add(self, change: StatusChange) -> StatusChange: ...
    def link(self, change_id: int, handoff_id: int) -> None:
        """The hand-over that it has led to."""
        ...

    def history(self, client_id: int) -> list[StatusChange]:
        """Newest first: the first one is how it stands."""
        ...

    def of_team(self, team_id: int) -> Mapping[int, StatusChange]:
        """How it stands, by client id; who never had a status isn't among them."""
        ...


class Warnings(Protocol):
    def get(self, warning_id: int) -> WatchWarning: ...
    def add(self, warning: WatchWarning) -> WatchWarning: ...

    def save(self, warning: WatchWarning) -> None: ...
    def of_occasion(self, client_id: int, sign: Sign, occasion: str) -> WatchWarning | None: ...
    def open_of_team(self, team_id: int) -> list[WatchWarning]:
        """Those whose sign isn't known to be gone."""
        ...

    def open_of_client(self, client_id: int) -> list[WatchWarning]: ...
    def contacts(self, team_id: int) -> Mapping[int, datetime]:
        """When each client was last spoken to, by client id; undone acts left out."""
        ...

    def unanswered(self, team_id: int, since: datetime) -> Mapping[int, datetime]:
        """Clients who have written or rung since then, and with whom nobody has done anything after: when first."""
        ...
