from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from handlers.digest import told
from handlers.kpi import PAGE
from handlers.notices import Envelope, Outgoing, Sender
from sales.actions.digest import fire_digests
from sales.actions.orders import LogOrder, log_order
from sales.actions.plan import SetPlan, set_plan
from sales.activities import Activity, ActKind, Direction, Outcome
from sales.errors import NotAllowed
from sales.handoff import Handoff, HandoffState, Leg
from sales.leads import Lead, LeadState
from sales.notices import NoticeKind
from sales.orders import Measure
from sales.people import Actor, Member, Role
from sales.ports import NEW, HandoffFact
from sales.steps import Step, StepKind, StepState
from tests.builders import Firm
from tests.handlers.phone import DirectDesk, Phone, buttons_of, plain, strict_words

MOSCOW = ZoneInfo("Europe/Moscow")


def moscow(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MOSCOW).astimezone(UTC)


HIRED = moscow("2026-01-12 09:00")
EVENING = moscow("2026-11-27 18:00")


class Office:
    def __init__(self, firm: Firm) -> None:
        self.firm, self.work = firm, firm.work
        self.head = firm.actor(Role.HEAD, name="Ольга Павлова", joined_at=HIRED)
        self.orlova = firm.member(Role.LEAD_GENERATOR, name="Елена Орлова", joined_at=HIRED)
        self.karimov = firm.member(Role.HUNTER, name="Тимур Каримов", joined_at=HIRED)
        self.belova = firm.member(Role.HUNTER, name="Анна Белова", joined_at=HIRED)
        self.client = firm.client(self.orlova, name="ООО «Ромашка» <b>")

    def acts(self, who: Member, day: str, count: int, kind: ActKind = ActKind.CALL, **fields: object) -> None:
        ids = (NEW, self.client.company_id, self.client.team_id, self.client.id, who.id)
        act = Activity(*ids, kind, Direction.COLD, Outcome.AGREED, "", moscow(f"{day} 12:00"))
        for number in range(count):
            each: dict[str, object] = {"at": act.at + timedelta(minutes=number), **fields}
            self.work.activities.add(replace(act, **each))  # type: ignore[arg-type]

    def lead(self, at: str, answer: str = "", took: int = 0, receiver: Member | None = None) -> None:
        """Submitted by Orlova and answered half an hour later by Karimov."""
        moment, later = moscow(at), moscow(at) + timedelta(minutes=30)
        ids, giver = (self.client.company_id, self.client.team_id, self.firm.client(self.orlova).id), self.orlova.id
        lead = self.work.leads.add(Lead(NEW, *ids, giver, LeadState.OFFERED, moment))
        state = {"": HandoffState.OFFERED, "accepted": HandoffState.ACCEPTED}.get(answer, HandoffState.RETURNED)
        done = later if answer == "accepted" else None
        handoff = Handoff(NEW, *ids, lead.id, Leg.LEAD, giver, state, moment, accepted_at=done)
        made = self.work.handoffs.add(handoff)
        self.note(made.id, giver, "submitted", moment)
        if answer:
            self.note(made.id, (receiver or self.karimov).id, answer, later, took)

    def note(self, handoff_id: int, who: int, what: str, at: datetime, took: int = 0) -> None:
        fact = HandoffFact(who, self.orlova.id, what, at, took)
        self.work.facts.note_handoff(self.client.team_id, handoff_id, fact)

    def late(self, who: Member, due_at: str) -> None:
        ids = (NEW, self.client.team_id, self.client.id, who.id)
        due = moscow(due_at)
        self.work.steps.add(Step(*ids, StepKind.CALL, "", "", due, True, StepState.OPEN, due - timedelta(days=1)))

    def a_busy_day(self) -> None:
        self.acts(self.orlova, "2026-11-25", 30)
        self.acts(self.orlova, "2026-11-26", 44)
        self.acts(self.belova, "2026-11-26", 2, ActKind.MEETING)
        self.acts(self.orlova, "2026-11-27", 40)
        self.acts(self.orlova, "2026-11-27", 21, outcome=Outcome.NO_ANSWER)
        self.acts(self.karimov, "2026-11-27", 1, ActKind.MEETING)
        self.lead("2026-11-26 16:00")
        self.lead("2026-11-26 12:00", "accepted", took=540)
        self.lead("2026-11-27 10:00", "accepted", took=660)
        self.lead("2026-11-27 11:00", "returned")
        self.lead("2026-11-27 12:00")
        self.late(self.karimov, "2026-11-24 10:00")
        self.late(self.karimov, "2026-11-26 10:00")
        self.late(self.belova, "2026-11-27 10:00")


@pytest.fixture
def office(firm: Firm) -> Office:
    return Office(firm)


@pytest.fixture
def phone(office: Office) -> Phone:
    return Phone(office.work, office.head, EVENING)


def letter(office: Office, reader: Actor | None = None, day: str = "2026-11-27") -> Envelope:
    facts = {"day": day, "until": moscow(f"{day} 18:00").isoformat()}
    return Envelope(NoticeKind.DIGEST, office.head.member_id, facts, reader or office.head, None)


async def delivered(office: Office, envelope: Envelope | None = None) -> Outgoing | None:
    desk = DirectDesk(office.work)
    return await told(Sender(desk, strict_words(), EVENING), envelope or letter(office))  # type: ignore[arg-type]


async def text_of(office: Office) -> str:
    made = await delivered(office)
    assert made is not None
    return plain(made.text)


async def test_the_digest_of_a_busy_day(office: Office) -> None:
    office.a_busy_day()

    assert await text_of(office) == (
        "📊 <b>Итоги · пт 27 ноября</b>\n"
        "📞 61 звонок (чт: 44, обычно 37)\n"
        "Поговорили 40 (66 %)\n"
        "🤝 1 встреча (чт: 2, обычно 1)\n"
        "🎯 3 лида передано (чт: 2, обычно 1)\n"
        "С прошлых дней 1, принят 1, возвращён 1, ждут 2\n"
        "⏰ Лид принимают за 11 мин (чт: 9 мин, обычно 9 мин)\n"
        "⚠️ Просрочено 3 шага: Каримов 2, Белова 1\n"
        "⚠️ Без записей: Белова"
    )


async def test_a_plan_is_told_beside_what_the_schedule_asks_for(office: Office) -> None:
    office.a_busy_day()
    set_plan(office.work, office.head, SetPlan(date(2026, 11, 1), 4), HIRED)

    told = (await text_of(office)).splitlines()
    assert told[-2:] == ["Ноябрь: принято 2 из 4 (50 %), по графику 95 %", "⚠️ Без записей: Белова"]
    assert len(told) <= 12


async def test_the_days_orders_and_their_volume_are_told(office: Office) -> None:
    office.a_busy_day()
    actor = office.firm.as_actor(office.karimov)
    form = LogOrder(office.client.id, 1_200_000_00, "Модуль", date(2026, 11, 27), (Measure.SIGNED, Measure.PAID))
    log_order(office.work, actor, form, moscow("2026-11-27 12:00"))
    assert (await text_of(office)).splitlines()[-3:] == [
        "🏁 1 заказ: первых 1, повторных 0",
        "Объём, оплачено: <b>1 200 000 ₽</b>",
        "⚠️ Без записей: Белова",
    ]


async def test_the_digest_of_a_first_day_without_any_entry(office: Office) -> None:
    assert await text_of(office) == (
        "📊 <b>Итоги · пт 27 ноября</b>\n"
        "📞 0 звонков\n"
        "🤝 0 встреч\n"
        "🎯 0 лидов передано\n"
        "Обычно: пока нет данных.\n"
        "⚠️ Без записей: Орлова, Каримов, Белова"
    )


async def test_long_lists_of_names_are_cut_and_the_message_stays_a_screen(office: Office) -> None:
    office.a_busy_day()
    office.work.facts.note_handoff(
        office.client.team_id, 1, HandoffFact(office.karimov.id, office.orlova.id, "missed", moscow("2026-11-27 12:00"))
    )
    for number in range(9):
        rep = office.firm.member(Role.HUNTER, name=f"Иван Очень-Длинный-{number}", joined_at=HIRED)
        office.late(rep, "2026-11-26 10:00")

    lines = (await text_of(office)).splitlines()

    assert len(lines) <= 12
    assert lines[-3:] == [
        "⚠️ Пропущен 1 срок ответа (чт: 0, обычно 0)",
        "⚠️ Просрочено 12 шагов: Каримов 2, Белова 1, Очень-Длинный-0 1, Очень-Длинный-1 1, Очень-Длинный-2 1 и ещё 6",
        "⚠️ Без записей: Белова, Очень-Длинный-0, Очень-Длинный-1, Очень-Длинный-2, Очень-Длинный-3 и ещё 5",
    ]


async def test_after_a_long_holiday_the_day_compared_with_is_named_in_full(office: Office) -> None:
    office.acts(office.orlova, "2026-12-30", 3)
    office.acts(office.orlova, "2027-01-11", 2)

    made = await delivered(office, letter(office, day="2027-01-11"))

    assert made is not None
    assert "📞 2 звонка (ср 30 декабря: 3, обычно 3)" in plain(made.text)


async def test_a_speed_without_a_yesterday_is_compared_with_the_usual_one(office: Office) -> None:
    office.lead("2026-11-25 12:00", "accepted", took=540)
    office.lead("2026-11-27 12:00", "accepted", took=20)

    assert "⏰ Лид принимают за 1 мин (обычно 9 мин)" in await text_of(office)


async def test_yesterdays_leads_of_who_has_none_to_give_are_told_all_the_same(office: Office, phone: Phone) -> None:
    office.lead("2026-11-26 17:45", "accepted", took=540)
    office.work.people.set_roles(office.orlova.id, office.orlova.team_id, {Role.HUNTER})
    await phone.write("/digest")
    await phone.press("Люди")
    await phone.press("Орлова")

    assert phone.text.splitlines()[3:5] == [
        "С прошлых дней 1, принят 1",
        "✅ 0 лидов принято (чт: 0, обычно 0)",
    ]


async def test_names_are_escaped(office: Office) -> None:
    office.firm.member(Role.HUNTER, name="<i>Хитрый</i>", joined_at=HIRED)

    assert "&lt;i&gt;Хитрый&lt;/i&gt;" in await text_of(office)


async def test_who_is_no_head_any_more_is_sent_nothing(office: Office) -> None:
    rep = office.firm.as_actor(office.karimov)

    assert await delivered(office, letter(office, reader=rep)) is None
    assert await delivered(office, replace(letter(office), reader=None)) is None


async def test_what_the_clock_sends_is_what_the_letter_needs(office: Office) -> None:
    for at in ("2026-11-27 10:00", "2026-11-27 18:00"):
        fire_digests(office.work, moscow(at))
    parcel = office.work.outbox.conn.exec_driver_sql("SELECT subject, member_id FROM outbox").one()  # type: ignore[attr-defined]

    assert tuple(parcel) == (office.head.member_id, office.head.member_id)


async def test_every_view_of_the_digest_and_the_way_back_in_one_message(office: Office, phone: Phone) -> None:
    office.a_busy_day()
    await phone.write("/digest")
    front = phone.text
    assert list(phone.buttons()) == ["Люди", "Просрочки", "Днём раньше"]

    await phone.press("Люди")
    assert phone.text == (
        "👤 <b>Люди · пт 27 ноября</b>\n"
        "📞 звонки · 🤝 встречи · 🎯 передано / принято\n"
        "Орлова: 📞 61 · 🤝 0 · 🎯 3 / 0\n"
        "Каримов: 📞 0 · 🤝 1 · 🎯 0 / 1\n"
        "Белова: 📞 0 · 🤝 0 · 🎯 0 / 0"
    )
    assert list(phone.buttons()) == ["Вся команда", "Орлова", "Каримов", "Белова", "← Назад"]

    await phone.press("Каримов")
    assert phone.text == (
        "📊 <b>Тимур Каримов</b> · итоги, пт 27 ноября\n"
        "📞 0 звонков (чт: 0, обычно 0)\n"
        "🤝 1 встреча (чт: 0, обычно 0)\n"
        "✅ 1 лид принят (чт: 1, обычно 0,5)\n"
        "Возвращён 1\n"
        "⏰ Лид принимают за 11 мин (чт: 9 мин, обычно 9 мин)\n"
        "⚠️ Просрочено 2 шага: ООО «Ромашка» &lt;b&gt; с вт 24 ноября, ООО «Ромашка» &lt;b&gt; с чт 26 ноября"
    )
    await phone.press("Неделя")
    assert phone.text.startswith("📊 <b>Тимур Каримов</b> · неделя с пн 23 ноября\n📞 0 звонков\n🤝 1 встреча\n")
    await phone.press("День")
    await phone.press("← Назад")
    await phone.press("← Назад")
    assert phone.text == front

    await phone.press("Просрочки")
    assert phone.text == (
        "⏰ <b>Просрочки · пт 27 ноября</b>\nКаримов: 2 шага с вт 24 ноября\nБелова: 1 шаг с пт 27 ноября"
    )
    await phone.press("← Назад")
    assert phone.text == front
    assert phone.messages == 1
    assert set(phone.answers) == {None}


async def test_the_day_before_is_one_press_away(office: Office, phone: Phone) -> None:
    office.a_busy_day()
    await phone.write("/digest")
    await phone.press("Днём раньше")

    assert phone.text.startswith("📊 <b>Итоги · чт 26 ноября</b>\n📞 44 звонка (ср: 30, обычно 30)")
    await phone.press("Днём раньше")
    assert phone.text.startswith("📊 <b>Итоги · ср 25 ноября</b>\n📞 30 звонков\n")
    assert list(phone.buttons()) == ["Люди", "Просрочки"]


async def test_on_demand_the_day_so_far_says_that_it_is_not_over(office: Office, phone: Phone) -> None:
    office.a_busy_day()
    phone.now = moscow("2026-11-27 14:20")
    await phone.write("/digest")

    assert phone.text.startswith("📊 <b>Итоги на 14:20 · пт 27 ноября</b>\nСравнение с полными днями.\n📞 61 звонок")


async def test_after_todays_digest_the_next_one_is_already_growing(office: Office, phone: Phone) -> None:
    office.acts(office.orlova, "2026-11-27", 1, at=moscow("2026-11-27 19:00"))
    phone.now = moscow("2026-11-28 12:00")
    await phone.write("/digest")

    assert phone.text.startswith("📊 <b>К итогам · пн 30 ноября</b>, с пт 27 ноября, 18:00\n📞 1 звонок\n")
    assert "Без записей" not in phone.text
    await phone.press("Днём раньше")
    assert phone.text.startswith("📊 <b>Итоги · пт 27 ноября</b>\n📞 0 звонков\n")


async def test_views_agree_with_the_digest_they_were_opened_from(office: Office, phone: Phone) -> None:
    office.acts(office.orlova, "2026-11-27", 2)
    phone.now = moscow("2026-11-27 14:20")
    await phone.write("/digest")
    phone.now = moscow("2026-11-27 15:00")
    office.acts(office.orlova, "2026-11-27", 5, at=moscow("2026-11-27 14:59"))
    await phone.press("Люди")

    assert "Орлова: 📞 2 " in phone.text


async def test_nothing_overdue_and_nobody_there_is_said_so(office: Office, phone: Phone) -> None:
    for one in (office.orlova, office.karimov, office.belova):
        office.work.people.save(replace(one, active=False))
    await phone.write("/digest")
    await phone.press("Просрочки")
    assert phone.text.endswith("Просрочек нет.")
    await phone.press("← Назад")
    await phone.press("Люди")
    assert phone.text.endswith("Пока никого.")


async def test_missed_deadlines_stand_beside_overdue_steps(office: Office, phone: Phone) -> None:
    office.lead("2026-11-27 10:00", "missed")
    office.lead("2026-11-27 11:00", "missed")
    office.late(office.karimov, "2026-11-26 10:00")
    await phone.write("/digest")
    await phone.press("Просрочки")

    assert phone.text.endswith("Каримов: 1 шаг с чт 26 ноября, 2 раза без ответа в срок")


async def test_many_people_take_several_pages(office: Office, phone: Phone) -> None:
    for number in range(PAGE):
        office.firm.member(Role.HUNTER, name=f"Иван Я{number}", joined_at=HIRED)
    await phone.write("/digest")
    await phone.press("Люди")
    assert len(phone.text.splitlines()) == 2 + PAGE
    await phone.press("Ещё, 1 из 2")
    assert len(phone.text.splitlines()) == 2 + 3
    await phone.press("Ещё, 2 из 2")
    assert "Ещё, 1 из 2" in phone.buttons()


async def test_buttons_fit_what_telegram_carries(office: Office, phone: Phone) -> None:
    await phone.write("/digest")
    await phone.press("Люди")

    assert all(len(data.encode()) <= 64 - 12 for data in phone.buttons().values())  # ids may grow


async def test_a_forwarded_button_opens_nothing_to_those_who_may_not_see_it(office: Office, phone: Phone) -> None:
    await phone.write("/digest")
    data = phone.buttons()["Люди"]
    phone.actor = office.firm.as_actor(office.karimov)

    with pytest.raises(NotAllowed):
        await phone.press_data(data, 100)


async def test_a_rep_may_not_ask_for_the_digest(office: Office, phone: Phone) -> None:
    phone.actor = office.firm.as_actor(office.karimov)
    await phone.write("/digest")

    assert "Итоги" not in phone.text


async def test_a_digest_from_before_a_restart_still_opens(office: Office, phone: Phone) -> None:
    made = await delivered(office)
    assert made is not None

    await phone.press_data(buttons_of(made.keyboard)["Люди"], 55)

    assert phone.text.startswith("👤 <b>Люди · пт 27 ноября</b>")
    assert list(phone.screen.shown) == [55]


async def test_many_acts_at_once_are_a_quiet_line_for_the_head_alone(office: Office) -> None:
    office.acts(office.karimov, "2026-11-27", 12, at=moscow("2026-11-27 12:00"))
    office.acts(office.belova, "2026-11-27", 6, note="Обсудили цену")
    assert (await text_of(office)).endswith(
        "💬 Посмотрите: Каримов, 12 записей за 3 мин, Белова, одна и та же заметка 6 раз"
    )
    analyst = office.firm.actor(Role.ANALYST)
    phone = Phone(office.work, analyst, EVENING)
    await phone.write("/digest")
    assert "Посмотрите" not in phone.text
