"""Forwarded messages, voices and contacts between conversations."""

from __future__ import annotations

from datetime import timedelta

import pytest

from sales.actions.lead_views import lead_form
from sales.actions.steps import plan_step
from sales.clients import Client
from sales.people import Role
from sales.steps import StepKind, StepPlan
from tests.builders import NOW, Firm
from tests.handlers.rep import Rep

ILYIN = {"user_id": 777, "name": "Пётр Ильин"}


@pytest.fixture
def rep(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.LEAD_GENERATOR, name="Елена Орлова"))


@pytest.fixture
def client(firm: Firm, rep: Rep) -> Client:
    return firm.client(rep.actor, phone="+79000000012")


async def test_a_forwarded_message_becomes_a_note_in_two_taps(rep: Rep, client: Client) -> None:
    await rep.forward("Пришлите счёт", **ILYIN)
    assert rep.text.splitlines() == [
        "<b>К какому клиенту это относится?</b>",
        "💬 Пётр Ильин: Пришлите счёт",
    ]
    await rep.tap("Ромашка", "Заметка клиенту")
    assert rep.text.splitlines() == [
        "✅ Записано",
        "💬 <b>Заметка · «Ромашка»</b>",
        "💬 Пётр Ильин: Пришлите счёт",
    ]
    assert rep.acts(client) == [("note", "noted", "Пётр Ильин: Пришлите счёт")]
    await rep.tap("Отменить запись")
    assert rep.acts(client) == []


async def test_it_becomes_evidence_for_a_lead_in_three(rep: Rep, client: Client) -> None:
    await rep.forward("Теряем заявки", name="Скрытый Человек")
    await rep.tap("Ромашка", "В черновик лида", "Боль")
    assert rep.text.startswith("🎯 Черновик сохранён · «Ромашка» · 1 из 4")
    (answer,) = lead_form(rep.firm.work, rep.actor, client.id, NOW).answers
    assert answer.words == "Скрытый Человек: Теряем заявки"
    await rep.tap("Продолжить")
    assert "Что из нашего это решает" in rep.text


async def test_several_messages_are_one_note(rep: Rep, client: Client) -> None:
    await rep.forward("Первое", **ILYIN)
    await rep.forward("Второе", **ILYIN)
    await rep.speak(42)
    await rep.tap("Ромашка")
    await rep.forward("Третье", **ILYIN)
    await rep.tap("Заметка")
    assert rep.acts(client)[0][2] == "Пётр Ильин: Первое\nПётр Ильин: Второе\nПётр Ильин: Третье"
    assert [one.seconds for one in rep.firm.work.voices.of_client(client.id)] == [42]


async def test_a_voice_and_a_captioned_photo_are_taken_a_bare_photo_is_not(rep: Rep, client: Client) -> None:
    await rep.speak(42)
    assert "💬 голосовая, 0:42" in rep.text
    await rep.tap("Ромашка", "Заметка")
    photo = [{"file_id": "1", "file_unique_id": "1", "width": 1, "height": 1}]
    await rep.forward(photo=photo, caption="схема склада", **ILYIN)
    await rep.tap("Ромашка", "Заметка")
    await rep.forward(photo=photo, **ILYIN)
    assert rep.text.startswith("Из этого сообщения взять нечего.")
    assert [note for _, _, note in rep.acts(client)] == ["Пётр Ильин: схема склада", ""]


async def test_waiting_for_the_client_ends_with_the_clients_message_and_not_with_a_colleagues(
    rep: Rep, client: Client, firm: Firm
) -> None:
    plan = StepPlan(StepKind.WAIT, NOW + timedelta(days=2), exact=False)
    plan_step(firm.work, firm.team, client.id, rep.actor.member_id, plan, NOW)
    colleague = firm.actor(Role.HUNTER)
    await rep.forward("Видел их вчера", user_id=colleague.telegram_id, name="Тимур")
    await rep.tap("Ромашка", "Заметка")
    assert "Ожидание закрыто" not in rep.text
    await rep.forward("Согласны", **ILYIN)
    await rep.tap("Ромашка", "Заметка")
    assert "⏰ Ожидание закрыто: клиент ответил." in rep.text
    assert rep.steps(client) == []


async def test_a_new_client_of_an_unknown_sender(rep: Rep, client: Client, firm: Firm) -> None:
    await rep.forward("Сколько стоит?", **ILYIN)
    await rep.tap("Новый клиент")
    await rep.write("Василёк")
    await rep.tap("Заметка")
    assert "«Василёк»" in rep.text


async def test_an_own_voice_for_a_new_client_asks_for_the_name(rep: Rep) -> None:
    await rep.speak()
    await rep.tap("Новый клиент")
    assert "Какой клиент?" in rep.text


async def test_another_client_is_searched_by_button_or_by_typing(rep: Rep, client: Client, firm: Firm) -> None:
    firm.client(rep.actor, "ООО «Лютик»", "лютик")
    await rep.forward("Пришлите счёт", **ILYIN)
    await rep.write("лют")
    await rep.tap("Лютик")
    assert "🏢 <b>«Лютик»</b>" in rep.text
    await rep.tap("Назад", "Другой клиент")
    await rep.tap("Ромашка", "Заметка")
    assert len(rep.acts(client)) == 1
    await rep.forward("Ещё", **ILYIN)
    await rep.sticker()
    assert any("Здесь нужна кнопка" in (shown.text or "") for shown in rep.screen.shown.values())


async def test_a_known_number_opens_its_clients_card(rep: Rep, client: Client) -> None:
    await rep.share("79000000012", "Пётр")
    assert rep.text.startswith("🏢 <b>ООО «Ромашка»</b>")


async def test_an_unknown_contact_is_kept_with_the_chosen_client_and_known_from_then_on(
    rep: Rep, client: Client, firm: Firm
) -> None:
    await rep.send(contact={"phone_number": "79000000014", "first_name": "Анна", "last_name": "Ли", "user_id": 888})
    assert rep.text.splitlines() == ["<b>Чей это контакт?</b>", "👤 Анна Ли, +7 900 000-00-14"]
    await rep.tap("Ромашка")
    assert rep.text.splitlines() == ["✅ Контакт записан · «Ромашка»", "👤 Анна Ли, +7 900 000-00-14"]
    for number in range(9):
        firm.client(rep.actor, f"Другой {number}", f"другой {number}")
    await rep.forward("Здравствуйте", user_id=888, name="Анна Ли")
    assert next(iter(rep.buttons())).startswith("ООО «Ромашка»"), "the sender's own client first"


async def test_a_contact_becomes_a_new_client(rep: Rep) -> None:
    await rep.share("79000000014", "Анна")
    await rep.tap("Новый клиент")
    await rep.tap("Анна")
    assert rep.text.startswith("✅ Контакт записан · «Анна»")
    await rep.tap("Карточка")
    assert "👤 Анна, +7 900 000-00-14" in rep.text


async def test_in_the_middle_of_a_form_it_answers_the_form(rep: Rep, client: Client) -> None:
    await rep.write("/lead")
    await rep.tap("Ромашка")
    await rep.forward("Теряем заявки", **ILYIN)
    assert "Что из нашего это решает" in rep.text
    (answer,) = lead_form(rep.firm.work, rep.actor, client.id, NOW).answers
    assert answer.words == "Теряем заявки"


async def test_who_logs_nothing_is_told_that_it_is_not_understood(firm: Firm) -> None:
    analyst = Rep(firm, firm.actor(Role.ANALYST))
    await analyst.forward("Пришлите счёт", **ILYIN)
    assert analyst.text.startswith("Не понимаю.")


async def test_it_comes_after_the_menu_too(rep: Rep, client: Client) -> None:
    await rep.write("/menu")
    await rep.forward("Пришлите счёт", **ILYIN)
    assert rep.text.startswith("<b>К какому клиенту")
