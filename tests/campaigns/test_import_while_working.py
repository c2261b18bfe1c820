"""People go on working while a base comes in: the bench in small. What is measured is a ratio within one run, and below
the floor nobody feels a difference."""

from __future__ import annotations

from bench.import_while_working import Result, at, measure, report

#: Seconds. An answer within it is quick, whatever the quiet one was; a shared machine has its hiccups.
FLOOR = 0.5
#: Whatever else the machine does in one of them, a base that holds people up holds them up in each.
TRIES = 3


async def test_first_answers_take_at_most_three_times_as_long_while_a_base_comes_in() -> None:
    told = []
    for _ in range(TRIES):
        result = await measure(rows=1000, people=4, quiet=5.0)
        assert len(result.quiet) >= 10 and result.busy
        if _holds(result):
            return
        told.append(report(result))
    raise AssertionError("\n".join(told))


def _holds(result: Result) -> bool:
    return at(result.busy, 95) <= 3 * max(at(result.quiet, 95), FLOOR)
