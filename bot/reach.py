"""Who can be reached, and where: what Telegram tells about blocked bots, deleted groups and groups that move."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sales.actions.people import found_member, lost_member
from sales.actions.places import found_place, lost_place, rebind_chat
from sales.ports import Work
from storage.desk import Desk

_OUT = ("kicked", "left")


class Reach:
    """Keeps at hand whom Telegram refuses, so that a sign of life costs no look-up for everybody else."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.lost: set[int] = set()

    async def load(self) -> None:
        self.lost = await self.desk.look(lost_people)

    async def lost_person(self, member_id: int, telegram_id: int, reason: str, now: datetime) -> None:
        self.lost.add(telegram_id)
        await self.desk.tick(lost_member, member_id, reason, now)

    async def lost_group(self, chat_id: int, reason: str, now: datetime, topic: int | None = None) -> None:
        """`topic`: only that one of its topics."""
        await self.desk.tick(lost_place, chat_id, reason, now, topic)

    async def moved_group(self, old_id: int, new_id: int) -> None:
        await self.desk.tick(rebind_chat, old_id, new_id)

    async def sign_of_life(self, telegram_id: int) -> None:
        """The person writes: our messages arrive again."""
        if telegram_id in self.lost:
            await self.desk.tick(found_member, telegram_id)
            self.lost.discard(telegram_id)

    async def note(self, update: Mapping[str, Any], now: datetime) -> None:
        """What an update says about reach, before anybody handles it."""
        if changed := update.get("my_chat_member"):
            await self._membership(changed, now)
        message = update.get("message") or {}
        if new_id := message.get("migrate_to_chat_id"):
            await self.moved_group(message["chat"]["id"], new_id)
        if old_id := message.get("migrate_from_chat_id"):
            await self.moved_group(old_id, message["chat"]["id"])

    async def _membership(self, changed: Mapping[str, Any], now: datetime) -> None:
        chat, is_out = changed["chat"], changed["new_chat_member"]["status"] in _OUT
        if chat["type"] != "private" and is_out:
            await self.lost_group(chat["id"], "kicked", now)
        elif chat["type"] != "private":
            await self.desk.tick(found_place, chat["id"])
        elif not is_out:
            await self.sign_of_life(chat["id"])
        elif member_id := await self.desk.look(member_id_of, chat["id"]):
            await self.lost_person(member_id, chat["id"], "blocked", now)


def lost_people(work: Work) -> set[int]:
    company = work.companies.only()
    members = work.people.of_company(company.id) if company else []
    return {member.telegram_id for member in members if member.unreachable is not None}


def member_id_of(work: Work, telegram_id: int) -> int | None:
    member = work.people.by_telegram(telegram_id)
    return None if member is None else member.id
