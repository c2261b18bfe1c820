"""The warning about a regular client in its owner's hands, the status of a client, and the card that shows both."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from handlers.features import RENDERERS
from handlers.notices import Envelope, Sender
from sales.actions.notes import NoteClient, note_client
from sales.actions.regular import MarkClient, mark_client
from sales.actions.watch import look_for_answers, look_over, warned_of
from sales.errors import NotYours, Overtaken
from sales.legs import Structure
from sales.notices import NoticeKind
from sales.people import Actor
from sales.regular import ClientStatus, Part, PartKind
from tests.builders import NOW, Firm
from tests.handlers.rep import Rep
from tests.sales.actions.base import DAY, SECOND, TODAY, Base

NEW, REGULAR, KEY = ClientStatus
AFTER = NOW + 21 * DAY


@pytest.fixture
def base(firm: Firm, conn: sa.Connection) -> Base:
    """The farmer's regular client, who has ordered nothing for three weeks."""
    base = Base(firm, conn)
    base.firm.settle(structure=Structure.UNIVERSAL)
    base.owned_by(base.farmer)
    mark_client(base.work, base.head, MarkClient(base.client.id, REGULAR, "договор на год"), NOW)
    for number in range(4):
        base.stored(TODAY - number * 10 * DAY)
    base.firm.settle(contact_days_regular=365)
    return base


def rep(base: Base, actor: Actor, later: timedelta = 21 * DAY) -> Rep:
    made = Rep(base.firm, actor)
    made.now = NOW + later
    return made


async def warned(base: Base, actor: Actor) -> Rep:
    look_over(base.work, base.firm.team, AFTER)
    who = rep(base, actor)
    assert await who.deliver(NoticeKind.WATCH)
    return who


async def test_a_warning_says_what_is_the_matter_and_leads_to_a_call(base: Base) -> None:
    farmer = await warned(base, base.farmer)
    assert farmer.text.splitlines() == [
        "⚠️ <b>«Ромашка»</b> · Белова",
        "Нет заказов 21 день, обычно раз в 10 дней",
    ]
    assert list(farmer.buttons()) == ["📞 Записать звонок", "Отложить", "🏢 Карточка"]
    await farmer.tap("Записать звонок")
    assert "Ромашка" in farmer.text and "Договорились" in " ".join(farmer.buttons())


async def test_it_is_put_off_with_a_reason_that_all_who_were_told_read(base: Base) -> None:
    farmer = await warned(base, base.farmer)
    await farmer.tap("Отложить", "14 дней", "Назад", "14 дней")
    assert "Почему это может подождать?" in farmer.text
    await farmer.write("Ремонт до января")
    assert farmer.text == "⏰ «Ромашка»: отложено · ср 30 декабря"
    assert await farmer.deliver(NoticeKind.WATCH)
    assert "⏰ Отложено: ср 30 декабря · Белова: «Ремонт до января»" in farmer.text


async def test_a_warning_that_is_over_is_not_sent_and_cannot_be_put_off(base: Base) -> None:
    farmer = await warned(base, base.farmer)
    (warning,) = warned_of(base.work, base.farmer, AFTER)
    await farmer.tap("Отложить", "7 дней")
    base.stored(TODAY + 20 * DAY)
    look_over(base.work, base.firm.team, AFTER)
    with pytest.raises(Overtaken):
        await farmer.write("уже поздно")
    assert not await farmer.deliver(NoticeKind.WATCH)
    envelope = Envelope(NoticeKind.WATCH, warning.warning_id, {}, base.farmer, None, is_edit=True)
    shown = await RENDERERS[NoticeKind.WATCH](Sender(farmer.desk, farmer.words, AFTER), envelope)  # type: ignore[arg-type]
    assert shown is not None and shown.text == "✅ «Ромашка»: снова в порядке"


async def test_a_forwarded_warning_opens_nothing_for_a_stranger(base: Base) -> None:
    farmer = await warned(base, base.farmer)
    hunter = rep(base, base.hunter)
    for button in ("Отложить", "Записать звонок"):
        with pytest.raises(NotYours):
            await hunter.press_data(farmer.buttons()[next(one for one in farmer.buttons() if button in one)], 1)


async def test_the_list_shows_what_stands_and_leads_to_the_card(base: Base) -> None:
    farmer = rep(base, base.farmer)
    await farmer.write("/watch")
    assert farmer.text == "✅ С постоянными клиентами всё в порядке."
    await farmer.write("/menu")
    assert "⚠️ Под угрозой" not in farmer.buttons()
    look_over(base.work, base.firm.team, AFTER)
    await farmer.write("/menu")
    await farmer.tap("Под угрозой")
    assert farmer.text == "⚠️ <b>Под угрозой: 1</b>"
    await farmer.tap("«Ромашка»: Нет заказов 21 день")
    assert farmer.text.splitlines()[2:5] == [
        "Статус: <b>постоянный</b> · ср 25 ноября",
        "Контакт раз в 365 дней, ответ за 4 ч",
        "⚠️ Нет заказов 21 день, обычно раз в 10 дней",
    ]


async def test_falling_volume_is_told_in_sums(base: Base) -> None:
    base.stored(TODAY - 120 * DAY, 90_000)
    base.firm.settle(silence_percent=1000)
    for order in base.work.orders.of_client(base.client.id)[2:4]:
        base.cancels(order)
    farmer = await warned(base, base.farmer)
    assert farmer.text.splitlines()[-1] == "Объём за 3 месяца: 900 ₽ → 600 ₽ (меньше на 33 %)"


async def test_a_late_contact_is_told_beside_the_promise(base: Base) -> None:
    base.firm.settle(silence_percent=1000, contact_days_regular=30)
    farmer = await warned(base, base.farmer)
    assert farmer.text.splitlines()[-1] == "Нет разговора 51 день, обещан раз в 30 дней"


async def test_a_late_answer_is_told_beside_the_promise(base: Base) -> None:
    note_client(base.work, base.farmer, NoteClient(base.client.id, "Когда отгрузка?", by_client=True), NOW)
    look_for_answers(base.work, base.firm.team, NOW + timedelta(hours=5))
    farmer = rep(base, base.farmer, timedelta(hours=5))
    assert await farmer.deliver(NoticeKind.WATCH)
    assert farmer.text.splitlines()[-1] == "Ждёт ответа дольше 4 ч"


async def test_the_status_shows_its_history_and_the_way_to_the_next(base: Base) -> None:
    base.rule(KEY, Part(PartKind.VOLUME, amount=1_000_000), Part(PartKind.PRODUCT, product="ERP"))
    farmer = rep(base, base.farmer, 0 * DAY)
    await farmer.write("/find Ромашка")
    await farmer.tap("Статус")
    assert farmer.text.splitlines() == [
        "🏢 <b>Статус · «Ромашка»</b>",
        "Сейчас: <b>постоянный</b> · ведёт Анна Белова",
        "ср 25 ноября: постоянный · Павлова: «договор на год»",
        "До статуса «ключевой»:",
        "⏰ всего 1 200 ₽ из 10 000 ₽",
        "⏰ куплен «ERP»",
    ]
    assert list(farmer.buttons()) == ["← Назад", "✕ Отмена"]
    await farmer.tap("Назад")
    assert farmer.text.startswith("🏢 <b>ООО «Ромашка»</b>")


async def test_the_proposal_says_by_which_orders_it_came(base: Base) -> None:
    base.firm.settle(structure=Structure.FULL_RELAY)
    base.rule(REGULAR, SECOND)
    other = base.firm.client(base.hunter, "ООО «Василёк»", "василек")
    base.buys(client=other)
    base.buys(client=other)
    hunter = rep(base, base.hunter, 0 * DAY)
    assert await hunter.deliver(NoticeKind.PROPOSED)
    assert "📊 заказов: 2" in hunter.text.splitlines()


async def test_a_head_gives_a_status_by_hand_with_a_reason(base: Base) -> None:
    head = rep(base, base.head, 0 * DAY)
    await head.write("/find Ромашка")
    await head.tap("Статус", "Сделать ключевым", "Назад", "Сделать ключевым")
    assert head.text.startswith("🏢 <b>«Ромашка»: ключевой</b>")
    await head.write("Холдинг")
    assert head.text == "✅ <b>«Ромашка»: ключевой</b>"
    assert base.status() is KEY
    farmer = rep(base, base.farmer, 0 * DAY)
    assert await farmer.deliver(NoticeKind.STATUS)
    assert farmer.text.splitlines() == ["🏢 <b>«Ромашка»: ключевой клиент</b>", "Павлова: «Холдинг»"]


async def test_the_news_of_a_status_says_why_and_goes_with_the_next_change(base: Base) -> None:
    base.rule(REGULAR, SECOND)
    other = base.firm.client(base.hunter, "ООО «Василёк»", "василек")
    base.buys(client=other)
    order = base.buys(client=other)
    hunter = rep(base, base.hunter, 0 * DAY)
    assert await hunter.deliver(NoticeKind.STATUS)
    assert hunter.text.splitlines() == ["🏢 <b>«Василёк»: постоянный клиент</b>", "заказов: 2"]
    base.cancels(order)
    assert await hunter.deliver(NoticeKind.STATUS)
    assert hunter.text.splitlines() == [
        "⚠️ <b>«Василёк»: статус теперь обычный</b>",
        "заказы отменены или исправлены",
    ]
    base.buys(client=other)
    told = base.told(NoticeKind.STATUS)
    assert told.count(base.hunter.member_id) == 3
