"""Reminders: how they read, and what one press does."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from sales.actions.parking import Park, park_lead
from sales.actions.reminders import fire_reminders
from sales.actions.steps import plan_step
from sales.clients import Client
from sales.errors import PastTime, StepClosed, StepMoved, StepPassed, TooLateToUndo
from sales.leads import Question
from sales.notices import NoticeKind
from sales.people import Role
from sales.steps import Step, StepKind, StepPlan
from tests.builders import NOW, Firm
from tests.handlers.rep import Rep
from tests.sales.actions.relay import Relay, minutes


@pytest.fixture
def rep(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.HUNTER, name="Тимур Каримов"))


@pytest.fixture
def client(firm: Firm, rep: Rep) -> Client:
    return firm.client(rep.actor, phone="+79000000012")


def planned(rep: Rep, client: Client, at: datetime, kind: StepKind = StepKind.CALL, **more: object) -> Step:
    plan = StepPlan(kind, at, exact=kind is StepKind.MEETING, **more)  # type: ignore[arg-type]
    return plan_step(rep.firm.work, rep.firm.team, client.id, rep.actor.member_id, plan, rep.now)


async def reminded(rep: Rep, at: datetime) -> bool:
    rep.now = at
    assert fire_reminders(rep.firm.work, at) == 1
    return await rep.deliver(NoticeKind.REMINDER)


async def test_one_step_is_a_card_with_everything_for_the_call(rep: Rep, client: Client) -> None:
    planned(rep, client, minutes(30), words="Прислать расчёт")
    await reminded(rep, minutes(30))
    assert rep.text.splitlines() == [
        "⏰ <b>10:30 · Звонок · «Ромашка»</b>",
        "👤 Пётр Ильин, +7 900 000-00-12",
        "«Прислать расчёт»",
    ]
    assert list(rep.buttons()) == ["📞 Записать звонок", "✅ Сделано", "Отложить", "🏢 Карточка"]


async def test_what_no_call_carries_out_is_offered_as_done_first(rep: Rep, client: Client) -> None:
    planned(rep, client, minutes(30), StepKind.SEND, words="КП")
    await reminded(rep, minutes(30))
    assert list(rep.buttons())[:2] == ["✅ Сделано", "📞 Записать звонок"]


async def test_three_taps_log_the_call_from_its_reminder(rep: Rep, client: Client) -> None:
    planned(rep, client, minutes(30))
    await reminded(rep, minutes(30))
    before = rep.messages
    await rep.tap("Записать звонок", "Думает", "завтра 10:00")
    assert rep.acts(client) == [("call", "thinking", "")]
    assert rep.steps(client) == [("call", "Thu 26 10:00")]
    assert rep.messages == before, "the reminder itself became the form and then the saved act"


async def test_done_can_be_taken_back_and_asks_for_what_comes_next(rep: Rep, client: Client) -> None:
    planned(rep, client, minutes(30))
    await reminded(rep, minutes(30))
    await rep.tap("Сделано")
    assert rep.text == "✅ Сделано · Звонок · «Ромашка»"
    await rep.tap("Вернуть шаг")
    assert rep.steps(client) == [("call", "Wed 25 10:30")]
    await rep.tap("Сделано", "Следующий шаг", "завтра 10:00")
    assert rep.steps(client) == [("call", "Thu 26 10:00")]


async def test_taking_done_back_comes_too_late_after_ten_minutes(rep: Rep, client: Client) -> None:
    planned(rep, client, minutes(30))
    await reminded(rep, minutes(30))
    await rep.tap("Сделано")
    rep.now = minutes(41)
    with pytest.raises(TooLateToUndo):
        await rep.tap("Вернуть шаг")


@pytest.mark.parametrize(
    ("choice", "due"),
    [("20 мин", "Wed 25 10:50"), ("3 ч", "Wed 25 13:30"), ("Завтра", "Thu 26 09:00"), ("неделе", "Mon 30 09:00")],
)
async def test_snooze(rep: Rep, client: Client, choice: str, due: str) -> None:
    planned(rep, client, minutes(30))
    await reminded(rep, minutes(30))
    await rep.tap("Отложить", "Назад", "Отложить", choice)
    assert rep.steps(client) == [("call", due)]
    assert rep.text.startswith("⏰ Перенесено · Звонок · «Ромашка»: ")


async def test_another_time_may_be_typed(rep: Rep, client: Client) -> None:
    planned(rep, client, minutes(30))
    await reminded(rep, minutes(30))
    await rep.tap("Отложить", "Другое время")
    await rep.write("пт 15:30")
    await rep.tap("Верно")
    assert rep.text.endswith("«Ромашка»: пт 27 ноября, 15:30")
    assert rep.steps(client) == [("call", "Fri 27 15:30")]


async def test_moving_what_has_moved_meanwhile_says_so(rep: Rep, client: Client) -> None:
    step = planned(rep, client, minutes(30))
    await reminded(rep, minutes(30))
    await rep.tap("Отложить", "Другое время")
    rep.firm.work.steps.save(replace(step, due_at=minutes(90)))
    await rep.tap("завтра 10:00")
    assert rep.text.startswith("У этого шага уже другое время: сегодня, ср 25 ноября, 11:30.")
    await rep.tap("Выбрать время", "Отмена")
    assert rep.steps(client) == [("call", "Wed 25 11:30")]


async def test_old_buttons_say_why_they_do_nothing(rep: Rep, client: Client, firm: Firm) -> None:
    step = planned(rep, client, minutes(30))
    await reminded(rep, minutes(30))
    number, done = rep.find("Сделано")
    await rep.tap("Отложить")
    _, hour = rep.find("1 ч")
    await rep.tap("20 мин")
    with pytest.raises(StepMoved):
        await rep.press_data(hour, number)
    await rep.press_data(done, number)
    with pytest.raises(StepClosed):
        await rep.press_data(done, number)
    theirs = firm.actor(Role.HUNTER, name="Анна Белова")
    rep.firm.work.steps.save(replace(step, member_id=theirs.member_id))
    with pytest.raises(StepPassed) as refused:
        await rep.press_data(done, number)
    assert refused.value.facts["who"] == "Анна Белова"


async def test_several_are_a_list_whose_buttons_open_the_cards_below(rep: Rep, client: Client, firm: Firm) -> None:
    other = firm.client(rep.actor, "Василёк <b>", "василек")
    planned(rep, client, minutes(30))
    planned(rep, other, minutes(35), StepKind.SEND)
    await reminded(rep, minutes(35))
    assert rep.text.splitlines() == [
        "⏰ <b>Напоминаний: 2</b>",
        "⏰ <b>10:30 · Звонок · «Ромашка»</b>",
        "⏰ <b>10:35 · Отправить · «Василёк &lt;b&gt;»</b>",
    ]
    assert list(rep.buttons()) == ["10:30 «Ромашка»", "10:35 «Василёк <b>»"]
    await rep.tap("Василёк", "Сделано")
    assert (len(rep.steps(client)), rep.steps(other)) == (1, [])


async def test_a_long_list_is_cut_and_the_rest_is_in_the_day(rep: Rep, client: Client) -> None:
    for minute in range(12):
        planned(rep, client, minutes(30 + minute))
    await reminded(rep, minutes(45))
    assert rep.text.splitlines()[-1] == "И ещё 2: /today"
    assert len(rep.buttons()) == 10


async def test_a_late_one_says_so(rep: Rep, client: Client) -> None:
    planned(rep, client, minutes(30))
    await reminded(rep, minutes(120))
    assert rep.text.splitlines()[0] == "⚠️ С опозданием"


async def test_a_meeting_is_told_an_hour_before_and_logged_when_it_is_over(rep: Rep, client: Client) -> None:
    planned(rep, client, minutes(120), StepKind.MEETING, place="Ленина, 1")
    await reminded(rep, minutes(60))
    assert rep.text.splitlines() == [
        "⏰ <b>12:00 · Встреча · «Ромашка»</b>",
        "Начало через 1 ч",
        "👤 Пётр Ильин, +7 900 000-00-12",
        "Место: Ленина, 1",
    ]
    await reminded(rep, minutes(120))
    await rep.tap("Записать встречу", "Договорились", "завтра 10:00")
    assert rep.acts(client) == [("meeting", "agreed", "")]


async def test_what_was_settled_before_the_message_left_is_not_sent(rep: Rep, client: Client) -> None:
    planned(rep, client, minutes(30))
    rep.now = minutes(30)
    fire_reminders(rep.firm.work, rep.now)
    await rep.write("/today")
    await rep.tap("Ромашка", "Сделано")
    assert not await rep.deliver(NoticeKind.REMINDER)


async def test_a_half_done_form_is_not_lost_by_a_reminders_press(rep: Rep, client: Client) -> None:
    planned(rep, client, minutes(30))
    await rep.write("/call")
    await rep.tap("Ромашка", "Думает")
    await rep.write("заметка")
    await reminded(rep, minutes(30))
    await rep.tap("Записать звонок")
    assert "Не закончено: запись звонка" in rep.text
    await rep.tap("Продолжить", "завтра 10:00", "Сохранить")
    assert rep.acts(client) == [("call", "thinking", "заметка")]


async def test_a_parked_lead_comes_back_with_its_reason(relay: Relay) -> None:
    until = (NOW + timedelta(days=5)).date()
    park_lead(relay.work, relay.giver, Park(relay.ready(), Question.BUDGET, "весной <b>", until), NOW)
    giver = Rep(relay.firm, relay.giver)
    await reminded(giver, NOW + timedelta(days=4, hours=23))
    assert "🎯 «Ромашка» · пора вернуться: «весной &lt;b&gt;»" in giver.text
    assert list(giver.buttons()) == ["🎯 К лиду", "🏢 Карточка"]


async def test_parked_leads_and_steps_come_in_one_list(relay: Relay) -> None:
    until = (NOW + timedelta(days=5)).date()
    park_lead(relay.work, relay.giver, Park(relay.ready(), Question.BUDGET, "весной", until), NOW)
    giver = Rep(relay.firm, relay.giver)
    other = relay.firm.client(relay.giver, "Василёк", "василек")
    planned(giver, other, NOW + timedelta(days=4, hours=23))
    await reminded(giver, NOW + timedelta(days=4, hours=23))
    assert giver.text.splitlines()[0] == "⏰ <b>Напоминаний: 2</b>"
    assert list(giver.buttons()) == ["09:00 «Василёк»", "«Ромашка»"]


async def test_a_time_that_has_passed_can_not_be_snoozed_to(rep: Rep, client: Client) -> None:
    planned(rep, client, minutes(30))
    await reminded(rep, minutes(30))
    await rep.tap("Отложить", "Другое время")
    rep.now = minutes(95)
    with pytest.raises(PastTime):
        await rep.tap("через час")
