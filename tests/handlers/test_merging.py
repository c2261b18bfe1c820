"""The head looks at two clients, chooses what stays, and makes them one."""

from __future__ import annotations

import pytest

from sales.actions.leads import StartLead, start_lead
from sales.clients import Client
from sales.errors import MergeBlocked
from sales.notices import NoticeKind
from tests.builders import NOW
from tests.handlers.rep import Rep
from tests.sales.actions.relay import Relay


@pytest.fixture
def head(relay: Relay) -> Rep:
    return Rep(relay.firm, relay.head)


@pytest.fixture
def twin(relay: Relay) -> Client:
    return relay.firm.client(relay.hunters[0], "Ромашка, торговый дом", "ромашка торговый дом", phone="+79000000077")


async def compared(head: Rep) -> None:
    await head.write("/find +79000000012")
    await head.tap("Объединить", "торговый дом")


async def test_the_head_sees_what_each_has_and_merges_in_one_press(head: Rep, relay: Relay, twin: Client) -> None:
    await compared(head)
    assert head.text.splitlines() == [
        "🏢 <b>Один и тот же клиент?</b>",
        "Останется: <b>ООО «Ромашка»</b> · Елена Орлова",
        "записи: 0, контакты: 1, шаги: 0, заказы: 0",
        "Вольётся: <b>Ромашка, торговый дом</b> · Тимур Каримов",
        "записи: 0, контакты: 1, шаги: 0, заказы: 0",
        "👤 Ведёт дальше: Елена Орлова",
        "История, шаги и контакты сойдутся в одной карточке. Отменить нельзя.",
    ]
    await head.tap("✅ Объединить")
    assert head.text.splitlines() == ["✅ <b>Объединено: «Ромашка, торговый дом» → «Ромашка»</b>", "Ведёт Елена Орлова"]
    await head.tap("Карточка")
    assert head.text.startswith("🏢 <b>ООО «Ромашка»</b>")
    await head.tap("История")
    assert "Объединено с «Ромашка, торговый дом» · Павлова" in head.text
    assert await head.deliver(NoticeKind.MERGED)
    assert "Решение: Ольга Павлова" in head.text
    await head.press_data(f"cl:{twin.id}", 100)
    assert head.text.startswith("🏢 <b>ООО «Ромашка»</b>"), "an old button leads to the survivor"


async def test_the_other_one_may_stay(head: Rep, relay: Relay, twin: Client) -> None:
    await compared(head)
    await head.tap("Оставить другую")
    assert "Останется: <b>Ромашка, торговый дом</b>" in head.text
    assert "Ведёт дальше: Тимур Каримов" in head.text
    await head.tap("✅ Объединить")
    assert relay.work.clients.get(relay.client.id).id == twin.id


async def test_of_two_leads_the_head_names_the_one_that_goes_on(head: Rep, relay: Relay, twin: Client) -> None:
    relay.ready()
    theirs = start_lead(relay.work, relay.hunters[0], StartLead(twin.id), NOW).lead_id
    await compared(head)
    assert "🎯 Дальше идёт лид: «Ромашка»" in head.text
    assert "Второй лид закроется" in head.text
    await head.tap("Лид «Ромашка, торговый дом»")
    assert "🎯 Дальше идёт лид: «Ромашка, торговый дом»" in head.text
    await head.tap("✅ Объединить")
    lead = relay.work.leads.open_of_client(relay.client.id)
    assert lead is not None
    assert lead.id == theirs


async def test_any_client_may_be_looked_for_and_two_that_are_busy_are_refused(
    head: Rep, relay: Relay, twin: Client
) -> None:
    other = relay.firm.client(relay.hunters[0], "Лютик", "лютик")
    relay.submitted()
    relay.submitted(relay.hunters[0], other)
    await head.write("/find +79000000012")
    await head.tap("Объединить", "Найти другого")
    await head.write("лютик")
    await head.tap("Лютик")
    assert head.text.startswith("По обоим идёт передача или сделка")
    await head.tap("Найти другого")
    await head.write("ромашка")
    await head.tap("ООО «Ромашка»")
    assert head.text.startswith("Это один и тот же клиент: ООО «Ромашка»")
    third = relay.firm.client(relay.hunters[1], "Ромашка Юг", "ромашка юг", phone="+79000000012")
    await head.tap("Найти другого")
    await head.write("ромашка юг")
    await head.tap("Ромашка Юг")
    assert head.text.startswith("🏢 <b>Один и тот же клиент?</b>")
    relay.submitted(relay.hunters[1], third)
    with pytest.raises(MergeBlocked):
        await head.tap("✅ Объединить")


async def test_back_leads_to_the_card_and_nobody_else_has_the_button(head: Rep, relay: Relay, twin: Client) -> None:
    await compared(head)
    await head.tap("← Назад", "← Назад")
    assert head.text.startswith("🏢 <b>ООО «Ромашка»</b>")
    owner = Rep(relay.firm, relay.giver)
    await owner.write("/find +79000000012")
    assert not any("Объединить" in name for name in owner.buttons())
