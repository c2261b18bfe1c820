"""The checklist of a team, on real storage."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sales.actions.invite import VALID_FOR, InviteMember, hash_of, invite_member
from sales.actions.launch import CloseLaunch, SkipTask, close_launch, launch, skip_task, wants_launch
from sales.actions.places import BindPlace, UnbindPlace, bind_place, lost_place, unbind_place
from sales.actions.plan import SetPlan, set_plan
from sales.errors import NotAllowed, WrongState
from sales.importing import Import, ImportState
from sales.launch import Task
from sales.people import Actor, Role
from sales.ports import NEW, Work
from tests.builders import NOW, Firm

CHAT = -100500


@pytest.fixture
def head(firm: Firm) -> Actor:
    return firm.actor(Role.HEAD)


def still_open(work: Work, actor: Actor) -> set[Task]:
    return set(Task) - launch(work, actor, NOW).settled


def imported(work: Work, actor: Actor, made: int = 5) -> Import:
    done = Import(NEW, actor.company_id, actor.member_id, "base", ImportState.READING, NOW, last_client=NEW)
    begun = work.imports.add(done)
    done = replace(begun, state=ImportState.DONE, done_at=NOW, made=made)
    assert work.imports.move(done, {ImportState.READING})
    return done


def test_each_line_is_done_by_the_thing_itself(firm: Firm, work: Work, head: Actor) -> None:
    assert still_open(work, head) == set(Task) - {Task.COMPANY}
    bind_place(work, head, BindPlace(CHAT, None, "Продажи"), NOW)
    assert Task.GROUP not in still_open(work, head)
    firm.member(Role.HUNTER)
    assert not {Task.INVITED, Task.JOINED} & still_open(work, head)
    set_plan(work, head, SetPlan(NOW.date(), 40), NOW)
    assert still_open(work, head) == {Task.IMPORT}
    imported(work, head)
    assert still_open(work, head) == set()
    assert launch(work, head, NOW).found.imported == 5
    assert not wants_launch(work, head, NOW)


def test_an_import_taken_back_opens_its_line_again(work: Work, head: Actor) -> None:
    done = imported(work, head)
    work.imports.move(replace(done, state=ImportState.UNDONE), {ImportState.DONE})
    assert Task.IMPORT in still_open(work, head)


def test_a_group_unbound_or_lost_opens_its_line_again(work: Work, head: Actor) -> None:
    bind_place(work, head, BindPlace(CHAT, None, "Продажи"), NOW)
    unbind_place(work, head, UnbindPlace(CHAT), NOW)
    assert Task.GROUP in still_open(work, head)
    bind_place(work, head, BindPlace(CHAT, None, "Продажи"), NOW)
    lost_place(work, CHAT, "kicked", NOW)
    assert Task.GROUP in still_open(work, head)


def test_who_is_invited_is_awaited_until_the_link_is_long_over(work: Work, head: Actor) -> None:
    invite_member(work, head, InviteMember((Role.HUNTER,), hash_of("x")), NOW)
    found = launch(work, head, NOW)
    assert Task.INVITED in found.done and Task.JOINED not in found.done
    assert [(one.roles, one.since, one.expired) for one in found.found.awaited] == [((Role.HUNTER,), NOW, False)]
    (lapsed,) = launch(work, head, NOW + VALID_FOR).found.awaited
    assert lapsed.expired
    assert launch(work, head, NOW + VALID_FOR + timedelta(days=14)).found.awaited == ()


def test_a_plan_and_an_import_can_be_skipped_and_nothing_else(work: Work, head: Actor) -> None:
    for task in (Task.PLAN, Task.IMPORT, Task.PLAN):
        skip_task(work, head, SkipTask(task), NOW)
    assert launch(work, head, NOW).skipped == {Task.PLAN, Task.IMPORT}
    assert work.audit.count("skip_task", head.team_id, NOW - timedelta(days=1)) == 2
    with pytest.raises(WrongState):
        skip_task(work, head, SkipTask(Task.GROUP), NOW)


def test_closed_by_one_head_it_is_offered_to_none(firm: Firm, work: Work, head: Actor) -> None:
    other = firm.actor(Role.HEAD)
    assert wants_launch(work, head, NOW) and wants_launch(work, other, NOW)
    close_launch(work, head, CloseLaunch(), NOW)
    close_launch(work, other, CloseLaunch(), NOW)
    assert not wants_launch(work, head, NOW) and not wants_launch(work, other, NOW)
    assert launch(work, other, NOW).closed
    assert work.audit.count("close_launch", head.team_id, NOW - timedelta(days=1)) == 1


def test_it_is_no_business_of_a_seller(firm: Firm, work: Work) -> None:
    seller = firm.actor(Role.HUNTER)
    assert not wants_launch(work, seller, NOW)
    with pytest.raises(NotAllowed):
        launch(work, seller, NOW)
    with pytest.raises(NotAllowed):
        skip_task(work, seller, SkipTask(Task.PLAN), NOW)
    with pytest.raises(NotAllowed):
        close_launch(work, seller, CloseLaunch(), NOW)
