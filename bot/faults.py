"""What went wrong and can't be mended by itself, told to those who can."""

from __future__ import annotations

import secrets
import time

import structlog

from sales.actions.people import heads_of, owners_of
from sales.notices import Notice, NoticeKind
from sales.ports import Work
from storage.desk import Desk
from storage.outbox import Parcel

log = structlog.get_logger(__name__)

#: Seconds in which the same kind of fault is told to the owners once; the log has each of them.
ONCE_IN = 600.0
#: A notice about a notice that can't be delivered would never end.
UNTOLD = frozenset({NoticeKind.UNDELIVERED, NoticeKind.FAULT})


class Faults:
    """Gives every fault a reference number that a person can read out and an operator can find in the log."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._told_at: dict[str, float] = {}

    async def report(self, error: BaseException | None, subject: int = 0, *, what: str = "fault") -> str:
        """`subject`: the update it happened in. Never raises: it is called where something has failed already."""
        reference = secrets.token_hex(3).upper()
        log.error(what, reference=reference, update_id=subject, exc_info=error)
        kind = f"{what} {type(error).__name__}"
        if time.monotonic() - self._told_at.get(kind, -ONCE_IN) >= ONCE_IN:
            self._told_at[kind] = time.monotonic()
            try:
                await self.desk.tick(tell_owners, subject, reference)
            except Exception:
                log.exception("the owners could not be told", reference=reference)
        return reference

    async def failed_chore(self, error: Exception) -> None:
        await self.report(error, what="a chore of the clock failed")


def tell_owners(work: Work, subject: int, reference: str) -> None:
    company = work.companies.only()
    for owner in owners_of(work, company.id) if company else []:
        work.outbox.tell(owner.id, Notice(NoticeKind.FAULT, subject, {"reference": reference}))


def tell_heads(work: Work, parcel: Parcel, reason: str) -> None:
    """A message that was given up for its own sake: its recipient can be reached."""
    if parcel.kind in UNTOLD:
        return
    if parcel.place_id is not None:
        team_id, what, subject = work.places.get(parcel.place_id).team_id, "place", parcel.place_id
    else:
        subject = parcel.member_id or 0
        team_id, what = work.people.get(subject).team_id, "member"
    facts = {"what": what, "reason": reason, "kind": parcel.kind.value}
    for head in heads_of(work, team_id):
        if head.id != parcel.member_id:
            work.outbox.tell(head.id, Notice(NoticeKind.UNDELIVERED, subject, facts))
