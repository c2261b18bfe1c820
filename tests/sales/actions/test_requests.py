"""An inbound request on real storage: dropped in, asked by turn, taken once, made into a client or closed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from sales.actions.leaving import Leave, leave
from sales.actions.own import SetAway, set_away
from sales.actions.request_answers import (
    AssignRequest,
    CloseRequest,
    RefuseRequest,
    TakeRequest,
    Worked,
    WorkRequest,
    assign_request,
    close_request,
    refuse_request,
    take_request,
    work_request,
)
from sales.actions.request_routing import fire_requests, save
from sales.actions.request_views import (
    TurnDuty,
    duty_list,
    my_request,
    open_requests,
    request_choice,
    request_view,
    seen_request,
    turn_duty,
)
from sales.actions.requests import Dropped, DropRequest, drop_request, has_place, receive, used_sources
from sales.activities import ActKind
from sales.clients import Client
from sales.company import News, Place
from sales.errors import (
    AlreadyTaken,
    BadPhone,
    Empty,
    NotAllowed,
    NotFound,
    NotYours,
    Overtaken,
    RequestClosed,
    TooLong,
)
from sales.leads import LeadState, Source
from sales.notices import NoticeKind
from sales.people import Actor, Role
from sales.ports import NEW
from sales.requests import AskState, InboundRequest, RequestEnd, RequestState, Stuck
from sales.rest import Rest
from sales.steps import Step, StepKind, StepState
from storage.outbox import outbox
from storage.requests import RequestsShelf
from tests.builders import NOW, Firm

PHONE = "+79000000012"


def minutes(count: int) -> datetime:
    return NOW + timedelta(minutes=count)


class Desk:
    """Two lead generators, a hunter, a head who is also asked last, and somebody who passes requests on."""

    def __init__(self, firm: Firm, conn: sa.Connection) -> None:
        self.firm, self.work, self.conn = firm, firm.work, conn
        self.orlova = firm.actor(Role.LEAD_GENERATOR, name="Елена Орлова")
        self.smirnov = firm.actor(Role.LEAD_GENERATOR, name="Пётр Смирнов")
        self.karimov = firm.actor(Role.HUNTER, name="Тимур Каримов")
        self.head = firm.actor(Role.HEAD, name="Игорь Громов")
        self.assistant = firm.actor(Role.ASSISTANT, name="Ольга Павлова")

    def drop(self, said: str = "нужен склад на 20 человек", now: datetime = NOW, **more: object) -> Dropped:
        return drop_request(self.work, self.assistant, DropRequest(Source.SITE, said, **more), now)  # type: ignore[arg-type]

    def asked(self, request_id: int) -> Actor:
        holder = self.work.requests.get(request_id).holder_id
        assert holder is not None
        return self.firm.as_actor(self.work.people.get(holder))

    def take(self, request_id: int, actor: Actor | None = None, now: datetime = NOW) -> Actor:
        who = actor or self.asked(request_id)
        take_request(self.work, who, TakeRequest(request_id), now)
        return who

    def state(self, request_id: int) -> RequestState:
        return self.work.requests.get(request_id).state

    def told(self, kind: NoticeKind) -> list[int]:
        rows = sa.select(outbox.c.member_id).where(outbox.c.kind == kind, ~outbox.c.edit)
        return list(self.conn.scalars(rows.order_by(outbox.c.id)))

    def wait(self, until: datetime) -> None:
        while fire_requests(self.work, until):
            pass

    def place(self, *news: News, chat_id: int = -100, thread_id: int | None = None) -> Place:
        place = Place(NEW, self.firm.team.id, chat_id, thread_id, "Продажи", self.head.member_id, NOW)
        return self.work.places.add(replace(place, news=frozenset(news)))

    def made(self, request_id: int, actor: Actor, client: Client, now: datetime = NOW) -> Worked:
        return work_request(self.work, actor, WorkRequest(request_id, client.id), now)


@pytest.fixture
def desk(firm: Firm, conn: sa.Connection) -> Desk:
    return Desk(firm, conn)


class TestDropping:
    def test_any_member_drops_one_in_and_a_lead_generator_is_asked_with_a_deadline(self, desk: Desk) -> None:
        dropped = desk.drop(contact="Иван", phone="8 900 000-00-12")
        request = desk.work.requests.get(dropped.request_id)
        assert (dropped.holder, dropped.deadline_at, dropped.again) == ("Елена Орлова", minutes(30), False)
        assert (request.source, request.phone, request.contact) == (Source.SITE, PHONE, "Иван")
        assert desk.told(NoticeKind.REQUEST) == [desk.orlova.member_id]

    def test_without_a_lead_generator_whoever_makes_leads_is_asked(self, firm: Firm, conn: sa.Connection) -> None:
        hunter = firm.actor(Role.HUNTER)
        firm.actor(Role.FARMER)
        dropped = drop_request(firm.work, hunter, DropRequest(Source.PARTNER, "ищут поставщика"), NOW)
        assert firm.work.requests.get(dropped.request_id).holder_id == hunter.member_id

    @pytest.mark.parametrize(
        ("form", "refusal"),
        [
            (DropRequest(Source.SITE, " \n "), Empty),
            (DropRequest(Source.SITE, "ы" * 4097), TooLong),
            (DropRequest(Source.SITE, "склад", phone="12-34"), BadPhone),
        ],
    )
    def test_what_cant_be_kept_is_refused(self, desk: Desk, form: DropRequest, refusal: type[Exception]) -> None:
        with pytest.raises(refusal):
            drop_request(desk.work, desk.assistant, form, NOW)
        assert not desk.told(NoticeKind.REQUEST)

    def test_four_thousand_characters_are_kept_whole(self, desk: Desk) -> None:
        dropped = desk.drop("ы" * 4000)
        assert len(desk.work.requests.get(dropped.request_id).words) == 4000

    def test_the_same_phone_within_a_day_grows_the_open_one(self, desk: Desk) -> None:
        first = desk.drop(phone=PHONE)
        again = desk.drop("ещё нужен погрузчик", minutes(60), phone="8 (900) 000-00-12", contact="Иван")
        request = desk.work.requests.get(first.request_id)
        assert (again.request_id, again.again, again.holder) == (first.request_id, True, "Елена Орлова")
        assert request.words == "нужен склад на 20 человек\nещё нужен погрузчик"
        assert request.contact == "Иван"
        assert desk.told(NoticeKind.REQUEST) == [desk.orlova.member_id]

    def test_the_same_words_twice_are_kept_once_and_too_many_arent_added(self, desk: Desk) -> None:
        first = desk.drop(phone=PHONE)
        desk.drop(phone=PHONE)
        for number in range(4):
            desk.drop(f"{number}" * 4000, phone=PHONE)
        said = desk.work.requests.get(first.request_id).words
        assert said.count("склад") == 1 and len(said) <= 12_000

    def test_after_a_day_or_once_it_is_done_the_same_phone_is_a_new_request(self, desk: Desk) -> None:
        first = desk.drop(phone=PHONE)
        assert desk.drop(now=minutes(24 * 60), phone=PHONE).again is False
        closer = desk.take(first.request_id)
        close_request(desk.work, closer, CloseRequest(first.request_id, RequestEnd.SPAM), NOW)
        assert desk.drop(now=minutes(24 * 60 + 1), phone="+79000000013").again is False

    def test_the_same_message_of_a_group_is_one_request_even_when_it_is_closed(self, desk: Desk) -> None:
        first = desk.drop(chat_id=-100, message_id=7)
        who = desk.take(first.request_id)
        close_request(desk.work, who, CloseRequest(first.request_id, RequestEnd.NOT_OURS), NOW)
        again = desk.drop(chat_id=-100, message_id=7)
        assert (again.request_id, again.again, again.state) == (first.request_id, True, RequestState.CLOSED)
        assert desk.drop(chat_id=-100, message_id=8).again is False

    def test_the_line_comes_where_requests_are_told_and_where_it_was_said(self, desk: Desk) -> None:
        takes, thread = desk.place(News.REQUESTS), desk.place(News.WINS, thread_id=5)
        desk.place(News.WINS, chat_id=-200)
        desk.drop(chat_id=-100, thread_id=5, message_id=7)
        desk.drop(chat_id=-100, thread_id=None, message_id=8)
        rows = sa.select(outbox.c.place_id).where(outbox.c.kind == NoticeKind.REQUEST_LINE, ~outbox.c.edit)
        assert list(desk.conn.scalars(rows.order_by(outbox.c.id))) == [takes.id, thread.id, takes.id]

    def test_only_a_bound_group_of_the_team_takes_them(self, desk: Desk) -> None:
        desk.place(News.WINS)
        assert has_place(desk.work, desk.assistant, -100)
        assert not has_place(desk.work, desk.assistant, -200)

    def test_the_sources_used_last_come_first(self, desk: Desk) -> None:
        for source in (Source.SITE, Source.PARTNER, Source.SITE):
            drop_request(desk.work, desk.assistant, DropRequest(source, "склад"), NOW)
        assert used_sources(desk.work, desk.assistant) == (Source.SITE, Source.PARTNER)

    def test_a_door_without_a_person_enters_the_same_way(self, desk: Desk) -> None:
        dropped = receive(desk.work, desk.firm.team.id, DropRequest(Source.SITE, "склад", phone=PHONE), None, NOW)
        assert request_view(desk.work, dropped.request_id).dropped_by == ""
        assert dropped.holder == "Елена Орлова"


class TestTurn:
    def test_who_has_the_fewest_open_ones_is_next(self, desk: Desk) -> None:
        first, second = desk.drop(), desk.drop()
        assert (first.holder, second.holder) == ("Елена Орлова", "Пётр Смирнов")
        who = desk.take(first.request_id)
        close_request(desk.work, who, CloseRequest(first.request_id, RequestEnd.SPAM), NOW)
        assert desk.drop(now=minutes(1)).holder == "Елена Орлова"

    def test_the_busy_and_those_in_a_meeting_are_never_asked(self, desk: Desk) -> None:
        set_away(desk.work, desk.orlova, SetAway(minutes(60)), NOW)
        assert desk.drop().holder == "Пётр Смирнов"
        desk.work.rests.add(Rest(NEW, desk.smirnov.member_id, minutes(-10), minutes(50)))
        assert desk.drop("второе").state is RequestState.ESCALATED

    def test_when_everybody_is_away_the_heads_have_it(self, desk: Desk) -> None:
        for one in (desk.orlova, desk.smirnov):
            set_away(desk.work, one, SetAway(minutes(60)), NOW)
        dropped = desk.drop()
        request = desk.work.requests.get(dropped.request_id)
        assert (request.state, request.stuck, dropped.holder) == (RequestState.ESCALATED, Stuck.ALL_AWAY, "")
        assert desk.told(NoticeKind.REQUEST_STUCK) == [desk.head.member_id]

    def test_when_nobody_makes_leads_the_heads_learn_that(self, firm: Firm, conn: sa.Connection) -> None:
        owner, assistant = firm.actor(Role.OWNER), firm.actor(Role.ASSISTANT)
        dropped = drop_request(firm.work, assistant, DropRequest(Source.SITE, "склад"), NOW)
        assert firm.work.requests.get(dropped.request_id).stuck is Stuck.NOBODY
        assert request_choice(firm.work, dropped.request_id, NOW).candidates == ()
        assert owner

    def test_who_is_on_duty_is_asked_first_and_everybody_when_they_cant(self, desk: Desk) -> None:
        turn_duty(desk.work, desk.head, TurnDuty(desk.karimov.member_id, on=True), NOW)
        assert desk.drop().holder == "Тимур Каримов"
        set_away(desk.work, desk.karimov, SetAway(minutes(60)), NOW)
        assert desk.drop("другое").holder == "Елена Орлова"
        turn_duty(desk.work, desk.head, TurnDuty(desk.karimov.member_id, on=False), NOW)
        assert not any(line.on for line in duty_list(desk.work, desk.head))

    def test_duty_is_named_by_heads_and_of_those_who_make_leads(self, desk: Desk) -> None:
        with pytest.raises(NotAllowed):
            turn_duty(desk.work, desk.orlova, TurnDuty(desk.orlova.member_id, on=True), NOW)
        with pytest.raises(NotFound):
            turn_duty(desk.work, desk.head, TurnDuty(desk.assistant.member_id, on=True), NOW)


class TestDeadlines:
    def test_warned_before_then_passed_to_the_next_once_then_to_the_heads(self, desk: Desk) -> None:
        request_id = desk.drop().request_id
        desk.wait(minutes(19))
        assert desk.told(NoticeKind.REQUEST_WARN) == []
        desk.wait(minutes(20))
        assert desk.told(NoticeKind.REQUEST_WARN) == [desk.orlova.member_id]
        desk.wait(minutes(30))
        request = desk.work.requests.get(request_id)
        assert (request.holder_id, request.deadline_at) == (desk.smirnov.member_id, minutes(60))
        desk.wait(minutes(60))
        request = desk.work.requests.get(request_id)
        assert (request.state, request.stuck) == (RequestState.ESCALATED, Stuck.NO_ANSWER)
        assert desk.told(NoticeKind.REQUEST_STUCK) == [desk.head.member_id]
        assert [one.state for one in desk.work.requests.asks(request_id)] == [AskState.MISSED, AskState.MISSED]

    def test_the_deadline_counts_working_minutes_alone(self, desk: Desk) -> None:
        closing = NOW.replace(hour=14, minute=50)
        assert desk.drop(now=closing).deadline_at == closing + timedelta(hours=15, minutes=30)

    def test_a_short_deadline_isnt_warned_of(self, desk: Desk) -> None:
        desk.firm.settle(accept_minutes=5, warn_minutes=4)
        desk.firm.settle(accept_minutes=5, warn_minutes=5)
        desk.drop()
        desk.wait(minutes(4))
        assert desk.told(NoticeKind.REQUEST_WARN) == []

    def test_after_a_stop_only_the_last_missed_step_runs(self, desk: Desk) -> None:
        request_id = desk.drop().request_id
        desk.wait(minutes(45))
        request = desk.work.requests.get(request_id)
        assert (request.holder_id, request.deadline_at) == (desk.smirnov.member_id, minutes(75))
        assert desk.told(NoticeKind.REQUEST_WARN) == []

    def test_it_stands_still_while_the_asked_one_is_busy(self, desk: Desk) -> None:
        request_id = desk.drop().request_id
        set_away(desk.work, desk.orlova, SetAway(minutes(60)), minutes(10))
        assert desk.work.requests.get(request_id).deadline_at == minutes(80)
        desk.wait(minutes(79))
        assert desk.work.requests.get(request_id).holder_id == desk.orlova.member_id

    def test_a_rest_outside_working_hours_changes_nothing(self, desk: Desk) -> None:
        evening = minutes(9 * 60)
        request_id = desk.drop(now=evening).request_id
        before = desk.work.requests.get(request_id)
        set_away(desk.work, desk.orlova, SetAway(evening + timedelta(hours=1)), evening)
        assert desk.work.requests.get(request_id) == before

    def test_whoever_is_absent_for_days_passes_it_on_at_once(self, desk: Desk) -> None:
        request_id, taken = desk.drop().request_id, desk.drop("второе").request_id
        desk.take(taken)
        set_away(desk.work, desk.orlova, SetAway(NOW + timedelta(days=5)), minutes(10))
        set_away(desk.work, desk.smirnov, SetAway(NOW + timedelta(days=5)), minutes(11))
        assert desk.work.requests.get(request_id).stuck is Stuck.ALL_AWAY
        assert desk.state(taken) is RequestState.TAKEN

    def test_who_leaves_passes_on_what_is_asked_and_leaves_what_is_taken_to_the_heads(self, desk: Desk) -> None:
        first = desk.drop().request_id
        desk.take(first)
        second = desk.drop("второе").request_id
        desk.work.requests.save(replace(desk.work.requests.get(second), holder_id=desk.orlova.member_id))
        heir = desk.firm.member(Role.FARMER)
        leave(desk.work, desk.head, Leave(desk.orlova.member_id, (heir.id,)), NOW)
        assert (desk.state(first), desk.work.requests.get(first).stuck) == (RequestState.ESCALATED, Stuck.LEFT)
        assert desk.state(second) in (RequestState.WAITING, RequestState.ESCALATED)

    def test_what_was_taken_and_lies_is_asked_about_once(self, desk: Desk) -> None:
        request_id = desk.drop().request_id
        desk.take(request_id)
        desk.wait(minutes(29))
        assert desk.told(NoticeKind.REQUEST_WARN) == []
        desk.wait(minutes(30))
        desk.wait(minutes(600))
        assert desk.told(NoticeKind.REQUEST_WARN) == [desk.orlova.member_id]
        assert desk.state(request_id) is RequestState.TAKEN


class Behind(RequestsShelf):
    """Real rows, the first of them as it was read before somebody else's commit."""

    def __init__(self, conn: sa.Connection, read: InboundRequest) -> None:
        super().__init__(conn)
        self.read = [read]

    def get(self, request_id: int) -> InboundRequest:
        return self.read.pop() if self.read else super().get(request_id)


class TestAnswers:
    def test_the_first_wins_and_the_late_one_learns_who(self, desk: Desk) -> None:
        request_id = desk.drop().request_id
        desk.wait(minutes(30))
        desk.take(request_id, desk.orlova, minutes(31))
        with pytest.raises(AlreadyTaken) as refused:
            desk.take(request_id, desk.smirnov, minutes(31))
        assert refused.value.facts == {"who": "Елена Орлова"}
        assert take_request(desk.work, desk.orlova, TakeRequest(request_id), minutes(40)).took == 31 * 60

    def test_of_two_who_have_read_the_same_row_the_second_finds_it_changed(self, desk: Desk) -> None:
        request = desk.work.requests.get(desk.drop().request_id)
        save(desk.work, request)
        with pytest.raises(Overtaken):
            save(desk.work, request)

    def test_a_take_that_is_beaten_to_the_row_names_the_winner(self, desk: Desk) -> None:
        request_id = desk.drop().request_id
        behind = Behind(desk.conn, desk.work.requests.get(request_id))
        desk.wait(minutes(30))
        desk.take(request_id, desk.smirnov, minutes(31))
        late = replace(desk.work, requests=behind)  # type: ignore[type-var]
        with pytest.raises(AlreadyTaken) as refused:
            take_request(late, desk.orlova, TakeRequest(request_id), minutes(31))
        assert refused.value.facts == {"who": "Пётр Смирнов"}

    def test_only_who_was_asked_takes_it(self, desk: Desk) -> None:
        request_id = desk.drop().request_id
        with pytest.raises(NotYours):
            desk.take(request_id, desk.karimov)
        with pytest.raises(NotAllowed):
            desk.take(request_id, desk.assistant)

    def test_cant_passes_it_on_at_once_and_no_old_button_counts(self, desk: Desk) -> None:
        request_id = desk.drop().request_id
        refuse_request(desk.work, desk.orlova, RefuseRequest(request_id, 1), minutes(1))
        assert desk.work.requests.get(request_id).holder_id == desk.smirnov.member_id
        with pytest.raises(Overtaken):
            refuse_request(desk.work, desk.orlova, RefuseRequest(request_id, 1), minutes(2))
        with pytest.raises(NotYours):
            refuse_request(desk.work, desk.orlova, RefuseRequest(request_id, 2), minutes(2))
        refuse_request(desk.work, desk.smirnov, RefuseRequest(request_id, 2), minutes(2))
        assert desk.work.requests.get(request_id).stuck is Stuck.REFUSED

    def test_who_missed_it_may_still_take_it_from_the_heads(self, desk: Desk) -> None:
        request_id = desk.drop().request_id
        desk.wait(minutes(30))
        desk.wait(minutes(60))
        desk.take(request_id, desk.orlova, minutes(61))
        assert desk.work.requests.get(request_id).holder_id == desk.orlova.member_id

    def test_the_head_gives_it_to_somebody_or_takes_it(self, desk: Desk) -> None:
        request_id = desk.drop().request_id
        with pytest.raises(AlreadyTaken):
            assign_request(desk.work, desk.head, AssignRequest(request_id, desk.orlova.member_id), NOW)
        desk.wait(minutes(30))
        desk.wait(minutes(60))
        with pytest.raises(NotYours):
            assign_request(desk.work, desk.head, AssignRequest(request_id, desk.assistant.member_id), minutes(61))
        given = assign_request(desk.work, desk.head, AssignRequest(request_id, desk.karimov.member_id), minutes(61))
        assert (given.holder, given.deadline_at) == ("Тимур Каримов", minutes(91))
        desk.wait(minutes(91))
        taken = assign_request(desk.work, desk.head, AssignRequest(request_id, desk.head.member_id), minutes(92))
        assert (taken.holder, taken.deadline_at, taken.state) == ("Игорь Громов", None, RequestState.TAKEN)

    def test_the_head_moves_what_somebody_is_asked_about_or_has(self, desk: Desk) -> None:
        request_id = desk.drop().request_id
        moved = assign_request(desk.work, desk.head, AssignRequest(request_id, desk.karimov.member_id), minutes(1))
        assert (moved.holder, moved.state) == ("Тимур Каримов", RequestState.WAITING)
        desk.take(request_id, desk.karimov, minutes(2))
        back = assign_request(desk.work, desk.head, AssignRequest(request_id, desk.orlova.member_id), minutes(3))
        assert (back.holder, back.state) == ("Елена Орлова", RequestState.WAITING)
        close_request(desk.work, desk.head, CloseRequest(request_id, RequestEnd.SPAM), minutes(4))
        with pytest.raises(RequestClosed):
            assign_request(desk.work, desk.head, AssignRequest(request_id, desk.karimov.member_id), minutes(5))

    def test_another_teams_head_decides_nothing(self, desk: Desk) -> None:
        request_id = desk.drop().request_id
        stranger = replace(desk.head, reach=frozenset())
        with pytest.raises(NotYours):
            assign_request(desk.work, stranger, AssignRequest(request_id, desk.head.member_id), NOW)
        with pytest.raises(NotFound):
            seen_request(desk.work, stranger, request_id)

    def test_it_is_closed_by_its_holder_or_by_a_head_while_nobody_has_it(self, desk: Desk) -> None:
        first, second = desk.drop().request_id, desk.drop("второе").request_id
        close_request(desk.work, desk.head, CloseRequest(first, RequestEnd.SPAM), NOW)
        assert desk.work.requests.get(first).end is RequestEnd.SPAM
        with pytest.raises(NotAllowed):
            close_request(desk.work, desk.karimov, CloseRequest(second, RequestEnd.SPAM), NOW)
        desk.take(second)
        with pytest.raises(AlreadyTaken):
            close_request(desk.work, desk.head, CloseRequest(second, RequestEnd.SPAM), NOW)
        close_request(desk.work, desk.smirnov, CloseRequest(second, RequestEnd.DUPLICATE), NOW)
        with pytest.raises(RequestClosed):
            close_request(desk.work, desk.smirnov, CloseRequest(second, RequestEnd.SPAM), NOW)
        with pytest.raises(RequestClosed):
            desk.take(second, desk.smirnov)
        assert desk.told(NoticeKind.REQUEST_WARN) == []


class TestWork:
    def test_a_new_client_gets_the_source_the_contact_the_words_and_a_draft(self, desk: Desk) -> None:
        request_id = desk.drop(contact="Иван", phone=PHONE).request_id
        who = desk.take(request_id)
        client = desk.firm.client(who)
        done = desk.made(request_id, who, client)
        lead = desk.work.leads.open_of_client(client.id)
        (note,) = desk.work.activities.of_client(client.id, 5)
        (contact,) = desk.work.clients.contacts(client.id)
        assert (done.draft, done.owner) == (True, "")
        assert lead is not None and (lead.state, lead.source) == (LeadState.DRAFT, Source.SITE)
        assert (note.kind, note.note) == (ActKind.NOTE, "нужен склад на 20 человек")
        assert (contact.name, contact.phone) == ("Иван", PHONE)
        assert desk.state(request_id) is RequestState.MADE

    def test_a_source_that_is_known_is_kept_from_the_first_touch(self, desk: Desk) -> None:
        request_id = desk.drop().request_id
        who = desk.take(request_id)
        client = desk.firm.client(who)
        desk.work.clients.save(replace(client, source=Source.EXHIBITION.value))
        desk.made(request_id, who, client)
        lead = desk.work.leads.open_of_client(client.id)
        assert lead is not None and lead.source is Source.EXHIBITION
        assert desk.work.clients.contacts(client.id) == []

    def test_it_counts_as_no_lead_before_somebody_submits_one(self, desk: Desk) -> None:
        request_id = desk.drop().request_id
        who = desk.take(request_id)
        desk.made(request_id, who, desk.firm.client(who))
        since = NOW - timedelta(days=1)
        assert desk.work.facts.handoffs(desk.firm.team.id, since, minutes(60)) == []
        assert desk.work.facts.entries(desk.firm.team.id, since, minutes(60)) == []

    def test_it_is_worked_by_its_holder_and_once(self, desk: Desk) -> None:
        request_id = desk.drop().request_id
        client = desk.firm.client(desk.orlova)
        with pytest.raises(RequestClosed):
            desk.made(request_id, desk.orlova, client)
        desk.take(request_id)
        assert my_request(desk.work, desk.orlova, request_id).holder == "Елена Орлова"
        with pytest.raises(AlreadyTaken):
            desk.made(request_id, desk.smirnov, client)
        desk.made(request_id, desk.orlova, client)
        with pytest.raises(RequestClosed):
            desk.made(request_id, desk.orlova, client)

    def test_a_known_clients_owner_is_asked_first_whatever_the_role(self, desk: Desk) -> None:
        farmer = desk.firm.actor(Role.FARMER, name="Анна Белова")
        client = desk.firm.client(farmer, phone=PHONE)
        dropped = desk.drop(phone=PHONE)
        assert dropped.holder == "Анна Белова"
        desk.take(dropped.request_id)
        done = desk.made(dropped.request_id, farmer, client)
        assert (done.draft, done.owner) == (False, "")
        assert len(desk.work.activities.of_client(client.id, 5)) == 1

    def test_an_owner_who_is_away_or_silent_leaves_it_to_the_heads(self, desk: Desk) -> None:
        client = desk.firm.client(desk.karimov, phone=PHONE)
        request_id = desk.drop(phone=PHONE).request_id
        desk.wait(minutes(30))
        assert desk.work.requests.get(request_id).stuck is Stuck.OWNER
        choice = request_choice(desk.work, request_id, minutes(30))
        assert (choice.view.client, choice.candidates[0].name) == (client.name, "Тимур Каримов")
        close_request(desk.work, desk.head, CloseRequest(request_id, RequestEnd.SPAM), minutes(31))
        set_away(desk.work, desk.karimov, SetAway(minutes(120)), minutes(32))
        assert desk.work.requests.get(desk.drop(now=minutes(33), phone=PHONE).request_id).stuck is Stuck.OWNER

    def test_somebody_elses_client_stays_theirs_and_the_owner_is_told(self, desk: Desk) -> None:
        client = desk.firm.client(desk.karimov)
        request_id = desk.drop().request_id
        who = desk.take(request_id)
        done = desk.made(request_id, who, client)
        assert (done.owner, done.draft) == ("Тимур Каримов", False)
        assert desk.told(NoticeKind.REQUEST_OWNER) == [desk.karimov.member_id]
        assert desk.work.leads.open_of_client(client.id) is None
        assert [act.note for act in desk.work.activities.of_client(client.id, 5)] == ["нужен склад на 20 человек"]

    def test_a_client_with_a_lead_in_other_hands_only_gets_the_note(self, desk: Desk) -> None:
        client = desk.firm.client(desk.orlova)
        request_id = desk.drop().request_id
        desk.take(request_id)
        desk.made(request_id, desk.orlova, client)
        lead = desk.work.leads.open_of_client(client.id)
        assert lead is not None
        desk.work.leads.save(replace(lead, state=LeadState.OFFERED))
        again = desk.drop("и ещё").request_id
        desk.take(again, desk.asked(again))
        holder = desk.asked(again)
        if holder.member_id != desk.orlova.member_id:
            desk.work.clients.save(replace(client, owner_id=holder.member_id, source="site"))
        assert desk.made(again, holder, client).draft is False

    def test_waiting_for_the_client_is_over(self, desk: Desk) -> None:
        client = desk.firm.client(desk.orlova)
        wait = desk.work.steps.add(
            Step(
                *(NEW, client.team_id, client.id, desk.orlova.member_id, StepKind.WAIT, "", ""),
                *(minutes(90), False, StepState.OPEN, NOW),
            )
        )
        request_id = desk.drop().request_id
        desk.take(request_id)
        desk.made(request_id, desk.orlova, client)
        assert desk.work.steps.get(wait.id).state is StepState.DONE


class TestViews:
    def test_clients_with_the_number_or_a_name_alike_are_shown(self, desk: Desk) -> None:
        desk.firm.client(desk.karimov, "ООО «Вектор»", "вектор", PHONE)
        desk.firm.client(desk.karimov, "Вектор Юг", "вектор юг", PHONE)
        request_id = desk.drop(phone=PHONE, contact="Векторр", key="векторр").request_id
        view = request_view(desk.work, request_id)
        assert [one.name for one in view.alike] == ["Вектор Юг", "ООО «Вектор»"]
        named = desk.drop("ещё", contact="Вектор", key="вектор").request_id
        assert {one.name for one in request_view(desk.work, named).alike} == {"ООО «Вектор»", "Вектор Юг"}

    def test_heads_see_all_others_what_they_are_part_of(self, desk: Desk) -> None:
        request_id = desk.drop().request_id
        seen = {who.name: len(open_requests(desk.work, who)) for who in (desk.head, desk.orlova, desk.assistant)}
        assert seen == {"Игорь Громов": 1, "Елена Орлова": 1, "Ольга Павлова": 1}
        assert open_requests(desk.work, desk.karimov) == ()
        assert seen_request(desk.work, desk.assistant, request_id).holder == "Елена Орлова"
        assert seen_request(desk.work, desk.head, request_id).holder == "Елена Орлова"
        with pytest.raises(NotFound):
            seen_request(desk.work, desk.karimov, request_id)

    def test_candidates_come_by_presence_and_load(self, desk: Desk) -> None:
        request_id = desk.drop().request_id
        set_away(desk.work, desk.karimov, SetAway(minutes(60)), NOW)
        found = request_choice(desk.work, request_id, NOW).candidates
        assert [(one.name, one.load) for one in found][-2:] == [("Елена Орлова", 1), ("Тимур Каримов", 0)]
        assert found[-1].away_until == minutes(60)
