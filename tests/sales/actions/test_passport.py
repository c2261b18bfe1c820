"""The context card of a client, put together from what is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from sales.actions.passport import EXPECTS_FOR, AnswerPoint, answer_point, client_passport, passport_of
from sales.activities import Activity, ActKind, Direction, Outcome
from sales.deals import Deal, DealStage
from sales.errors import Empty, NotFound, NotYours
from sales.leads import Answer, Question, Verdict
from sales.orders import Order
from sales.passport import EventKind, OpenDeal, Point
from sales.people import Actor, Role
from sales.ports import NEW
from sales.regular import ClientStatus, StatusChange, StatusWhy
from sales.steps import Step, StepKind, StepState
from tests.builders import NOW
from tests.sales.actions.relay import TOMORROW, Relay, minutes


def act(relay: Relay, outcome: Outcome, note: str, minute: int, kind: ActKind = ActKind.CALL) -> None:
    client = relay.client
    relay.work.activities.add(
        Activity(
            *(NEW, client.company_id, client.team_id, client.id, relay.giver.member_id),
            *(kind, Direction.COLD, outcome, note, minutes(minute)),
        )
    )


def say(relay: Relay, point: Point, words: str, minute: int = 0, actor: Actor | None = None) -> None:
    answer_point(relay.work, actor or relay.giver, AnswerPoint(relay.client.id, point, words), minutes(minute))


def test_a_stranger_to_everybody_has_an_empty_card_and_a_first_line(relay: Relay) -> None:
    found = passport_of(relay.work, relay.client.id, NOW)
    assert (found.said, found.promises) == ((), ())
    assert [(one.kind, one.who) for one in found.history] == [(EventKind.MADE, "Елена Орлова")]


def test_what_the_lead_told_is_on_the_card_with_the_promise_and_its_day(relay: Relay) -> None:
    relay.submitted()
    found = passport_of(relay.work, relay.client.id, NOW)
    assert found.said == (
        (Point.PAINS, "слова: pains"),
        (Point.FIT, "модуль «Заявки», слова: fit"),
        (Point.DECISION_MAKER, "Пётр Ильин, коммерческий директор"),
        (Point.EXPECTS, "демо на своих данных"),
    )
    assert [(one.kind, one.words, one.at) for one in found.promises] == [("call", "демо", TOMORROW)]


def test_a_question_that_does_not_hold_tells_nothing(relay: Relay) -> None:
    lead_id = relay.ready()
    answer = Answer(Question.PAINS, Verdict.OPEN, "не подтвердилось", relay.giver.member_id, NOW)
    relay.work.leads.put_answer(lead_id, answer)
    assert passport_of(relay.work, relay.client.id, NOW).words(Point.PAINS) == ""


def test_what_the_client_is_to_do_is_no_promise_of_ours(relay: Relay) -> None:
    mine = (NEW, relay.client.team_id, relay.client.id, relay.giver.member_id)
    relay.work.steps.add(Step(*mine, StepKind.WAIT, "ответят", "", TOMORROW, False, StepState.OPEN, NOW))
    relay.work.steps.add(Step(*mine, StepKind.MEETING, "", "Ленина, 5", TOMORROW, True, StepState.OPEN, NOW))
    promises = passport_of(relay.work, relay.client.id, NOW).promises
    assert [(one.kind, one.words) for one in promises] == [("meeting", "Ленина, 5")]


def test_the_last_agreement_in_words_counts(relay: Relay) -> None:
    act(relay, Outcome.AGREED, "скидка 5 % до марта", 1)
    act(relay, Outcome.AGREED, "скидка 7 % до марта", 2)
    act(relay, Outcome.AGREED, "", 3)
    act(relay, Outcome.REFUSED, "дорого", 4)
    assert passport_of(relay.work, relay.client.id, minutes(5)).words(Point.AGREEMENTS) == "скидка 7 % до марта"


def test_the_newest_word_about_a_point_counts_whoever_wrote_it(relay: Relay) -> None:
    say(relay, Point.AGREEMENTS, "отсрочка 14 дней", 1)
    act(relay, Outcome.AGREED, "отсрочка 30 дней", 2)
    assert passport_of(relay.work, relay.client.id, minutes(5)).words(Point.AGREEMENTS) == "отсрочка 30 дней"
    say(relay, Point.AGREEMENTS, "отсрочка 45 дней", 3)
    say(relay, Point.AGREEMENTS, "  отсрочка\t60 дней ", 4)
    assert passport_of(relay.work, relay.client.id, minutes(5)).words(Point.AGREEMENTS) == "отсрочка 60 дней"


def test_what_the_client_waited_for_a_month_ago_is_asked_anew(relay: Relay) -> None:
    relay.submitted()
    last = NOW + EXPECTS_FOR
    assert passport_of(relay.work, relay.client.id, last).words(Point.EXPECTS) == "демо на своих данных"
    later = last + timedelta(seconds=1)
    assert passport_of(relay.work, relay.client.id, later).words(Point.EXPECTS) == ""
    assert passport_of(relay.work, relay.client.id, later).words(Point.PAINS) == "слова: pains"


def test_the_way_tells_of_the_lead_the_acceptance_and_what_was_done(relay: Relay) -> None:
    act(relay, Outcome.THINKING, "думают", -5)
    done = relay.submitted()
    relay.accept(done.handoff_id, now=minutes(7))
    act(relay, Outcome.AGREED, "демо", 8, ActKind.MEETING)
    act(relay, Outcome.NOTED, "любят коротко", 9, ActKind.NOTE)
    way = [
        (one.kind, one.what, one.words, one.who)
        for one in passport_of(relay.work, relay.client.id, minutes(10)).history
    ]
    assert way == [
        (EventKind.CALL, "thinking", "думают", "Елена Орлова"),
        (EventKind.MADE, "", "", "Елена Орлова"),
        (EventKind.LEAD, "accepted", "модуль «Заявки»", "Елена Орлова"),
        (EventKind.HANDED, "lead", "", "Тимур Каримов"),
        (EventKind.MEETING, "agreed", "демо", "Елена Орлова"),
        (EventKind.NOTE, "noted", "любят коротко", "Елена Орлова"),
    ]


def test_only_who_may_see_all_of_the_client_reads_and_writes_its_card(relay: Relay) -> None:
    stranger = relay.hunters[0]
    with pytest.raises(NotYours):
        client_passport(relay.work, stranger, relay.client.id, NOW)
    with pytest.raises(NotYours):
        say(relay, Point.PAINS, "слова", actor=stranger)
    analyst = relay.firm.actor(Role.ANALYST)
    assert client_passport(relay.work, analyst, relay.client.id, NOW).client == "ООО «Ромашка»"
    assert client_passport(relay.work, relay.giver, relay.client.id, NOW).passport.client_id == relay.client.id


def test_another_companys_client_is_not_even_confirmed(relay: Relay) -> None:
    elsewhere = Actor(999, 999, 999, 999, "Чужой", "Europe/Moscow", frozenset({Role.HEAD}), frozenset({999}))
    with pytest.raises(NotFound):
        client_passport(relay.work, elsewhere, relay.client.id, NOW)


def test_nothing_is_no_answer(relay: Relay) -> None:
    with pytest.raises(Empty):
        say(relay, Point.PAINS, " \n ")


def order(relay: Relay, day: date, amount: int, **more: object) -> None:
    client = relay.client
    relay.work.orders.add(
        Order(
            *(NEW, client.company_id, client.team_id, client.id, relay.giver.member_id),
            *("модуль «Заявки»", amount, "RUB", day, day, None, None, NOW),
            **more,  # type: ignore[arg-type]
        )
    )


def test_orders_the_deal_and_the_status_stand_on_the_way(relay: Relay) -> None:
    client, giver = relay.client, relay.giver.member_id
    ids = (NEW, client.company_id, client.team_id, client.id, giver)
    won = Deal(*ids, DealStage.WON, minutes(-600), minutes(-500), "модуль", 120_000_000, ended_at=minutes(-500))
    relay.work.deals.add(won)
    relay.work.deals.add(Deal(*ids, DealStage.TRIAL, minutes(-400), minutes(-300), "поддержка", 40_000_000))
    order(relay, date(2026, 11, 24), 120_000_000)
    order(relay, date(2026, 11, 25), 70_000_000, cancelled_at=NOW)
    change = (NEW, client.team_id, client.id, ClientStatus.REGULAR, StatusWhy.RULE, minutes(5), date(2026, 11, 25))
    relay.work.statuses.add(StatusChange(*change))
    found = passport_of(relay.work, client.id, minutes(10))
    assert found.deal == OpenDeal("trial", "поддержка", 40_000_000, "RUB")
    assert [(one.kind, one.what, one.amount) for one in found.history] == [
        (EventKind.ORDER, "", 120_000_000),
        (EventKind.DEAL, "won", 120_000_000),
        (EventKind.MADE, "", None),
        (EventKind.STATUS, "regular", None),
    ]
