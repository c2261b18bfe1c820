"""My day: steps until tonight, and the hand-overs that wait for me or from me."""

from __future__ import annotations

from datetime import timedelta

from sales.actions.steps import plan_step
from sales.actions.today import Waiting, my_day
from sales.company import Routing
from sales.people import Actor, Role
from sales.ports import Work
from sales.steps import StepKind, StepPlan
from tests.builders import NOW, Firm
from tests.sales.actions.relay import Relay, minutes


def waiting(relay: Relay, actor: Actor) -> list[tuple[Waiting, str]]:
    return [(one.waiting, one.who) for one in my_day(relay.work, actor, NOW).handoffs]


def test_todays_and_overdue_steps_are_shown_and_tomorrows_are_not(work: Work, firm: Firm) -> None:
    rep = firm.actor(Role.HUNTER)
    client = firm.client(rep)
    for hours in (-20, 1, 13, 15):
        plan = StepPlan(StepKind.CALL, NOW + timedelta(hours=hours), exact=True)
        plan_step(work, firm.team, client.id, rep.member_id, plan, NOW)
    steps = my_day(work, rep, NOW).steps
    assert [(one.due_at - NOW, one.overdue) for one in steps] == [
        (timedelta(hours=-20), True),
        (timedelta(hours=1), False),
        (timedelta(hours=13), False),
    ], "23:00 is today, 01:00 is tomorrow"


def test_an_offered_lead_waits_for_the_asked_and_from_the_giver(relay: Relay) -> None:
    done = relay.submitted()
    asked = relay.asked(done.handoff_id)
    assert waiting(relay, asked) == [(Waiting.ANSWER, "Елена Орлова")]
    assert waiting(relay, relay.giver) == [(Waiting.THEIR_ANSWER, asked.name)]
    assert my_day(relay.work, asked, NOW).handoffs[0].until == NOW + timedelta(minutes=30)


def test_an_accepted_lead_waits_for_the_first_contact(relay: Relay) -> None:
    done = relay.submitted()
    receiver = relay.asked(done.handoff_id)
    relay.accept(done.handoff_id, now=minutes(5))
    assert waiting(relay, receiver) == [(Waiting.CONTACT, "Елена Орлова")]
    assert waiting(relay, relay.giver) == [(Waiting.THEIR_CONTACT, receiver.name)]


def test_a_pool_has_no_single_name_and_who_was_asked_before_is_free(relay: Relay) -> None:
    relay.firm.settle(routing=Routing.POOL)
    done = relay.submitted()
    assert waiting(relay, relay.giver) == [(Waiting.THEIR_ANSWER, "")]
    winner, loser = relay.hunters
    relay.accept(done.handoff_id, winner)
    assert waiting(relay, winner) == [(Waiting.CONTACT, "Елена Орлова")]
    assert waiting(relay, loser) == []
