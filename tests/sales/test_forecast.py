"""The month's forecast: whose chances are used, and what counts with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from sales.deals import LADDER, Deal, DealStage
from sales.forecast import ENOUGH, USUAL, Source, Weights, forecast, weights
from tests.builders import NOW

TODAY = date(2026, 11, 25)
LOST, WON = DealStage.LOST, DealStage.WON
ENDS = st.lists(st.tuples(st.sampled_from(LADDER), st.sampled_from([LOST, WON])), max_size=80)
DEALS = st.lists(
    st.builds(
        Deal,
        *(st.just(1),) * 5,
        st.sampled_from([*LADDER, DealStage.PARKED]),
        st.just(NOW),
        st.just(NOW),
        amount=st.none() | st.integers(1, 10**14),
        currency=st.sampled_from(["RUB", "KZT"]),
        expected_on=st.none() | st.dates(date(2026, 9, 1), date(2027, 2, 1)),
    ),
    max_size=25,
)


def a_deal(stage: DealStage, amount: int | None = 100_00, day: date | None = TODAY, currency: str = "RUB") -> Deal:
    return Deal(1, 1, 1, 1, 1, stage, NOW, NOW, amount=amount, currency=currency, expected_on=day)


def usual() -> Weights:
    return weights([])


def history(*reached: tuple[DealStage, DealStage, int]) -> list[tuple[DealStage, DealStage]]:
    return [(stage, end) for stage, end, times in reached for _ in range(times)]


def test_before_the_team_has_a_history_the_usual_chances_are_used() -> None:
    ends = history((DealStage.TRIAL, LOST, ENOUGH - 1))
    assert weights(ends).source is Source.USUAL
    assert weights(ends).ended == ENOUGH - 1
    assert weights(ends).percent(DealStage.PROPOSAL) == USUAL[DealStage.PROPOSAL]


def test_with_enough_ended_deals_the_share_of_won_ones_counts() -> None:
    """Ten were lost at the proposal, ten at the negotiation, ten were won."""
    ends = history((DealStage.PROPOSAL, LOST, 10), (DealStage.NEGOTIATION, LOST, 10), (DealStage.PRESENTATION, WON, 10))
    own = weights(ends)
    assert (own.source, own.ended) == (Source.HISTORY, 30)
    assert [own.percent(stage) for stage in LADDER] == [33, 33, 33, 33, 50, 50, 50, 100]


def test_a_stage_that_nobody_has_come_to_keeps_its_usual_chance() -> None:
    own = weights(history((DealStage.PROPOSAL, LOST, ENOUGH)))
    assert own.chances[DealStage.PROPOSAL] == 0
    assert own.percent(DealStage.CONTRACT) == USUAL[DealStage.CONTRACT]


@given(ENDS)
def test_chances_are_chances_and_never_fall_along_the_way(ends: Sequence[tuple[DealStage, DealStage]]) -> None:
    made = [weights(ends).chances[stage] for stage in LADDER]
    assert all(0 <= chance <= 1 for chance in made)
    assert made == sorted(made)


def test_open_deals_count_with_their_chance_and_won_ones_whole() -> None:
    made = forecast(
        [a_deal(DealStage.PROPOSAL, 1_000_00), a_deal(DealStage.CONTRACT, 200_00)],
        [a_deal(WON, 500_00)],
        usual(),
        TODAY,
    )
    rub = made.sums["RUB"]
    assert (rub.won, rub.ahead, rub.weighted, rub.total) == (500_00, 1_200_00, 580_00, 1_080_00)
    assert (made.month, made.deals) == (date(2026, 11, 1), 2)


def test_the_month_ends_with_its_last_day_and_takes_along_what_is_late() -> None:
    days = [date(2026, 10, 31), date(2026, 11, 24), date(2026, 11, 30), date(2026, 12, 1)]
    made = forecast([a_deal(DealStage.CONTRACT, 100, day) for day in days], [], usual(), TODAY)
    assert (made.deals, made.late, made.sums["RUB"].ahead) == (3, 2, 300)


def test_what_can_not_be_counted_stands_beside_it() -> None:
    deals = [
        a_deal(DealStage.TRIAL, None),
        a_deal(DealStage.TRIAL, 100, None),
        a_deal(DealStage.TRIAL, None, None),
        a_deal(DealStage.PARKED, 100),
    ]
    made = forecast(deals, [], usual(), TODAY)
    assert (made.no_amount, made.no_day, made.sums) == (1, 2, {})


def test_currencies_are_never_added_up() -> None:
    made = forecast(
        [a_deal(DealStage.CONTRACT, 100), a_deal(DealStage.CONTRACT, 100, currency="KZT")],
        [a_deal(WON, None)],
        usual(),
        TODAY,
    )
    assert {currency: one.weighted for currency, one in made.sums.items()} == {"KZT": 90, "RUB": 90}


@given(DEALS, DEALS, ENDS)
def test_a_forecast_lies_between_what_is_won_and_what_may_come(
    deals: Sequence[Deal], won: Sequence[Deal], ends: Sequence[tuple[DealStage, DealStage]]
) -> None:
    made = forecast(deals, won, weights(ends), TODAY)
    for one in made.sums.values():
        assert one.won <= one.total <= one.won + one.ahead


@given(DEALS, ENDS)
def test_a_deal_that_moves_on_never_makes_the_forecast_smaller(
    deals: Sequence[Deal], ends: Sequence[tuple[DealStage, DealStage]]
) -> None:
    further = [
        replace(one, stage=LADDER[min(LADDER.index(one.stage) + 1, len(LADDER) - 1)]) if one.stage in LADDER else one
        for one in deals
    ]
    before, after = (forecast(these, [], weights(ends), TODAY).sums for these in (deals, further))
    assert all(after[currency].total >= one.total for currency, one in before.items())


@given(DEALS, ENDS)
def test_the_sum_is_rounded_once(deals: Sequence[Deal], ends: Sequence[tuple[DealStage, DealStage]]) -> None:
    chances = weights(ends)
    made = forecast(deals, [], chances, TODAY)
    for currency, one in made.sums.items():
        exact = sum(
            (
                deal.amount * chances.chances[deal.stage]
                for deal in deals
                if deal.currency == currency
                and deal.stage in LADDER
                and deal.amount
                and deal.expected_on
                and deal.expected_on < date(2026, 12, 1)
            ),
            Fraction(0),
        )
        assert abs(one.weighted - exact) <= Fraction(1, 2)


@given(DEALS)
def test_every_open_deal_is_counted_or_named(deals: Sequence[Deal]) -> None:
    made = forecast(deals, [], usual(), TODAY)
    working = [deal for deal in deals if deal.stage in LADDER]
    later = [deal for deal in working if deal.expected_on and deal.expected_on >= date(2026, 12, 1)]
    assert made.deals + made.no_day + len(later) == len(working)
