"""/vacation as it is clicked, and what both sides are told."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from sales.actions.absence import fire_absences
from sales.actions.steps import PlanNext, plan_next
from sales.errors import NotAllowed, OverlappingAbsence, PastTime, UnclearTime
from sales.notices import NoticeKind
from sales.steps import StepKind, StepPlan
from storage.outbox import outbox
from tests.builders import NOW, Firm
from tests.handlers.relay_room import Relay, Seen, group_line, phone_of, press, seen

BEGIN = datetime(2026, 11, 30, 6, tzinfo=NOW.tzinfo)


@pytest.fixture
def relay(firm: Firm, conn: sa.Connection) -> Relay:
    return Relay(firm, conn)


async def last_told(relay: Relay, index: int, now: datetime) -> Seen:
    """The newest message about an absence to that hunter."""
    reader = relay.hunters[index]
    about = (outbox.c.kind == NoticeKind.ABSENCE, outbox.c.member_id == reader.member_id)
    row = relay.conn.execute(sa.select(outbox).where(*about).order_by(outbox.c.id.desc())).first()
    assert row is not None
    found = await seen(relay, NoticeKind.ABSENCE, row.subject, reader, now, row.facts)
    assert found is not None
    return found


def a_step(relay: Relay) -> None:
    client = relay.firm.client(relay.hunters[0], "ООО «Лютик»", "лютик")
    plan = StepPlan(StepKind.CALL, NOW + timedelta(days=6), True, "прислать расчёт")
    plan_next(relay.work, relay.hunters[0], PlanNext(client.id, plan), NOW)


async def test_a_week_from_monday_in_five_taps(relay: Relay) -> None:
    a_step(relay)
    phone = phone_of(relay, relay.hunters[0])
    await phone.write("/vacation")
    assert phone.text.split("\n") == [
        "⏰ <b>Отпуск</b> · Тимур Каримов",
        "Первый день? Нажмите или напишите, например: «30 ноября».",
    ]
    await phone.press("С понедельника")
    assert phone.text == "Первый день: <b>пн 30 ноября</b>\nПоследний день? Нажмите или напишите."
    await phone.press("Неделя")
    assert phone.text.startswith("Кто подменит?")
    await phone.press("Анна Белова · 0 / 0 / 0")
    assert phone.text.split("\n") == [
        "<b>Проверьте</b>",
        "Отпуск: Тимур Каримов",
        "пн 30 ноября – вс 6 декабря · рабочих дней: 5",
        "Возвращение: пн 7 декабря, 09:00",
        "Замена: Анна Белова · шагов на эти дни: 1",
        "Шаги этих дней перейдут к замене, открытое вернётся. Новое идёт другим, сроки стоят.",
    ]
    await phone.press("✅ Записать")
    assert phone.text.split("\n") == [
        "✅ <b>Отпуск записан</b> · Тимур Каримов",
        "Записан: пн 30 ноября – вс 6 декабря · замена: Анна Белова",
    ]
    told = await last_told(relay, 1, NOW)
    assert told.text == ("⏰ <b>Замена</b> · Тимур Каримов: пн 30 ноября – вс 6 декабря. Срочное этих дней придёт вам.")


async def test_both_are_told_at_the_beginning_and_a_tap_ends_it(relay: Relay) -> None:
    a_step(relay)
    phone = phone_of(relay, relay.hunters[0])
    await phone.write("/vacation")
    for words in ("С понедельника", "Неделя", "Анна Белова · 0 / 0 / 0", "✅ Записать"):
        await phone.press(words)
    fire_absences(relay.work, BEGIN)
    other = await last_told(relay, 1, BEGIN)
    assert other.text.split("\n") == [
        "⏰ <b>Вы на замене</b> · Тимур Каримов: пн 30 ноября – вс 6 декабря",
        "Клиенты и телефоны видны, записывать можно.",
        "Шагов: 1",
        "Звонок · «Лютик» · завтра, вт 1 декабря, 10:00",
    ]
    assert list(other.buttons) == ["«Лютик»"]
    own = await last_told(relay, 0, BEGIN)
    assert own.text.startswith("⏰ <b>Отпуск начался</b> · пн 30 ноября – вс 6 декабря, замена: Анна Белова\nШагов: 1")
    phone.now = BEGIN + timedelta(hours=2)
    await press(phone, own, "Снова на месте")
    assert phone.text == "✅ Снова на месте. Открытые шаги вернулись, замена предупреждена: Белова"
    over = await last_told(relay, 1, phone.now)
    assert over.text.startswith("⏰ <b>Замена окончена</b> · Тимур Каримов")
    assert "Шагов: 1" in over.text


async def test_the_group_reads_who_is_away_and_who_stands_in_and_the_line_follows(relay: Relay) -> None:
    place_id = relay.group()
    phone = phone_of(relay, relay.hunters[0])
    await phone.write("/vacation")
    for words in ("С понедельника", "Неделя", "Анна Белова · 0 / 0 / 0", "✅ Записать"):
        await phone.press(words)
    rows = sa.select(outbox.c.id).where(outbox.c.place_id == place_id)
    assert not relay.conn.execute(rows).all(), "nobody is away yet"
    fire_absences(relay.work, BEGIN)
    line = "⏰ Каримов: отпуск, последний день вс 6 декабря · замена: Белова"
    assert await group_line(relay, place_id, BEGIN) == line
    phone.now = BEGIN + timedelta(hours=2)
    await phone.write("/vacation")
    await phone.press("Снова на месте")
    assert await group_line(relay, place_id, phone.now) == "✅ Каримов: отпуск окончен"
    assert len(relay.conn.execute(rows.where(~outbox.c.edit)).all()) == 1


async def test_looking_at_it_leaves_nothing_half_done_but_a_chosen_day_does(relay: Relay) -> None:
    phone = phone_of(relay, relay.hunters[0])
    await phone.write("/vacation")
    await phone.write("/today")
    assert "Не закончено" not in phone.text
    await phone.write("/vacation")
    await phone.press("С понедельника")
    await phone.write("/today")
    assert phone.text.startswith("Не закончено: отпуск")


async def test_days_may_be_typed_and_picked_from_the_calendar(relay: Relay) -> None:
    phone = phone_of(relay, relay.hunters[0])
    await phone.write("/vacation")
    with pytest.raises(UnclearTime):
        await phone.write("когда-нибудь")
    await phone.write("30 ноября")
    with pytest.raises(PastTime):
        await phone.write("завтра")
    await phone.press("Позже ›")
    await phone.press("11")
    assert phone.text.startswith("Кто подменит?")
    await phone.press("← Назад")
    await phone.write("11 декабря")
    await phone.press("Анна Белова · 0 / 0 / 0")
    assert "пн 30 ноября – пт 11 декабря · рабочих дней: 10" in phone.text


async def test_what_is_entered_is_seen_and_called_off(relay: Relay) -> None:
    phone = phone_of(relay, relay.hunters[0])
    await phone.write("/vacation")
    for words in ("Завтра", "Один день", "Анна Белова · 0 / 0 / 0", "✅ Записать"):
        await phone.press(words)
    await phone.write("/vacation")
    assert "Записан: чт 26 ноября · замена: Анна Белова" in phone.text
    await phone.press("Завтра")
    with pytest.raises(OverlappingAbsence):
        await phone.press("Один день")
    await phone.press("← Назад")
    await phone.press("✕ Отменить: чт 26 ноября")
    assert "Отпуск завершён" in phone.answers
    assert "Записан" not in phone.text


async def test_where_nobody_can_stand_in_it_is_said(firm: Firm, conn: sa.Connection) -> None:
    relay = Relay(firm, conn)
    for one in (relay.giver, relay.hunters[1], relay.head):
        firm.work.people.set_roles(one.member_id, firm.team.id, ())
    phone = phone_of(relay, relay.hunters[0])
    await phone.write("/vacation")
    await phone.press("Сегодня")
    await phone.press("Один день")
    assert phone.text == "⚠️ Подменить некому: срочное подождёт возвращения."
    await phone.press("Без замены")
    assert "сроки и напоминания стоят до возвращения" in phone.text
    await phone.press("✅ Записать")
    assert phone.text.endswith("Сейчас: ср 25 ноября · замена: нет")
    own = await last_told(relay, 0, NOW)
    await press(phone, own, "Снова на месте")
    assert phone.text == "✅ Снова на месте. Новое снова идёт вам."


async def test_who_stands_in_for_somebody_is_warned(relay: Relay) -> None:
    first = phone_of(relay, relay.hunters[0])
    await first.write("/vacation")
    for words in ("Завтра", "Один день", "Анна Белова · 0 / 0 / 0", "✅ Записать"):
        await first.press(words)
    other = phone_of(relay, relay.hunters[1])
    await other.write("/vacation")
    for words in ("Завтра", "Неделя", "Ольга Павлова · 0 / 0 / 0"):
        await other.press(words)
    assert "⚠️ В эти дни ждали замену: Тимур Каримов." in other.text


async def test_a_forwarded_button_ends_nobody_elses_absence(relay: Relay) -> None:
    phone = phone_of(relay, relay.hunters[0])
    await phone.write("/vacation")
    for words in ("Сегодня", "Один день", "Анна Белова · 0 / 0 / 0", "✅ Записать"):
        await phone.press(words)
    own = await last_told(relay, 0, NOW)
    with pytest.raises(NotAllowed):
        await press(phone_of(relay, relay.hunters[1]), own, "Снова на месте")
    assert relay.work.absences.current_of(relay.hunters[0].member_id) is not None
