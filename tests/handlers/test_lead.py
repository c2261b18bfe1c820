"""The form of a lead, as it is filled in on a phone."""

from __future__ import annotations

from typing import Any

import pytest

from handlers.features import RENDERERS, build_routers
from handlers.notices import Envelope, Outgoing, Sender
from sales.actions.leads import AnswerQuestion, StartLead, answer_question, start_lead
from sales.actions.parking import Resume
from sales.leads import LeadState, Question, Verdict
from sales.notices import NoticeKind
from tests.builders import NOW
from tests.handlers.phone import Phone, plain
from tests.sales.actions.relay import Relay


@pytest.fixture
def relay(firm: Any, conn: Any) -> Relay:
    return Relay(firm, conn)


@pytest.fixture
def phone(relay: Relay) -> Phone:
    return Phone(relay.work, relay.giver, NOW, build_routers())


async def test_a_lead_is_filled_in_answer_by_answer_and_handed_over(relay: Relay, phone: Phone) -> None:
    relay.firm.settle(products=("Заявки", "Склад"))
    await phone.write("/lead")
    print(phone.text, phone.buttons())
    await phone.press("ООО «Ромашка» · Орлова")
    print(phone.text, phone.buttons())
    for said in ("заявки теряются", "собирает из мессенджеров"):
        await phone.write(said)
        print(phone.text, phone.buttons())
    await phone.press("Заявки")
    for said in ("≈ 300 000 ₽ в месяц", "наша цена укладывается", "1,2 млн"):
        print(phone.text, phone.buttons())
        await phone.write(said)
    print(phone.text, phone.buttons())
    await phone.press("Пётр Ильин, коммерческий директор")
    print(phone.text, phone.buttons())
    await phone.write("демо на своих данных")
    print(phone.text, phone.buttons())
    await phone.write("завтра в 11")
    print(phone.text, phone.buttons())
    await phone.press("✅ Верно")
    print(phone.text, phone.buttons())
    await phone.press("Холодный звонок")
    print(phone.text, phone.buttons())
    await phone.press("🎯 Передать")
    print(phone.text, phone.buttons())
    assert 0
