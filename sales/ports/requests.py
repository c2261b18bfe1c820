"""What the trade needs from storage for inbound requests; see `sales.ports`."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from sales.handoff import Load
from sales.leads import Source
from sales.requests import AskState, InboundRequest, RequestAsk


class Requests(Protocol):
    def get(self, request_id: int) -> InboundRequest: ...
    def add(self, request: InboundRequest) -> InboundRequest: ...
    def save(self, request: InboundRequest) -> bool:
        """Compare-and-set by `version`, which grows by one."""
        ...

    def open_of_phone(self, team_id: int, phone: str, since: datetime) -> InboundRequest | None: ...
    def of_message(self, chat_id: int, message_id: int) -> InboundRequest | None: ...
    def open_of_team(self, team_id: int, limit: int) -> list[InboundRequest]: ...
    def open_around(self, member_id: int, limit: int) -> list[InboundRequest]:
        """Open ones that the member is asked about, has, or has dropped in."""
        ...

    def held_by(self, member_id: int) -> list[InboundRequest]:
        """Open ones that the member is asked about or has."""
        ...

    def last_sources(self, member_id: int, limit: int) -> list[Source]:
        """Of the last so many requests of the member, each once, the latest first."""
        ...

    def asks(self, request_id: int) -> list[RequestAsk]: ...
    def add_ask(self, ask: RequestAsk) -> RequestAsk: ...
    def answer(self, request_id: int, state: AskState) -> None:
        """Of the question that stands open, if there is one."""
        ...

    def loads(self, team_id: int) -> Mapping[int, Load]:
        """By member id: requests asked or taken and not done, and when last asked."""
        ...

    def duty(self, team_id: int) -> frozenset[int]:
        """Who is on duty; empty: nobody in particular."""
        ...

    def set_duty(self, team_id: int, member_ids: Collection[int]) -> None: ...
