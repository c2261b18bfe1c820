"""What a month is likely to bring: each open deal counts with the chance of its stage.

The chance is the usual one of such a stage until the team has ended enough deals of its own; from then on it is the
share of won ones among those that came at least as far. Which of the two it was is always said.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from sales.deals import LADDER, Deal, DealStage
from sales.plan import month_after

#: Ended deals of the team before its own history is believed more than the usual chances.
ENOUGH = 30
#: How far back an ended deal still says something about the next one.
REMEMBERED = timedelta(days=365)

#: Usual chances by stage, in per cent.
USUAL: Mapping[DealStage, int] = {
    DealStage.QUALIFICATION: 10,
    DealStage.PRESENTATION: 20,
    DealStage.MEETING: 30,
    DealStage.PROPOSAL: 40,
    DealStage.COMPARISON: 50,
    DealStage.TRIAL: 60,
    DealStage.NEGOTIATION: 75,
    DealStage.CONTRACT: 90,
}


class Source(StrEnum):
    """Whose chances are used."""

    USUAL = "usual"
    HISTORY = "history"


@dataclass(frozen=True, slots=True)
class Weights:
    """`chances`: from 0 to 1, never falling along the way. `ended`: how many deals of the team they were, or would
    have to be, made of."""

    source: Source
    ended: int
    chances: Mapping[DealStage, Fraction]

    def percent(self, stage: DealStage) -> int:
        return round(self.chances[stage] * 100)


@dataclass(frozen=True, slots=True)
class Sum:
    """Minor units of one currency. `won`: deals won in the month; `ahead`: open ones expected in it, `weighted` by
    their chances."""

    won: int = 0
    ahead: int = 0
    weighted: int = 0

    @property
    def total(self) -> int:
        return self.won + self.weighted


@dataclass(frozen=True, slots=True)
class Forecast:
    """`month`: its first day. `sums` by currency. Deals that can't be counted stand beside it, by their number: without
    an amount, without an expected day. `late`: those whose day has passed are counted, though it is time to ask."""

    month: date
    weights: Weights
    sums: Mapping[str, Sum] = field(default_factory=dict)
    deals: int = 0
    no_amount: int = 0
    no_day: int = 0
    late: int = 0


def weights(ends: Iterable[tuple[DealStage, DealStage]]) -> Weights:
    """`ends`: of each deal that was won or lost, the furthest stage of the way and the end. A won deal has come all
    the way, whatever it skipped. A stage that no deal has ever come to keeps its usual chance."""
    known = [(DealStage.CONTRACT if end is DealStage.WON else reached, end) for reached, end in ends]
    if len(known) < ENOUGH:
        return Weights(Source.USUAL, len(known), {stage: Fraction(USUAL[stage], 100) for stage in LADDER})
    won = sum(end is DealStage.WON for _, end in known)
    came = {stage: sum(LADDER.index(reached) >= at for reached, _ in known) for at, stage in enumerate(LADDER)}
    chances = {stage: Fraction(won, came[stage]) if came[stage] else Fraction(USUAL[stage], 100) for stage in LADDER}
    return Weights(Source.HISTORY, len(known), chances)


def forecast(deals: Iterable[Deal], won: Iterable[Deal], chances: Weights, today: date) -> Forecast:
    """The month of `today`. `deals`: open ones, parked left out here; `won`: those won in this month. What was expected
    earlier and is still open is expected in this month."""
    month = today.replace(day=1)
    after = month_after(month)
    working = [deal for deal in deals if deal.stage in LADDER]
    due = [deal for deal in working if deal.expected_on is not None and deal.expected_on < after]
    closed = list(won)
    sums: dict[str, Sum] = {}
    for currency in sorted({deal.currency for deal in (*due, *closed) if deal.amount is not None}):
        sums[currency] = _sum(
            [deal for deal in due if deal.currency == currency],
            [deal for deal in closed if deal.currency == currency],
            chances,
        )
    return Forecast(
        month=month,
        weights=chances,
        sums=sums,
        deals=len(due),
        no_amount=sum(deal.amount is None for deal in due),
        no_day=sum(deal.expected_on is None for deal in working),
        late=sum(deal.expected_on is not None and deal.expected_on < today for deal in due),
    )


def _sum(due: Iterable[Deal], won: Iterable[Deal], chances: Weights) -> Sum:
    """The chances are added up exactly and rounded once."""
    ahead = [(deal.amount or 0, chances.chances[deal.stage]) for deal in due]
    weighted = sum((amount * chance for amount, chance in ahead), Fraction(0))
    return Sum(
        won=sum(deal.amount or 0 for deal in won), ahead=sum(amount for amount, _ in ahead), weighted=round(weighted)
    )
