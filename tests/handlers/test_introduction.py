"""The client learns who carries on: a text to forward, a meeting of three."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile
from icalendar import Calendar

from sales.actions.completion import Introduce, complete_by_contact, introduce
from sales.actions.direction import Release, release_lead
from sales.actions.handoff import Accept, accept_offer
from sales.actions.introduction import introduction_view
from sales.actions.steps import plan_step
from sales.activities import Outcome
from sales.errors import NotYours, WrongState
from sales.handoff import HandoffState
from sales.notices import NoticeKind
from sales.steps import StepKind, StepPlan
from tests.builders import NOW, Firm
from tests.handlers.phone import Phone, plain
from tests.handlers.relay_room import Seen, phone_of, press, seen, told
from tests.handlers.test_proposals import Passing
from tests.sales.actions.relay import TOMORROW, Relay, minutes


@pytest.fixture
async def taken(firm: Firm, conn: sa.Connection) -> Passing:
    """The farmer has accepted."""
    passing = Passing(Relay(firm, conn))
    accept_offer(passing.work, passing.farmer, Accept(await passing.offered()), minutes(7))
    return passing


async def notice(taken: Passing) -> Seen:
    return await told(taken.relay, NoticeKind.INTRODUCTION, taken.handoff().id, taken.owner)


async def opened(taken: Passing) -> Phone:
    phone = phone_of(taken.relay, taken.owner, minutes(10))
    await press(phone, await notice(taken), "🤝 Познакомить")
    return phone


def documents(phone: Phone) -> list[SendDocument]:
    return [call for call in phone.screen.calls if isinstance(call, SendDocument)]


async def test_the_giver_hears_of_the_acceptance_and_is_asked_to_introduce(taken: Passing) -> None:
    card = await notice(taken)
    assert card.text == "✅ «Лютик»: принято за 7 мин · Зуева\nСкажите клиенту, кто ведёт его дальше."
    assert list(card.buttons) == ["🤝 Познакомить", "🏢 Карточка"]


async def test_a_ready_text_comes_as_a_message_of_its_own(taken: Passing) -> None:
    phone = await opened(taken)
    assert "Дальше ведёт: Ирина Зуева" in phone.text
    await phone.press("Текст клиенту")
    letter = plain(str(list(phone.screen.shown.values())[-2].text))
    assert letter.split("\n") == [
        "Здравствуйте, Пётр Ильин.",
        "Дальше по всем вопросам с вами Ирина Зуева.",
        "Договорённости переданы, повторять ничего не придётся.",
        "Тимур Каримов",
    ]
    assert "<" not in letter
    assert phone.text.startswith("🤝 <b>Познакомить"), "the choice follows below"


async def test_the_text_names_the_next_promise_by_the_clients_own_clock(taken: Passing) -> None:
    client = taken.work.clients.get(taken.client.id)
    taken.work.clients.save(replace(client, zone="Asia/Vladivostok"))
    plan = StepPlan(StepKind.CALL, TOMORROW, True, "прайс")
    plan_step(taken.work, taken.firm.team, client.id, taken.farmer.member_id, plan, NOW)
    phone = await opened(taken)
    await phone.press("Текст клиенту")
    letter = plain(str(list(phone.screen.shown.values())[-2].text))
    assert "Ближайший шаг: Звонок, завтра, чт 26 ноября, 17:00." in letter


async def test_the_client_knows_and_everybody_reads_it(taken: Passing) -> None:
    phone = await opened(taken)
    await phone.press("✅ Клиент знает")
    assert taken.handoff().state is HandoffState.INTRODUCED
    assert phone.text == "🤝 <b>Клиент знает · «Лютик»</b>\nПередача завершится с первым контактом: Зуева"
    assert (await notice(taken)).buttons.keys() == {"🏢 Карточка"}
    offer = taken.work.handoffs.offers(taken.handoff().id)[-1].id
    assert "🤝 Клиент знает, кто ведёт его дальше." in (await taken.offer_card(offer)).text
    line = await told(taken.relay, NoticeKind.ANNOUNCEMENT, taken.handoff().id)
    assert "знакомство есть" in line.text


async def test_the_first_contact_completes_the_hand_over_and_its_notice(taken: Passing) -> None:
    client = taken.work.clients.get(taken.client.id)
    complete_by_contact(taken.work, taken.farmer, client, 1, Outcome.AGREED, minutes(20))
    assert (await notice(taken)).text == "✅ «Лютик»: первый контакт есть · Зуева"
    with pytest.raises(WrongState):
        introduction_view(taken.work, taken.owner, taken.handoff().id)


async def test_a_meeting_of_three_is_the_receivers_step_with_a_file_for_the_client(taken: Passing) -> None:
    phone = await opened(taken)
    await phone.press("Встреча втроём")
    await phone.write("завтра в 11")
    await phone.press("✅ Верно")
    assert "Шаг 2 из 3" in phone.text
    await phone.write("Ленина, 5")
    assert phone.text.split("\n") == [
        "Шаг 3 из 3",
        "🤝 <b>Встреча втроём · «Лютик»</b>",
        "Каримов, Зуева и клиент",
        "⏰ Встреча: завтра, чт 26 ноября, 11:00",
        "Место: Ленина, 5",
    ]
    await phone.press("✅ Сохранить")
    (step,) = taken.work.steps.open_of_client(taken.client.id)
    assert (step.kind, step.place, step.member_id) == (StepKind.MEETING, "Ленина, 5", taken.farmer.member_id)
    (sent,) = documents(phone)
    assert isinstance(sent.document, BufferedInputFile)
    event = next(iter(Calendar.from_ical(sent.document.data).walk("VEVENT")))
    assert str(event["summary"]) == "Знакомство: Тимур Каримов, Ирина Зуева"
    assert "description" not in event and str(event["location"]) == "Ленина, 5"
    card = await told(taken.relay, NoticeKind.MEETING_OF_THREE, step.id, taken.farmer)
    assert card.text.startswith("🤝 <b>Встреча втроём · «Лютик»</b>\nзавтра, чт 26 ноября, 11:00")
    assert list(card.buttons) == ["В календарь"]
    assert plain(phone.text).startswith("✅ <b>Встреча втроём · «Лютик»</b>")


async def test_the_place_may_be_left_out_and_the_time_mended(taken: Passing) -> None:
    phone = await opened(taken)
    await phone.press("Встреча втроём")
    await phone.write("завтра в 11")
    await phone.press("✅ Верно")
    await phone.press("Пропустить")
    assert "Место" not in phone.text.split("\n")[-1]
    await phone.press("Время")
    await phone.write("завтра в 12")
    await phone.press("✅ Верно")
    assert "12:00" in phone.text and "Шаг 3 из 3" in phone.text
    await phone.press("✅ Сохранить")
    assert len(documents(phone)) == 1


async def test_both_find_the_way_on_the_clients_card_and_nobody_else(taken: Passing) -> None:
    for actor in (taken.owner, taken.farmer):
        phone = phone_of(taken.relay, actor, minutes(10))
        await phone.write("/find Лютик")
        await phone.press("🤝 Познакомить")
        assert phone.text.startswith("🤝 <b>Познакомить · «Лютик»</b>")
    head = phone_of(taken.relay, taken.head, minutes(10))
    await head.write("/find Лютик")
    assert "🤝 Познакомить" not in head.buttons()
    with pytest.raises(NotYours):
        introduction_view(taken.work, taken.head, taken.handoff().id)


async def test_what_went_elsewhere_is_asked_of_nobody(taken: Passing) -> None:
    introduce(taken.work, taken.owner, Introduce(taken.handoff().id), minutes(9))
    handoff = taken.handoff()
    release_lead(taken.work, taken.head, Release(handoff.id), minutes(10))
    assert await seen(taken.relay, NoticeKind.INTRODUCTION, handoff.id, taken.owner) is None
    edit: Any = await seen(taken.relay, NoticeKind.INTRODUCTION, handoff.id, taken.owner, is_edit=True)
    assert edit.text == "Теперь ведёт: Тимур Каримов"
