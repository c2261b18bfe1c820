"""What the house itself reports, in words."""

from __future__ import annotations

import pytest

from bot.outcomes import Reason
from handlers.features import RENDERERS
from handlers.notices import Envelope, Sender
from sales.actions.places import BindPlace, bind_place
from sales.notices import Fact, NoticeKind
from sales.people import Role
from tests.builders import NOW, Firm
from tests.handlers.phone import DirectDesk, plain, strict_words


async def said(firm: Firm, notice: NoticeKind, subject: int, /, **facts: Fact) -> str:
    sender = Sender(DirectDesk(firm.work), strict_words(), NOW)
    outgoing = await RENDERERS[notice](sender, Envelope(notice, subject, facts, None, None))
    assert outgoing is not None
    return plain(outgoing.text)


@pytest.mark.parametrize(
    ("entry", "words"), [("new", "В команде"), ("back", "Снова в команде"), ("added", "Новые роли")]
)
async def test_somebody_has_come(firm: Firm, entry: str, words: str) -> None:
    who = firm.member(Role.HUNTER, Role.CLOSER, name="Тимур Каримов")
    assert await said(firm, NoticeKind.WELCOME, who.id, entry=entry) == (
        f"👤 {words}: <b>Тимур Каримов</b> · хантер, клоузер"
    )


@pytest.mark.parametrize("reason", Reason)
async def test_every_reason_why_nothing_arrives_has_words(firm: Firm, reason: Reason) -> None:
    who = firm.member(Role.HUNTER, name="Тимур Каримов")
    lost = await said(firm, NoticeKind.UNDELIVERED, who.id, what="member", reason=reason.value)
    assert lost.startswith("⚠️ Сообщения не доходят · Тимур Каримов\nПричина: ")
    one = await said(firm, NoticeKind.UNDELIVERED, who.id, what="member", reason=reason.value, kind="offer")
    assert one.startswith("⚠️ Сообщение не дошло · Тимур Каримов\nПричина: ")


async def test_a_group_that_hears_nothing_is_named(firm: Firm) -> None:
    head = firm.actor(Role.HEAD)
    bind_place(firm.work, head, BindPlace(-100, None, "Заря <продажи>"), NOW)
    (place,) = firm.work.places.of_team(firm.team.id)
    text = await said(firm, NoticeKind.UNDELIVERED, place.id, what="place", reason="kicked")
    assert text.startswith("⚠️ Анонсы не доходят · «Заря &lt;продажи&gt;»\nПричина: бота удалили из группы.")

    one = await said(firm, NoticeKind.UNDELIVERED, place.id, what="place", reason="given_up", kind="announcement")
    assert one.startswith("⚠️ Сообщение не дошло · Заря &lt;продажи&gt;")


async def test_a_fault_has_its_number_and_a_calendar_its_year(firm: Firm) -> None:
    assert "A1B2C3" in await said(firm, NoticeKind.FAULT, 0, reference="A1B2C3")
    assert "на 2029 год" in await said(firm, NoticeKind.CALENDAR, 2029)
