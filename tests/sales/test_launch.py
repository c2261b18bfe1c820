"""What a launch still lacks follows from how things stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

from hypothesis import given
from hypothesis import strategies as st

from sales.launch import SKIPS, Awaited, Found, Mark, Task, checklist
from sales.people import Role
from tests.builders import NOW

EMPTY = Found("", time(9), time(18), (), 1, 0, (), date(2026, 11, 1), None, planned=False, imported=None)
READY = replace(EMPTY, company="Заря", places=("Продажи",), people=4, sellers=2, planned=True, imported=0)
HUNTER = Awaited((Role.HUNTER,), NOW, expired=False)


def test_nothing_is_done_in_an_empty_company_and_all_in_a_ready_one() -> None:
    assert checklist(EMPTY, ()).settled == frozenset()
    assert not checklist(EMPTY, ()).finished
    assert checklist(READY, ()).done == frozenset(Task) and checklist(READY, ()).finished


def test_who_sells_is_invited_by_a_link_that_still_lets_in() -> None:
    assert Task.INVITED in checklist(replace(EMPTY, awaited=(HUNTER,)), ()).done
    for other in (replace(HUNTER, expired=True), replace(HUNTER, roles=(Role.ANALYST,))):
        assert Task.INVITED not in checklist(replace(EMPTY, awaited=(other,)), ()).done


def test_whoever_is_awaited_keeps_the_line_open_a_lapsed_link_too() -> None:
    for one in (HUNTER, replace(HUNTER, expired=True)):
        found = checklist(replace(READY, awaited=(one,)), ())
        assert set(Task) - found.settled == {Task.JOINED}


def test_a_group_that_is_gone_opens_its_line_again() -> None:
    assert set(Task) - checklist(replace(READY, places=()), ()).settled == {Task.GROUP}


@given(st.sets(st.sampled_from(Mark)), st.booleans(), st.sampled_from([None, 0, 7]))
def test_a_skip_counts_only_while_the_thing_itself_is_not_done(
    marks: set[Mark], planned: bool, imported: int | None
) -> None:
    found = checklist(replace(READY, planned=planned, imported=imported), marks)
    assert found.skipped == {task for task, mark in SKIPS.items() if mark in marks} - found.done
    assert found.closed == (Mark.CLOSED in marks)
    assert {Task.PLAN in found.done, Task.IMPORT in found.done} == {planned, imported is not None}
