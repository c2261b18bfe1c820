"""Out of a proposal and back into it: left by its giver, taken up again, taken back, decided by the head at once."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from sales.actions.completion import Introduce, introduce
from sales.actions.deals import OpenDeal, open_deal
from sales.actions.handoff import Accept, accept_offer
from sales.actions.passport import AnswerPoint, answer_point
from sales.actions.proposals import AskHandover, Confirm, ask_handover, confirm_proposal
from sales.actions.reassign import Reassign, reassign
from sales.actions.steps import plan_step
from sales.errors import Overtaken
from sales.handoff import HandoffState
from sales.legs import Leg
from sales.notices import NoticeKind
from sales.passport import Point
from sales.people import Actor
from sales.reassign import Piece, What
from sales.steps import StepKind, StepPlan
from tests.builders import NOW, Firm
from tests.handlers.phone import Phone
from tests.handlers.relay_room import phone_of, press, seen, told
from tests.handlers.test_proposals import Passing
from tests.sales.actions.relay import Relay, minutes


@pytest.fixture
def passing(firm: Firm, conn: sa.Connection) -> Passing:
    return Passing(Relay(firm, conn))


async def card_of(passing: Passing, actor: Actor) -> Phone:
    phone = phone_of(passing.relay, actor)
    await phone.write("/find Лютик")
    return phone


async def test_cancel_of_what_one_has_asked_for_leaves_nothing_hanging(passing: Passing) -> None:
    phone = await card_of(passing, passing.owner)
    await phone.press("Передать…")
    await phone.press("Фермеру")
    await phone.write("модуль")
    await phone.press("✕ Отмена")
    assert passing.handoff().state is HandoffState.WITHDRAWN
    phone = await card_of(passing, passing.owner)
    await phone.press("Передать…")
    await phone.press("Фермеру")
    assert "О чём договорились?" in phone.text, "what was said is kept"


async def test_cancel_of_what_was_proposed_leaves_the_proposal(passing: Passing) -> None:
    handoff = passing.proposed(known=3)
    phone = phone_of(passing.relay, passing.owner)
    await press(phone, await passing.card(handoff), "Заполнить")
    await phone.press("✕ Отмена")
    assert passing.handoff().state is HandoffState.PROPOSED


async def test_cancel_does_not_take_back_what_the_head_wants(passing: Passing) -> None:
    ask_handover(passing.work, passing.head, AskHandover(passing.client.id, Leg.REGULAR), NOW)
    card = await passing.card(passing.handoff())
    assert "Почему: просьба руководителя" in card.text
    phone = phone_of(passing.relay, passing.owner)
    await press(phone, card, "Заполнить")
    await phone.press("✕ Отмена")
    assert passing.handoff().state is HandoffState.PROPOSED


async def test_a_proposal_left_open_is_gone_on_with_or_taken_back_from_the_card(passing: Passing) -> None:
    handoff = passing.proposed(known=3)
    phone = await card_of(passing, passing.owner)
    assert "Отозвать передачу" not in phone.buttons(), "what the bot proposes is answered or objected to"
    await phone.press("Передать…")
    await phone.press("Фермеру")
    assert "Чего клиент ждёт сейчас?" in phone.text
    assert passing.handoff().id == handoff.id


async def test_what_one_has_asked_for_is_taken_back_from_the_card(passing: Passing) -> None:
    ask_handover(passing.work, passing.owner, AskHandover(passing.client.id, Leg.REGULAR), NOW)
    phone = await card_of(passing, passing.owner)
    await phone.press("Отозвать передачу")
    await phone.press("Отозвать")
    assert phone.text == "↩️ Передача отозвана · «Лютик»\nКлиента ведёте вы."
    assert passing.handoff().state is HandoffState.WITHDRAWN


async def test_an_offer_of_a_later_leg_is_taken_back_by_its_giver(passing: Passing) -> None:
    offer = await passing.offered()
    phone = await card_of(passing, passing.owner)
    await phone.press("Отозвать передачу")
    assert phone.text == "↩️ <b>Отозвать передачу · «Лютик»?</b>\nКарточка сейчас у: Зуева"
    await phone.press("Отозвать")
    assert passing.handoff().state is HandoffState.WITHDRAWN
    assert (await passing.offer_card(offer)).text.startswith("↩️ «Лютик»: передача отозвана")
    for other in (passing.head, passing.farmer):
        assert "Отозвать передачу" not in (await card_of(passing, other)).buttons()


async def test_the_head_decides_a_proposal_that_its_giver_has_not_answered_yet(passing: Passing) -> None:
    passing.proposed(known=0)
    head = await card_of(passing, passing.head)
    await head.press("Решить передачу")
    assert head.text.split("\n") == [
        "⚠️ <b>Передавать ли клиента · ООО «Лютик»</b>",
        "Передаёт: Тимур Каримов · хантер → фермер",
        "Каримов, ответ до завтра, чт 26 ноября, 17:00",
        "Кому передать?",
    ]
    await head.press("✅ Передать как есть")
    assert passing.offer()
    assert head.text.startswith("✅ «Лютик»: решено\nЗуева, ответ до")
    assert "Решить передачу" not in (await card_of(passing, passing.head)).buttons()
    assert "Решить передачу" not in (await card_of(passing, passing.owner)).buttons()


async def test_the_head_leaves_a_proposed_client_where_it_is(passing: Passing) -> None:
    passing.proposed(known=0)
    head = await card_of(passing, passing.head)
    await head.press("Решить передачу")
    await head.press("Оставить: Каримов")
    assert passing.handoff().state is HandoffState.WITHDRAWN


async def test_a_proposal_that_was_answered_meanwhile_is_not_decided(passing: Passing) -> None:
    passing.proposed()
    head = await card_of(passing, passing.head)
    owner = phone_of(passing.relay, passing.owner)
    await press(owner, await passing.card(passing.handoff()), "✅ Передать")
    await owner.press("✅ Передать")
    with pytest.raises(Overtaken):
        await head.press("Решить передачу")


async def test_the_card_of_whoever_carries_the_client_no_more_asks_nothing(passing: Passing) -> None:
    handoff = passing.proposed(known=0)
    former, (_, other) = passing.owner, passing.relay.hunters
    piece = Piece(What.CLIENT, passing.client.id, passing.client.id)
    reassign(passing.work, passing.head, Reassign((piece,), (other.member_id,)), minutes(5))
    for kind in (NoticeKind.PROPOSED, NoticeKind.PROPOSAL_WARN):
        old = await seen(passing.relay, kind, handoff.id, former, minutes(6), is_edit=True)
        assert old is not None
        assert (old.text, old.buttons) == ("↩️ «Лютик»: о передаче решает другой\nТеперь ведёт: Анна Белова", {})
        assert "🏢 Карточка" in (await told(passing.relay, kind, handoff.id, other, minutes(6))).buttons


async def test_a_full_card_is_no_longer_than_a_phone_shows(passing: Passing) -> None:
    passing.proposed()
    pains = AnswerPoint(passing.client.id, Point.PAINS, "теряются заявки")
    answer_point(passing.work, passing.owner, pains, minutes(-60))
    team = passing.work.companies.team(passing.firm.team.id)
    for hours in (20, 30, 40):
        plan = StepPlan(StepKind.CALL, minutes(60 * hours), exact=True, words="прислать прайс")
        plan_step(passing.work, team, passing.client.id, passing.owner.member_id, plan, NOW)
    open_deal(passing.work, passing.owner, OpenDeal(passing.client.id), NOW)
    confirm_proposal(passing.work, passing.head, Confirm(passing.handoff().id, as_it_is=True), NOW)
    offer = passing.offer()
    asked = await passing.offer_card(offer)
    assert len(asked.text.split("\n")) == 12 and asked.text.split("\n")[-1].startswith("⏰ Ответьте до")
    accept_offer(passing.work, passing.farmer, Accept(offer), minutes(7))
    introduce(passing.work, passing.owner, Introduce(passing.handoff().id), minutes(8))
    taken = await passing.offer_card(offer)
    assert len(taken.text.split("\n")) == 12 and "Передача завершится" in taken.text
