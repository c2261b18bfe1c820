"""Two clients made one by the head: nothing of either is lost, and one of everything goes on."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.pool import StaticPool

from sales.actions.activities import LogAct, log_act
from sales.actions.client_search import FindClients, alike_clients, find_clients, twins_of
from sales.actions.clients import client_card, client_in_reach
from sales.actions.introduction import to_introduce
from sales.actions.leads import AnswerQuestion, StartLead, answer_question, start_lead
from sales.actions.merging import MergeClients, compare_clients, merge_clients
from sales.actions.parking import Park, park_lead
from sales.actions.passport import client_passport
from sales.actions.proposal_views import ways_on
from sales.actions.timeline import timeline
from sales.activities import ActKind, Direction, Outcome
from sales.clients import Client, Contact
from sales.company import Team, TeamSettings
from sales.errors import MergeBlocked, NotAllowed, NotFound, Overtaken, SameClient
from sales.handoff import HandoffState
from sales.leads import CloseReason, LeadState, Question, Verdict
from sales.notices import NoticeKind
from sales.people import Actor, Role
from sales.ports import NEW
from sales.steps import StepKind, StepPlan
from sales.timeline import EventKind
from storage.audit import audit
from storage.clients import client as client_table
from storage.merging import OWN_WAYS
from storage.tables import metadata
from storage.timers import timer
from storage.work import open_work
from tests.builders import NOW, Firm, a_firm
from tests.sales.actions.later_legs import Legs
from tests.sales.actions.relay import Relay, minutes

PHONE = "+79000000012"


@pytest.fixture
def twin(relay: Relay) -> Client:
    """The same firm, entered once more by a hunter."""
    return relay.firm.client(relay.hunters[0], "Ромашка, торговый дом", "ромашка торговый дом")


def merge(relay: Relay, into: Client, gone: Client, lead_id: int = 0) -> int:
    return merge_clients(relay.work, relay.head, MergeClients(into.id, gone.id, lead_id), NOW).client_id


def logged(relay: Relay, who: Actor, client: Client, note: str, minute: int = 0) -> None:
    plan = StepPlan(StepKind.CALL, NOW + timedelta(days=1), exact=True, words=note)
    form = LogAct(client.id, ActKind.CALL, Direction.COLD, Outcome.THINKING, note, plan)
    log_act(relay.work, who, form, minutes(minute))


def test_what_either_had_is_the_survivors(relay: Relay, twin: Client) -> None:
    logged(relay, relay.giver, relay.client, "первый")
    logged(relay, relay.hunters[0], twin, "второй", 1)
    relay.work.clients.add_contact(Contact(NEW, twin.id, "Анна Ли", "", "+79000000077"))
    merge(relay, relay.client, twin)
    card = client_card(relay.work, relay.giver, relay.client.id, NOW)
    assert [act.note for act in card.acts] == ["второй", "первый"]
    assert {step.words for step in card.steps} == {"первый", "второй"}
    assert {step.member for step in card.steps} == {"Елена Орлова"}, "who carries the client keeps what was promised"
    assert [one.name for one in card.contacts] == ["Пётр Ильин", "Анна Ли"]


def test_old_buttons_lead_to_the_survivor(relay: Relay, twin: Client) -> None:
    merge(relay, relay.client, twin)
    assert client_in_reach(relay.work, relay.giver, twin.id).id == relay.client.id
    logged(relay, relay.giver, twin, "по старой кнопке")
    assert [act.note for act in relay.work.activities.of_client(relay.client.id, 9)] == ["по старой кнопке"]
    assert relay.work.activities.of_client(twin.id, 9) == []


def test_the_survivor_is_found_by_every_name_number_and_phone_and_once(relay: Relay, twin: Client) -> None:
    relay.work.clients.save(replace(twin, inn="7707083893"))
    relay.work.clients.save(replace(relay.client, inn="500100732259"))
    relay.work.clients.add_contact(Contact(NEW, twin.id, "Анна Ли", "", "+79000000077"))
    merge(relay, relay.client, twin)
    for asked in (
        FindClients("торговый дом"),
        FindClients("ромаш"),
        FindClients("", inn="7707083893"),
        FindClients("", inn="500100732259"),
        FindClients("", "+79000000077"),
        FindClients("", PHONE),
    ):
        assert [one.client_id for one in find_clients(relay.work, relay.giver, asked)] == [relay.client.id]
    found = alike_clients(relay.work, relay.giver, FindClients("ромашка торговый дом"))
    assert [one.client_id for one in found] == [relay.client.id]
    assert relay.work.clients.counts(relay.firm.team.id) == {relay.giver.member_id: 1}


def test_a_merged_one_merges_on_with_its_survivor(relay: Relay, twin: Client) -> None:
    third = relay.firm.client(relay.giver, "Ромашка Плюс", "ромашка плюс")
    merge(relay, relay.client, twin)
    merge(relay, third, relay.client)
    assert relay.work.clients.get(twin.id).id == third.id
    assert {one.name for one in relay.work.clients.merged(third.id)} == {twin.name, relay.client.name}
    with pytest.raises(SameClient):
        merge(relay, third, twin)


def test_a_client_is_not_merged_with_itself(relay: Relay) -> None:
    with pytest.raises(SameClient) as refused:
        merge(relay, relay.client, relay.client)
    assert refused.value.facts["name"] == "ООО «Ромашка»"


@pytest.mark.parametrize("role", [Role.HUNTER, Role.ANALYST, Role.OPERATIONS_MANAGER, Role.OWNER])
def test_only_a_head_merges(relay: Relay, twin: Client, role: Role) -> None:
    form = MergeClients(relay.client.id, twin.id)
    with pytest.raises(NotAllowed):
        merge_clients(relay.work, relay.firm.actor(role), form, NOW)
    with pytest.raises(NotAllowed):
        compare_clients(relay.work, relay.firm.actor(role), form)


def test_clients_elsewhere_are_not_there(relay: Relay, twin: Client) -> None:
    team = relay.work.companies.add_team(Team(NEW, relay.firm.team.company_id, None, "Юг", TeamSettings()))
    relay.work.clients.save(replace(twin, team_id=team.id))
    with pytest.raises(NotFound):
        merge(relay, relay.client, twin)
    above = replace(relay.head, reach=frozenset({relay.firm.team.id, team.id}))
    with pytest.raises(MergeBlocked) as refused:
        merge_clients(relay.work, above, MergeClients(relay.client.id, twin.id), NOW)
    assert refused.value.facts["reason"] == "teams"


def test_two_open_hand_overs_are_no_merge(relay: Relay, twin: Client) -> None:
    relay.submitted()
    relay.submitted(relay.hunters[0], twin)
    with pytest.raises(MergeBlocked) as refused:
        merge(relay, relay.client, twin)
    assert refused.value.facts["reason"] == "busy"


def test_the_open_hand_over_goes_on_whichever_survives(relay: Relay, twin: Client) -> None:
    done = relay.submitted()
    start_lead(relay.work, relay.hunters[0], StartLead(twin.id), NOW)
    seen = compare_clients(relay.work, relay.head, MergeClients(twin.id, relay.client.id))
    assert not seen.may_choose
    assert seen.lead_id == relay.handoff(done.handoff_id).lead_id
    merge(relay, twin, relay.client)
    assert relay.handoff(done.handoff_id).client_id == twin.id
    closed = [one.close_reason for one in relay.work.leads.of_client(twin.id) if one.state is LeadState.CLOSED]
    assert closed == [CloseReason.MERGED]
    relay.accept(done.handoff_id)
    assert relay.work.clients.get(twin.id).owner_id == relay.handoff(done.handoff_id).receiver_id


def test_who_has_accepted_carries_the_survivor(relay: Relay, twin: Client) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id, relay.hunters[0])
    other = relay.firm.client(relay.hunters[1], "Ромашка Юг", "ромашка юг")
    assert compare_clients(relay.work, relay.head, MergeClients(other.id, relay.client.id)).owner == "Тимур Каримов"
    merge(relay, other, relay.client)
    assert relay.work.clients.get(other.id).owner_id == relay.hunters[0].member_id
    assert relay.told(NoticeKind.MERGED) == [relay.hunters[0].member_id, relay.hunters[1].member_id]


def test_the_head_says_which_of_two_leads_goes_on_and_what_the_other_held_is_lent(relay: Relay, twin: Client) -> None:
    lead_id = relay.ready()
    theirs = start_lead(relay.work, relay.hunters[0], StartLead(twin.id), NOW).lead_id
    form = AnswerQuestion(theirs, Question.PAINS, Verdict.YES, "свои слова")
    answer_question(relay.work, relay.hunters[0], form, NOW)
    seen = compare_clients(relay.work, relay.head, MergeClients(relay.client.id, twin.id))
    assert (seen.may_choose, seen.lead_id) == (True, lead_id)
    merge(relay, relay.client, twin, theirs)
    going_on = relay.work.leads.open_of_client(relay.client.id)
    assert going_on is not None
    assert (going_on.id, going_on.product, going_on.estimate) == (theirs, "модуль «Заявки»", 120_000_000)
    answers = {one.question: one.words for one in relay.work.leads.answers(theirs)}
    assert answers[Question.PAINS] == "свои слова"
    assert answers[Question.BUDGET] == "слова: budget"
    assert client_card(relay.work, relay.hunters[0], relay.client.id, NOW).stage == "draft", "its giver is a party"


def test_a_parked_lead_that_ends_reminds_nobody(relay: Relay, twin: Client) -> None:
    until = (NOW + timedelta(days=5)).date()
    park_lead(relay.work, relay.giver, Park(relay.ready(), Question.BUDGET, "весной", until), NOW)
    start_lead(relay.work, relay.hunters[0], StartLead(twin.id), NOW)
    merge(relay, twin, relay.client)
    assert relay.conn.scalars(sa.select(timer.c.kind).where(timer.c.kind == "parked", timer.c.pending)).all() == []
    lead = relay.work.leads.open_of_client(twin.id)
    assert lead is not None
    assert lead.state is LeadState.DRAFT


def test_what_only_the_other_one_knew_is_filled_in(relay: Relay, twin: Client) -> None:
    known = replace(
        twin, inn="7707083893", source="site", segment="Крупный", country="KZ", currency="KZT", product="Склад"
    )
    relay.work.clients.save(known)
    partner = relay.firm.client(relay.giver, "Партнёр", "партнер")
    relay.work.clients.save(replace(relay.client, partner_id=twin.id, segment="Малый"))
    relay.work.clients.save(replace(partner, partner_id=twin.id))
    merge(relay, relay.client, twin)
    kept = relay.work.clients.get(relay.client.id)
    assert (kept.inn, kept.source, kept.segment) == ("7707083893", "site", "Малый")
    assert (kept.country, kept.currency, kept.product, kept.partner_id) == ("KZ", "KZT", "Склад", None)
    assert relay.work.clients.get(partner.id).partner_id == relay.client.id


def test_people_known_twice_are_one_and_no_number_is_lost(relay: Relay, twin: Client) -> None:
    add = relay.work.clients.add_contact
    add(Contact(NEW, twin.id, "", "", PHONE, telegram_id=77))
    add(Contact(NEW, twin.id, "Пётр Ильин", "", "+79000000055", telegram_id=77))
    add(Contact(NEW, twin.id, "Пётр Ильин", "закупки", None))
    add(Contact(NEW, twin.id, "Анна Ли", "", None))
    merge(relay, relay.client, twin)
    people = relay.work.clients.contacts(relay.client.id)
    assert [(one.name, one.position, one.phone, one.telegram_id) for one in people] == [
        ("Пётр Ильин", "коммерческий директор", PHONE, 77),
        ("Пётр Ильин", "", "+79000000055", 77),
        ("Анна Ли", "", None, None),
    ]


def test_different_taxpayer_numbers_are_pointed_out(relay: Relay, twin: Client) -> None:
    form = MergeClients(relay.client.id, twin.id)
    assert not compare_clients(relay.work, relay.head, form).other_inn
    relay.work.clients.save(replace(twin, inn="7707083893"))
    relay.work.clients.save(replace(relay.client, inn="500100732259"))
    assert compare_clients(relay.work, relay.head, form).other_inn


def test_what_was_merged_meanwhile_is_not_merged_again(relay: Relay, twin: Client) -> None:
    assert relay.work.merging.mark(twin.id, relay.client.id)
    assert not relay.work.merging.mark(twin.id, relay.client.id)
    assert not relay.work.merging.mark(relay.client.id, twin.id)


def test_a_race_is_lost_with_a_word(relay: Relay, twin: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(relay.work.merging), "mark", lambda *_: False)
    with pytest.raises(Overtaken):
        merge(relay, relay.client, twin)


def test_the_merge_is_on_record_and_in_the_history(relay: Relay, twin: Client) -> None:
    merge(relay, relay.client, twin)
    facts = relay.conn.scalars(sa.select(audit.c.facts).where(audit.c.verb == "merge_clients")).one()
    assert (facts["gone"], facts["name"]) == (twin.id, twin.name)
    events = timeline(relay.work, relay.giver, relay.client.id).events
    assert [(one.words, one.who) for one in events if one.kind is EventKind.MERGED] == [(twin.name, "Ольга Павлова")]


def test_twins_are_found_by_phone_number_and_name(relay: Relay, twin: Client) -> None:
    same_phone = relay.firm.client(relay.hunters[0], "Другое имя", "другое имя", phone=PHONE)
    same_inn = relay.firm.client(relay.hunters[0], "Третье", "третье")
    for one in (same_inn, relay.client):
        relay.work.clients.save(replace(one, inn="7707083893"))
    found = {one.client_id for one in twins_of(relay.work, relay.head, relay.client.id)}
    assert found == {twin.id, same_phone.id, same_inn.id}


def test_whoever_prepares_a_lead_of_a_merged_client_is_told_apart_from_its_owner(relay: Relay, twin: Client) -> None:
    start_lead(relay.work, relay.hunters[0], StartLead(twin.id), NOW)
    merge(relay, relay.client, twin)
    assert client_card(relay.work, relay.hunters[0], relay.client.id, NOW).may_see_all
    assert not client_card(relay.work, relay.hunters[1], relay.client.id, NOW).may_see_all


def test_every_table_about_clients_is_moved_without_two_of_a_kind() -> None:
    """A new table whose rows a plain move could double says itself what becomes of them."""
    doubled = {
        table.name
        for table in metadata.sorted_tables
        if "client_id" in table.c and table.name not in OWN_WAYS
        for unique in [table.primary_key, *(one for one in table.constraints if isinstance(one, sa.UniqueConstraint))]
        if "client_id" in {column.name for column in unique.columns}
    }
    indexed = {
        table.name
        for table in metadata.sorted_tables
        for index in table.indexes
        if index.unique and "client_id" in {column.name for column in index.columns} and table.name not in OWN_WAYS
    }
    assert doubled == set()
    assert indexed <= {"lead", "handoff", "deal"}, "at most one is open, and the merge sees to it"


ACTS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["call", "phone", "lead", "park", "merge"])), max_size=14)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ACTS, st.integers(0, 2), st.integers(0, 2))
def test_nothing_is_lost_whatever_was_done_and_whoever_is_merged(
    acts: list[tuple[int, str]], into: int, gone: int
) -> None:
    relay, clients = a_relay()
    for number, (whose, act) in enumerate(acts):
        _do(relay, clients, whose, act, number)
    _try_merge(relay, clients[into], clients[gone])
    assert_whole(relay, clients)


def a_relay() -> tuple[Relay, list[Client]]:
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    metadata.create_all(engine)
    conn = engine.connect()
    firm: Firm = a_firm(open_work(conn))
    relay = Relay(firm, conn)
    others = [firm.client(one, f"Ромашка {n}", f"ромашка {n}") for n, one in enumerate(relay.hunters)]
    return relay, [relay.client, *others]


def _do(relay: Relay, clients: list[Client], whose: int, act: str, number: int) -> None:
    client = relay.work.clients.get(clients[whose].id)
    owner = relay.actor(client.owner_id)
    lead = relay.work.leads.open_of_client(client.id)
    if act == "call":
        logged(relay, owner, client, f"акт {number}", number)
    elif act == "phone":
        relay.work.clients.add_contact(Contact(NEW, client.id, f"Имя {number % 3}", "", f"+7900000{number % 4:04}"))
    elif act == "merge":
        _try_merge(relay, clients[whose], clients[(whose + 1) % 3])
    elif lead is None:
        lead_id = start_lead(relay.work, owner, StartLead(client.id), NOW).lead_id
        if act == "park":
            park_lead(relay.work, owner, Park(lead_id, Question.FIT, "нет", (NOW + timedelta(days=3)).date()), NOW)


def _try_merge(relay: Relay, into: Client, gone: Client) -> None:
    """What the table has about the two, counted before and after."""
    rows = {table.name: _about(relay, table) for table in metadata.sorted_tables if "client_id" in table.c}
    phones = _phones(relay)
    try:
        merge(relay, into, gone)
    except SameClient:
        return
    after = {table.name: _about(relay, table) for table in metadata.sorted_tables if "client_id" in table.c}
    assert after.pop("audit") == rows.pop("audit") + 1
    assert after == rows, "no row has gone"
    assert _phones(relay) == phones, "every number still finds somebody"


def _about(relay: Relay, table: sa.Table) -> int:
    return relay.conn.scalar(sa.select(sa.func.count()).select_from(table)) or 0


def _phones(relay: Relay) -> set[str]:
    standing = relay.conn.scalars(sa.select(client_table.c.id).where(client_table.c.merged_into.is_(None))).all()
    return {one.phone for client_id in standing for one in relay.work.clients.contacts(client_id) if one.phone}


def assert_whole(relay: Relay, clients: list[Client]) -> None:
    """One open lead at most, nothing with a merged client but its doubles, every old id leads to a standing client."""
    for one in clients:
        kept = relay.work.clients.get(one.id)
        assert kept.merged_into is None
        assert relay.work.people.get(kept.owner_id).active
        open_leads = [lead for lead in relay.work.leads.of_client(kept.id) if lead.state is not LeadState.CLOSED]
        assert len(open_leads) <= 1
    gone = sa.select(client_table.c.id).where(client_table.c.merged_into.is_not(None))
    for table in metadata.sorted_tables:
        if "client_id" in table.c and table.name != "contact":
            left = sa.select(sa.func.count()).select_from(table).where(table.c.client_id.in_(gone))
            assert relay.conn.scalar(left) == 0, table.name


def test_an_old_card_of_the_other_one_leads_to_what_the_survivor_has(relay: Relay, twin: Client) -> None:
    relay.firm.actor(Role.FARMER)
    merge(relay, relay.client, twin)
    done = relay.submitted()
    relay.accept(done.handoff_id)
    hunter = relay.actor(relay.owner())
    assert client_passport(relay.work, hunter, twin.id, NOW).passport.client_id == relay.client.id
    assert to_introduce(relay.work, hunter, twin.id) == done.handoff_id
    assert ways_on(relay.work, hunter, twin.id) == (), "it is on its way already"


@pytest.fixture
def legs(firm: Firm, conn: sa.Connection) -> Legs:
    return Legs(firm, conn)


def merged_into_the_closers(legs: Legs, owner: Actor | None = None) -> int:
    """The survivor is somebody else's; its id."""
    other = legs.firm.client(owner or legs.firm.actor(Role.HUNTER, name="Вера Котова"), "Ромашка Юг", "ромашка юг")
    merge_clients(legs.work, legs.head, MergeClients(other.id, legs.client.id), NOW)
    return other.owner_id


def test_a_proposal_is_the_survivors_owners_to_answer(legs: Legs) -> None:
    proposed = legs.propose()
    assert legs.now(proposed.id).giver_id == legs.hunter.member_id
    owner_id = merged_into_the_closers(legs)
    assert legs.now(proposed.id).giver_id == owner_id
    assert legs.now(proposed.id).state is HandoffState.PROPOSED


def test_whoever_was_asked_gives_back_to_the_survivors_owner(legs: Legs) -> None:
    sent = legs.confirmed(legs.propose())
    owner_id = merged_into_the_closers(legs)
    assert (legs.now(sent.handoff_id).giver_id, len(legs.open_offers(sent.handoff_id))) == (owner_id, 1)


def test_whoever_was_asked_and_has_the_survivor_has_accepted_thereby(legs: Legs) -> None:
    sent = legs.confirmed(legs.propose())
    merged_into_the_closers(legs, legs.farmer)
    assert legs.now(sent.handoff_id).receiver_id == legs.farmer.member_id
    assert legs.now(sent.handoff_id).state is HandoffState.ACCEPTED
