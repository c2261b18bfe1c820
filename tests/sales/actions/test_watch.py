"""The watch over regular clients: the owner first, then the heads, once for each occasion."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from sales.absence import Absence, AbsenceState
from sales.actions.activities import LogAct, UndoAct, log_act, undo_act
from sales.actions.merging import MergeClients, merge_clients
from sales.actions.notes import NoteClient, note_client
from sales.actions.regular import MarkClient, mark_client
from sales.actions.watch import (
    A_LOOK,
    SnoozeWarning,
    WarningTold,
    card_standing,
    fire_answers,
    fire_watch,
    level_of,
    look_for_answers,
    look_over,
    own_warning,
    snooze_warning,
    warned_of,
    warning_told,
)
from sales.activities import ActKind, Direction, Outcome
from sales.clients import Client
from sales.errors import BadCount, Empty, NotYours, Overtaken
from sales.legs import Structure
from sales.notices import NoticeKind
from sales.regular import ClientStatus
from sales.watch import Level, Sign
from tests.builders import NOW, Firm
from tests.sales.actions.base import DAY, TODAY, Base

NEW, REGULAR, KEY = ClientStatus


@pytest.fixture
def base(firm: Firm, conn: sa.Connection) -> Base:
    """A farmer's regular client, spoken to today, who buys every ten days, for the last time today."""
    base = Base(firm, conn)
    base.firm.settle(structure=Structure.UNIVERSAL, contact_days_regular=365)
    base.owned_by(base.farmer)
    mark_client(base.work, base.head, MarkClient(base.client.id, REGULAR, "договор"), NOW)
    for number in range(4):
        base.stored(TODAY - number * 10 * DAY)
    return base


def talk(base: Base, at: datetime, outcome: Outcome = Outcome.AGREED, client: Client | None = None) -> int:
    form = LogAct((client or base.client).id, ActKind.CALL, Direction.EXISTING, outcome)
    return log_act(base.work, base.farmer, form, at).activity_id


def look(base: Base, days: int) -> datetime:
    """The morning look so many days later; gives when."""
    at = NOW + days * DAY
    look_over(base.work, base.firm.team, at)
    return at


def standing(base: Base) -> list[WarningTold]:
    return list(warned_of(base.work, base.head, NOW))


def signs(base: Base) -> list[Sign]:
    return [one.sign for one in standing(base)]


def test_silence_is_told_to_the_owner_once_and_two_working_days_later_to_the_head(base: Base) -> None:
    look(base, 20)
    assert signs(base) == []
    look(base, 21)  # Wednesday
    assert base.told(NoticeKind.WATCH) == [base.farmer.member_id]
    (warning,) = standing(base)
    assert (warning.sign, dict(warning.facts)) == (Sign.SILENCE, {"days": 21, "usual": 10})
    look(base, 22)
    assert base.told(NoticeKind.WATCH) == [base.farmer.member_id]
    look(base, 23)
    assert base.told(NoticeKind.WATCH) == [base.farmer.member_id, base.head.member_id]
    for days in (24, 30, 60):
        look(base, days)
    assert len(base.told(NoticeKind.WATCH)) == 2
    assert dict(standing(base)[0].facts)["days"] == 60, "its message would tell how long it is by now"


def test_an_order_ends_it_and_the_next_silence_is_another_occasion(base: Base) -> None:
    look(base, 21)
    (warning,) = standing(base)
    base.stored(TODAY + 22 * DAY)
    look(base, 22)
    assert (standing(base), warning_told(base.work, warning.warning_id).over) == ([], True)
    look(base, 22 + 21)
    assert base.told(NoticeKind.WATCH) == [base.farmer.member_id] * 2


def test_an_order_that_is_cancelled_again_goes_on_with_the_same_warning(base: Base) -> None:
    look(base, 21)
    order = base.stored(TODAY + 22 * DAY)
    look(base, 22)
    base.cancels(order)
    look(base, 23)
    assert signs(base) == [Sign.SILENCE]
    assert base.told(NoticeKind.WATCH) == [base.farmer.member_id, base.head.member_id]


def test_put_off_with_a_reason_it_is_quiet_until_then_and_said_once_more(base: Base) -> None:
    at = look(base, 21)
    (warning,) = standing(base)
    done = snooze_warning(base.work, base.farmer, SnoozeWarning(warning.warning_id, 7, "ремонт до января"), at)
    assert done.until == TODAY + 28 * DAY
    seen = warning_told(base.work, warning.warning_id)
    assert (seen.snoozed_until, seen.by, seen.words) == (done.until, "Анна Белова", "ремонт до января")
    for days in (22, 25, 27):
        look(base, days)
    assert base.told(NoticeKind.WATCH) == [base.farmer.member_id]
    look(base, 28)
    assert base.told(NoticeKind.WATCH) == [base.farmer.member_id] * 2
    look(base, 30)
    assert base.told(NoticeKind.WATCH) == [base.farmer.member_id, base.farmer.member_id, base.head.member_id]


def test_what_is_put_off_ends_all_the_same_and_then_cannot_be_put_off(base: Base) -> None:
    at = look(base, 21)
    (warning,) = standing(base)
    snooze_warning(base.work, base.farmer, SnoozeWarning(warning.warning_id, 60, "сезон"), at)
    base.stored(TODAY + 22 * DAY)
    look(base, 22)
    assert standing(base) == []
    with pytest.raises(Overtaken):
        snooze_warning(base.work, base.farmer, SnoozeWarning(warning.warning_id, 60, "сезон"), at)


def test_it_is_put_off_by_those_who_see_the_client_for_some_days_and_with_words(base: Base) -> None:
    at = look(base, 21)
    (warning,) = standing(base)
    with pytest.raises(NotYours):
        snooze_warning(base.work, base.hunter, SnoozeWarning(warning.warning_id, 7, "не мой"), at)
    for days in (0, 181):
        with pytest.raises(BadCount):
            snooze_warning(base.work, base.head, SnoozeWarning(warning.warning_id, days, "просто"), at)
    with pytest.raises(Empty):
        snooze_warning(base.work, base.head, SnoozeWarning(warning.warning_id, 7, " "), at)


def test_falling_volume_is_one_occasion_however_many_months_it_lasts(base: Base) -> None:
    for month in (6, 7, 8):
        base.stored(date(2026, month, 1), 100_000)
    look(base, 6)  # the first of December: the autumn against the summer
    warnings = [one for one in standing(base) if one.sign is Sign.FALL]
    assert [dict(one.facts)["percent"] for one in warnings] == [60]
    look(base, 6 + 31)
    assert [one.warning_id for one in standing(base) if one.sign is Sign.FALL] == [warnings[0].warning_id]
    assert base.told(NoticeKind.WATCH) == [base.farmer.member_id, base.head.member_id]


def test_the_contact_rhythm_is_the_statuss_own(base: Base) -> None:
    base.firm.settle(contact_days_regular=30, silence_percent=1000)
    talk(base, NOW)
    look(base, 30)
    assert signs(base) == []
    at = look(base, 31)
    assert [dict(one.facts) for one in standing(base)] == [{"days": 31, "level": 30}]
    talk(base, at, Outcome.NO_ANSWER)
    look(base, 32)
    assert signs(base) == [Sign.CONTACT], "nobody was spoken to"
    act = talk(base, NOW + 32 * DAY)
    look(base, 33)
    assert signs(base) == []
    undo_act(base.work, base.farmer, UndoAct(act), NOW + 32 * DAY)
    look(base, 34)
    assert signs(base) == [Sign.CONTACT]


def test_who_has_bought_but_is_not_regular_gets_the_first_level_and_no_watch_over_orders(base: Base) -> None:
    mark_client(base.work, base.head, MarkClient(base.client.id, NEW, "разово"), NOW)
    look(base, 30)  # sixty days after the first order
    assert signs(base) == []
    look(base, 31)
    assert [(one.sign, dict(one.facts)) for one in standing(base)] == [(Sign.CONTACT, {"days": 61, "level": 60})]


def test_a_regular_client_without_orders_is_called_by_its_level_all_the_same(base: Base) -> None:
    base.firm.settle(contact_days_key=14)
    other = base.firm.client(base.farmer, "Василёк", "василек")
    mark_client(base.work, base.head, MarkClient(other.id, KEY, "холдинг"), NOW)
    talk(base, NOW, client=other)
    look(base, 15)
    assert [(one.client, one.sign) for one in standing(base)] == [("Василёк", Sign.CONTACT)]
    base.firm.client(base.farmer, "Никогда не покупали", "никогда")
    look(base, 16)
    assert len(standing(base)) == 1


def test_where_the_owner_has_left_the_heads_hear_it_at_once(base: Base) -> None:
    base.work.people.save(replace(base.work.people.get(base.farmer.member_id), active=False))
    at = look(base, 21)
    assert base.told(NoticeKind.WATCH) == [base.head.member_id]
    (warning,) = standing(base)
    snooze_warning(base.work, base.head, SnoozeWarning(warning.warning_id, 1, "завтра"), at)
    look(base, 22)
    assert base.told(NoticeKind.WATCH) == [base.head.member_id] * 2


def test_while_the_owner_is_absent_the_substitute_hears_it(base: Base) -> None:
    away = Absence(
        *(0, base.firm.team.id, base.farmer.member_id, base.kam.member_id, TODAY, TODAY + 60 * DAY),
        *(NOW, NOW + 61 * DAY, AbsenceState.CURRENT, base.head.member_id, NOW),
    )
    base.work.absences.add(away)
    look(base, 21)
    assert base.told(NoticeKind.WATCH) == [base.kam.member_id]


def test_a_head_who_owns_the_client_hears_it_once(base: Base) -> None:
    base.owned_by(base.head)
    look(base, 21)
    look(base, 23)
    assert base.told(NoticeKind.WATCH) == [base.head.member_id]


def test_whoever_has_let_many_go_gets_a_few_a_day_and_all_in_the_end(base: Base) -> None:
    base.firm.settle(contact_days_new=10)
    for number in range(A_LOOK + 2):
        base.stored(TODAY, client=base.firm.client(base.farmer, f"К{number}", f"к{number}"))
    base.firm.settle(silence_percent=1000)
    look(base, 11)
    assert base.told(NoticeKind.WATCH) == [base.farmer.member_id] * A_LOOK
    look(base, 12)
    assert base.told(NoticeKind.WATCH).count(base.farmer.member_id) == A_LOOK + 2
    look(base, 14)
    assert base.told(NoticeKind.WATCH).count(base.head.member_id) == A_LOOK
    look(base, 15)
    assert base.told(NoticeKind.WATCH).count(base.head.member_id) == A_LOOK + 2


def test_the_watch_looks_at_the_opening_of_each_working_day(base: Base) -> None:
    fire_watch(base.work, NOW)
    opening = datetime(2026, 12, 16, 6, 0, tzinfo=UTC)
    assert fire_watch(base.work, opening - timedelta(seconds=1)) == 1, "the days before were missed: one look"
    assert (signs(base), fire_watch(base.work, opening)) == ([Sign.SILENCE], 1)


def written(base: Base, at: datetime) -> None:
    note_client(base.work, base.farmer, NoteClient(base.client.id, "Когда отгрузка?", by_client=True), at)


def ask(base: Base, hours: float) -> None:
    look_for_answers(base.work, base.firm.team, NOW + timedelta(hours=hours))


def test_a_client_who_has_written_is_answered_within_the_levels_hours(base: Base) -> None:
    base.firm.settle(answer_hours_regular=3)
    written(base, NOW)
    ask(base, 2.9)
    assert signs(base) == []
    ask(base, 3)
    assert base.told(NoticeKind.WATCH) == [base.farmer.member_id]
    ask(base, 5.9)
    assert len(base.told(NoticeKind.WATCH)) == 1
    ask(base, 6)
    assert base.told(NoticeKind.WATCH) == [base.farmer.member_id, base.head.member_id]
    talk(base, NOW + timedelta(hours=6.5), Outcome.NO_ANSWER)
    ask(base, 7)
    assert signs(base) == []


def test_who_was_answered_in_time_warns_nobody(base: Base) -> None:
    written(base, NOW)
    talk(base, NOW + timedelta(hours=1))
    ask(base, 30)
    assert base.told(NoticeKind.WATCH) == []


def test_who_never_bought_is_watched_by_the_lead_and_not_here(base: Base) -> None:
    other = base.firm.client(base.farmer, "Василёк", "василек")
    note_client(base.work, base.farmer, NoteClient(other.id, "Сколько стоит?", by_client=True), NOW)
    ask(base, 100)
    assert base.told(NoticeKind.WATCH) == []


def test_answers_are_looked_for_every_quarter_of_an_hour_of_working_time(base: Base) -> None:
    base.firm.settle(answer_hours_regular=1)
    written(base, NOW)
    assert fire_answers(base.work, NOW) == 0
    assert fire_answers(base.work, NOW + timedelta(minutes=14)) == 0
    assert fire_answers(base.work, NOW + timedelta(minutes=60)) == 1
    assert signs(base) == [Sign.ANSWER]
    evening = NOW + timedelta(hours=8)
    assert fire_answers(base.work, evening) == 1
    assert fire_answers(base.work, evening + timedelta(hours=10)) == 0


def test_each_sees_the_warnings_of_their_own_clients_and_the_head_all(base: Base) -> None:
    look(base, 21)
    assert len(warned_of(base.work, base.farmer, NOW)) == len(warned_of(base.work, base.head, NOW)) == 1
    assert warned_of(base.work, base.hunter, NOW) == ()
    (told,) = standing(base)
    assert own_warning(base.work, base.farmer, told.warning_id) == told
    with pytest.raises(NotYours):
        own_warning(base.work, base.hunter, told.warning_id)
    card = card_standing(base.work, base.farmer, base.client.id)
    assert (card.status, card.since, card.level, len(card.warnings)) == (REGULAR, TODAY, Level(365, 4), 1)
    with pytest.raises(NotYours):
        card_standing(base.work, base.hunter, base.client.id)
    other = base.firm.client(base.farmer, "Василёк", "василек")
    assert card_standing(base.work, base.farmer, other.id).since is None


def test_a_level_is_what_the_team_has_settled_for_the_status(base: Base) -> None:
    settings = base.firm.settle(contact_days_key=7, answer_hours_key=1).settings
    assert level_of(settings, KEY) == Level(7, 1)
    assert level_of(settings, REGULAR) == Level(365, 4)


def test_who_has_bought_nothing_that_stands_is_not_watched(base: Base) -> None:
    other = base.firm.client(base.farmer, "Василёк", "василек")
    order = base.stored(TODAY - 300 * DAY, client=other)
    look(base, 1)
    assert [(one.client, one.sign) for one in standing(base)] == [("Василёк", Sign.CONTACT)]
    base.cancels(order)
    look(base, 2)
    assert standing(base) == []
    third = base.firm.client(base.farmer, "Лютик", "лютик")
    base.cancels(base.stored(TODAY - 300 * DAY, client=third))
    note_client(base.work, base.farmer, NoteClient(third.id, "когда?", by_client=True), NOW)
    look_for_answers(base.work, base.firm.team, NOW + 5 * DAY)
    assert standing(base) == []


def test_an_old_buttons_card_stands_as_the_survivor(base: Base) -> None:
    other = base.firm.client(base.farmer, "Василёк", "василек")
    merge_clients(base.work, base.head, MergeClients(base.client.id, other.id), NOW)
    look(base, 21)
    seen = card_standing(base.work, base.farmer, other.id)
    assert (seen.status, [one.sign for one in seen.warnings]) == (REGULAR, [Sign.SILENCE])
