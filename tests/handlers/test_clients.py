"""/find and the client's card."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sales.actions.activities import LogAct, log_act
from sales.actions.parking import Park, park_lead
from sales.activities import ActKind, Direction, Outcome
from sales.company import Routing
from sales.errors import NotFound
from sales.leads import Question
from sales.steps import StepKind, StepPlan
from tests.builders import NOW
from tests.handlers.rep import Rep
from tests.sales.actions.relay import Relay, minutes


@pytest.fixture
def rep(relay: Relay) -> Rep:
    return Rep(relay.firm, relay.giver)


def logged(relay: Relay, note: str, minute: int) -> None:
    plan = StepPlan(StepKind.CALL, NOW + timedelta(days=1), exact=False, words="расчёт")
    act = LogAct(relay.client.id, ActKind.CALL, Direction.COLD, Outcome.THINKING, note, plan)
    log_act(relay.work, relay.giver, act, minutes(minute))


async def test_the_card_is_short_and_the_history_lies_behind_a_button(rep: Rep, relay: Relay) -> None:
    for number in range(5):
        logged(relay, f"заметка {number} " + "ы" * 300, number)
    relay.ready()
    await rep.write("/find")
    await rep.tap("Ромашка")
    lines = rep.text.splitlines()
    assert lines[:4] == [
        "🏢 <b>ООО «Ромашка»</b>",
        "Ведёт Елена Орлова · лид готовится",
        "👤 Пётр Ильин, коммерческий директор, +7 900 000-00-12",
        "🎯 Лид готов на 4 из 4",
    ]
    assert "⏰ Звонок: завтра, чт 26 ноября, 10:00 · «расчёт»" in lines
    assert len(lines) <= 12
    await rep.tap("История")
    assert rep.text.count("📞") == 5
    await rep.tap("Назад", "Другой клиент", "Назад")
    assert rep.text.startswith("🏢 <b>ООО «Ромашка»</b>")


async def test_the_history_of_many_long_notes_fits_one_message(rep: Rep, relay: Relay) -> None:
    for number in range(25):
        logged(relay, "ы" * 900, number)
    await rep.write("/find")
    await rep.tap("Ромашка", "История")
    assert len(rep.text) < 4096
    seen = rep.text.count("📞")
    while any("Раньше" in name for name in rep.buttons()):
        await rep.tap("Раньше")
        assert len(rep.text) < 4096
        seen += rep.text.count("📞")
    assert seen == 25, "no page leaves anything out"
    assert "В базе: Орлова" in rep.text
    await rep.tap("Новее")
    assert "В базе" not in rep.text


async def test_the_history_begins_with_who_has_entered_the_client(rep: Rep, relay: Relay) -> None:
    await rep.write("/find")
    await rep.tap("Ромашка", "История")
    assert rep.text.splitlines() == [
        "🏢 <b>История · «Ромашка»</b>",
        "🏢 сегодня, ср 25 ноября, 10:00 · В базе: Орлова",
    ]


async def test_others_see_name_owner_and_stage_and_no_buttons_to_act(relay: Relay) -> None:
    logged(relay, "тайна", 1)
    other = Rep(relay.firm, relay.hunters[0])
    await other.write("/find")
    await other.write("Ромашка")
    await other.tap("Ромашка» · Орлова")
    assert other.text.splitlines() == [
        "🏢 <b>ООО «Ромашка»</b>",
        "Ведёт Елена Орлова · новый",
        "Телефоны и историю видит тот, кто ведёт клиента.",
    ]
    assert list(other.buttons()) == ["Передать запрос", "Другой клиент", "Меню"]


async def test_a_request_of_somebody_elses_client_goes_to_its_owner_first(relay: Relay) -> None:
    other = Rep(relay.firm, relay.hunters[0])
    await other.write("/find ромашка")
    await other.tap("Передать запрос")
    await other.write("Просят счёт на второй модуль")
    await other.tap("Рекомендация")
    assert "🏢 <b>ООО «Ромашка»</b>" in other.text
    await other.tap("Отправить")
    assert "Орлова" in other.text
    (request,) = relay.work.requests.held_by(relay.giver.member_id)
    assert (request.client_id, request.words) == (relay.client.id, "Просят счёт на второй модуль")


async def test_the_card_tells_where_the_hand_over_stands(relay: Relay) -> None:
    done = relay.submitted()
    asked = relay.asked(done.handoff_id)
    rep = Rep(relay.firm, asked)
    await rep.write("/find")
    await rep.write("Ромашка")
    await rep.tap("Ромашка")
    assert "🎯 Орлова → Каримов · ответ до 10:30" in rep.text
    relay.accept(done.handoff_id)
    await rep.write("/find")
    await rep.write("Ромашка")
    await rep.tap("Ромашка")
    assert "🎯 Орлова → Каримов · принят, нужен первый контакт" in rep.text


async def test_a_search_is_no_half_done_form(rep: Rep) -> None:
    await rep.write("/find")
    await rep.write("Ромашка")
    await rep.write("/today")
    assert "Мой день" in rep.text


async def test_a_card_button_under_a_message_opens_the_card_below_it(rep: Rep, relay: Relay) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Не дозвонился")
    before = rep.messages
    await rep.tap("Карточка")
    assert rep.messages == before + 1
    assert rep.text.startswith("🏢 <b>ООО «Ромашка»</b>")
    with pytest.raises(NotFound):
        await rep.press_data("cl:999", 100)


async def test_a_parked_lead_tells_until_when(rep: Rep, relay: Relay) -> None:
    until = (NOW + timedelta(days=5)).date()
    park_lead(relay.work, relay.giver, Park(relay.ready(), Question.BUDGET, "весной", until), NOW)
    await rep.write("/find")
    await rep.tap("Ромашка")
    assert "🎯 Лид отложен до: пн 30 ноября" in rep.text


async def test_a_pool_is_told_without_names(relay: Relay) -> None:
    relay.firm.settle(routing=Routing.POOL)
    relay.submitted()
    rep = Rep(relay.firm, relay.giver)
    await rep.write("/find")
    await rep.tap("Ромашка")
    assert "🎯 Передаёт Орлова · ждёт ответа" in rep.text


async def test_a_head_sees_whose_step_it_is(relay: Relay) -> None:
    logged(relay, "", 1)
    head = Rep(relay.firm, relay.head)
    await head.write("/find")
    await head.write("Ромашка")
    await head.tap("Ромашка")
    assert "10:00 · Орлова · «расчёт»" in head.text


async def test_words_behind_the_command_are_looked_for_at_once(rep: Rep, relay: Relay) -> None:
    await rep.write("/find ромаш")
    assert rep.text.startswith("🏢 <b>ООО «Ромашка»</b>")
    relay.firm.client(relay.giver, "Ромашка Плюс", "ромашка плюс")
    await rep.write("/find ромаш")
    assert "есть 2 клиента" in rep.text
    await rep.tap("Ромашка Плюс")
    assert rep.text.startswith("🏢 <b>Ромашка Плюс</b>")


@pytest.mark.parametrize("typed", ["Ромашка", "ромашко", "+7 900 000-00-12"])
async def test_a_name_or_a_phone_typed_between_conversations_finds_its_client(rep: Rep, typed: str) -> None:
    await rep.write(typed)
    if typed == "ромашко":
        await rep.tap("Ромашка")
    assert rep.text.startswith("🏢 <b>ООО «Ромашка»</b>")
    await rep.write("/menu")
    await rep.write("ромашка")
    assert rep.text.startswith("🏢 <b>ООО «Ромашка»</b>"), "from any view, too"


@pytest.mark.parametrize("typed", ["привет", "р", "ы" * 300])
async def test_what_is_no_name_is_not_understood(rep: Rep, typed: str) -> None:
    await rep.write(typed)
    assert rep.text.startswith("Не понимаю.")


async def test_half_done_forms_are_not_left_by_a_typed_name(rep: Rep) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Думает")
    await rep.write("/find ромашка")
    assert "Не закончено" in rep.text
    await rep.write("ромашка")
    assert any("Здесь нужна кнопка" in (shown.text or "") for shown in rep.screen.shown.values())
    await rep.tap("Бросить")
    assert rep.text.startswith("🏢 <b>ООО «Ромашка»</b>")
