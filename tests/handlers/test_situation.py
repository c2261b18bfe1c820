"""/now: one live message, and what its buttons lead to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from sales.actions.deadlines import fire_deadlines
from sales.actions.steps import PlanNext, plan_next
from sales.errors import NotAllowed
from sales.handoff import OfferState
from sales.notices import NoticeKind
from sales.people import Actor, Role
from sales.steps import StepKind, StepPlan
from tests.builders import NOW, Firm
from tests.handlers.relay_room import Relay, Seen, phone_of, press, seen, told
from tests.sales.actions.relay import minutes


@pytest.fixture
def relay(firm: Firm, conn: sa.Connection) -> Relay:
    return Relay(firm, conn)


def late_step(relay: Relay, name: str, who: Actor, at: int = 10) -> int:
    client = relay.firm.client(who, name, name.casefold())
    plan = StepPlan(StepKind.CALL, minutes(at), True, "прислать расчёт")
    plan_next(relay.work, who, PlanNext(client.id, plan), NOW)
    return client.id


async def picture(relay: Relay, after: int = 20, reader: Actor | None = None) -> Seen:
    who = reader or relay.head
    return await told(relay, NoticeKind.SITUATION, who.member_id, who, minutes(after))


async def test_the_picture_tells_the_most_pressing_with_two_buttons_each(relay: Relay) -> None:
    relay.submitted()
    late_step(relay, "Лютик", relay.hunters[1])
    late_step(relay, "Василёк", relay.hunters[1])
    shown = await picture(relay)
    assert shown.text.split("\n") == [
        "📌 <b>Сейчас</b> · на 10:20",
        "Ждут ответа: 1 · Просрочено: 1",
        "⚠️ 1. Белова: 2 шага просрочено с 10:10",
        "⏰ 2. «Ромашка»: Каримов · ответ до 10:30",
        "Больше не обновляется: нажмите «Обновить».",
    ]
    assert list(shown.buttons) == [
        "1 · Передать",
        "1 · Спросить",
        "2 · Передать",
        "2 · Спросить",
        "Ждут ответа: 1",
        "Просрочено: 1",
        "Обновить",
    ]


async def test_it_stays_within_twelve_lines_and_counts_the_rest(relay: Relay) -> None:
    for number in range(9):
        relay.submitted(client=relay.firm.client(relay.giver, f"Лютик {number}", f"лютик {number}"))
    lines = (await picture(relay)).text.split("\n")
    assert len(lines) <= 12
    assert "И ещё: 4" in lines


async def test_the_command_sends_it_and_keeps_it_live(relay: Relay) -> None:
    phone = phone_of(relay, relay.head)
    await phone.write("/now")
    assert relay.told(NoticeKind.SITUATION) == [relay.head.member_id]
    assert (await picture(relay, 0)).text.endswith("✅ Никто не ждёт, ничего не просрочено.\nОбновляется само.")


async def test_pressed_with_nothing_new_it_says_so_and_edits_nothing(relay: Relay) -> None:
    phone = phone_of(relay, relay.head)
    await phone.write("/now")
    shown = await picture(relay, 0)
    await press(phone, shown, "Обновить")
    assert phone.answers == ["Без изменений"] and phone.messages == 0
    relay.submitted()
    phone.now = minutes(1)
    await press(phone, shown, "Обновить")
    assert "Ждут ответа: 1" in phone.text


async def test_an_analyst_sees_the_picture_without_acting_on_it(relay: Relay) -> None:
    relay.submitted()
    analyst = relay.firm.actor(Role.ANALYST)
    assert list((await picture(relay, reader=analyst)).buttons) == ["Ждут ответа: 1", "Обновить"]
    assert await seen(relay, NoticeKind.SITUATION, 1, relay.hunters[0]) is None
    phone = phone_of(relay, relay.hunters[0])
    await phone.write("/now")
    assert "нет" in phone.text.lower() or relay.told(NoticeKind.SITUATION) == []


async def test_an_open_offer_is_passed_on_in_three_taps(relay: Relay) -> None:
    done = relay.submitted()
    first = relay.asked(done.handoff_id)
    phone = phone_of(relay, relay.head, minutes(20))
    await press(phone, await picture(relay), "1 · Передать")
    assert phone.text.split("\n") == [
        "<b>Передать</b> · «Ромашка»",
        "Кому? Рядом с именем: клиенты / передачи / просрочено.",
    ]
    await phone.press("Анна Белова · 0 / 0 / 0")
    assert phone.text == "<b>Проверьте</b>\n👤 Анна Белова: 1 лид на ответ"
    await phone.press("✅ Передать")
    assert phone.text == "✅ <b>Передано</b>\n👤 Анна Белова: 1 лид на ответ"
    assert relay.asked(done.handoff_id).member_id == relay.hunters[1].member_id
    card = await told(relay, NoticeKind.OFFER, relay.work.handoffs.offers(done.handoff_id)[0].id, first, minutes(21))
    assert card.text.startswith("↩️ «Ромашка»: руководитель передал лид другому")
    assert relay.work.handoffs.offers(done.handoff_id)[0].state is OfferState.MOVED


async def test_a_part_of_the_overdue_steps_is_shared_out_after_a_review(relay: Relay) -> None:
    for name in ("Лютик", "Василёк", "Ландыш"):
        late_step(relay, name, relay.hunters[1])
    relay.firm.actor(Role.FARMER, name="Пётр Смирнов")
    phone = phone_of(relay, relay.head, minutes(20))
    await press(phone, await picture(relay), "1 · Передать")
    assert phone.text.startswith("<b>Передать просроченные шаги: 3</b>\nСейчас ведёт: Анна Белова")
    await phone.press("Выбрать часть")
    await phone.press("✅ Звонок · «Лютик» · 10:10")
    await phone.press("Дальше")
    assert phone.text.startswith("<b>Передать просроченные шаги: 2</b>")
    await phone.press("Поровну…")
    await phone.press("Тимур Каримов · 0 / 0 / 0")
    await phone.press("Пётр Смирнов · 0 / 0 / 0")
    await phone.press("Дальше")
    assert phone.text == "<b>Проверьте</b>\n👤 Тимур Каримов: 1 шаг\n👤 Пётр Смирнов: 1 шаг"
    await phone.press("✅ Передать")
    held = [relay.work.people.get(one).name for one in sorted(relay.told(NoticeKind.REASSIGNED))]
    assert held == ["Тимур Каримов", "Анна Белова", "Пётр Смирнов"], "each once, the former holder too"


async def test_a_leavers_clients_move_from_the_picture(relay: Relay) -> None:
    late_step(relay, "Лютик", relay.hunters[0])
    late_step(relay, "Василёк", relay.hunters[0])
    relay.vanish(relay.hunters[0], minutes(15))
    shown = await picture(relay)
    assert "⚠️ 1. 2 клиента без хозяина · Каримов (отключено)" in shown.text
    assert "1 · Спросить" not in shown.buttons
    phone = phone_of(relay, relay.head, minutes(20))
    await press(phone, shown, "1 · Передать")
    await phone.press("Анна Белова · 0 / 0 / 0")
    await phone.press("✅ Передать")
    assert phone.text.endswith("👤 Анна Белова: 2 клиента")
    facts = {"by": "Ольга Павлова", "taken": False, "clients": [2, 3], "steps": []}
    notice = await seen(relay, NoticeKind.REASSIGNED, 1, relay.hunters[1], minutes(21), facts)
    assert notice is not None
    assert notice.text.split("\n") == [
        "📌 <b>Вам передано · Павлова</b>",
        "«Лютик»",
        "«Василёк»",
        "Шаги и сроки прежние: /today",
    ]
    assert list(notice.buttons) == ["«Лютик»", "«Василёк»"]
    await press(phone, shown, "1 · Передать")
    assert phone.answers[-1] == "Это уже решено."


async def test_lists_open_below_and_lead_to_each_line(relay: Relay) -> None:
    done = relay.submitted()
    phone = phone_of(relay, relay.head, minutes(20))
    await press(phone, await picture(relay), "Ждут ответа: 1")
    assert phone.text == "<b>Ждут ответа: 1</b>\n⏰ «Ромашка»: Каримов · ответ до 10:30"
    await phone.press("ООО «Ромашка»")
    assert list(phone.buttons()) == ["Передать", "Спросить", "🏢 Карточка", "← Назад", "Меню"]
    await phone.press("Спросить")
    assert phone.text.startswith("💬 <b>Спросить: Тимур Каримов</b> · «Ромашка»")
    relay.accept(done.handoff_id, now=minutes(21))


async def test_a_question_is_asked_in_the_heads_name_and_answered_with_one_tap(relay: Relay) -> None:
    relay.submitted()
    head = phone_of(relay, relay.head, minutes(20))
    await press(head, await picture(relay), "1 · Спросить")
    await head.press("Когда ответите?")
    assert head.text == "💬 Вопрос отправлен: Тимур Каримов"
    question = await told(relay, NoticeKind.INQUIRY, 1, relay.hunters[0], minutes(20))
    assert question.text == "💬 <b>Павлова спрашивает</b> · «Ромашка»\n«Когда ответите?»"
    rep = phone_of(relay, relay.hunters[0], minutes(22))
    await press(rep, question, "Сейчас сделаю")
    assert rep.text.endswith("✅ Сейчас сделаю") and rep.answers == ["Ответ передан: Павлова"]
    answer = await told(relay, NoticeKind.INQUIRY_REPLY, 1, relay.head, minutes(22))
    assert answer.text == "💬 <b>Ответ: Каримов</b> · «Ромашка»\n«Когда ответите?»\n✅ Сейчас сделаю"
    assert await seen(relay, NoticeKind.INQUIRY, 1, relay.hunters[0]) is None, "answered before it left"


async def test_busy_until_is_two_taps_and_own_words_may_be_asked(relay: Relay) -> None:
    late_step(relay, "Лютик", relay.hunters[0])
    head = phone_of(relay, relay.head, minutes(20))
    await press(head, await picture(relay), "1 · Спросить")
    await head.write("Что с расчётом?")
    question = await told(relay, NoticeKind.INQUIRY, 1, relay.hunters[0], minutes(20))
    assert question.text == "💬 <b>Павлова спрашивает</b>\n«Что с расчётом?»"
    rep = phone_of(relay, relay.hunters[0], minutes(22))
    await press(rep, question, "Занято до…")
    await rep.press("На час")
    assert rep.text.endswith("⏰ Занято до: 11:22")
    assert relay.work.people.get(relay.hunters[0].member_id).away_until == minutes(82)


async def test_the_touch_standards_messages(relay: Relay) -> None:
    done = relay.submitted()
    who = relay.asked(done.handoff_id)
    relay.accept(done.handoff_id)
    warned = await told(relay, NoticeKind.TOUCH_WARN, done.handoff_id, who, minutes(60))
    assert warned.text.split("\n")[1].startswith("📞 Касания: 0 из 3, до ")
    assert await seen(relay, NoticeKind.TOUCH_WARN, done.handoff_id, relay.giver, minutes(60)) is None
    missed = await told(relay, NoticeKind.TOUCH_MISSED, done.handoff_id, relay.head, minutes(60))
    assert missed.text == ("⚠️ <b>«Ромашка»: стандарт касаний не выполнен</b>\nКаримов: касания 0 из 3, контакта нет")
    assert list(missed.buttons) == ["Передать", "Спросить", "🏢 Карточка"]
    owner = relay.firm.actor(Role.OWNER)
    assert (await told(relay, NoticeKind.TOUCH_MISSED, done.handoff_id, owner, minutes(60))).buttons == {}
    phone = phone_of(relay, relay.head, minutes(60))
    await press(phone, missed, "🏢 Карточка")
    assert "📞 Касания: 0 из 3, до пт 27 ноября, 16:00" in phone.text
    relay.work.people.save(replace(relay.work.people.get(who.member_id), away_until=NOW + timedelta(days=1)))


async def test_lists_say_when_nothing_has_changed(relay: Relay) -> None:
    phone = phone_of(relay, relay.head)
    for command in ("/today", "/queue"):
        await phone.write(command)
        await phone.press("Обновить")
        assert "Без изменений" in phone.answers
    done = relay.submitted()
    fire_deadlines(relay.work, minutes(30))
    fire_deadlines(relay.work, minutes(60))
    asked = len([one for one in phone.answers if one == "Без изменений"])
    await phone.press("Обновить")
    assert "Ромашка" in "".join(phone.buttons()), done
    assert len([one for one in phone.answers if one == "Без изменений"]) == asked


async def test_who_may_not_move_is_refused_at_the_forged_press(relay: Relay) -> None:
    relay.submitted()
    shown = await picture(relay)
    with pytest.raises(NotAllowed):
        await press(phone_of(relay, relay.hunters[0], minutes(20)), shown, "1 · Передать")
