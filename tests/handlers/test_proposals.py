"""A client on a later leg: the proposal to its owner, the head's part, the receiver's card, the return."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from sales.actions.clock_work import DUE
from sales.actions.handoff import Accept, accept_offer
from sales.actions.passport import AnswerPoint, answer_point
from sales.actions.proposals import Objection, object_to, propose
from sales.clients import Client
from sales.errors import NotYours
from sales.handoff import Handoff, HandoffState
from sales.legs import Leg
from sales.notices import NoticeKind
from sales.passport import Point
from sales.people import Actor, Role
from sales.ports import NEW
from sales.regular import ClientStatus, StatusChange, StatusWhy
from tests.builders import NOW, Firm
from tests.handlers.relay_room import Seen, phone_of, press, seen, told
from tests.sales.actions.relay import Relay, minutes

KNOWN = {
    Point.FIT: "модуль «Заявки» на 40 мест",
    Point.AGREEMENTS: "цена держится до марта",
    Point.DECISION_MAKER: "Пётр Ильин, директор",
    Point.EXPECTS: "новый прайс в начале месяца",
    Point.PROMISES: "ничего",
}


class Passing:
    """A regular client of a hunter, a farmer who could take it, and a head."""

    def __init__(self, relay: Relay) -> None:
        self.relay, self.work, self.firm = relay, relay.work, relay.firm
        self.owner, self.head = relay.hunters[0], relay.head
        self.farmer = relay.firm.actor(Role.FARMER, name="Ирина Зуева")
        self.client: Client = relay.firm.client(self.owner, name="ООО «Лютик»", key="лютик", phone="+79000000013")

    def proposed(self, known: int = 5) -> Handoff:
        """With so many points of the card known."""
        for point, words in list(KNOWN.items())[:known]:
            answer_point(self.work, self.owner, AnswerPoint(self.client.id, point, words), minutes(-60))
        made = propose(self.work, self.client.id, Leg.REGULAR, why="regular", by=None, now=NOW)
        assert made is not None
        return made

    def is_regular(self) -> None:
        """By the head's word: for whoever asks whether it is still so."""
        ours = (NEW, self.client.team_id, self.client.id, ClientStatus.REGULAR, StatusWhy.HAND, NOW, NOW.date())
        self.work.statuses.add(StatusChange(*ours, member_id=self.head.member_id))

    async def offered(self) -> int:
        """The farmer's open offer."""
        phone = phone_of(self.relay, self.owner)
        await press(phone, await self.card(self.proposed()), "✅ Передать")
        await phone.press("✅ Передать")
        return self.offer()

    def offer(self) -> int:
        return self.work.handoffs.open_offers_of(self.farmer.member_id)[-1].id

    def handoff(self) -> Handoff:
        found = self.work.handoffs.last_of_client(self.client.id)
        assert found is not None
        return found

    async def card(self, handoff: Handoff) -> Seen:
        return await told(self.relay, NoticeKind.PROPOSED, handoff.id, self.owner)

    async def offer_card(self, offer: int) -> Seen:
        return await told(self.relay, NoticeKind.OFFER, offer, self.farmer)


@pytest.fixture
def passing(firm: Firm, conn: sa.Connection) -> Passing:
    return Passing(Relay(firm, conn))


async def test_the_owner_reads_why_what_is_missing_and_until_when(passing: Passing) -> None:
    card = await passing.card(passing.proposed(known=3))
    assert card.text.split("\n") == [
        "🏢 <b>Пора передавать · ООО «Лютик»</b>",
        "Этап: хантер → фермер",
        "Почему: клиент стал постоянным",
        "В паспорте не хватает: ожидания, обещания",
        "",
        "⏰ Ответьте до завтра, чт 26 ноября, 17:00, дальше решит руководитель",
    ]
    assert list(card.buttons) == ["Заполнить", "Возразить", "🏢 Карточка"]


async def test_what_is_missing_is_asked_one_by_one_and_the_client_is_sent_on(passing: Passing) -> None:
    handoff = passing.proposed(known=3)
    phone = phone_of(passing.relay, passing.owner)
    await press(phone, await passing.card(handoff), "Заполнить")
    assert "Шаг 1 из 3" in phone.text and "Чего клиент ждёт сейчас?" in phone.text
    await phone.write("новый прайс")
    assert "Шаг 2 из 3" in phone.text and "Что мы обещали" in phone.text
    await phone.write("прайс к 1 декабря")
    assert "Клиент ждёт: новый прайс" in phone.text and "Проверьте и передайте." in phone.text
    await phone.press("✅ Передать")
    assert phone.text.startswith("🎯 <b>Передано · «Лютик»</b>\nЗуева, ответ до")
    assert passing.handoff().state is HandoffState.OFFERED
    settled = await passing.card(handoff)
    assert settled.text == "✅ «Лютик»: передаётся\nОтвета ждут от: Зуева" and settled.buttons == {}


async def test_a_point_is_mended_on_the_review_and_nothing_is_sent_before_it_is_whole(passing: Passing) -> None:
    phone = phone_of(passing.relay, passing.owner)
    await press(phone, await passing.card(passing.proposed(known=3)), "Заполнить")
    await phone.press("← Назад")
    assert "В паспорте не хватает: ожидания, обещания" in phone.text
    assert "✅ Передать" not in phone.buttons()
    await phone.press("Решение")
    assert "Сейчас: «модуль «Заявки» на 40 мест»" in phone.text
    await phone.write("модуль на 60 мест")
    assert "Решение: модуль на 60 мест" in phone.text
    await phone.press("Ожидания …")
    await phone.write("прайс")
    await phone.press("Обещания …")
    await phone.write("ничего")
    await phone.press("✅ Передать")
    assert passing.handoff().state is HandoffState.OFFERED


async def test_an_objection_goes_to_the_head_who_leaves_the_client_where_it_is(passing: Passing) -> None:
    handoff = passing.proposed()
    phone = phone_of(passing.relay, passing.owner)
    await press(phone, await passing.card(handoff), "Возразить")
    await phone.write("идёт допродажа, закрою до конца месяца")
    assert phone.text.startswith("<b>Возражение у руководителя · «Лютик»</b>")
    mine = await passing.card(handoff)
    assert mine.text.split("\n") == [
        "«Лютик»: возражение у руководителя",
        "«идёт допродажа, закрою до конца месяца»",
        "Решит руководитель, до этого клиента ведёте вы.",
    ]
    queue = await told(passing.relay, NoticeKind.ESCALATED, handoff.id, passing.head)
    assert queue.text.split("\n")[:4] == [
        "⚠️ <b>Передавать ли клиента · ООО «Лютик»</b>",
        "Передаёт: Тимур Каримов · хантер → фермер",
        "Есть возражение",
        "«идёт допродажа, закрою до конца месяца»",
    ]
    head = phone_of(passing.relay, passing.head)
    await press(head, queue, "Оставить: Каримов")
    assert passing.handoff().state is HandoffState.WITHDRAWN
    assert (await passing.card(handoff)).text == "↩️ «Лютик»: клиент остаётся у вас"


async def test_the_head_passes_the_client_as_it_is_or_names_the_receiver(passing: Passing) -> None:
    handoff = passing.proposed(known=0)
    object_to(passing.work, passing.owner, Objection(handoff.id, "не знаю, чего ждёт клиент"), NOW)
    queue = await told(passing.relay, NoticeKind.ESCALATED, handoff.id, passing.head)
    assert next(iter(queue.buttons)) == "✅ Передать как есть" and "Ирина Зуева · в работе 0" in queue.buttons
    head = phone_of(passing.relay, passing.head)
    await press(head, queue, "✅ Передать как есть")
    assert "Зуева: ответ до" in (head.answers[-1] or "")
    assert passing.offer()


async def test_a_proposal_that_nobody_answers_is_the_heads(passing: Passing) -> None:
    passing.is_regular()
    handoff = passing.proposed(known=0)
    warned = await seen(passing.relay, NoticeKind.PROPOSAL_WARN, handoff.id, passing.owner, NOW + timedelta(hours=10))
    assert warned is not None and warned.text.startswith("⏰ «Лютик»: передача ждёт ответа до")
    later = NOW + timedelta(days=5)
    for work in DUE:
        work(passing.work, later)
    assert (await passing.card(handoff)).text.startswith("⏰ «Лютик»: срок ответа прошёл")
    assert await seen(passing.relay, NoticeKind.PROPOSAL_WARN, handoff.id, passing.owner, later) is None
    after = await seen(passing.relay, NoticeKind.PROPOSAL_WARN, handoff.id, passing.owner, later, is_edit=True)
    assert after is not None and after.buttons == {}
    queue = await told(passing.relay, NoticeKind.ESCALATED, handoff.id, passing.head)
    assert "Ответа на предложение нет" in queue.text
    head = phone_of(passing.relay, passing.head, later)
    await head.write("/queue")
    await head.press("🏢 ООО «Лютик» · Каримов")
    assert head.text.startswith("⚠️ <b>Передавать ли клиента")
    await head.press("Ирина Зуева · в работе 0")
    assert passing.offer()


async def test_the_receivers_card_is_the_clients_own(passing: Passing) -> None:
    card = await passing.offer_card(await passing.offered())
    lines = card.text.split("\n")
    assert lines[:2] == ["🏢 <b>Клиент для вас · ООО «Лютик»</b>", "Передаёт: Тимур Каримов · хантер → фермер"]
    assert "Договорённости: цена держится до марта" in lines and "Обещано: ничего" in lines
    assert len(lines) <= 12 and lines[-1].startswith("⏰ Ответьте до")
    phone = phone_of(passing.relay, passing.farmer)
    await press(phone, card, "Подробнее")
    assert "первая запись · Каримов" in phone.text


async def test_a_return_names_a_point_of_the_card_and_the_giver_mends_it(passing: Passing) -> None:
    offer = await passing.offered()
    phone = phone_of(passing.relay, passing.farmer)
    await press(phone, await passing.offer_card(offer), "↩️ Вернуть")
    assert "Какой пункт паспорта не подтвердился?" in phone.text
    await phone.press("Договорённости")
    assert "Договорённости: «цена держится до марта»" in phone.text
    await phone.write("клиент говорит о цене до лета")
    assert phone.text == "↩️ <b>Клиент возвращён · «Лютик»</b> · Каримов"
    assert (await passing.offer_card(offer)).text.startswith("↩️ «Лютик»: клиент возвращён")
    back = await told(passing.relay, NoticeKind.RETURNED, passing.handoff().id, passing.owner)
    assert back.text.split("\n") == [
        "↩️ <b>«Лютик»: возврат · Зуева</b>",
        "Договорённости: «клиент говорит о цене до лета»",
        "Дополните паспорт, передачу предложим снова.",
    ]
    giver = phone_of(passing.relay, passing.owner)
    await press(giver, back, "Уточнить у клиента")
    assert giver.text.startswith("🏢 <b>Паспорт · «Лютик»</b>")


async def test_a_disputed_return_is_decided_by_the_head_on_the_point_that_was_named(passing: Passing) -> None:
    offer = await passing.offered()
    phone = phone_of(passing.relay, passing.farmer)
    await press(phone, await passing.offer_card(offer), "↩️ Вернуть")
    await phone.press("Решение")
    await phone.write("не то")
    giver = phone_of(passing.relay, passing.owner)
    back = await told(passing.relay, NoticeKind.RETURNED, passing.handoff().id, passing.owner)
    await press(giver, back, "Не согласен")
    dispute = await told(passing.relay, NoticeKind.DISPUTED, passing.handoff().id, passing.head)
    assert "Решение: «не то»" in dispute.text
    head = phone_of(passing.relay, passing.head)
    await press(head, dispute, "Принять клиента")
    assert head.answers[-1] == "✅ Решено: клиента нужно принять"
    again = await passing.offer_card(passing.offer())
    assert "⚠️ Руководитель решил: возврат не подтверждён, клиента нужно принять." in again.text
    assert "↩️ Вернуть" not in again.buttons
    decided = await told(passing.relay, NoticeKind.DECIDED, passing.handoff().id, passing.owner)
    assert decided.text.startswith("✅ «Лютик»: возврат не подтверждён, принять обязательно")


async def test_the_busy_pass_the_client_on(passing: Passing) -> None:
    phone = phone_of(passing.relay, passing.farmer)
    await press(phone, await passing.offer_card(await passing.offered()), "Занято до…")
    assert "Клиент «Лютик» сразу уйдёт дальше" in phone.text
    await phone.press("На час")
    assert "Клиент «Лютик» передан дальше." in phone.text


async def test_the_group_reads_one_line_a_leg_edited_as_it_moves(passing: Passing) -> None:
    offer = await passing.offered()
    asked = await told(passing.relay, NoticeKind.ANNOUNCEMENT, passing.handoff().id)
    assert asked.text.startswith("🎯 «Лютик»: Каримов → Зуева · ответ до") and asked.text.endswith("(хантер → фермер)")
    assert "\n" not in asked.text and "+7" not in asked.text
    accept_offer(passing.work, passing.farmer, Accept(offer), minutes(7))
    taken = await told(passing.relay, NoticeKind.ANNOUNCEMENT, passing.handoff().id)
    assert taken.text == "✅ «Лютик»: Каримов → Зуева · принят за 7 мин (хантер → фермер)"


async def test_an_owner_hands_a_client_over_from_its_card(passing: Passing) -> None:
    phone = phone_of(passing.relay, passing.owner)
    await phone.write("/find Лютик")
    await phone.press("Передать…")
    assert "Кому передать клиента?" in phone.text
    await phone.press("Фермеру")
    assert "Шаг 1 из 4" in phone.text, "three questions and the review"
    for words in ("модуль", "цена", "Ильин"):
        await phone.write(words)
    assert "Проверьте и передайте." in phone.text
    await phone.press("✅ Передать")
    assert passing.offer()
    await phone.write("/find Лютик")
    assert "Передать…" not in phone.buttons(), "one hand-over at a time"


async def test_a_head_asks_the_owner_to_hand_a_client_over(passing: Passing) -> None:
    head = phone_of(passing.relay, passing.head)
    await head.write("/find Лютик")
    await head.press("Передать…")
    await head.press("Фермеру")
    assert head.text.split("\n") == ["✅ <b>Передача предложена · «Лютик»</b>", "Паспорт заполнит и передаст: Каримов"]
    card = await passing.card(passing.handoff())
    assert "Этап: хантер → фермер\nПочему: просьба руководителя" in card.text


async def test_nobody_else_answers_a_proposal(passing: Passing) -> None:
    handoff = passing.proposed()
    other: Actor = passing.relay.hunters[1]
    with pytest.raises(NotYours):
        await press(phone_of(passing.relay, other), await passing.card(handoff), "✅ Передать")
    with pytest.raises(NotYours):
        await press(phone_of(passing.relay, other), await passing.card(handoff), "Возразить")


async def test_a_review_left_open_says_that_it_is_over(passing: Passing) -> None:
    handoff = passing.proposed()
    phone = phone_of(passing.relay, passing.owner)
    await press(phone, await passing.card(handoff), "✅ Передать")
    await phone.press("Решение")
    object_to(passing.work, passing.owner, Objection(handoff.id, "передумал клиент"), NOW)
    await phone.press("← Назад")
    assert phone.text.startswith("Кто-то успел раньше")
    assert list(phone.buttons()) == ["✕ Отмена"]
