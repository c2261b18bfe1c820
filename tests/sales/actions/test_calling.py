"""Calling lists on real storage: whom each source offers, who is passed on the way, and what comes once only."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from sales.actions.activities import LogAct, log_act
from sales.actions.calling import (
    LogCalled,
    NoteCalled,
    PassOver,
    StartCalling,
    TakeBack,
    log_called,
    note_called,
    pass_over,
    start_calling,
    take_back,
)
from sales.actions.calling_views import (
    CallCard,
    calling_card,
    calling_sources,
    calling_summary,
    calling_times,
    entry_card,
)
from sales.actions.leads import StartLead, start_lead
from sales.actions.parking import CloseLead, close_lead
from sales.actions.steps import plan_step
from sales.activities import ActKind, Direction, Outcome
from sales.calling import CallSource, EntryState
from sales.clients import Client
from sales.errors import NoPhones, NotAllowed, NotFound, NotYours, Overtaken, PastTime, TooLateToUndo
from sales.leads import CloseReason, LeadState
from sales.people import Actor, Role
from sales.ports import Work
from sales.steps import StepKind, StepPlan
from sales.voices import VoiceFile
from tests.builders import NOW, Firm
from tests.sales.actions.relay import minutes

HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)


class Caller:
    """A rep with a list in hand."""

    def __init__(self, firm: Firm) -> None:
        self.firm, self.work = firm, firm.work
        self.actor: Actor = firm.actor(Role.LEAD_GENERATOR)
        self.list_id = 0

    def client(self, name: str, phone: str | None = "+79000000012") -> Client:
        return self.firm.client(self.actor, name, name.casefold(), phone)

    def step(self, client: Client, due_in: timedelta, kind: StepKind = StepKind.CALL) -> None:
        plan = StepPlan(kind, NOW + due_in, exact=True)
        plan_step(self.work, self.firm.team, client.id, self.actor.member_id, plan, NOW)

    def called(self, client: Client, ago: timedelta, outcome: Outcome = Outcome.WRONG_NUMBER) -> None:
        form = LogAct(client.id, ActKind.CALL, Direction.COLD, outcome)
        log_act(self.work, self.actor, form, NOW - ago)

    def parked(self, client: Client, until: date) -> None:
        lead_id = start_lead(self.work, self.actor, StartLead(client.id), NOW).lead_id
        lead = self.work.leads.get(lead_id)
        self.work.leads.save(replace(lead, state=LeadState.PARKED, parked_until=until))

    def start(self, source: CallSource = CallSource.COLD) -> list[str]:
        self.list_id = start_calling(self.work, self.actor, StartCalling(source), NOW).list_id
        return self.waiting()

    def waiting(self) -> list[str]:
        entries = self.work.callings.waiting(self.list_id)
        return [self.work.clients.get(one.client_id).name for one in entries]

    def card(self) -> CallCard | None:
        return calling_card(self.work, self.actor, self.list_id, NOW)

    def top(self) -> CallCard:
        card = self.card()
        assert card is not None
        return card

    def log(self, outcome: Outcome = Outcome.NO_ANSWER, at: int = 1) -> tuple[int, int]:
        card = self.top()
        form = LogCalled(card.entry_id, card.round, outcome)
        log_called(self.work, self.actor, form, minutes(at))
        return card.entry_id, card.round

    def states(self) -> dict[EntryState, int]:
        return dict(self.work.callings.states(self.list_id))

    @property
    def is_over(self) -> bool:
        return self.work.callings.get(self.list_id).ended_at is not None


@pytest.fixture
def caller(firm: Firm) -> Caller:
    return Caller(firm)


class TestSources:
    def test_due_are_own_call_steps_up_to_the_end_of_the_day_the_oldest_first(self, caller: Caller) -> None:
        evening, late, tomorrow, meeting = (caller.client(name) for name in ("Вечер", "Долг", "Завтра", "Встреча"))
        caller.step(evening, timedelta(hours=8))
        caller.step(late, -A_DAY)
        caller.step(late, HOUR)
        caller.step(tomorrow, A_DAY)
        caller.step(meeting, HOUR, StepKind.MEETING)
        assert caller.start(CallSource.DUE) == ["Долг", "Вечер"]

    def test_a_step_alone_may_be_somebody_elses_clients(self, caller: Caller, firm: Firm) -> None:
        theirs = firm.client(firm.member(Role.HUNTER), phone="+79000000012")
        caller.step(theirs, HOUR)
        assert caller.start(CallSource.DUE) == ["ООО «Ромашка»"]
        assert caller.top().client_id == theirs.id

    def test_parked_are_own_leads_the_soonest_first(self, caller: Caller, firm: Firm) -> None:
        caller.parked(caller.client("Поздно"), date(2027, 3, 1))
        caller.parked(caller.client("Рано"), date(2026, 12, 1))
        gone = caller.client("Ушёл")
        caller.parked(gone, date(2026, 12, 1))
        caller.work.clients.save(replace(gone, owner_id=firm.member(Role.HUNTER).id))
        assert caller.start(CallSource.PARKED) == ["Рано", "Поздно"]

    def test_cold_have_nothing_planned_and_no_lead_the_longest_silence_first(self, caller: Caller) -> None:
        names = ("Вчера", "Давно", "Никогда", "Шаг", "Лид", "Закрыт")
        yesterday, long_ago, _never, planned, qualified, closed = (caller.client(name) for name in names)
        caller.called(yesterday, A_DAY)
        caller.called(long_ago, 30 * A_DAY)
        caller.step(planned, 9 * A_DAY)
        start_lead(caller.work, caller.actor, StartLead(qualified.id), NOW)
        start_lead(caller.work, caller.actor, StartLead(closed.id), NOW)
        lead = caller.work.leads.open_of_client(closed.id)
        assert lead is not None
        close_lead(caller.work, caller.firm.actor(Role.HEAD), CloseLead(lead.id, CloseReason.NO_NEED, "нет"), NOW)
        assert caller.start() == ["Никогда", "Закрыт", "Давно", "Вчера"]

    def test_only_those_with_something_are_offered_with_their_counts(self, caller: Caller) -> None:
        assert calling_sources(caller.work, caller.actor, NOW) == ()
        caller.client("Пион")
        caller.client("Мак", phone=None)
        [view] = calling_sources(caller.work, caller.actor, NOW)
        assert (view.source, view.found, view.phoneless, view.opened) == (CallSource.COLD, 1, 1, None)

    def test_a_list_with_no_phones_is_refused(self, caller: Caller) -> None:
        caller.client("Мак", phone=None)
        with pytest.raises(NoPhones) as refused:
            caller.start()
        assert refused.value.facts == {"count": 1}

    def test_only_those_who_log_calls_have_lists(self, caller: Caller, firm: Firm) -> None:
        watcher = firm.actor(Role.ANALYST)
        for ask in (calling_sources, lambda *a: start_calling(*a[:2], StartCalling(CallSource.COLD), NOW)):
            with pytest.raises(NotAllowed):
                ask(caller.work, watcher, NOW)


class TestCalls:
    def test_a_call_is_logged_as_any_other_and_the_next_card_comes(self, caller: Caller) -> None:
        first, second = caller.client("Астра"), caller.client("Пион")
        caller.start()
        assert caller.top().client == "Астра"
        caller.log(Outcome.NO_ANSWER)
        [act] = caller.work.activities.of_client(first.id, 5)
        assert (act.outcome, act.direction) == (Outcome.NO_ANSWER, Direction.COLD)
        assert [one.due_at for one in caller.work.steps.open_of_client(first.id)] == [minutes(121)]
        assert (caller.top().client_id, caller.top().number, caller.top().left) == (second.id, 2, 1)
        caller.log(Outcome.WRONG_NUMBER)
        assert caller.is_over and caller.card() is None

    def test_the_same_entry_is_never_called_twice(self, caller: Caller) -> None:
        caller.client("Астра")
        caller.client("Пион")
        caller.start()
        entry, round_ = caller.log()
        for verb, form in (
            (log_called, LogCalled(entry, round_, Outcome.THINKING)),
            (pass_over, PassOver(entry, round_)),
        ):
            with pytest.raises(Overtaken):
                verb(caller.work, caller.actor, form, NOW)
        assert calling_summary(caller.work, caller.actor, caller.list_id).tally.calls == 1

    def test_an_undo_opens_the_card_again_in_another_round(self, caller: Caller) -> None:
        client = caller.client("Астра")
        caller.start()
        entry, round_ = caller.log()
        assert caller.is_over
        take_back(caller.work, caller.actor, TakeBack(entry, round_), minutes(2))
        assert not caller.is_over
        assert caller.top().round == round_ + 1
        assert caller.work.activities.of_client(client.id, 5) == []
        assert caller.work.steps.open_of_client(client.id) == []
        with pytest.raises(Overtaken):
            take_back(caller.work, caller.actor, TakeBack(entry, round_), minutes(2))
        with pytest.raises(Overtaken):
            log_called(caller.work, caller.actor, LogCalled(entry, round_, Outcome.REFUSED), minutes(2))
        caller.log(Outcome.REFUSED, at=3)
        assert calling_summary(caller.work, caller.actor, caller.list_id).tally.refused == 1

    def test_a_next_step_in_the_past_settles_nothing(self, caller: Caller) -> None:
        caller.client("Астра")
        caller.start()
        card, past = caller.top(), StepPlan(StepKind.CALL, NOW, exact=True)
        with pytest.raises(PastTime):
            log_called(
                caller.work, caller.actor, LogCalled(card.entry_id, card.round, Outcome.THINKING, plan=past), NOW
            )
        ahead = replace(past, due_at=NOW + HOUR)
        form = LogCalled(card.entry_id, card.round, Outcome.THINKING, plan=ahead)
        assert log_called(caller.work, caller.actor, form, NOW).act.due_at == NOW + HOUR

    def test_an_undo_is_possible_for_some_minutes_only(self, caller: Caller) -> None:
        caller.client("Астра")
        caller.start()
        entry, round_ = caller.log()
        with pytest.raises(TooLateToUndo):
            take_back(caller.work, caller.actor, TakeBack(entry, round_), minutes(12))

    def test_passing_over_leaves_no_act_and_is_undone(self, caller: Caller) -> None:
        client = caller.client("Астра")
        caller.start()
        card = caller.top()
        passed = pass_over(caller.work, caller.actor, PassOver(card.entry_id, card.round), NOW)
        assert passed.client == "Астра" and caller.is_over
        assert caller.work.activities.of_client(client.id, 5) == []
        take_back(caller.work, caller.actor, TakeBack(card.entry_id, card.round), NOW)
        assert caller.top().entry_id == card.entry_id

    def test_a_later_note_joins_the_calls_note(self, caller: Caller) -> None:
        client = caller.client("Астра")
        caller.start()
        entry, round_ = caller.log()
        for said in ("занято", "секретарь"):
            form = NoteCalled(entry, round_, said)
            assert note_called(caller.work, caller.actor, form, minutes(2)) == "Астра"
        note_called(caller.work, caller.actor, NoteCalled(entry, round_, voice=VoiceFile("f", "u", 9)), minutes(2))
        assert [one.seconds for one in caller.work.voices.of_client(client.id)] == [9]
        assert caller.work.activities.of_client(client.id, 5)[0].note == "занято\nсекретарь"

    def test_only_a_call_takes_a_note(self, caller: Caller) -> None:
        caller.client("Астра")
        caller.start()
        card = caller.top()
        with pytest.raises(Overtaken):
            note_called(caller.work, caller.actor, NoteCalled(card.entry_id, card.round, "x"), NOW)

    def test_nobody_touches_another_ones_list(self, caller: Caller, firm: Firm) -> None:
        caller.client("Астра")
        caller.start()
        card, other = caller.top(), firm.actor(Role.HEAD, Role.HUNTER)
        with pytest.raises(NotYours):
            log_called(caller.work, other, LogCalled(card.entry_id, card.round, Outcome.REFUSED), NOW)
        with pytest.raises(NotYours):
            calling_card(caller.work, other, caller.list_id, NOW)
        with pytest.raises(NotFound):
            entry_card(caller.work, caller.actor, 999, NOW)


class TestWhoIsPassed:
    @pytest.fixture
    def pair(self, caller: Caller) -> tuple[Client, Client]:
        pair = caller.client("Астра"), caller.client("Пион")
        caller.start()
        return pair

    def test_whoever_has_another_owner(self, caller: Caller, firm: Firm, pair: tuple[Client, Client]) -> None:
        caller.work.clients.save(replace(pair[0], owner_id=firm.member(Role.HUNTER).id))
        assert (caller.top().client, caller.top().left) == ("Пион", 1)
        caller.log()
        assert caller.is_over and caller.states() == {EntryState.DONE: 1, EntryState.GONE: 1}

    def test_whoever_was_closed_since(self, caller: Caller, pair: tuple[Client, Client]) -> None:
        lead_id = start_lead(caller.work, caller.actor, StartLead(pair[1].id), NOW).lead_id
        close_lead(
            caller.work, caller.firm.actor(Role.HEAD), CloseLead(lead_id, CloseReason.NO_NEED, "нет"), minutes(1)
        )
        caller.log(at=2)
        assert caller.is_over and caller.states() == {EntryState.DONE: 1, EntryState.GONE: 1}

    def test_whoever_was_called_from_elsewhere_since(self, caller: Caller, pair: tuple[Client, Client]) -> None:
        form = LogAct(pair[0].id, ActKind.CALL, Direction.COLD, Outcome.THINKING)
        log_act(caller.work, caller.actor, form, minutes(1))
        assert caller.top().client == "Пион"

    def test_whose_import_was_taken_back(self, caller: Caller, conn: object, pair: tuple[Client, Client]) -> None:
        import sqlalchemy as sa

        assert isinstance(conn, sa.Connection)
        conn.execute(sa.text("DELETE FROM contact WHERE client_id = :id"), {"id": pair[0].id})
        conn.execute(sa.text("DELETE FROM client WHERE id = :id"), {"id": pair[0].id})
        assert caller.top().client == "Пион"


class TestTakingUpAgain:
    def test_a_list_is_found_again_with_what_is_left(self, caller: Caller) -> None:
        for name in ("Астра", "Мак", "Пион"):
            caller.client(name)
        caller.start()
        caller.log()
        view = calling_sources(caller.work, caller.actor, NOW + A_DAY)
        [cold] = [one for one in view if one.source is CallSource.COLD]
        assert cold.opened is not None and (cold.opened.left, cold.opened.size) == (2, 3)

    def test_a_new_list_puts_the_old_one_away(self, caller: Caller) -> None:
        for name in ("Астра", "Мак", "Пион"):
            caller.client(name)
        caller.start()
        first = caller.list_id
        entry, round_ = caller.log()
        caller.start()
        assert len(caller.waiting()) == 2
        take_back(caller.work, caller.actor, TakeBack(entry, round_), minutes(2))
        assert [one.id for one in caller.work.callings.open_of(caller.actor.member_id)] == [caller.list_id]
        assert caller.work.callings.get(first).ended_at is not None

    def test_lists_of_different_sources_lie_beside_each_other(self, caller: Caller) -> None:
        caller.client("Астра")
        caller.step(caller.client("Пион"), HOUR)
        caller.start(CallSource.COLD)
        caller.start(CallSource.DUE)
        assert len(caller.work.callings.open_of(caller.actor.member_id)) == 2


def test_the_card_knows_what_was_agreed_and_how_far_the_lead_is(caller: Caller, work: Work) -> None:
    client = caller.client("Астра")
    caller.called(client, A_DAY, Outcome.REFUSED)
    start_lead(work, caller.actor, StartLead(client.id), NOW)
    caller.step(client, HOUR)
    caller.start(CallSource.DUE)
    card = caller.top()
    assert (card.answered, card.may_qualify, card.phone) == (0, True, "+79000000012")
    assert card.step is not None and card.step.due_at == NOW + HOUR
    assert card.last is not None and card.last.outcome is Outcome.REFUSED
    assert entry_card(work, caller.actor, card.entry_id, NOW) == card


def test_the_next_calls_are_offered_by_the_persons_own_clock(caller: Caller) -> None:
    times = calling_times(caller.work, replace(caller.actor, zone="Asia/Yekaterinburg"), NOW)
    assert [one.at.hour for one in times] == [5, 5, 5]


def test_a_quick_unanswered_list_shows_as_such_to_whoever_looks_for_signs(caller: Caller, firm: Firm) -> None:
    for name in ("Астра", "Мак"):
        caller.client(name)
    other = caller.client("Пион")
    caller.start()
    caller.log(Outcome.NO_ANSWER)
    caller.log(Outcome.REFUSED)
    caller.called(other, -HOUR, Outcome.NO_ANSWER)
    found = firm.work.facts.entries(firm.team.id, NOW - A_DAY, NOW + A_DAY)
    assert [one.unanswered for one in found] == [True, False, False]
