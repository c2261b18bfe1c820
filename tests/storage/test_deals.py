"""Deals on every engine: one open per client, what stalls, and the trace that a history is made of."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
import sqlalchemy as sa

from sales.deals import Deal, DealMove, DealStage, LostReason
from sales.people import Role
from sales.ports import NEW, Work
from storage.engine import Storage
from storage.work import open_work
from tests.builders import NOW, Firm, a_firm

DAY = timedelta(days=1)


def a_deal(firm: Firm, stage: DealStage = DealStage.TRIAL, **fields: object) -> Deal:
    owner = firm.member(Role.HUNTER)
    client = firm.client(owner)
    values = {"stage_at": NOW, "opened_at": NOW, **fields}
    return firm.work.deals.add(
        Deal(NEW, client.company_id, client.team_id, client.id, owner.id, stage, **values)  # type: ignore[arg-type]
    )


def walked(work: Work, deal: Deal, *stages: DealStage, undone: bool = False) -> None:
    for number, stage in enumerate(stages):
        at = NOW + number * timedelta(minutes=1)
        last = undone and number == len(stages) - 1
        move = DealMove(NEW, deal.id, deal.owner_id, None, stage, at, reopens=(3, 1), undone_at=NOW if last else None)
        work.deals.add_move(move)


async def test_a_client_has_one_open_deal_whatever_two_do_at_once(storage: Storage) -> None:
    def twice(conn: sa.Connection) -> None:
        firm = a_firm(open_work(conn))
        first = a_deal(firm)
        firm.work.deals.add(
            Deal(NEW, first.company_id, first.team_id, first.client_id, first.owner_id, DealStage.LOST, NOW, NOW)
        )
        firm.work.deals.add(
            Deal(NEW, first.company_id, first.team_id, first.client_id, first.owner_id, DealStage.PARKED, NOW, NOW)
        )

    with pytest.raises(sa.exc.IntegrityError):
        await storage.write(twice)


async def test_a_deal_and_its_moves_come_back_as_they_were_kept(storage: Storage) -> None:
    def kept(conn: sa.Connection) -> tuple[Deal, Deal, list[DealMove]]:
        firm = a_firm(open_work(conn))
        deal = a_deal(
            firm,
            DealStage.PARKED,
            amount=10**14,
            reason=LostReason.PRICE,
            reason_words="ё",
            parked_until=date(2027, 3, 1),
        )
        walked(firm.work, deal, DealStage.TRIAL, DealStage.CONTRACT, undone=True)
        return deal, firm.work.deals.get(deal.id), firm.work.deals.moves(deal.id)

    made, read, moves = await storage.write(kept)
    assert made == read
    assert [(move.end, move.reopens) for move in moves] == [(DealStage.TRIAL, (3, 1))]


async def test_what_stands_at_a_late_stage_is_found_longest_first(storage: Storage) -> None:
    def found(conn: sa.Connection) -> list[DealStage]:
        firm = a_firm(open_work(conn))
        a_deal(firm, DealStage.CONTRACT, stage_at=NOW)
        a_deal(firm, DealStage.PROPOSAL, stage_at=NOW - DAY)
        a_deal(firm, DealStage.MEETING, stage_at=NOW - DAY)
        a_deal(firm, DealStage.WON, stage_at=NOW - DAY, ended_at=NOW - DAY)
        a_deal(firm, DealStage.TRIAL, stage_at=NOW + DAY)
        return [deal.stage for deal in firm.work.deals.stalled(firm.team.id, NOW + DAY)]

    assert await storage.write(found) == [DealStage.PROPOSAL, DealStage.CONTRACT]


async def test_a_history_is_the_furthest_stage_and_the_end(storage: Storage) -> None:
    def told(conn: sa.Connection) -> list[tuple[DealStage, DealStage]]:
        firm = a_firm(open_work(conn))
        won = a_deal(firm, DealStage.WON, ended_at=NOW)
        walked(firm.work, won, DealStage.QUALIFICATION, DealStage.TRIAL, DealStage.PROPOSAL)
        lost = a_deal(firm, DealStage.LOST, ended_at=NOW)
        walked(firm.work, lost, DealStage.QUALIFICATION, DealStage.CONTRACT, undone=True)
        a_deal(firm, DealStage.LOST, ended_at=NOW - 2 * DAY)
        return sorted(firm.work.deals.ends(firm.team.id, NOW - DAY).values())

    assert await storage.write(told) == [
        (DealStage.QUALIFICATION, DealStage.LOST),
        (DealStage.TRIAL, DealStage.WON),
    ]


async def test_the_quicker_of_two_changes_counts(storage: Storage) -> None:
    def changed(conn: sa.Connection) -> tuple[bool, bool]:
        work = a_firm(open_work(conn)).work
        deal = a_deal(Firm(work, work.companies.team(1)))
        return work.deals.save(deal), work.deals.save(deal)

    assert await storage.write(changed) == (True, False)
