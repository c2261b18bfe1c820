"""What the bot tells by itself, and the screen where each person chooses."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from handlers.notices import Envelope, Sender
from handlers.own_messages import evening, leftover, morning
from sales.actions.activities import LogAct, UndoAct, log_act, undo_act
from sales.actions.day_messages import ChooseMessages, choose_messages, fire_evenings, fire_mornings
from sales.actions.parking import Park, park_lead
from sales.actions.reminders import fire_reminders
from sales.actions.steps import FinishStep, finish_step, plan_step
from sales.activities import ActKind, Direction, Outcome
from sales.leads import Question
from sales.notices import Notice, NoticeKind
from sales.people import Role
from sales.steps import Step, StepKind, StepPlan
from storage.outbox import outbox
from tests.builders import NOW, Firm
from tests.handlers.rep import Rep
from tests.sales.actions.relay import Relay

OPENING = NOW + timedelta(hours=23)
CLOSING = NOW + timedelta(hours=8)


@pytest.fixture
def rep(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.HUNTER, name="Тимур Каримов"))


def planned(rep: Rep, name: str, at: datetime, kind: StepKind = StepKind.CALL, exact: bool = False) -> Step:
    client = rep.firm.client(rep.actor, name=f"ООО «{name}»", key=name.lower())
    plan = StepPlan(kind, at, exact)
    return plan_step(rep.firm.work, rep.firm.team, client.id, rep.actor.member_id, plan, rep.now)


async def test_the_morning_is_one_message_with_the_whole_day(rep: Rep) -> None:
    planned(rep, "Василёк", NOW + timedelta(hours=1))
    fire_reminders(rep.firm.work, NOW + timedelta(hours=1))
    planned(rep, "Ромашка", OPENING)
    planned(rep, "Лютик", OPENING + timedelta(hours=5, minutes=30), StepKind.MEETING, exact=True)
    fire_mornings(rep.firm.work, NOW)
    rep.now = OPENING
    assert fire_mornings(rep.firm.work, OPENING) == 1
    assert await rep.deliver(NoticeKind.MORNING)
    assert rep.text.splitlines() == [
        "⏰ <b>План · чт 26 ноября</b>",
        "⚠️ Просрочен 1 шаг",
        "⚠️ ср 25 ноября · Звонок · «Василёк»",
        "09:00 · Звонок · «Ромашка»",
        "14:30 · Встреча · «Лютик»",
    ]
    await rep.tap("09:00 «Ромашка»")
    assert rep.text.startswith("⏰ <b>09:00 · Звонок · «Ромашка»</b>")
    assert "📞 Записать звонок" in rep.buttons()


async def test_a_plan_after_a_stop_says_that_it_is_late(rep: Rep) -> None:
    planned(rep, "Ромашка", OPENING + timedelta(hours=4))
    fire_mornings(rep.firm.work, NOW)
    rep.now = OPENING + timedelta(hours=1)
    fire_mornings(rep.firm.work, rep.now)
    await rep.deliver(NoticeKind.MORNING)
    assert rep.text.splitlines()[:2] == ["⚠️ С опозданием", "⏰ <b>План · чт 26 ноября</b>"]


async def test_a_long_day_is_told_in_short(rep: Rep) -> None:
    for number in range(11):
        planned(rep, f"Ромашка {number}", OPENING + timedelta(hours=1))
    fire_mornings(rep.firm.work, NOW)
    rep.now = OPENING
    fire_mornings(rep.firm.work, OPENING)
    await rep.deliver(NoticeKind.MORNING)
    assert len(rep.text.splitlines()) == 10
    assert rep.text.endswith("И ещё 3: /today")
    assert len(rep.buttons()) == 8


async def test_a_parked_lead_stands_in_the_plan(relay: Relay) -> None:
    rep = Rep(relay.firm, relay.giver)
    planned(rep, "Лютик", OPENING + timedelta(hours=1))
    park_lead(relay.work, relay.giver, Park(relay.ready(), Question.BUDGET, "нет денег", OPENING.date()), NOW)
    fire_mornings(relay.work, NOW)
    rep.now = OPENING
    fire_mornings(relay.work, OPENING)
    await rep.deliver(NoticeKind.MORNING)
    assert "🎯 «Ромашка» · пора вернуться: «нет денег»" in rep.text
    await rep.tap("«Ромашка»")
    assert "Ромашка" in rep.text


async def test_a_plan_that_was_done_before_it_left_is_not_sent(rep: Rep) -> None:
    step = planned(rep, "Ромашка", OPENING + timedelta(hours=1))
    fire_mornings(rep.firm.work, NOW)
    fire_mornings(rep.firm.work, OPENING)
    finish_step(rep.firm.work, rep.actor, FinishStep(step.id), OPENING)
    assert not await rep.deliver(NoticeKind.MORNING)


async def test_the_evening_has_the_own_figures_and_what_is_next(rep: Rep) -> None:
    client = rep.firm.client(rep.actor)
    plan = StepPlan(StepKind.CALL, OPENING + timedelta(hours=2), exact=True)
    log_act(rep.firm.work, rep.actor, LogAct(client.id, ActKind.CALL, Direction.COLD, Outcome.AGREED, plan=plan), NOW)
    choose_messages(rep.firm.work, rep.actor, ChooseMessages(evening=True), NOW)
    fire_evenings(rep.firm.work, NOW)
    rep.now = CLOSING
    assert fire_evenings(rep.firm.work, CLOSING) == 1
    assert await rep.deliver(NoticeKind.EVENING)
    lines = rep.text.splitlines()
    assert lines[0] == "📊 <b>Ваш день · ср 25 ноября</b>"
    assert lines[1].startswith("📞 1")
    assert lines[-1] == "⏰ Дальше: завтра, чт 26 ноября, 11:00 · Звонок · «Ромашка»"


async def test_the_evening_says_how_the_messages_came(rep: Rep) -> None:
    shelf = rep.firm.work.outbox
    for kind in (NoticeKind.OFFER, NoticeKind.ACCEPTED):
        shelf.tell(rep.actor.member_id, Notice(kind, 1))
    for kind, state in ((NoticeKind.OFFER, "sent"), (NoticeKind.ACCEPTED, "merged")):
        found = sa.update(outbox).where(outbox.c.kind == kind)
        shelf.conn.execute(found.values(state=state, sent_at=NOW))  # type: ignore[attr-defined]
    choose_messages(rep.firm.work, rep.actor, ChooseMessages(evening=True), NOW)
    fire_evenings(rep.firm.work, NOW)
    fire_evenings(rep.firm.work, CLOSING)
    await rep.deliver(NoticeKind.EVENING)
    assert rep.text.endswith("💬 Пришло без звука: 1, вместе с другими: 1")


async def test_an_empty_day_has_nothing_ahead(rep: Rep) -> None:
    choose_messages(rep.firm.work, rep.actor, ChooseMessages(evening=True), NOW)
    fire_evenings(rep.firm.work, NOW)
    fire_evenings(rep.firm.work, CLOSING)
    assert await rep.deliver(NoticeKind.EVENING)
    assert rep.text.splitlines()[1:] == ["📞 0 звонков", "🤝 0 встреч", "✅ 0 лидов принято"]


async def test_who_waited_hears_that_the_client_has_answered(rep: Rep) -> None:
    client = rep.firm.client(rep.actor)
    plan = StepPlan(StepKind.WAIT, OPENING, exact=False)
    plan_step(rep.firm.work, rep.firm.team, client.id, rep.actor.member_id, plan, NOW)
    head = rep.firm.actor(Role.HEAD, name="Ольга Павлова")
    act = log_act(rep.firm.work, head, LogAct(client.id, ActKind.CALL, Direction.INBOUND, Outcome.AGREED), NOW)
    assert await rep.deliver(NoticeKind.CLIENT_ACTED)
    assert rep.text == "💬 «Ромашка»: клиент ответил · Павлова"
    assert list(rep.buttons()) == ["🏢 Карточка"]
    undo_act(rep.firm.work, head, UndoAct(act.activity_id), NOW)
    assert not await rep.deliver(NoticeKind.CLIENT_ACTED)


async def test_without_a_reader_nothing_is_worded(rep: Rep) -> None:
    sender = Sender(rep.desk, rep.words, rep.now)  # type: ignore[arg-type]
    for kind, words in ((NoticeKind.MORNING, morning), (NoticeKind.EVENING, evening)):
        assert await words(sender, Envelope(kind, 1, {}, None, None)) is None
    heading = await leftover(sender, Envelope(NoticeKind.LEFTOVER, 1, {}, None, None))
    assert heading is not None and heading.text == "💬 И ещё:"


async def test_each_person_chooses_in_the_settings(rep: Rep) -> None:
    await rep.write("/settings")
    await rep.tap("Мои сообщения")
    assert rep.text.splitlines() == [
        "<b>Мои сообщения</b>",
        "Со звуком сегодня: 0 из 8",
        "Остальное приходит без звука или вместе со следующим сообщением.",
        "План дня: приходит в 09:00",
        "Итоги дня: не приходят",
        "Нажмите, чтобы включить или выключить.",
    ]
    assert list(rep.buttons()) == ["✓ План утром", "Итоги вечером", "Меню"]
    await rep.tap("План утром", "Итоги вечером")
    assert "План дня: не приходит\nИтоги дня: приходят в 18:00, без звука" in rep.text
    chosen = rep.firm.work.preferences.of(rep.actor.member_id)
    assert (chosen.morning, chosen.evening) == (False, True)
    await rep.tap("План утром")
    assert rep.firm.work.preferences.of(rep.actor.member_id).morning


async def test_the_reminder_of_a_wait_says_how_long_the_client_has_been_silent(rep: Rep) -> None:
    planned(rep, "Ромашка", OPENING + timedelta(days=1, hours=1), StepKind.WAIT)
    rep.now = OPENING + timedelta(days=1, hours=1)
    assert fire_reminders(rep.firm.work, rep.now) == 1
    await rep.deliver(NoticeKind.REMINDER)
    assert rep.text.splitlines() == ["⏰ <b>10:00 · Ждём клиента · «Ромашка»</b>", "Клиент молчит: 2 дня"]
    assert "✅ Клиент ответил" in rep.buttons()
    await rep.tap("Клиент ответил")
    assert rep.text == "✅ Сделано · Ждём клиента · «Ромашка»"
