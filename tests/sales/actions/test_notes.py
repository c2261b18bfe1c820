"""What is passed on: a note, evidence for a lead, a contact."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sales.actions.activities import UndoAct, undo_act
from sales.actions.lead_views import lead_form
from sales.actions.notes import (
    PASSED_ON,
    AddContact,
    AddToLead,
    NoteClient,
    Noted,
    Sender,
    add_contact,
    add_to_lead,
    client_of_sender,
    is_colleague,
    likely_clients,
    note_client,
)
from sales.actions.steps import plan_step
from sales.actions.timeline import timeline
from sales.activities import ActKind, Outcome
from sales.clients import Client
from sales.errors import Empty, NotAllowed, NotYours, OpenLeadExists, TooLong
from sales.kpi import calls, meetings, record, talks
from sales.leads import Question
from sales.people import Actor, Role
from sales.steps import StepKind, StepPlan, StepState
from sales.voices import VoiceFile
from tests.builders import NOW, Firm

VOICE = VoiceFile("file", "unique", 42)


@pytest.fixture
def rep(firm: Firm) -> Actor:
    return firm.actor(Role.HUNTER)


@pytest.fixture
def client(firm: Firm, rep: Actor) -> Client:
    return firm.client(rep, phone="+79000000012")


def note(firm: Firm, rep: Actor, client: Client, **more: object) -> Noted:
    return note_client(firm.work, rep, NoteClient(client.id, **{"words": "просят счёт", **more}), NOW)  # type: ignore[arg-type]


def test_a_note_is_an_entry_that_is_neither_call_nor_meeting(firm: Firm, rep: Actor, client: Client) -> None:
    note(firm, rep, client, voices=(VOICE, VOICE))
    (act,) = timeline(firm.work, rep, client.id).acts.values()
    assert (act.kind, act.outcome, act.note, act.voice) == (ActKind.NOTE, Outcome.NOTED, "просят счёт", 84)


def test_no_figure_counts_a_note(firm: Firm, rep: Actor, client: Client) -> None:
    note(firm, rep, client)
    facts = firm.work.facts.acts(firm.team.id, NOW - timedelta(days=1), NOW)
    found = record(facts, [])
    assert [one.kind for one in facts] == [ActKind.NOTE]
    assert (calls(found), talks(found), meetings(found)) == (0, 0, 0)
    assert firm.work.activities.count_since(rep.member_id, client.id, NOW - timedelta(days=1)) == 0
    assert firm.work.facts.entries(firm.team.id, NOW - timedelta(days=1), NOW) == []


def test_a_note_may_be_spoken_alone_but_not_be_empty(firm: Firm, rep: Actor, client: Client) -> None:
    note(firm, rep, client, words="", voices=(VOICE,))
    with pytest.raises(Empty):
        note(firm, rep, client, words="")


def test_what_others_wrote_may_be_long(firm: Firm, rep: Actor, client: Client) -> None:
    note(firm, rep, client, words="ы" * 4096)
    with pytest.raises(TooLong):
        note(firm, rep, client, words="ы" * (PASSED_ON + 1))


def test_waiting_ends_when_the_client_has_written_and_undo_brings_it_back(
    firm: Firm, rep: Actor, client: Client
) -> None:
    plan = StepPlan(StepKind.WAIT, NOW + timedelta(days=2), exact=False)
    step = plan_step(firm.work, firm.team, client.id, rep.member_id, plan, NOW)
    assert note(firm, rep, client).ended_waits == 0
    noted = note(firm, rep, client, by_client=True)
    assert noted.ended_waits == 1
    assert firm.work.steps.get(step.id).state is StepState.DONE
    undo_act(firm.work, rep, UndoAct(noted.logged.activity_id), NOW)
    assert firm.work.steps.get(step.id).state is StepState.OPEN


def test_a_note_needs_the_right_to_the_client(firm: Firm, client: Client) -> None:
    with pytest.raises(NotYours):
        note(firm, firm.actor(Role.HUNTER), client)
    with pytest.raises(NotAllowed):
        note(firm, firm.actor(Role.ANALYST), client)


def test_evidence_begins_a_draft_and_stands_beside_what_was_said_before(firm: Firm, rep: Actor, client: Client) -> None:
    add_to_lead(firm.work, rep, AddToLead(client.id, Question.PAINS, "заявки теряются"), NOW)
    done = add_to_lead(firm.work, rep, AddToLead(client.id, Question.PAINS, "", (VOICE,)), NOW)
    add_to_lead(firm.work, rep, AddToLead(client.id, Question.PAINS, "и счета тоже", (VOICE,)), NOW)
    (answer,) = lead_form(firm.work, rep, client.id, NOW).answers
    assert (answer.words, answer.voice, done.answered) == ("заявки теряются\nи счета тоже", 84, 1)
    add_to_lead(firm.work, rep, AddToLead(client.id, Question.FIT, "", (VOICE,)), NOW)
    assert lead_form(firm.work, rep, client.id, NOW).answered == 2


def test_evidence_by_the_client_ends_the_waiting_too(firm: Firm, rep: Actor, client: Client) -> None:
    plan = StepPlan(StepKind.WAIT, NOW + timedelta(days=2), exact=False)
    step = plan_step(firm.work, firm.team, client.id, rep.member_id, plan, NOW)
    add_to_lead(firm.work, rep, AddToLead(client.id, Question.PAINS, "теряются", by_client=True), NOW)
    assert firm.work.steps.get(step.id).state is StepState.DONE


def test_evidence_for_somebody_elses_lead_is_refused(firm: Firm, rep: Actor, client: Client) -> None:
    head = firm.actor(Role.HEAD)
    add_to_lead(firm.work, head, AddToLead(client.id, Question.PAINS, "теряются"), NOW)
    with pytest.raises(OpenLeadExists):
        add_to_lead(firm.work, rep, AddToLead(client.id, Question.PAINS, "теряются"), NOW)


def test_a_contact_is_entered_once_and_its_account_is_remembered(firm: Firm, rep: Actor, client: Client) -> None:
    form = AddContact(client.id, "Анна Ли", "8 900 000-00-14", 555)
    assert add_contact(firm.work, rep, form, NOW).known is False
    again = add_contact(firm.work, rep, AddContact(client.id, "Пётр", "+79000000012", 777), NOW)
    assert (again.known, again.name) == (True, "Пётр Ильин"), "the name that stands there stays"
    kept = [(one.name, one.phone, one.telegram_id) for one in firm.work.clients.contacts(client.id)]
    assert kept == [("Пётр Ильин", "+79000000012", 777), ("Анна Ли", "+79000000014", 555)]


def test_a_contact_without_a_phone_or_a_name(firm: Firm, rep: Actor, client: Client) -> None:
    add_contact(firm.work, rep, AddContact(client.id, "", None), NOW)
    assert firm.work.clients.contacts(client.id)[-1].name == ""


def test_the_senders_own_client_comes_first_then_the_recent_ones(firm: Firm, rep: Actor, client: Client) -> None:
    other = firm.client(rep, "ООО «Лютик»", "лютик")
    firm.client(firm.actor(Role.HUNTER), "Чужой", "чужой", phone="+79000000099")
    note(firm, rep, other)

    def found(**sender: object) -> list[str]:
        return [one.name for one in likely_clients(firm.work, rep, Sender(**sender))]  # type: ignore[arg-type]

    assert found()[0] == "ООО «Лютик»"
    assert found(phone="+79000000012") == ["ООО «Ромашка»", "ООО «Лютик»"]
    assert "Чужой" not in found(phone="+79000000099")
    add_contact(firm.work, rep, AddContact(client.id, "", "+79000000012", 777), NOW)
    assert found(telegram_id=777)[0] == "ООО «Ромашка»"


def test_a_phone_that_only_one_client_has_names_it(firm: Firm, rep: Actor, client: Client) -> None:
    assert client_of_sender(firm.work, rep, Sender("+79000000012")) == client.id
    assert client_of_sender(firm.work, rep, Sender()) is None
    firm.client(rep, "ООО «Лютик»", "лютик", phone="+79000000012")
    assert client_of_sender(firm.work, rep, Sender("+79000000012")) is None


def test_a_colleague_is_known_by_the_account(firm: Firm, rep: Actor) -> None:
    assert is_colleague(firm.work, rep, firm.actor(Role.HUNTER).telegram_id)
    assert not is_colleague(firm.work, rep, 999)
