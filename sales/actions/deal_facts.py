"""What is told about a deal on its way: product, amount, the day it is expected, whom we are compared with and what
is held against us."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

from sales.actions.deal_moves import DealSet, check_amount, check_day, in_hand, save_deal, told
from sales.deals import DealNote, NoteKind
from sales.people import Actor
from sales.ports import NEW, Work
from sales.wording import a_line, words


@dataclass(frozen=True, slots=True)
class ChangeDeal:
    """What is None stays as it is. `amount`: minor units of the client's currency."""

    deal_id: int
    product: str | None = None
    amount: int | None = None
    expected_on: date | None = None


@dataclass(frozen=True, slots=True)
class AddDealNote:
    deal_id: int
    kind: NoteKind
    words: str


def change_deal(work: Work, actor: Actor, form: ChangeDeal, now: datetime) -> DealSet:
    """Its product, amount and expected day: as often as they change. BadAmount, PastTime."""
    deal, client = in_hand(work, actor, form.deal_id)
    if form.amount is not None:
        check_amount(form.amount)
    if form.expected_on is not None:
        check_day(work, deal, form.expected_on, now, today=True)
    changed = replace(
        deal,
        product=deal.product if form.product is None else a_line(form.product),
        amount=deal.amount if form.amount is None else form.amount,
        currency=deal.currency if form.amount is None else client.currency,
        expected_on=form.expected_on or deal.expected_on,
    )
    save_deal(work, changed)
    facts = {"was": str(deal.amount or ""), "day": deal.expected_on.isoformat() if deal.expected_on else ""}
    work.audit.note(actor.member_id, "change_deal", deal.id, now, client_id=client.id, facts=facts)
    return told(work, changed, work.deals.moves(deal.id)[-1], None)


def note_deal(work: Work, actor: Actor, form: AddDealNote, now: datetime) -> DealSet:
    deal, client = in_hand(work, actor, form.deal_id)
    said = words(form.words)
    work.deals.add_note(DealNote(NEW, deal.id, form.kind, said, actor.member_id, now))
    facts = {"kind": form.kind.value}
    work.audit.note(actor.member_id, "note_deal", deal.id, now, client_id=client.id, facts=facts)
    return told(work, deal, work.deals.moves(deal.id)[-1], None)
