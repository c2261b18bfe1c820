"""The head's queue, releases and closing."""

from __future__ import annotations

from dataclasses import replace

import pytest
import sqlalchemy as sa

from sales.actions.arbitration import Disagree, dispute_return
from sales.actions.completion import complete_by_contact
from sales.actions.deadlines import fire_deadlines
from sales.actions.direction import Release, release_lead
from sales.actions.proposals import propose
from sales.activities import Outcome
from sales.errors import NotAllowed, Overtaken
from sales.handoff import Escalation, Handoff, HandoffState
from sales.leads import LeadState
from sales.legs import Leg
from sales.notices import NoticeKind
from sales.people import Role
from sales.ports import NEW
from tests.builders import NOW, Firm
from tests.handlers.relay_room import Relay, Seen, phone_of, press, seen, told
from tests.sales.actions.relay import minutes

OURS = "ООО «Ромашка» · Каримов"


@pytest.fixture
def relay(firm: Firm, conn: sa.Connection) -> Relay:
    return Relay(firm, conn)


@pytest.fixture
def queued(relay: Relay) -> int:
    done = relay.submitted()
    fire_deadlines(relay.work, minutes(30))
    fire_deadlines(relay.work, minutes(60))
    return done.handoff_id


async def card(relay: Relay, handoff_id: int) -> Seen:
    return await told(relay, NoticeKind.ESCALATED, handoff_id, relay.head, minutes(70))


async def test_the_heads_card_says_why_and_offers_everybody(relay: Relay, queued: int) -> None:
    away = relay.work.people.get(relay.hunters[0].member_id)
    relay.work.people.save(replace(away, away_until=minutes(300)))
    shown = await card(relay, queued)
    assert shown.text.split("\n") == [
        "⚠️ <b>Лид без получателя · ООО «Ромашка»</b>",
        "Передаёт: Елена Орлова",
        "Никто не ответил в срок (Каримов, Белова)",
        "Кому передать?",
    ]
    assert list(shown.buttons) == [
        "Анна Белова · в работе 0",
        "Тимур Каримов · занято до 15:00",
        "↩️ Вернуть: Орлова",
        "🏢 Карточка",
    ]


async def test_one_press_assigns_and_the_card_says_to_whom(relay: Relay, queued: int) -> None:
    shown = await card(relay, queued)
    phone = phone_of(relay, relay.head, minutes(70))
    await press(phone, shown, "Анна Белова · в работе 0")
    assert phone.answers == ["Анна Белова: ответ до 11:40"]
    assert phone.text == "✅ «Ромашка»: решено\nБелова, ответ до 11:40"
    with pytest.raises(Overtaken):
        await press(phone_of(relay, relay.firm.actor(Role.HEAD), minutes(71)), shown, "Тимур Каримов · в работе 0")
    relay.accept(queued, now=minutes(75))
    assert (await card(relay, queued)).text.endswith("Теперь ведёт: Анна Белова")


async def test_the_head_gives_it_back_or_takes_it(relay: Relay, queued: int) -> None:
    relay.work.people.set_roles(relay.head.member_id, relay.firm.team.id, {Role.HEAD, Role.HUNTER})
    head = relay.actor(relay.head.member_id)
    shown = await told(relay, NoticeKind.ESCALATED, queued, head, minutes(70))
    phone = phone_of(relay, head, minutes(70))
    await press(phone, shown, "Ольга Павлова · в работе 0")
    assert phone.answers == ["Лид у вас: «Ромашка»"]
    assert relay.handoff(queued).state is HandoffState.ACCEPTED
    other = relay.submitted(client=relay.firm.client(relay.giver, "Лютик", "лютик"), now=minutes(80))
    for number in (1, 2):
        fire_deadlines(relay.work, minutes(80 + 30 * number))
    shown = await told(relay, NoticeKind.ESCALATED, other.handoff_id, head, minutes(150))
    await press(phone, shown, "↩️ Вернуть: Орлова")
    assert phone.answers[-1] == "Ведёт Елена Орлова"
    assert relay.handoff(other.handoff_id).state is HandoffState.WITHDRAWN


async def test_nobody_but_a_head_decides(relay: Relay, queued: int) -> None:
    shown = await card(relay, queued)
    for outsider in (relay.giver, relay.hunters[0], relay.firm.actor(Role.ANALYST)):
        for words in ("Анна Белова · в работе 0", "↩️ Вернуть: Орлова"):
            with pytest.raises(NotAllowed):
                await press(phone_of(relay, outsider), shown, words)
    assert relay.handoff(queued).state is HandoffState.ESCALATED


async def test_an_owner_without_a_head_learns_what_to_do(relay: Relay, queued: int) -> None:
    shown = await told(relay, NoticeKind.ESCALATED, queued, relay.firm.actor(Role.OWNER), minutes(70))
    assert shown.text.endswith("Назначьте РОПа в /team.") and shown.buttons == {}


async def test_without_candidates_the_card_says_what_to_do(relay: Relay, queued: int) -> None:
    for hunter in relay.hunters:
        relay.work.people.save(replace(relay.work.people.get(hunter.member_id), active=False))
    shown = await card(relay, queued)
    assert shown.text.endswith("Передать некому: пригласите людей в /team или оставьте всё как было.")


async def test_the_queue_lists_what_waits_and_shows_each_card(relay: Relay, queued: int) -> None:
    other = relay.submitted(client=relay.firm.client(relay.giver, "Лютик", "лютик"), now=minutes(61))
    relay.give_back(other.handoff_id, minutes(62))
    dispute_return(relay.work, relay.giver, Disagree(other.handoff_id), minutes(63))
    phone = phone_of(relay, relay.head, minutes(70))
    await phone.write("/queue")
    await phone.press("ООО «Ромашка» · Орлова")
    assert "Лид без получателя" in phone.text
    await phone.press("Тимур Каримов · в работе 0")
    await phone.write("/queue")
    await phone.press("Спор · Лютик · Орлова")
    assert "Спорный возврат" in phone.text
    await phone.press("Возврат верный")
    assert phone.text.endswith("↩️ Решено: возврат верный")
    await phone.write("/queue")
    assert "✅ Никто не ждёт решения." in phone.text


async def test_who_holds_no_such_right_opens_no_queue(relay: Relay) -> None:
    phone = phone_of(relay, relay.hunters[0])
    await phone.write("/queue")
    assert "На это у вас нет права" in phone.text


@pytest.fixture
def accepted(relay: Relay) -> int:
    done = relay.submitted()
    relay.accept(done.handoff_id)
    return done.handoff_id


async def open_card(relay: Relay, phone, button: str) -> None:  # type: ignore[no-untyped-def]
    await phone.write("/find")
    await phone.write("Ромашка")
    await phone.press(OURS)
    await phone.press(button)


async def test_the_head_releases_to_the_giver_with_a_reason(relay: Relay, accepted: int) -> None:
    phone = phone_of(relay, relay.head, minutes(10))
    await open_card(relay, phone, "Освободить клиента")
    assert "Сейчас ведёт: Тимур Каримов" in phone.text
    await phone.press("↩️ Вернуть: Орлова")
    await phone.press("← Назад")
    await phone.press("↩️ Вернуть: Орлова")
    await phone.write("заболел")
    assert phone.text == "↩️ <b>Клиент освобождён · «Ромашка»</b>\nТеперь ведёт: Елена Орлова"
    facts = {"words": "заболел", "by": "Ольга Павлова"}
    giver = await seen(relay, NoticeKind.RELEASED, accepted, relay.giver, minutes(10), facts)
    assert giver is not None
    assert giver.text.split("\n") == [
        "↩️ <b>«Ромашка»: лид освобождён · Павлова</b>",
        "«заболел»",
        "Теперь ведёт: Елена Орлова",
    ]
    assert list(giver.buttons) == ["🎯 Продолжить"]
    old = await told(relay, NoticeKind.OFFER, relay.offer_of(accepted, relay.hunters[0]), relay.hunters[0])
    assert old.text == "↩️ «Ромашка»: лид освобождён руководителем\nТеперь ведёт: Елена Орлова"


async def test_the_head_releases_to_another_receiver(relay: Relay, accepted: int) -> None:
    phone = phone_of(relay, relay.head, minutes(10))
    await open_card(relay, phone, "Освободить клиента")
    await phone.press("Анна Белова · в работе 0")
    assert "Отдать: Анна Белова" in phone.text
    await phone.press("Без причины")
    assert phone.text == "↩️ <b>Клиент освобождён · «Ромашка»</b>\nБелова, ответ до 10:40"
    receiver = await told(relay, NoticeKind.RELEASED, accepted, relay.hunters[0], minutes(10))
    assert receiver.text.endswith("Белова, ответ до 10:40")


async def test_before_the_first_contact_the_receiver_knows_one_reason_and_after_it_the_deal_ends_the_lead(
    relay: Relay, accepted: int
) -> None:
    phone = phone_of(relay, relay.hunters[0], minutes(10))
    await phone.write("/find")
    await phone.write("Ромашка")
    await phone.press(OURS)
    await phone.press("Закрыть лид")
    assert list(phone.buttons()) == ["Не дозвониться", "✕ Отмена"]
    await phone.write("/cancel")
    client = relay.work.clients.get(relay.client.id)
    complete_by_contact(relay.work, relay.hunters[0], client, 1, Outcome.AGREED, NOW)
    await phone.write("/find")
    await phone.write("Ромашка")
    await phone.press(OURS)
    assert "Закрыть лид" not in phone.buttons()
    await phone.press("🏁 Сделка · квалификация")
    assert "Проиграна" in phone.buttons()


async def test_a_lead_is_closed_from_the_clients_card(relay: Relay, accepted: int) -> None:
    phone = phone_of(relay, relay.head, minutes(10))
    await open_card(relay, phone, "Закрыть лид")
    await phone.press("Другое")
    assert "Закрыть без слов" not in phone.buttons()
    await phone.press("← Назад")
    await phone.press("Ушёл к конкуренту")
    await phone.press("Закрыть без слов")
    assert phone.text == "✅ <b>Лид закрыт · «Ромашка»</b>\nУшёл к конкуренту"
    lead = relay.work.leads.last_of_client(relay.client.id)
    assert lead is not None and lead.state is LeadState.CLOSED


async def test_the_reason_may_be_told_in_words(relay: Relay, accepted: int) -> None:
    phone = phone_of(relay, relay.head, minutes(10))
    await open_card(relay, phone, "Закрыть лид")
    await phone.press("Другое")
    await phone.write("закрылись сами")
    assert phone.text == "✅ <b>Лид закрыт · «Ромашка»</b>\nДругое"


async def test_an_old_card_of_the_queue_takes_no_client_back(relay: Relay, queued: int) -> None:
    old = await card(relay, queued)
    await press(phone_of(relay, relay.head, minutes(70)), old, "Анна Белова · в работе 0")
    relay.accept(queued, now=minutes(75))
    client = relay.work.clients.get(relay.client.id)
    complete_by_contact(relay.work, relay.hunters[1], client, 1, Outcome.AGREED, minutes(80))
    with pytest.raises(Overtaken):
        await press(phone_of(relay, relay.firm.actor(Role.HEAD), minutes(500)), old, "↩️ Вернуть: Орлова")
    assert relay.owner() == relay.hunters[1].member_id


async def test_a_later_leg_leaves_the_head_the_release_of_the_lead(relay: Relay, accepted: int) -> None:
    relay.firm.actor(Role.FARMER, name="Ирина Зуева")
    client = relay.work.clients.get(relay.client.id)
    complete_by_contact(relay.work, relay.hunters[0], client, 1, Outcome.AGREED, minutes(5))
    made = propose(relay.work, client.id, Leg.REGULAR, why="bot", by=None, now=minutes(6))
    assert made is not None
    release_lead(relay.work, relay.head, Release(made.id), minutes(7))
    phone = phone_of(relay, relay.head, minutes(10))
    await open_card(relay, phone, "Освободить клиента")
    await phone.press("↩️ Вернуть: Орлова")
    await phone.press("Без причины")
    assert phone.text == "↩️ <b>Клиент освобождён · «Ромашка»</b>\nТеперь ведёт: Елена Орлова"


async def test_a_long_queue_is_turned_page_by_page(relay: Relay) -> None:
    for number in range(120):
        client = relay.firm.client(relay.giver, f"Клиент {number}", f"клиент {number}")
        made = relay.work.handoffs.add(
            Handoff(
                *(NEW, client.company_id, client.team_id, client.id, None, Leg.REGULAR, relay.giver.member_id),
                *(HandoffState.ESCALATED, NOW),
                escalation=Escalation.NOBODY,
            )
        )
        assert made.id
    phone = phone_of(relay, relay.head)
    await phone.write("/queue")
    assert sum("Клиент" in text for text in phone.buttons()) == 8
