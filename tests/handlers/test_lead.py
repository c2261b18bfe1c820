"""The form of a lead, as it is filled in on a phone."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from handlers.lead import LeadPress
from sales.actions.leads import AnswerQuestion, StartLead, Submit, answer_question, start_lead, submit_lead
from sales.errors import BadAmount, NotYours, OpenLeadExists, TooLong, WrongState
from sales.leads import LeadState, Question, Verdict
from sales.steps import StepKind, StepPlan
from tests.builders import NOW, Firm
from tests.handlers.phone import Phone, plain
from tests.sales.actions.relay import TOMORROW, Relay

OURS = "ООО «Ромашка» · Орлова"


@pytest.fixture
def relay(firm: Firm, conn: sa.Connection) -> Relay:
    return Relay(firm, conn)


@pytest.fixture
def phone(relay: Relay) -> Phone:
    return Phone(relay.work, relay.giver, NOW)


async def begin(phone: Phone) -> None:
    await phone.write("/lead")
    await phone.press(OURS)


async def test_a_lead_is_filled_in_answer_by_answer_and_handed_over(relay: Relay, phone: Phone) -> None:
    relay.firm.products("Заявки", "Склад")
    await begin(phone)
    assert phone.text.startswith("Шаг 1 из 11\n🎯 Лид · «Ромашка» · 0 из 4\n\n<b>Какие проблемы у клиента сейчас?</b>")
    await phone.write("заявки теряются")
    await phone.write("собирает из мессенджеров")
    await phone.press("Заявки")
    await phone.write("≈ 300 000 ₽ в месяц")
    await phone.write("наша цена укладывается")
    await phone.write("1,2 млн")
    await phone.press("Пётр Ильин, коммерческий директор")
    await phone.write("демо на своих данных")
    await phone.write("завтра в 11")
    await phone.press("✅ Верно")
    await phone.press("Холодный звонок")
    assert phone.text.split("\n") == [
        "🎯 Лид · «Ромашка» · 4 из 4",
        "Боль: заявки теряются",
        "Решение: Заявки, собирает из мессенджеров",
        "Цена проблемы: ≈ 300 000 ₽ в месяц",
        "Бюджет: до 1 200 000 ₽, наша цена укладывается",
        "Решает: Пётр Ильин, коммерческий директор",
        "Клиент ждёт: демо на своих данных",
        "📞 Договорились: завтра, чт 26 ноября, 11:00",
        "Источник: Холодный звонок",
        "<b>Проверьте и передайте.</b>",
    ]
    await phone.press("🎯 Передать")
    assert phone.text == "🎯 <b>Передано · «Ромашка»</b>\nКаримов, ответ до 10:30"
    await phone.press("Отозвать передачу")
    assert "Карточка сейчас у: Каримов" in phone.text
    await phone.press("Отозвать")
    lead = relay.work.leads.open_of_client(relay.client.id)
    assert lead is not None and lead.state is LeadState.DRAFT


async def test_what_nobody_knows_stays_open_and_the_rest_is_kept(relay: Relay, phone: Phone) -> None:
    await begin(phone)
    await phone.write("заявки теряются")
    await phone.press("Не знаю")
    assert "Во что обходится проблема?" in phone.text, "no product without a solution"
    await phone.press("← Назад")
    await phone.press("← Назад")
    assert "Что из нашего это решает и как?" in phone.text
    await phone.press("✕ Отмена")
    await phone.write("/lead")
    assert "ООО «Ромашка» · 1 из 4" in phone.buttons()
    await phone.press("ООО «Ромашка» · 1 из 4")
    assert phone.text.startswith("Шаг 1 из 10") and "Что из нашего это решает и как?" in phone.text


async def test_an_unfinished_lead_says_what_it_lacks_and_waits(relay: Relay, phone: Phone) -> None:
    lead_id = relay.ready()
    answer_question(relay.work, relay.giver, AnswerQuestion(lead_id, Question.BUDGET, Verdict.OPEN), NOW)
    await phone.write("/lead")
    await phone.press("ООО «Ромашка» · 3 из 4")
    assert "Сейчас: «слова: budget»" in phone.text
    await phone.press("Не знаю")
    assert "Не хватает: бюджет" in phone.text
    assert "🎯 Передать" not in phone.buttons() and "Бюджет …" in phone.buttons()
    await phone.press("Продолжить позже")
    assert phone.text == "🎯 Черновик сохранён · «Ромашка» · 3 из 4"


async def test_every_field_can_be_edited_from_the_review(relay: Relay, phone: Phone) -> None:
    relay.ready()
    await phone.write("/lead")
    await phone.press("ООО «Ромашка» · 4 из 4")
    for field, typed, shown in (
        ("Боль", "иначе", "Боль: иначе"),
        ("Продукт", "Склад", "Решение: Склад, слова: fit"),
        ("Сумма", "350 тыс", "Бюджет: до 350 000 ₽, слова: budget"),
        ("Кто решает", "Иван", "Решает: Иван"),
        ("Ожидания", "звонок", "Клиент ждёт: звонок"),
    ):
        await phone.press(field)
        await phone.write(typed)
        assert shown in phone.text
    await phone.press("Источник")
    assert "Сейчас: «Холодный звонок»" in phone.text
    await phone.press("Сайт")
    assert "Источник: Сайт" in phone.text
    await phone.press("Шаг")
    await phone.press("завтра 10:00")
    assert "📞 Договорились: завтра, чт 26 ноября, 10:00" in phone.text
    await phone.press("Решение")
    await phone.press("← Назад")
    assert "<b>Проверьте и передайте.</b>" in phone.text


async def test_a_planned_step_offers_itself_as_the_agreement(relay: Relay, phone: Phone) -> None:
    from sales.actions.steps import plan_step

    plan = StepPlan(StepKind.MEETING, TOMORROW, True)
    plan_step(relay.work, relay.firm.team, relay.client.id, relay.giver.member_id, plan, NOW)
    relay.ready()
    await phone.write("/lead")
    await phone.press("ООО «Ромашка» · 4 из 4")
    await phone.press("Шаг")
    await phone.press("Встреча: завтра, чт 26 ноября, 10:00")
    assert "🤝 Договорились: завтра, чт 26 ноября, 10:00" in phone.text
    await phone.press("Шаг")
    await phone.press("Назначить шаг")
    await phone.press("← Назад")
    await phone.press("← Назад")
    assert "🤝 Договорились" in phone.text


async def test_a_no_parks_the_lead_with_reason_and_date(relay: Relay, phone: Phone) -> None:
    await begin(phone)
    await phone.press("Нет")
    assert "Проблем нет?" in phone.text
    await phone.write("всё устраивает")
    await phone.press("через месяц")
    assert phone.text == "🎯 <b>Лид отложен · «Ромашка»</b>\nНапоминание: пт 25 декабря"
    await phone.write("/lead")
    await phone.press("ООО «Ромашка» · ждёт до пт 25 декабря")
    assert "Сейчас: «всё устраивает»" in phone.text
    lead = relay.work.leads.open_of_client(relay.client.id)
    assert lead is not None and lead.state is LeadState.DRAFT


async def test_a_no_can_be_thought_over(relay: Relay, phone: Phone) -> None:
    await begin(phone)
    await phone.press("Нет")
    await phone.press("← Назад")
    await phone.press("Нет")
    await phone.write("всё устраивает")
    await phone.write("15 марта 2036")
    if "✅ Верно" in phone.buttons():
        await phone.press("✅ Верно")
    assert "Осталось выбрать, когда вернуться." in phone.text, "a date that far away is a slip"
    await phone.press("Выбрать дату")
    await phone.press("← Назад")
    await phone.press("← Назад")
    assert "Проблем нет?" in phone.text


async def test_bad_input_is_refused_and_the_step_stays(relay: Relay, phone: Phone) -> None:
    await begin(phone)
    with pytest.raises(TooLong):
        await phone.write("я" * 1001)
    await phone.write("<b>жирно</b> & 🙂")
    await phone.press("Не знаю")
    await phone.press("Не знаю")
    await phone.write("да")
    with pytest.raises(BadAmount):
        await phone.write("много")
    await phone.write("350 тыс")
    assert "Кто решает?" in phone.text
    form = relay.work.leads.answers(1)[0]
    assert form.words == "<b>жирно</b> & 🙂"


async def test_the_button_under_a_reminder_opens_the_lead(relay: Relay, phone: Phone) -> None:
    await phone.write("/menu")
    await phone.press_data(LeadPress(client=relay.client.id).pack(), 55)
    assert "Какие проблемы у клиента сейчас?" in phone.text


async def test_somebody_elses_lead_is_refused_before_anything_opens(relay: Relay, phone: Phone) -> None:
    start = start_lead(relay.work, relay.giver, StartLead(relay.client.id), NOW)
    answer_question(relay.work, relay.giver, AnswerQuestion(start.lead_id, Question.FIT, Verdict.YES, "да"), NOW)
    phone.actor = relay.hunters[0]
    await phone.write("/menu")
    with pytest.raises(NotYours):
        await phone.press_data(LeadPress(client=relay.client.id).pack(), 55)
    phone.actor = relay.head
    with pytest.raises(OpenLeadExists):
        await phone.press_data(LeadPress(client=relay.client.id).pack(), 55)


async def test_a_refusal_after_the_search_is_told_in_the_list(relay: Relay, phone: Phone) -> None:
    start = start_lead(relay.work, relay.giver, StartLead(relay.client.id), NOW)
    answer_question(relay.work, relay.giver, AnswerQuestion(start.lead_id, Question.FIT, Verdict.YES, "да"), NOW)
    phone.actor = relay.head
    await phone.write("/lead")
    await phone.write("Ромашка")
    await phone.press(OURS)
    assert "По клиенту уже есть открытый лид, ведёт Елена Орлова." in phone.text


async def test_the_clients_card_leads_to_the_lead_and_to_its_hand_over(relay: Relay, phone: Phone) -> None:
    await phone.write("/find")
    await phone.press(OURS)
    await phone.press("🎯 Лид")
    assert "Какие проблемы у клиента сейчас?" in phone.text
    await phone.press("✕ Отмена")
    relay.ready()
    await phone.write("/find")
    await phone.press(OURS)
    await phone.press("🎯 Передать лид")
    await phone.press("🎯 Передать")
    await phone.press("🏢 Карточка")
    assert {"Отозвать передачу"} <= set(phone.buttons())
    assert "🎯 Лид" not in phone.buttons()


async def test_nobody_to_ask_is_said_with_the_reason(relay: Relay, phone: Phone) -> None:
    from dataclasses import replace

    for hunter in relay.hunters:
        relay.work.people.save(replace(relay.work.people.get(hunter.member_id), away_until=TOMORROW))
    relay.ready()
    await phone.write("/lead")
    await phone.press("ООО «Ромашка» · 4 из 4")
    await phone.press("🎯 Передать")
    assert phone.text == "⚠️ <b>Передать некому · «Ромашка»</b>\nВсе заняты. Получателя найдёт руководитель."


async def test_a_pool_names_everybody_who_is_asked(relay: Relay, phone: Phone) -> None:
    from sales.company import Routing

    relay.firm.settle(routing=Routing.POOL)
    relay.ready()
    await phone.write("/lead")
    await phone.press("ООО «Ромашка» · 4 из 4")
    await phone.press("🎯 Передать")
    assert phone.text == "🎯 <b>Передано · «Ромашка»</b>\nКто первый: Каримов, Белова. Ответ до 10:30"


async def test_without_anything_in_preparation_leaving_the_search_leads_to_the_menu(relay: Relay, phone: Phone) -> None:
    await phone.write("/lead")
    await phone.press("✕ Отмена")
    assert "чем займёмся?" in phone.text
    relay.ready()
    await phone.write("/lead")
    await phone.press("Новый лид")
    await phone.press("← Назад")
    assert "Лиды в подготовке" in phone.text


@pytest.mark.parametrize("deep", [False, True])
async def test_cancelling_says_that_the_answers_are_kept(relay: Relay, phone: Phone, deep: bool) -> None:
    await begin(phone)
    await phone.write("заявки теряются")
    if deep:
        await phone.press("Нет")
    await phone.write("/cancel")
    texts = [plain(one.text) for one in phone.screen.shown.values()]
    assert "Отменено. Ответы сохранены." in texts
    answers = relay.work.leads.answers(1)
    assert [one.words for one in answers] == ["заявки теряются"]


async def test_a_form_whose_lead_has_moved_on_says_so_and_lets_its_person_out(relay: Relay, phone: Phone) -> None:
    await begin(phone)
    await phone.write("заявки теряются")
    submit_lead(relay.work, relay.giver, Submit(relay.ready()), NOW)
    with pytest.raises(WrongState):
        await phone.write("собирает из мессенджеров")
    await phone.write("/menu")
    await phone.press("Продолжить")
    assert "состояние уже другое" in plain(phone.text)
    assert list(phone.buttons()) == ["✕ Отмена"]
    await phone.press("✕ Отмена")
    assert "чем займёмся" in phone.text
