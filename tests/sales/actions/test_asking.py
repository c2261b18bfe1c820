"""A head asks, a person answers with one tap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sales.actions.asking import AnswerInquiry, Ask, answer_inquiry, ask_member, inquiry_view
from sales.errors import Empty, NotAllowed, NotFound, NotYours, Overtaken, TooLong
from sales.inquiry import Reply
from sales.notices import NoticeKind
from tests.builders import NOW
from tests.sales.actions.relay import Relay, minutes


def ask(relay: Relay, words: str = "Когда ответите?") -> int:
    form = Ask(relay.hunters[0].member_id, relay.client.id, words)
    return ask_member(relay.work, relay.head, form, NOW).inquiry_id


def test_the_question_reaches_the_person_and_the_answer_the_head(relay: Relay) -> None:
    inquiry_id = ask(relay)
    assert relay.told(NoticeKind.INQUIRY) == [relay.hunters[0].member_id]
    view = answer_inquiry(relay.work, relay.hunters[0], AnswerInquiry(inquiry_id, Reply.HELP), minutes(2))
    assert (view.asker, view.member, view.client) == ("Ольга Павлова", "Тимур Каримов", "ООО «Ромашка»")
    assert relay.told(NoticeKind.INQUIRY_REPLY) == [relay.head.member_id]


def test_busy_until_holds_for_everybody(relay: Relay) -> None:
    form = AnswerInquiry(ask(relay), Reply.BUSY, minutes(90))
    answer_inquiry(relay.work, relay.hunters[0], form, minutes(2))
    assert relay.work.people.get(relay.hunters[0].member_id).away_until == minutes(90)


def test_an_answer_counts_once_and_only_from_the_asked_one(relay: Relay) -> None:
    inquiry_id = ask(relay)
    with pytest.raises(NotYours):
        answer_inquiry(relay.work, relay.hunters[1], AnswerInquiry(inquiry_id, Reply.NOW), NOW)
    answer_inquiry(relay.work, relay.hunters[0], AnswerInquiry(inquiry_id, Reply.NOW, minutes(60)), NOW)
    assert inquiry_view(relay.work, inquiry_id).inquiry.busy_until is None
    with pytest.raises(Overtaken):
        answer_inquiry(relay.work, relay.hunters[0], AnswerInquiry(inquiry_id, Reply.HELP), NOW)


def test_only_who_directs_asks_and_only_people_and_clients_in_reach(relay: Relay) -> None:
    form = Ask(relay.hunters[0].member_id, relay.client.id, "Когда ответите?")
    with pytest.raises(NotAllowed):
        ask_member(relay.work, relay.giver, form, NOW)
    with pytest.raises(NotYours):
        ask_member(relay.work, replace(relay.head, reach=frozenset({99})), form, NOW)
    with pytest.raises(NotYours):
        ask_member(relay.work, relay.head, Ask(relay.head.member_id, None, "Как дела?"), NOW)
    with pytest.raises(NotFound):
        ask_member(relay.work, relay.head, Ask(relay.hunters[0].member_id, 999, "Как дела?"), NOW)
    for words, error in (("  ", Empty), ("о" * 301, TooLong)):
        with pytest.raises(error):
            ask_member(relay.work, relay.head, Ask(relay.hunters[0].member_id, None, words), NOW)


def test_a_question_may_be_about_nobody(relay: Relay) -> None:
    asked = ask_member(relay.work, relay.head, Ask(relay.hunters[0].member_id, None, "Как идёт день?"), NOW)
    assert inquiry_view(relay.work, asked.inquiry_id).client == ""
