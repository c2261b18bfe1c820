from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from sales.actions.clients import client_card
from sales.actions.clock_work import DUE
from sales.actions.import_views import (
    brought,
    count_unknown,
    done_import,
    next_unknown,
    owner_choices,
    preview,
    recent_imports,
    refused_rows,
)
from sales.actions.imports import (
    BeginImport,
    DropImport,
    Explain,
    FileRead,
    Imported,
    RunImport,
    StageRows,
    UndoImport,
    begin_import,
    drop_import,
    explain,
    finish_reading,
    fire_imports,
    run_import,
    stage_rows,
    undo_import,
)
from sales.actions.reminders import fire_reminders
from sales.actions.steps import PlanNext, plan_next
from sales.actions.today import my_day
from sales.clients import Contact
from sales.errors import ImportOver, NotAllowed, NotFound
from sales.importing import (
    KEPT,
    Asked,
    Fate,
    ImportedContact,
    ImportRow,
    ImportState,
    Problem,
    Refusal,
    Stage,
    Unknown,
)
from sales.leads import CloseReason, LeadState
from sales.people import Role
from sales.ports import NEW
from sales.steps import StepKind, StepPlan
from sales.timers import TimerKind
from storage.import_tables import import_row
from storage.outbox import outbox
from storage.timers import timer
from tests.builders import NOW, Firm, a_firm

TOMORROW = NOW + timedelta(days=1)
PHONE, NEXT_PHONE = "+79000000012", "+79000000013"


class Boss:
    """Who imports: a head, with two reps in the team."""

    def __init__(self, firm: Firm) -> None:
        self.firm, self.work = firm, firm.work
        self.me = firm.actor(Role.HEAD, name="Игорь Громов")
        self.orlova = firm.actor(Role.LEAD_GENERATOR, name="Елена Орлова")
        self.belova = firm.actor(Role.FARMER, name="Анна Белова")

    def read(self, *rows: ImportRow) -> int:
        begun = begin_import(self.work, self.me, BeginImport("base.xlsx"), NOW)
        stage_rows(self.work, self.me, StageRows(begun.import_id, rows), NOW)
        head = FileRead(begun.import_id, (("name", "Название"),), ("ID",), ("Название", "ID"), "")
        finish_reading(self.work, self.me, head, NOW)
        return begun.import_id

    def run(self, *rows: ImportRow) -> Imported:
        return run_import(self.work, self.me, RunImport(self.read(*rows)), NOW)

    def fates(self, import_id: int) -> list[tuple[str, str | None]]:
        found = self.work.imports.conn.execute(  # type: ignore[attr-defined]
            import_row.select().where(import_row.c.import_id == import_id).order_by(import_row.c.number)
        )
        return [(row.fate.value, row.reason.value if row.reason else None) for row in found]

    def client(self, key: str) -> Any:
        (found,) = self.work.clients.search(self.me.reach, key=key, phone=None, inn=None, limit=2)
        return found

    def rings(self) -> list[tuple[TimerKind, Any]]:
        rows = self.work.timers.conn.execute(timer.select().where(timer.c.pending))  # type: ignore[attr-defined]
        return sorted((row.kind, row.due_at) for row in rows)

    def told(self) -> list[tuple[int, dict[str, Any], bool]]:
        rows = self.work.outbox.conn.execute(outbox.select().order_by(outbox.c.id))  # type: ignore[attr-defined]
        return [(row.member_id, row.facts, row.silent) for row in rows]


@pytest.fixture
def boss(firm: Firm) -> Boss:
    return Boss(firm)


def row(number: int = 2, name: str = "ООО «Ромашка»", key: str = "ромашка", **fields: Any) -> ImportRow:
    return ImportRow(number, name, key, **{"owner": "Орлова", **fields})


def reached(*phones: str) -> tuple[ImportedContact, ...]:
    return tuple(ImportedContact("Пётр Ильин", "директор", phone) for phone in phones)


def call(at: Any = TOMORROW, kind: StepKind = StepKind.CALL, *, exact: bool = True) -> StepPlan:
    return StepPlan(kind, at, exact, "сроки")


class TestReading:
    def test_its_times_are_meant_by_the_clock_of_who_imports(self, boss: Boss) -> None:
        begun = begin_import(boss.work, boss.me, BeginImport("x" * 300), NOW)
        assert (begun.zone, begun.opens.hour, begun.closes.hour) == ("Europe/Moscow", 9, 18)
        assert len(boss.work.imports.get(begun.import_id).file_name) == 200

    def test_nothing_is_in_the_base_before_the_yes(self, boss: Boss) -> None:
        boss.read(row(contacts=reached(PHONE)))
        assert boss.work.clients.keys(boss.me.reach) == []

    def test_a_known_client_is_matched_by_inn_phone_or_name(self, boss: Boss) -> None:
        known = boss.firm.client(boss.orlova, phone=PHONE)
        read = boss.read(
            row(2),
            row(3, "Ромашка-Трейд", "ромашка трейд", contacts=reached(PHONE)),
            row(4, "Лютик", "лютик", contacts=reached(PHONE)),
            row(5, "Пион", "пион"),
        )
        assert boss.fates(read) == [("matched", None), ("matched", None), ("refused", "same_phone"), ("made", None)]
        assert preview(boss.work, boss.me, read).tally.matched == 2
        assert refused_rows(boss.work, boss.me, read).rows[0].problems == (Problem(Refusal.SAME_PHONE, known.name),)

    def test_a_row_that_repeats_a_refused_one_is_refused_with_it(self, boss: Boss) -> None:
        bad = row(2, problems=(Problem(Refusal.BAD_INN, "B2"),), cells=("ООО «Ромашка»", "123"))
        read = boss.read(bad, row(3, repeats=2), row(4, "Пион", "пион"), row(5, "Пион", "пион", repeats=4))
        reasons = [("refused", "bad_inn"), ("refused", "first_refused"), ("made", None), ("repeat", None)]
        assert boss.fates(read) == reasons
        shown = refused_rows(boss.work, boss.me, read)
        assert (shown.headings, shown.rows[0].cells) == (("Название", "ID"), ("ООО «Ромашка»", "123"))
        assert preview(boss.work, boss.me, read).tally.refusals == 2

    def test_a_parcel_staged_again_changes_nothing(self, boss: Boss) -> None:
        begun = begin_import(boss.work, boss.me, BeginImport("base.xlsx"), NOW)
        for _ in range(2):
            parcel = StageRows(begun.import_id, (row(contacts=reached(PHONE)),))
            assert stage_rows(boss.work, boss.me, parcel, NOW) == 1
        assert boss.fates(begun.import_id) == [("made", None)]

    def test_the_preview_counts_phones_and_steps_that_will_not_ring(self, boss: Boss) -> None:
        late = row(3, "Пион", "пион", step=call(NOW - timedelta(days=3)))
        read = boss.read(row(2, contacts=reached(PHONE), step=call(), rings=True), late)
        found = preview(boss.work, boss.me, read)
        assert (found.tally.made, found.tally.phones, found.tally.late, found.tally.taken) == (2, 1, 1, 2)
        assert (found.columns, found.ignored) == ((("name", "Название"),), ("ID",))


class TestQuestions:
    def test_owners_and_stages_that_nobody_knows_are_asked_about(self, boss: Boss) -> None:
        read = boss.read(
            row(2, owner="Иванов"),
            row(3, "Пион", "пион", owner=""),
            row(4, "Мак", "мак", stage=None, stage_words="ЛПР"),
        )
        asked = preview(boss.work, boss.me, read).unknown
        assert asked == (
            Unknown(Asked.OWNER, "", 1),
            Unknown(Asked.OWNER, "Иванов", 1),
            Unknown(Asked.STAGE, "ЛПР", 1),
        )
        assert next_unknown(boss.work, boss.me, read) == asked[0]
        assert count_unknown(boss.work, boss.me, read, Asked.OWNER) == 2
        with pytest.raises(ImportOver) as over:
            run_import(boss.work, boss.me, RunImport(read), NOW)
        assert over.value.facts["state"] == "unclear"

    def test_each_answer_settles_all_rows_with_those_words(self, boss: Boss) -> None:
        read = boss.read(
            row(2, owner="Иванов"),
            row(3, "Пион", "пион", owner="Иванов"),
            row(4, "Мак", "мак", stage=None, stage_words="ЛПР"),
            row(5, "Роза", "роза", owner="Чужой"),
            row(6, "Роза", "роза", owner="Чужой", repeats=5),
        )
        explain(boss.work, boss.me, Explain(read, Asked.OWNER, "Иванов", owner_id=boss.belova.member_id), NOW)
        explain(boss.work, boss.me, Explain(read, Asked.STAGE, "ЛПР", stage=Stage.WORKING), NOW)
        explain(boss.work, boss.me, Explain(read, Asked.OWNER, "Чужой"), NOW)
        assert preview(boss.work, boss.me, read).unknown == ()
        run_import(boss.work, boss.me, RunImport(read), NOW)
        assert boss.client("пион").owner_id == boss.belova.member_id
        assert client_card(boss.work, boss.me, boss.client("мак").id, NOW).stage == "contacted"
        assert boss.fates(read)[-2:] == [("refused", "skipped"), ("refused", "first_refused")]

    def test_one_press_takes_all_that_are_left(self, boss: Boss) -> None:
        read = boss.read(row(2, owner="Иванов"), row(3, "Пион", "пион", owner=""))
        mine = Explain(read, Asked.OWNER, "Иванов", owner_id=boss.me.member_id, all_owners=True)
        explain(boss.work, boss.me, mine, NOW)
        assert next_unknown(boss.work, boss.me, read) is None

    def test_only_who_may_carry_clients_is_offered_and_taken(self, boss: Boss) -> None:
        analyst = boss.firm.actor(Role.ANALYST)
        offered = owner_choices(boss.work, boss.me)
        assert (offered[0].name, offered[0].is_me) == ("Игорь Громов", True)
        assert analyst.member_id not in [one.member_id for one in offered]
        read = boss.read(row(2, owner="Иванов"))
        with pytest.raises(NotAllowed):
            explain(boss.work, boss.me, Explain(read, Asked.OWNER, "Иванов", owner_id=analyst.member_id), NOW)

    def test_an_owner_who_has_left_meanwhile_is_asked_about_again(self, boss: Boss) -> None:
        read = boss.read(row())
        gone = boss.work.people.get(boss.orlova.member_id)
        boss.work.people.save(replace(gone, active=False))
        assert preview(boss.work, boss.me, read).unknown == (Unknown(Asked.OWNER, "Орлова", 1),)


class TestTheSwitch:
    def test_a_row_becomes_a_client_with_its_contacts_step_and_note(self, boss: Boss) -> None:
        full = row(inn="7700000016", source="site", contacts=reached(PHONE, NEXT_PHONE), step=call(), rings=True)
        done = boss.run(ImportRow(**{**_fields(full), "note": "любит звонки до обеда"}))
        assert (done.made, done.filled, done.refused, done.until) == (1, 0, 0, NOW + KEPT)
        card = client_card(boss.work, boss.me, boss.client("ромашка").id, NOW)
        assert (card.owner, card.stage, card.inn, card.source) == ("Елена Орлова", "new", "7700000016", "site")
        assert [one.phone for one in card.contacts] == [PHONE, NEXT_PHONE]
        assert [(one.kind, one.words, one.due_at) for one in card.steps] == [(StepKind.CALL, "сроки", TOMORROW)]
        assert [act.note for act in card.acts] == ["любит звонки до обеда"]

    def test_stages_become_leads(self, boss: Boss) -> None:
        boss.run(
            row(2, "А", "а", stage=Stage.DRAFT),
            row(3, "Б", "б", stage=Stage.PARKED, step=call(exact=False), rings=True),
            row(4, "В", "в", stage=Stage.WORKING),
            row(5, "Г", "г", stage=Stage.CLOSED, stage_words="Отказ", step=call(), rings=True),
            row(6, "Д", "д"),
        )
        leads = [boss.work.leads.last_of_client(boss.client(key).id) for key in "абвг"]
        states = [LeadState.DRAFT, LeadState.PARKED, LeadState.CONTACTED, LeadState.CLOSED]
        assert [lead.state for lead in leads if lead] == states
        draft, parked, working, closed = leads
        assert draft and parked and working and closed
        assert (parked.parked_until, parked.reason_words) == (date(2026, 11, 26), "сроки")
        assert (working.giver_id, working.contacted_at) == (boss.orlova.member_id, NOW)
        assert (closed.close_reason, closed.reason_words, closed.closed_at) == (CloseReason.OTHER, "Отказ", NOW)
        assert boss.work.leads.last_of_client(boss.client("д").id) is None
        assert boss.rings() == [(TimerKind.PARKED, TOMORROW)], "with what is closed nothing is agreed"

    def test_who_prepares_no_leads_gets_the_client_and_the_step(self, boss: Boss) -> None:
        boss.run(row(2, "А", "а", owner="Белова", stage=Stage.PARKED, step=call(), rings=True))
        card = client_card(boss.work, boss.me, boss.client("а").id, NOW)
        assert (card.stage, len(card.steps)) == ("new", 1)

    def test_a_meeting_is_announced_before_its_time(self, boss: Boss) -> None:
        soon = call(NOW + timedelta(minutes=30), StepKind.MEETING)
        boss.run(
            row(2, "А", "а", step=call(kind=StepKind.MEETING), rings=True), row(3, "Б", "б", step=soon, rings=True)
        )
        assert (TimerKind.MEETING, TOMORROW - timedelta(minutes=60)) in boss.rings()
        assert [kind for kind, _ in boss.rings()].count(TimerKind.MEETING) == 1

    def test_what_has_passed_is_overdue_and_rings_nobody(self, boss: Boss) -> None:
        boss.run(*(row(n, f"К{n}", f"к{n}", step=call(NOW - timedelta(days=n))) for n in range(2, 12)))
        assert boss.rings() == []
        assert fire_reminders(boss.work, NOW) == 0
        assert all(step.overdue for step in my_day(boss.work, boss.orlova, NOW).steps)

    def test_a_known_client_is_only_filled_in(self, boss: Boss) -> None:
        known = boss.firm.client(boss.belova, phone=PHONE)
        done = boss.run(
            row(
                2,
                inn="7700000016",
                contacts=reached(PHONE, NEXT_PHONE),
                stage=Stage.WORKING,
                step=call(),
                rings=True,
            )
        )
        card = client_card(boss.work, boss.me, known.id, NOW)
        assert (done.made, done.filled) == (0, 1)
        assert (card.owner, card.stage, card.inn) == ("Анна Белова", "new", "7700000016")
        assert [one.phone for one in card.contacts] == [PHONE, NEXT_PHONE]
        assert [one.member for one in card.steps] == ["Анна Белова"]

    def test_a_known_client_keeps_its_inn_and_its_step(self, boss: Boss) -> None:
        known = boss.firm.client(boss.belova)
        plan_next(boss.work, boss.belova, PlanNext(known.id, StepPlan(StepKind.SEND, TOMORROW, True)), NOW)
        first = boss.run(row(2, inn="7700000016"))
        boss.run(row(2, inn=None, step=call(), rings=True))
        card = client_card(boss.work, boss.me, known.id, NOW)
        assert ([step.kind for step in card.steps], card.inn, first.filled) == ([StepKind.SEND], "7700000016", 1)

    def test_repeated_rows_add_their_contacts_once(self, boss: Boss) -> None:
        boss.run(row(2, contacts=reached(PHONE)), row(3, repeats=2, contacts=reached(PHONE, NEXT_PHONE)))
        contacts = boss.work.clients.contacts(boss.client("ромашка").id)
        assert sorted(one.phone for one in contacts if one.phone) == [PHONE, NEXT_PHONE]

    def test_a_client_made_while_the_file_was_looked_at_is_met(self, boss: Boss) -> None:
        read = boss.read(row(2), row(3, "Пион", "пион", contacts=reached(PHONE)), row(4, "Мак", "мак"))
        boss.firm.client(boss.belova)
        other = boss.firm.client(boss.belova, "Лютик", "лютик")
        boss.work.clients.add_contact(Contact(NEW, other.id, "", "", PHONE))
        done = run_import(boss.work, boss.me, RunImport(read), NOW)
        assert (done.made, done.filled, done.refused) == (1, 1, 1)
        assert boss.fates(read) == [("matched", None), ("refused", "same_phone"), ("made", None)]

    def test_a_match_that_was_taken_back_meanwhile_is_made_anew(self, boss: Boss) -> None:
        first = boss.run(row())
        read = boss.read(row())
        undo_import(boss.work, boss.me, UndoImport(first.import_id), NOW)
        assert run_import(boss.work, boss.me, RunImport(read), NOW).made == 1

    def test_owners_are_told_once_and_quietly(self, boss: Boss) -> None:
        done = boss.run(row(2), row(3, "Пион", "пион"), row(4, "Мак", "мак", owner="Громов"))
        assert boss.told() == [(boss.orlova.member_id, {"count": 2}, True)]
        assert brought(boss.work, done.import_id)

    def test_a_file_is_imported_once(self, boss: Boss) -> None:
        done = boss.run(row())
        with pytest.raises(ImportOver):
            run_import(boss.work, boss.me, RunImport(done.import_id), NOW)


class TestTakingBack:
    def test_nothing_of_it_is_left(self, boss: Boss) -> None:
        known = boss.firm.client(boss.belova, "Пион", "пион")
        done = boss.run(
            row(2, contacts=reached(PHONE), stage=Stage.PARKED, step=call(), rings=True),
            row(3, "Пион", "пион", inn="7700000016", contacts=reached(NEXT_PHONE), step=call(), rings=True),
        )
        assert [one.import_id for one in recent_imports(boss.work, boss.me, NOW)] == [done.import_id]
        undone = undo_import(boss.work, boss.me, UndoImport(done.import_id), NOW)
        assert (undone.removed, undone.kept) == (1, 0)
        assert boss.work.clients.keys(boss.me.reach) == [(known.id, "пион")]
        card = client_card(boss.work, boss.me, known.id, NOW)
        assert (card.inn, card.contacts, card.steps) == (None, (), ())
        assert boss.rings() == []
        assert recent_imports(boss.work, boss.me, NOW) == ()
        assert not brought(boss.work, done.import_id)

    def test_who_has_been_worked_with_stays_whole(self, boss: Boss) -> None:
        done = boss.run(row(2, contacts=reached(PHONE), step=call(), rings=True), row(3, "Пион", "пион"))
        worked = boss.client("ромашка")
        plan_next(boss.work, boss.orlova, PlanNext(worked.id, call(kind=StepKind.SEND)), NOW)
        assert done_import(boss.work, boss.me, done.import_id, NOW).kept == 1
        undone = undo_import(boss.work, boss.me, UndoImport(done.import_id), NOW)
        assert (undone.removed, undone.kept) == (1, 1)
        card = client_card(boss.work, boss.me, worked.id, NOW)
        assert (len(card.contacts), len(card.steps)) == (1, 2)

    def test_a_known_client_that_was_worked_with_keeps_what_it_got(self, boss: Boss) -> None:
        known = boss.firm.client(boss.belova)
        done = boss.run(row(2, inn="7700000016", contacts=reached(PHONE)))
        later = NOW + timedelta(minutes=1)
        plan_next(boss.work, boss.belova, PlanNext(known.id, call()), later)
        undo_import(boss.work, boss.me, UndoImport(done.import_id), later)
        card = client_card(boss.work, boss.me, known.id, later)
        assert (card.inn, len(card.contacts)) == ("7700000016", 1)

    def test_a_second_import_holds_what_the_first_one_made(self, boss: Boss) -> None:
        first = boss.run(row())
        boss.run(row(contacts=reached(PHONE)))
        assert undo_import(boss.work, boss.me, UndoImport(first.import_id), NOW).kept == 1

    def test_only_for_a_day_and_only_once(self, boss: Boss) -> None:
        done = boss.run(row())
        with pytest.raises(ImportOver) as late:
            undo_import(boss.work, boss.me, UndoImport(done.import_id), NOW + KEPT + timedelta(seconds=1))
        assert late.value.facts["state"] == "late"
        undo_import(boss.work, boss.me, UndoImport(done.import_id), NOW + KEPT)
        with pytest.raises(ImportOver):
            undo_import(boss.work, boss.me, UndoImport(done.import_id), NOW)


class TestRightsAndEnds:
    @pytest.mark.parametrize("role", [Role.OWNER, Role.CRM_ADMIN, Role.HEAD])
    def test_who_runs_the_house_may(self, boss: Boss, role: Role) -> None:
        assert begin_import(boss.work, boss.firm.actor(role), BeginImport("base.csv"), NOW).import_id

    def test_a_rep_may_not(self, boss: Boss) -> None:
        with pytest.raises(NotAllowed):
            begin_import(boss.work, boss.orlova, BeginImport("base.csv"), NOW)
        read = boss.read(row())
        for query in (preview, next_unknown, refused_rows):
            with pytest.raises(NotAllowed):
                query(boss.work, boss.orlova, read)

    def test_another_company_knows_nothing_of_it(self, boss: Boss) -> None:
        read, stranger = boss.read(row()), a_firm(boss.work).actor(Role.HEAD, telegram_id=9000)
        with pytest.raises(NotFound):
            preview(boss.work, stranger, read)

    def test_a_file_that_was_given_up_is_over(self, boss: Boss) -> None:
        read = boss.read(row())
        drop_import(boss.work, boss.me, DropImport(read), NOW)
        drop_import(boss.work, boss.me, DropImport(read), NOW)
        with pytest.raises(ImportOver):
            run_import(boss.work, boss.me, RunImport(read), NOW)

    def test_the_clock_drops_and_forgets(self, boss: Boss) -> None:
        waiting, done = boss.read(row(contacts=reached(PHONE))), boss.run(row(2, "Пион", "пион"))
        assert fire_imports in DUE and fire_imports(boss.work, NOW) == 0
        later = NOW + KEPT
        assert [fire_imports(boss.work, later) for _ in range(3)] == [2, 1, 0], "a file, its row; the other one's row"
        assert boss.work.imports.get(waiting).state is ImportState.DROPPED
        assert boss.work.imports.get(done.import_id).state is ImportState.DONE
        assert boss.fates(waiting) == boss.fates(done.import_id) == []

    def test_two_who_say_yes_at_once_import_it_once(self, boss: Boss, monkeypatch: pytest.MonkeyPatch) -> None:
        read = boss.read(row())
        shelf = type(boss.work.imports)
        monkeypatch.setattr(shelf, "move", lambda *_: False)
        with pytest.raises(ImportOver):
            run_import(boss.work, boss.me, RunImport(read), NOW)


def _fields(one: ImportRow) -> dict[str, Any]:
    return {name: getattr(one, name) for name in one.__slots__}


def test_a_member_named_twice_over_is_asked_about(boss: Boss) -> None:
    boss.firm.member(Role.HUNTER, name="Ольга Орлова")
    read = boss.read(
        row(2), row(3, "Пион", "пион", owner="Орлова Елена Викторовна"), row(4, "Мак", "мак", owner="О. Орлова")
    )
    assert preview(boss.work, boss.me, read).unknown == (Unknown(Asked.OWNER, "Орлова", 1),)


def test_a_large_known_base_costs_no_more_than_its_signs(boss: Boss) -> None:
    for number in range(30):
        boss.firm.client(boss.orlova, f"Фирма {number}", f"фирма {number}")
    read = boss.read(*(row(number + 2, f"Фирма {number}", f"фирма {number}") for number in range(40)))
    assert [fate for fate, _ in boss.fates(read)] == [Fate.MATCHED] * 30 + [Fate.MADE] * 10
