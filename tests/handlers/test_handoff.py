"""Hand-over cards and their buttons."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from handlers.offer_card import OfferPress
from sales.actions.completion import complete_by_contact
from sales.actions.deadlines import fire_deadlines
from sales.actions.leads import AnswerQuestion, FillLead, Submit, answer_question, fill_lead, submit_lead
from sales.activities import Outcome
from sales.company import Routing
from sales.errors import AlreadyTaken, NotAllowed, NotYours, OfferClosed, TooLong
from sales.handoff import HandoffState
from sales.leads import Question, Verdict
from sales.notices import NoticeKind
from sales.people import Role
from tests.builders import NOW, Firm
from tests.handlers.phone import plain
from tests.handlers.relay_room import Relay, phone_of, press, seen, told
from tests.sales.actions.relay import minutes


@pytest.fixture
def relay(firm: Firm, conn: sa.Connection) -> Relay:
    return Relay(firm, conn)


def offer_of(relay: Relay, handoff_id: int, number: int = 0) -> int:
    return relay.offer_of(handoff_id, relay.hunters[number])


async def card(relay: Relay, handoff_id: int, number: int = 0, now: int = 0):  # type: ignore[no-untyped-def]
    reader = relay.hunters[number]
    return await told(relay, NoticeKind.OFFER, offer_of(relay, handoff_id, number), reader, minutes(now))


async def test_the_receivers_card_holds_what_the_next_runner_needs(relay: Relay) -> None:
    done = relay.submitted()
    shown = await card(relay, done.handoff_id)
    assert shown.text.split("\n") == [
        "🎯 <b>Новый лид · ООО «Ромашка»</b>",
        "Передаёт: Елена Орлова",
        "",
        "Боль: слова: pains",
        "Решение: модуль «Заявки», слова: fit",
        "Цена проблемы: слова: severity",
        "Бюджет: до 1 200 000 ₽, слова: budget",
        "Решает: Пётр Ильин, коммерческий директор",
        "Клиент ждёт: демо на своих данных",
        "📞 Договорились: завтра, чт 26 ноября, 10:00 · «демо»",
        "",
        "⏰ Ответьте до 10:30",
    ]
    assert list(shown.buttons) == ["✅ Принять", "↩️ Вернуть", "Подробнее", "Занято до…"]


async def test_a_deadline_on_another_day_names_the_day(relay: Relay) -> None:
    friday = NOW + timedelta(days=2, hours=7, minutes=50)
    done = relay.submitted(now=friday)
    shown = await told(relay, NoticeKind.OFFER, offer_of(relay, done.handoff_id), relay.hunters[0], friday)
    assert shown.text.endswith("⏰ Ответьте до пн 30 ноября, 09:20")


async def test_one_press_accepts_and_the_card_turns_into_work(relay: Relay) -> None:
    done = relay.submitted()
    phone = phone_of(relay, relay.hunters[0], minutes(7))
    await press(phone, await card(relay, done.handoff_id), "✅ Принять")
    assert plain(phone.answers[0] or "") == "Принято: «Ромашка». Звонок: завтра, чт 26 ноября, 10:00"
    assert phone.messages == 0, "the outbox edits the card"
    after = await card(relay, done.handoff_id)
    assert after.text.startswith("✅ <b>Лид принят · ООО «Ромашка»</b>")
    assert after.text.endswith(
        "👤 Пётр Ильин, +7 900 000-00-12\nПередача завершится с первым разговором. "
        "Касаний нужно 3, до пт 27 ноября, 16:07"
    )
    assert len(after.text.split("\n")) == 12
    assert list(after.buttons) == ["📞 Записать звонок", "🏢 Карточка"]
    await press(phone, after, "📞 Записать звонок")
    assert "Чем закончился звонок?" in phone.text


async def test_the_first_contact_shows_on_the_card_and_the_givers_notice(relay: Relay) -> None:
    done = relay.submitted()
    relay.accept(done.handoff_id, now=minutes(7))
    giver = await told(relay, NoticeKind.ACCEPTED, done.handoff_id, relay.giver)
    assert giver.text == "✅ «Ромашка»: принято за 7 мин · Каримов"
    assert await seen(relay, NoticeKind.COMPLETE, done.handoff_id, relay.giver) is None
    client = relay.work.clients.get(relay.client.id)
    complete_by_contact(relay.work, relay.hunters[0], client, 1, Outcome.AGREED, minutes(20))
    assert (await card(relay, done.handoff_id)).text.endswith("✅ Первый контакт подтверждён")
    giver = await told(relay, NoticeKind.COMPLETE, done.handoff_id, relay.giver)
    assert giver.text == "✅ «Ромашка»: первый контакт есть · Каримов"


async def test_the_warning_can_be_answered_and_matters_only_while_it_is_due(relay: Relay) -> None:
    done = relay.submitted()
    offer_id = offer_of(relay, done.handoff_id)
    warning = await told(relay, NoticeKind.OFFER_WARN, offer_id, relay.hunters[0], minutes(20))
    assert warning.text.startswith("⏰ «Ромашка»: ответ до 10:30")
    phone = phone_of(relay, relay.hunters[0], minutes(21))
    await press(phone, warning, "✅ Принять")
    assert await seen(relay, NoticeKind.OFFER_WARN, offer_id, relay.hunters[0], minutes(22)) is None
    after = await seen(relay, NoticeKind.OFFER_WARN, offer_id, relay.hunters[0], minutes(22), is_edit=True)
    assert after is not None
    assert (after.text, after.buttons) == ("✅ <b>Лид принят · ООО «Ромашка»</b>", {})


async def test_a_warning_that_was_not_heeded_loses_its_button(relay: Relay) -> None:
    done = relay.submitted()
    fire_deadlines(relay.work, minutes(30))
    offer_id = offer_of(relay, done.handoff_id)
    after = await seen(relay, NoticeKind.OFFER_WARN, offer_id, relay.hunters[0], minutes(31), is_edit=True)
    assert after is not None
    assert after.text.startswith("⏰ «Ромашка»: срок ответа прошёл") and after.buttons == {}


@pytest.mark.parametrize("act", ["take", "back", "busy", "more", "call"])
async def test_nobody_elses_press_does_anything(relay: Relay, act: str) -> None:
    done = relay.submitted()
    data = OfferPress(act=act, offer=offer_of(relay, done.handoff_id)).pack()
    for outsider, refusal in (
        (relay.hunters[1], NotYours),
        (relay.giver, NotAllowed),
        (relay.head, NotAllowed),
        (relay.firm.actor(Role.ANALYST), NotAllowed),
    ):
        with pytest.raises(refusal):
            await phone_of(relay, outsider).press_data(data, 55)
    assert relay.handoff(done.handoff_id).state is HandoffState.OFFERED


async def test_old_cards_say_what_happened_and_have_no_buttons(relay: Relay) -> None:
    done = relay.submitted()
    first = await card(relay, done.handoff_id)
    fire_deadlines(relay.work, minutes(30))
    after = await card(relay, done.handoff_id)
    assert after.text == "⏰ «Ромашка»: срок ответа прошёл\nОтвета ждут от: Белова"
    assert after.buttons == {}
    phone = phone_of(relay, relay.hunters[0], minutes(31))
    for words in ("✅ Принять", "↩️ Вернуть", "Занято до…"):
        with pytest.raises(OfferClosed):
            await press(phone, first, words)
    with pytest.raises(NotYours):
        await press(phone, first, "Подробнее")
    fire_deadlines(relay.work, minutes(60))
    assert (await card(relay, done.handoff_id)).text.endswith("Получателя ищет руководитель.")


async def test_the_loser_of_a_pool_sees_who_has_it(relay: Relay) -> None:
    relay.firm.settle(routing=Routing.POOL)
    done = relay.submitted()
    second = await card(relay, done.handoff_id, 1)
    relay.accept(done.handoff_id, relay.hunters[0])
    with pytest.raises(AlreadyTaken) as late:
        await press(phone_of(relay, relay.hunters[1]), second, "✅ Принять")
    assert late.value.facts["who"] == "Тимур Каримов"
    lost = await card(relay, done.handoff_id, 1)
    assert lost.text == "🎯 «Ромашка»: лид уже принят\nТеперь ведёт: Тимур Каримов"


async def test_more_shows_everything_that_was_said(relay: Relay) -> None:
    lead_id = relay.ready()
    fill_lead(relay.work, relay.giver, FillLead(lead_id, expects="демо " * 60), NOW)
    done = submit_lead(relay.work, relay.giver, Submit(lead_id), NOW)
    shown = await card(relay, done.handoff_id)
    assert "…" in shown.text
    phone = phone_of(relay, relay.hunters[0])
    await press(phone, shown, "Подробнее")
    assert "Источник: Холодный звонок" in phone.text and "…" not in phone.text


async def test_more_takes_as_many_messages_as_were_said(relay: Relay) -> None:
    lead_id = relay.ready()
    for question in Question:
        form = AnswerQuestion(lead_id, question, Verdict.YES, f"{question.value} & " + "я" * 980)
        answer_question(relay.work, relay.giver, form, NOW)
    done = submit_lead(relay.work, relay.giver, Submit(lead_id), NOW)
    shown = await card(relay, done.handoff_id)
    assert len(shown.text) < 1000 and shown.text.count("\n") < 12
    phone = phone_of(relay, relay.hunters[0])
    await press(phone, shown, "Подробнее")
    texts = [plain(one.text) for one in phone.screen.shown.values()]
    assert len(texts) == 2 and max(map(len, texts)) < 4096
    assert all(f"{question.value} &amp; " in "".join(texts) for question in Question)


async def test_a_return_names_the_question_and_the_reason(relay: Relay) -> None:
    done = relay.submitted()
    phone = phone_of(relay, relay.hunters[0], minutes(5))
    await press(phone, await card(relay, done.handoff_id), "↩️ Вернуть")
    assert "Какой ответ не подтвердился?" in phone.text
    await phone.write("просто плохой лид")
    assert "Какой ответ не подтвердился?" in phone.text
    await phone.press("Бюджет")
    assert "Бюджет: «слова: budget»" in phone.text
    with pytest.raises(TooLong):
        await phone.write("я" * 1001)
    await phone.write("готовы до 300 000 ₽")
    assert phone.text == "↩️ <b>Лид возвращён · «Ромашка»</b> · Орлова"
    mine = await card(relay, done.handoff_id)
    assert mine.text.split("\n") == [
        "↩️ «Ромашка»: лид возвращён",
        "Бюджет: «готовы до 300 000 ₽»",
        "Теперь ведёт: Елена Орлова",
    ]


async def test_the_giver_gets_the_return_and_may_clarify_or_disagree(relay: Relay) -> None:
    done = relay.submitted()
    relay.give_back(done.handoff_id)
    back = await told(relay, NoticeKind.RETURNED, done.handoff_id, relay.giver)
    assert back.text == "↩️ <b>«Ромашка»: возврат · Каримов</b>\nБюджет: «готовы до 300 000 ₽»"
    assert list(back.buttons) == ["Уточнить у клиента", "Не согласен"]
    phone = phone_of(relay, relay.giver, minutes(6))
    await press(phone, back, "Уточнить у клиента")
    assert "↩️ Возврат: «готовы до 300 000 ₽»" in phone.text
    await press(phone, back, "Не согласен")
    assert phone.answers[-1] == "Решит: Павлова"
    with pytest.raises(NotYours):
        await press(phone_of(relay, relay.head), back, "Не согласен")


async def test_the_arbiter_decides_and_everybody_is_told(relay: Relay) -> None:
    done = relay.submitted()
    relay.give_back(done.handoff_id)
    back = await told(relay, NoticeKind.RETURNED, done.handoff_id, relay.giver)
    await press(phone_of(relay, relay.giver, minutes(6)), back, "Не согласен")
    back = await told(relay, NoticeKind.RETURNED, done.handoff_id, relay.giver)
    assert back.text.endswith("Решит: Павлова") and list(back.buttons) == ["Уточнить у клиента"]
    dispute = await told(relay, NoticeKind.DISPUTED, done.handoff_id, relay.head)
    assert dispute.text.split("\n") == [
        "⚠️ <b>Спорный возврат · ООО «Ромашка»</b>",
        "Орлова → Каримов",
        "Бюджет: «слова: budget»",
        "↩️ «готовы до 300 000 ₽»",
    ]
    for outsider in (relay.giver, relay.hunters[0]):
        with pytest.raises(NotAllowed):
            await press(phone_of(relay, outsider), dispute, "Лид хороший")
    await press(phone_of(relay, relay.head, minutes(8)), dispute, "Лид хороший")
    binding = await told(relay, NoticeKind.OFFER, relay.offers(done.handoff_id)[0].id, relay.hunters[0], minutes(9))
    assert "⚠️ Руководитель решил: лид хороший, его нужно принять." in binding.text
    assert list(binding.buttons) == ["✅ Принять", "Подробнее"]
    decided = await told(relay, NoticeKind.DECIDED, done.handoff_id, relay.giver)
    assert decided.text == "✅ «Ромашка»: лид хороший, принять его обязательно\nОтвета ждут от: Каримов"
    back = await told(relay, NoticeKind.RETURNED, done.handoff_id, relay.giver)
    assert "✅ Возврат не подтверждён." in back.text and back.buttons == {}
    settled = await told(relay, NoticeKind.DISPUTED, done.handoff_id, relay.head)
    assert "✅ Решено: лид хороший" in settled.text and settled.buttons == {}


async def test_an_upheld_return_is_the_givers_to_clarify(relay: Relay) -> None:
    done = relay.submitted()
    relay.give_back(done.handoff_id)
    back = await told(relay, NoticeKind.RETURNED, done.handoff_id, relay.giver)
    await press(phone_of(relay, relay.giver, minutes(6)), back, "Не согласен")
    dispute = await told(relay, NoticeKind.DISPUTED, done.handoff_id, relay.head)
    phone = phone_of(relay, relay.head, minutes(8))
    await press(phone, dispute, "Возврат верный")
    assert phone.answers == ["↩️ Решено: возврат верный"]
    decided = await told(relay, NoticeKind.DECIDED, done.handoff_id, relay.giver)
    assert decided.text == "↩️ «Ромашка»: возврат верный\nБюджет: «готовы до 300 000 ₽»"
    assert list(decided.buttons) == ["Уточнить у клиента"]
    receiver = await told(relay, NoticeKind.DECIDED, done.handoff_id, relay.hunters[0])
    assert receiver.buttons == {}
    back = await told(relay, NoticeKind.RETURNED, done.handoff_id, relay.giver)
    assert back.text.endswith("Возврат верный, уточните и передайте снова.")


async def test_a_return_that_was_clarified_and_handed_over_anew_has_no_buttons(relay: Relay) -> None:
    done = relay.submitted()
    relay.give_back(done.handoff_id)
    back = await told(relay, NoticeKind.RETURNED, done.handoff_id, relay.giver)
    await press(phone_of(relay, relay.giver, minutes(6)), back, "Не согласен")
    relay.submitted(now=minutes(10))
    for kind, reader in ((NoticeKind.RETURNED, relay.giver), (NoticeKind.DISPUTED, relay.head)):
        moved_on = await told(relay, kind, done.handoff_id, reader)
        assert moved_on.text.endswith("Лид с тех пор изменился.") and moved_on.buttons == {}
    assert await seen(relay, NoticeKind.DECIDED, done.handoff_id, relay.giver) is None


@pytest.mark.parametrize("how", ["На час", "в 12"])
async def test_who_is_busy_passes_the_lead_on(relay: Relay, how: str) -> None:
    done = relay.submitted()
    phone = phone_of(relay, relay.hunters[0], minutes(5))
    await press(phone, await card(relay, done.handoff_id), "Занято до…")
    assert "Лид «Ромашка» сразу уйдёт дальше" in phone.text
    if how == "На час":
        await phone.press(how)
    else:
        await phone.write(how)
    until = "11:05" if how == "На час" else "12:00"
    assert phone.text == f"⏰ Занято до: сегодня, ср 25 ноября, {until}\nЛид «Ромашка» передан дальше."
    passed = await card(relay, done.handoff_id)
    assert passed.text == "⏰ «Ромашка»: лид передан дальше\nОтвета ждут от: Белова"


async def test_a_notice_to_nobody_is_dropped(relay: Relay) -> None:
    done = relay.submitted()
    for kind in (NoticeKind.OFFER, NoticeKind.OFFER_WARN):
        assert await seen(relay, kind, offer_of(relay, done.handoff_id)) is None
    for kind in (NoticeKind.ESCALATED, NoticeKind.DISPUTED, NoticeKind.ACCEPTED):
        assert await seen(relay, kind, done.handoff_id) is None


async def line(relay: Relay, handoff_id: int, now: int = 0) -> str:
    return (await told(relay, NoticeKind.ANNOUNCEMENT, handoff_id, None, minutes(now))).text


async def test_the_groups_line_follows_the_lead(relay: Relay) -> None:
    done = relay.submitted()
    assert await line(relay, done.handoff_id) == "🎯 «Ромашка»: Орлова → Каримов · ответ до 10:30"
    fire_deadlines(relay.work, minutes(30))
    assert await line(relay, done.handoff_id, 30) == "🎯 «Ромашка»: Орлова → Белова · ответ до 11:00"
    relay.accept(done.handoff_id, now=minutes(37))
    assert await line(relay, done.handoff_id) == "✅ «Ромашка»: Орлова → Белова · принят за 7 мин"
    client = relay.work.clients.get(relay.client.id)
    complete_by_contact(relay.work, relay.hunters[1], client, 1, Outcome.AGREED, minutes(40))
    assert (await line(relay, done.handoff_id)).endswith("принят за 7 мин, контакт есть")


async def test_the_groups_line_of_a_pool_a_return_a_queue_and_a_withdrawal(relay: Relay) -> None:
    from sales.actions.handoff import Withdraw, withdraw_lead

    relay.firm.settle(routing=Routing.POOL)
    done = relay.submitted()
    assert await line(relay, done.handoff_id) == "🎯 «Ромашка»: Орлова → кто первый · ответ до 10:30"
    fire_deadlines(relay.work, minutes(30))
    assert await line(relay, done.handoff_id) == "⚠️ «Ромашка»: Орлова → … · решает руководитель"
    withdraw_lead(relay.work, relay.giver, Withdraw(done.handoff_id), minutes(31))
    assert await line(relay, done.handoff_id) == "↩️ «Ромашка»: снова готовит Орлова"
    relay.firm.settle(routing=Routing.TURN)
    again = relay.submitted(now=minutes(32))
    who = relay.work.people.get(relay.asked(again.handoff_id).member_id).name.split()[-1]
    relay.give_back(again.handoff_id, minutes(33))
    assert await line(relay, again.handoff_id) == f"↩️ «Ромашка»: {who} → Орлова · возврат"


async def test_the_toast_without_a_step_ahead(relay: Relay) -> None:
    done = relay.submitted()
    lead = relay.work.leads.get(relay.handoff(done.handoff_id).lead_id)
    relay.work.leads.save(replace(lead, next_at=minutes(1)))
    phone = phone_of(relay, relay.hunters[0], minutes(7))
    await press(phone, await card(relay, done.handoff_id), "✅ Принять")
    assert phone.answers == ["Принято: «Ромашка»"]
