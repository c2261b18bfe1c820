"""Clients: found by everybody, seen whole by those who carry them, made once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sales.actions.activities import LogAct, log_act
from sales.actions.client_search import FindClients, alike_clients, check_workable, find_clients, recent_clients
from sales.actions.clients import (
    ACTS_SHOWN,
    NewClient,
    add_client,
    client_card,
    client_in_reach,
    parties_of,
    still_theirs,
)
from sales.actions.handoff import give_client
from sales.actions.timeline import timeline
from sales.activities import ActKind, Direction, Outcome
from sales.clients import Client
from sales.company import Team, TeamSettings
from sales.errors import BadInn, BadPhone, Empty, NotAllowed, NotFound, NotYours, TooLong
from sales.handoff import HandoffState
from sales.leads import LeadState
from sales.people import Actor, Role
from sales.ports import NEW, Work
from sales.steps import StepKind, StepPlan
from tests.builders import NOW, Firm
from tests.sales.actions.relay import Relay, minutes


@pytest.fixture
def rep(firm: Firm) -> Actor:
    return firm.actor(Role.LEAD_GENERATOR, name="Елена Орлова")


def logged(work: Work, rep: Actor, client: Client, minute: int) -> None:
    plan = StepPlan(StepKind.CALL, NOW + timedelta(days=1), exact=False)
    log_act(work, rep, LogAct(client.id, ActKind.CALL, Direction.COLD, Outcome.THINKING, plan=plan), minutes(minute))


def elsewhere(work: Work, firm: Firm) -> Client:
    """A client of another team."""
    team = work.companies.add_team(Team(NEW, firm.team.company_id, None, "Юг", TeamSettings()))
    owner = firm.member(Role.HUNTER)
    return work.clients.add(
        Client(NEW, firm.team.company_id, team.id, "Лютик", "лютик", None, None, owner.id, owner.id, NOW)
    )


def test_whoever_makes_a_client_owns_it_and_sees_all(work: Work, rep: Actor) -> None:
    form = NewClient("ООО «Ромашка»", "ромашка", "8 900 000-00-12", "7707083893", "Пётр Ильин")
    made = add_client(work, rep, form, NOW)
    card = client_card(work, rep, made.client_id, NOW)
    assert (card.name, card.owner, card.stage, card.inn) == ("ООО «Ромашка»", "Елена Орлова", "new", "7707083893")
    assert [(one.name, one.phone) for one in card.contacts] == [("Пётр Ильин", "+79000000012")]
    assert card.may_see_all
    assert card.may_log
    assert card.may_submit


def test_a_client_may_be_a_name_alone(work: Work, rep: Actor) -> None:
    card = client_card(work, rep, add_client(work, rep, NewClient("Василёк", ""), NOW).client_id, NOW)
    assert (card.contacts, card.inn) == ((), None)


@pytest.mark.parametrize(
    ("form", "refused"),
    [
        (NewClient("", ""), Empty),
        (NewClient("ы" * 201, "ы"), TooLong),
        (NewClient("Ромашка", "ромашка", phone="12"), BadPhone),
        (NewClient("Ромашка", "ромашка", inn="7701234567"), BadInn),
    ],
)
def test_what_can_not_be_a_client_is_refused(work: Work, rep: Actor, form: NewClient, refused: type[Exception]) -> None:
    with pytest.raises(refused):
        add_client(work, rep, form, NOW)


def test_an_assistant_makes_no_clients(work: Work, firm: Firm) -> None:
    with pytest.raises(NotAllowed):
        add_client(work, firm.actor(Role.ASSISTANT), NewClient("Ромашка", "ромашка"), NOW)


def test_everybody_finds_any_client_but_sees_name_owner_and_stage_only(work: Work, firm: Firm, rep: Actor) -> None:
    client = firm.client(rep, phone="+79000000012")
    logged(work, rep, client, 1)
    other = firm.actor(Role.HUNTER)
    (found,) = find_clients(work, other, FindClients("ромаш"))
    assert (found.name, found.owner, found.stage) == ("ООО «Ромашка»", "Елена Орлова", "new")
    card = client_card(work, other, client.id, NOW)
    assert (card.name, card.owner, card.may_see_all, card.may_log, card.may_submit) == (
        "ООО «Ромашка»",
        "Елена Орлова",
        False,
        False,
        False,
    )
    assert (card.contacts, card.acts, card.steps, card.lead, card.handoff, card.inn) == ((), (), (), None, None, None)
    with pytest.raises(NotYours) as refused:
        timeline(work, other, client.id)
    assert refused.value.facts["who"] == "Елена Орлова"
    with pytest.raises(NotYours):
        check_workable(work, other, client.id)


def test_the_head_sees_and_logs_everything_and_the_analyst_only_sees(work: Work, firm: Firm, rep: Actor) -> None:
    client = firm.client(rep, phone="+79000000012")
    head, analyst = (client_card(work, firm.actor(role), client.id, NOW) for role in (Role.HEAD, Role.ANALYST))
    assert (head.may_see_all, head.may_log, head.may_submit) == (True, True, True)
    assert (analyst.may_see_all, analyst.may_log, analyst.may_submit) == (True, False, False)


def test_clients_are_found_by_name_phone_and_inn(work: Work, rep: Actor) -> None:
    made = add_client(work, rep, NewClient("Ромашка", "ромашка", "+79000000012", "7707083893"), NOW)
    asked = [FindClients("маш"), FindClients("", "+79000000012"), FindClients("", None, "7707083893")]
    assert [find_clients(work, rep, one)[0].client_id for one in asked] == [made.client_id] * 3
    assert find_clients(work, rep, FindClients("", "+79000000099")) == ()


def test_a_stranger_to_the_trade_finds_nothing(work: Work, firm: Firm) -> None:
    with pytest.raises(NotAllowed):
        find_clients(work, firm.actor(Role.OWNER), FindClients("ромашка"))


def test_other_teams_clients_are_not_even_confirmed(work: Work, firm: Firm, rep: Actor) -> None:
    client = elsewhere(work, firm)
    assert find_clients(work, rep, FindClients("лютик")) == ()
    with pytest.raises(NotFound):
        client_in_reach(work, rep, client.id)


def test_look_alikes_come_by_number_first_then_by_name(work: Work, rep: Actor) -> None:
    alike = add_client(work, rep, NewClient("Ромашка Плюс", "ромашка плюс"), NOW).client_id
    same = add_client(work, rep, NewClient("Лютик", "лютик", "+79000000012"), NOW).client_id
    add_client(work, rep, NewClient("Завод", "завод"), NOW)
    found = alike_clients(work, rep, FindClients("ромашка", "+79000000012"))
    assert [one.client_id for one in found] == [same, alike]
    assert [one.client_id for one in alike_clients(work, rep, FindClients("", "+79000000012"))] == [same]


def test_recent_clients_are_those_one_still_carries(work: Work, firm: Firm, rep: Actor) -> None:
    first, second = firm.client(rep, "Лютик", "лютик"), firm.client(rep, "Василёк", "василёк")
    logged(work, rep, first, 1)
    logged(work, rep, second, 2)
    assert [one.name for one in recent_clients(work, rep)] == ["Василёк", "Лютик"]
    give_client(work, second.id, firm.actor(Role.HUNTER).member_id, NOW)
    assert [one.name for one in recent_clients(work, rep)] == ["Лютик"]


def test_the_card_shows_the_last_acts_and_the_history_all(work: Work, firm: Firm, rep: Actor) -> None:
    client = firm.client(rep)
    for minute in range(4):
        logged(work, rep, client, minute)
    card = client_card(work, rep, client.id, NOW)
    assert len(card.acts) == ACTS_SHOWN
    assert (card.acts[0].at, card.acts[0].member) == (minutes(3), "Елена Орлова")
    assert [step.kind for step in card.steps] == [StepKind.CALL]
    assert len(timeline(work, rep, client.id).acts) == 4


def test_the_card_tells_how_far_the_lead_is(relay: Relay) -> None:
    relay.ready()
    card = client_card(relay.work, relay.giver, relay.client.id, NOW)
    assert card.lead is not None
    assert (card.stage, card.lead.answered, card.lead.missing) == ("draft", 4, ())


def test_whoever_is_asked_is_a_party_and_the_card_tells_of_the_hand_over(relay: Relay) -> None:
    done = relay.submitted()
    asked = relay.asked(done.handoff_id)
    assert parties_of(relay.work, relay.client.id) == {relay.giver.member_id, asked.member_id}
    card = client_card(relay.work, asked, relay.client.id, NOW)
    assert card.handoff is not None
    assert (card.stage, card.handoff.state, card.handoff.giver, card.handoff.receiver) == (
        LeadState.OFFERED,
        HandoffState.OFFERED,
        "Елена Орлова",
        "",
    )
    assert card.handoff.asked == (asked.name,)
    assert card.may_see_all
    assert not card.may_submit


def test_after_acceptance_giver_and_receiver_see_it_open(relay: Relay) -> None:
    done = relay.submitted()
    receiver = relay.asked(done.handoff_id)
    relay.accept(done.handoff_id)
    card = client_card(relay.work, relay.giver, relay.client.id, NOW)
    assert card.handoff is not None
    assert (card.owner, card.handoff.receiver, card.handoff.asked) == (receiver.name, receiver.name, ())
    assert parties_of(relay.work, relay.client.id) == {relay.giver.member_id, receiver.member_id}


def test_a_client_is_still_theirs_while_they_carry_it_and_work_here(work: Work, firm: Firm, rep: Actor) -> None:
    client, owner = firm.client(rep), work.people.get(rep.member_id)
    assert still_theirs(work, owner, client)
    assert still_theirs(work, firm.member(Role.HEAD), client)
    assert not still_theirs(work, firm.member(Role.HUNTER), client)
    assert not still_theirs(work, replace(owner, active=False), client)
    assert check_workable(work, rep, client.id).name == "ООО «Ромашка»"
