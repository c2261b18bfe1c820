"""Voices: kept with what they belong to, played to whoever may see the client."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sales.actions.activities import LogAct, UndoAct, log_act, undo_act
from sales.actions.clients import client_card
from sales.actions.handoff_views import handoff_view, my_offer
from sales.actions.lead_views import lead_form
from sales.actions.leads import AnswerQuestion, StartLead, answer_question, start_lead
from sales.actions.timeline import timeline
from sales.actions.voices import PLAYED_AT_MOST, client_voices
from sales.activities import ActKind, Direction, Outcome
from sales.errors import Empty, NotAllowed, NotYours, OpenLeadExists
from sales.leads import Question, Verdict, is_blank
from sales.people import Role
from sales.voices import VoiceFile
from tests.builders import NOW, Firm
from tests.sales.actions.relay import Relay, minutes


def voice(number: int = 1, seconds: int = 42) -> VoiceFile:
    return VoiceFile(f"file-{number}", f"unique-{number}", seconds)


def call(client_id: int, heard: VoiceFile | None = None, note: str = "") -> LogAct:
    return LogAct(client_id, ActKind.CALL, Direction.COLD, Outcome.REFUSED, note, voice=heard)


def say(relay: Relay, question: Question, heard: VoiceFile | None, words: str = "") -> None:
    lead_id = start_lead(relay.work, relay.giver, StartLead(relay.client.id), NOW).lead_id
    form = AnswerQuestion(lead_id, question, Verdict.YES, words, heard)
    answer_question(relay.work, relay.giver, form, NOW)


def test_a_spoken_note_stands_in_the_history_and_on_the_playlist(relay: Relay) -> None:
    log_act(relay.work, relay.giver, call(relay.client.id, voice()), NOW)
    (act,) = timeline(relay.work, relay.giver, relay.client.id).acts.values()
    assert (act.note, act.voice) == ("", 42)
    listed = client_voices(relay.work, relay.giver, relay.client.id)
    assert [(one.file_id, one.member, one.question) for one in listed.voices] == [("file-1", "Елена Орлова", None)]
    assert client_card(relay.work, relay.giver, relay.client.id, NOW).voices == 1


def test_an_undone_act_takes_its_voice_away(relay: Relay) -> None:
    logged = log_act(relay.work, relay.giver, call(relay.client.id, voice()), NOW)
    say(relay, Question.PAINS, voice(2))
    undo_act(relay.work, relay.giver, UndoAct(logged.activity_id), minutes(1))
    assert [one.file_id for one in client_voices(relay.work, relay.giver, relay.client.id).voices] == ["file-2"]


def test_a_voice_is_evidence_with_or_without_words(relay: Relay) -> None:
    say(relay, Question.PAINS, voice())
    say(relay, Question.BUDGET, voice(2, 7), "до миллиона")
    form = lead_form(relay.work, relay.giver, relay.client.id, NOW)
    assert [(one.question, one.words, one.voice) for one in form.answers] == [
        (Question.PAINS, "", 42),
        (Question.BUDGET, "до миллиона", 7),
    ]
    assert form.answered == 2
    assert "pains" not in form.missing


def test_no_evidence_is_none_at_all(relay: Relay) -> None:
    with pytest.raises(Empty):
        say(relay, Question.PAINS, None)


def test_another_answer_takes_the_place_of_the_spoken_one(relay: Relay) -> None:
    say(relay, Question.PAINS, voice())
    say(relay, Question.PAINS, None, "заявки теряются")
    form = lead_form(relay.work, relay.giver, relay.client.id, NOW)
    assert [(one.words, one.voice) for one in form.answers] == [("заявки теряются", 0)]
    assert client_voices(relay.work, relay.giver, relay.client.id).voices == ()


def test_a_draft_with_nothing_but_a_voice_is_not_blank(relay: Relay, firm: Firm) -> None:
    """Else somebody would take it over with what was said."""
    say(relay, Question.PAINS, voice())
    lead = relay.work.leads.open_of_client(relay.client.id)
    assert lead is not None
    assert not is_blank(lead, relay.work.leads.answers(lead.id))
    firm.work.clients.save(replace(relay.client, owner_id=relay.hunters[0].member_id))
    with pytest.raises(OpenLeadExists):
        start_lead(relay.work, relay.hunters[0], StartLead(relay.client.id), NOW)


def test_who_takes_over_hears_what_the_giver_has_said(relay: Relay) -> None:
    lead_id = relay.ready()
    answer_question(relay.work, relay.giver, AnswerQuestion(lead_id, Question.PAINS, Verdict.YES, "", voice()), NOW)
    submitted = relay.submitted_as_it_is(lead_id)
    asked = relay.asked(submitted.handoff_id)
    offer = my_offer(relay.work, asked, relay.offer_of(submitted.handoff_id, asked))
    assert offer.voices == 1
    assert [one.voice for one in offer.answers if one.question is Question.PAINS] == [42]
    assert len(client_voices(relay.work, asked, relay.client.id).voices) == 1, "while it is asked"
    relay.accept(submitted.handoff_id)
    (heard,) = client_voices(relay.work, asked, relay.client.id).voices
    assert (heard.member, heard.question) == ("Елена Орлова", Question.PAINS)
    with pytest.raises(NotYours):
        client_voices(relay.work, relay.hunters[1], relay.client.id)


def test_a_return_names_what_was_said_aloud(relay: Relay) -> None:
    lead_id = relay.ready()
    answer_question(relay.work, relay.giver, AnswerQuestion(lead_id, Question.BUDGET, Verdict.YES, "", voice()), NOW)
    submitted = relay.submitted_as_it_is(lead_id)
    relay.give_back(submitted.handoff_id)
    view = handoff_view(relay.work, submitted.handoff_id)
    assert (view.answer, view.answer_voice) == ("", 42)


def test_the_newest_are_played_in_the_order_they_were_said(relay: Relay) -> None:
    for number in range(PLAYED_AT_MOST + 2):
        at = NOW + timedelta(minutes=number)
        log_act(relay.work, relay.giver, call(relay.client.id, voice(number)), at)
    listed = client_voices(relay.work, relay.giver, relay.client.id)
    assert listed.left_out == 2
    assert [one.file_id for one in listed.voices] == [f"file-{n}" for n in range(2, PLAYED_AT_MOST + 2)]


def test_the_right_is_asked_at_every_playback(relay: Relay, firm: Firm) -> None:
    log_act(relay.work, relay.giver, call(relay.client.id, voice()), NOW)
    assert client_voices(relay.work, relay.head, relay.client.id).voices
    firm.work.clients.save(replace(relay.client, owner_id=relay.hunters[0].member_id))
    with pytest.raises(NotYours):
        client_voices(relay.work, relay.giver, relay.client.id)
    with pytest.raises(NotAllowed):
        client_voices(relay.work, firm.actor(Role.OWNER), relay.client.id)
