"""Deals on a phone: two presses from the client's card, one under a logged act, and every end with its way back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from sales.actions.deal_facts import AddDealNote, note_deal
from sales.actions.deals import OpenDeal, open_deal
from sales.clients import Client
from sales.company import News, Place
from sales.deals import DealStage, NoteKind
from sales.errors import AmountNotPositive, AmountTooLarge, BadAmount, DealMoved, Empty, NotYours, OtherCurrency
from sales.people import Role
from sales.ports import NEW
from tests.builders import NOW, Firm
from tests.handlers.rep import Rep
from tests.sales.actions.relay import Relay


@pytest.fixture
def rep(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.HUNTER, name="Тимур Каримов"))


@pytest.fixture
def client(firm: Firm, rep: Rep) -> Client:
    return firm.client(rep.actor, phone="+79000000012")


@pytest.fixture
def deal(firm: Firm, rep: Rep, client: Client) -> int:
    return open_deal(firm.work, rep.actor, OpenDeal(client.id), NOW).deal_id


async def card(rep: Rep) -> None:
    await rep.write("/find Ромашка")


async def opened(rep: Rep) -> None:
    await card(rep)
    await rep.tap("Сделка ·")


def stage(firm: Firm, deal_id: int) -> DealStage:
    return firm.work.deals.get(deal_id).stage


async def test_two_presses_move_a_deal_with_its_next_step(rep: Rep, firm: Firm, client: Client, deal: int) -> None:
    await opened(rep)
    assert "🏁 <b>Сделка · «Ромашка»</b>" in rep.text
    assert "Этап: <b>квалификация</b>, с ср 25 ноября" in rep.text
    assert "Следующий шаг не назначен" in rep.text
    await rep.tap("→ презентация")
    assert "квалификация → презентация" in rep.text
    await rep.tap("завтра 10:00")
    assert rep.text.startswith("🏁 <b>«Ромашка»</b>: квалификация → презентация")
    assert stage(firm, deal) is DealStage.PRESENTATION
    assert rep.steps(client) == [("call", "Thu 26 10:00")]


async def test_the_clients_card_tells_the_deal_and_its_button_the_stage(
    rep: Rep, firm: Firm, client: Client, deal: int
) -> None:
    await card(rep)
    assert "🏁 Сделка: квалификация" in rep.text
    assert "🏁 Сделка · квалификация" in rep.buttons()


async def test_a_move_may_wait_for_the_client(rep: Rep, client: Client, deal: int) -> None:
    await opened(rep)
    await rep.tap("Другой этап", "КП", "Ждём клиента до", "через неделю")
    assert "квалификация → КП" in rep.text
    assert rep.steps(client) == [("wait", "Wed 02 09:00")]


async def test_what_is_planned_already_may_stay_the_next_step(rep: Rep, client: Client, deal: int) -> None:
    await rep.write("/find Ромашка")
    await rep.tap("Следующий шаг", "завтра 10:00")
    await opened(rep)
    await rep.tap("→ презентация")
    assert "Уже назначено" in rep.text
    await rep.tap("Без шага")
    assert "квалификация → презентация" in rep.text
    assert rep.steps(client) == [("call", "Thu 26 10:00")]


async def test_words_typed_on_the_way_are_kept_with_the_move(rep: Rep, deal: int) -> None:
    await opened(rep)
    await rep.tap("Другой этап", "сравнение")
    await rep.write("с «Альфой», по цене")
    await rep.tap("завтра 10:00")
    await rep.tap("🏁 Сделка")
    assert "Сравнивают: «с «Альфой», по цене»" in rep.text
    await rep.tap("История")
    assert "квалификация → сравнение · Каримов · «с «Альфой», по цене»" in rep.text


async def test_a_move_is_taken_back(rep: Rep, firm: Firm, client: Client, deal: int) -> None:
    await opened(rep)
    await rep.tap("→ презентация", "завтра 10:00", "Отменить сдвиг")
    assert "снова квалификация" in rep.text
    assert stage(firm, deal) is DealStage.QUALIFICATION
    assert rep.steps(client) == []


async def test_going_back_leaves_its_trace(rep: Rep, firm: Firm, deal: int) -> None:
    await opened(rep)
    await rep.tap("Другой этап", "договор", "завтра 10:00", "🏁 Сделка", "Другой этап", "КП", "Без шага", "🏁 Сделка")
    await rep.tap("История")
    assert "назад: договор → КП" in rep.text


async def test_a_long_history_is_cut_to_what_a_message_holds(rep: Rep, deal: int) -> None:
    for number in range(20):
        form = AddDealNote(deal, NoteKind.OBJECTION, f"{number} " + "«слова» & " * 90)
        note_deal(rep.firm.work, rep.actor, form, NOW + timedelta(minutes=number))
    await opened(rep)
    await rep.tap("История")
    assert "«19 " in rep.text and "«0 " not in rep.text


async def test_a_logged_call_offers_the_next_stage_in_one_press(
    rep: Rep, firm: Firm, client: Client, deal: int
) -> None:
    await rep.write("/find Ромашка")
    await rep.tap("Записать звонок", "Договорились", "завтра 10:00")
    assert "→ презентация" in rep.buttons()
    await rep.tap("→ презентация")
    assert rep.text.startswith("🏁 <b>«Ромашка»</b>: квалификация → презентация")
    assert stage(firm, deal) is DealStage.PRESENTATION
    assert "Отменить запись" in rep.buttons()
    await rep.tap("Отменить сдвиг")
    assert stage(firm, deal) is DealStage.QUALIFICATION


async def test_an_old_button_moves_nothing_twice(rep: Rep, firm: Firm, client: Client, deal: int) -> None:
    await rep.write("/find Ромашка")
    await rep.tap("Записать звонок", "Договорились", "завтра 10:00")
    number, data = rep.find("→ презентация")
    await rep.press_data(data, number)
    with pytest.raises(DealMoved):
        await rep.press_data(data, number)
    assert stage(firm, deal) is DealStage.PRESENTATION


async def test_no_answer_offers_no_stage(rep: Rep, client: Client, deal: int) -> None:
    await rep.write("/find Ромашка")
    await rep.tap("Записать звонок", "Не дозвонился")
    assert not [text for text in rep.buttons() if "Сделка" in text or "→" in text]


async def test_the_first_contact_says_that_a_deal_is_open(firm: Firm, relay: Relay) -> None:
    relay.accept(relay.submitted().handoff_id)
    rep = Rep(firm, relay.actor(relay.owner()))
    await rep.write("/find Ромашка")
    await rep.tap("Записать звонок", "Договорились", "завтра 10:00")
    assert "🏁 Сделка открыта, этап: квалификация" in rep.text
    await rep.tap("🏁 Сделка")
    assert "Сумма: 1 200 000 ₽" in rep.text
    assert "Продукт: модуль «Заявки»" in rep.text


async def test_the_owner_opens_a_deal_from_the_card_and_may_have_been_mistaken(
    rep: Rep, firm: Firm, client: Client
) -> None:
    await card(rep)
    await rep.tap("Открыть сделку")
    assert "Этап: <b>квалификация</b>" in rep.text
    await rep.tap("Открыта по ошибке")
    assert "Сделка убрана · «Ромашка»" in rep.text
    assert firm.work.deals.of_client(client.id) == []


async def test_a_colleagues_client_has_no_such_buttons(rep: Rep, firm: Firm, client: Client, deal: int) -> None:
    other = Rep(firm, firm.actor(Role.HUNTER))
    await card(other)
    assert not [text for text in other.buttons() if "делк" in text]
    number, data = 1, f"dl:{deal}"
    with pytest.raises(NotYours):
        await other.press_data(data, number)


class TestTelling:
    @pytest.mark.parametrize(
        ("typed", "shown"),
        [("1 200 000,50 ₽", "1 200 000,50 ₽"), ("1.2 млн", "1 200 000 ₽"), ("300 тыс", "300 000 ₽")],
    )
    async def test_an_amount_is_read_as_people_type_it(self, rep: Rep, deal: int, typed: str, shown: str) -> None:
        await opened(rep)
        await rep.tap("Уточнить", "Сумма")
        await rep.write(typed)
        assert f"Сумма: {shown}" in rep.text

    @pytest.mark.parametrize(
        ("typed", "refused"),
        [("-5", AmountNotPositive), ("0", AmountNotPositive), ("9" * 20, AmountTooLarge), ("много", BadAmount)],
    )
    async def test_what_is_no_amount_is_refused_and_the_question_stays(
        self, rep: Rep, firm: Firm, deal: int, typed: str, refused: type[Exception]
    ) -> None:
        await opened(rep)
        await rep.tap("Уточнить", "Сумма")
        with pytest.raises(refused):
            await rep.write(typed)
        await rep.write("500")
        assert firm.work.deals.get(deal).amount == 500_00

    async def test_the_product_is_chosen_or_written(self, rep: Rep, firm: Firm, deal: int) -> None:
        await opened(rep)
        await rep.tap("Уточнить", "Продукт")
        await rep.write("модуль «Склад»")
        assert "Продукт: модуль «Склад»" in rep.text

    async def test_a_button_takes_what_is_written_on_it_whatever_is_sold_by_then(
        self, rep: Rep, firm: Firm, deal: int
    ) -> None:
        firm.products("Заявки", "Склад")
        await opened(rep)
        await rep.tap("Уточнить", "Продукт")
        sold = firm.work.catalogue.products(firm.team.id)[0]
        firm.work.catalogue.save_product(replace(sold, retired_at=NOW))
        await rep.tap("Заявки")
        assert "Продукт: Заявки" in rep.text

    async def test_the_day_is_chosen_and_a_past_one_is_asked_again(self, rep: Rep, firm: Firm, deal: int) -> None:
        await opened(rep)
        await rep.tap("Уточнить", "Срок", "через месяц")
        assert "Ожидается: пт 25 декабря" in rep.text
        rep.now = NOW + timedelta(days=60)
        await opened(rep)
        assert "⚠️ Ожидалась: пт 25 декабря" in rep.text

    async def test_back_from_a_question_leads_to_the_deal(self, rep: Rep, deal: int) -> None:
        await opened(rep)
        await rep.tap("Уточнить", "Срок", "Назад")
        assert "Что уточнить?" in rep.text
        await rep.tap("Сумма", "Назад", "Назад")
        assert "→ презентация" in rep.buttons()

    async def test_the_amount_is_the_clients_currency(self, rep: Rep, firm: Firm, client: Client, deal: int) -> None:
        firm.work.clients.save(replace(client, country="KZ", currency="KZT"))
        await opened(rep)
        await rep.tap("Уточнить", "Сумма")
        with pytest.raises(OtherCurrency):
            await rep.write("500 ₽")
        await rep.tap("Назад", "Назад", "Выиграна")
        with pytest.raises(OtherCurrency):
            await rep.write("$500")
        await rep.write("500 тенге")
        assert (firm.work.deals.get(deal).amount, firm.work.deals.get(deal).currency) == (500_00, "KZT")

    async def test_an_objection_and_the_trial_are_written_down(self, rep: Rep, deal: int) -> None:
        await opened(rep)
        await rep.tap("Уточнить", "Возражение")
        await rep.write("долгое внедрение")
        await rep.tap("Проба")
        with pytest.raises(Empty):
            await rep.write("\u200e")
        await rep.write("5 мест на месяц")
        assert "Возражение: «долгое внедрение»" in rep.text
        assert "Проба: «5 мест на месяц»" in rep.text

    async def test_a_sticker_is_no_amount(self, rep: Rep, deal: int) -> None:
        await opened(rep)
        await rep.tap("Уточнить", "Сумма")
        await rep.sticker()
        assert any("Здесь нужен текст" in (shown.text or "") for shown in rep.screen.shown.values())


class TestEnding:
    async def test_won_in_one_press_where_the_amount_is_known(self, rep: Rep, firm: Firm, deal: int) -> None:
        await opened(rep)
        await rep.tap("Уточнить", "Сумма")
        await rep.write("1,2 млн")
        await rep.tap("Назад", "Выиграна")
        assert "Сделка выиграна · «Ромашка»</b> · 1 200 000 ₽" in rep.text
        assert [text for text in rep.buttons() if "аказ" in text]
        await rep.tap("Отменить итог")
        assert stage(firm, deal) is DealStage.QUALIFICATION

    async def test_else_the_amount_is_asked_and_may_be_left_out(self, rep: Rep, firm: Firm, deal: int) -> None:
        await opened(rep)
        await rep.tap("Выиграна")
        assert "На какую сумму выиграна?" in rep.text
        await rep.tap("Без суммы")
        assert "Сделка выиграна · «Ромашка»" in rep.text
        assert stage(firm, deal) is DealStage.WON

    async def test_a_typed_amount_wins_it_too(self, rep: Rep, firm: Firm, deal: int) -> None:
        await opened(rep)
        await rep.tap("Выиграна")
        await rep.write("300 тыс")
        assert "300 000 ₽" in rep.text
        assert firm.work.deals.get(deal).amount == 300_000_00

    async def test_a_win_may_be_told_to_those_who_want_to_hear_of_it(self, rep: Rep, firm: Firm, deal: int) -> None:
        place = Place(NEW, firm.team.id, -100, None, "Победы", rep.actor.member_id, NOW, news=frozenset({News.WINS}))
        firm.work.places.add(place)
        await opened(rep)
        await rep.tap("Выиграна", "Без суммы", "Рассказать о победе")
        assert "Договор: «Ромашка»" in rep.text

    async def test_where_nobody_hears_of_wins_nothing_is_offered(self, rep: Rep, deal: int) -> None:
        await opened(rep)
        await rep.tap("Выиграна", "Без суммы")
        assert "Рассказать о победе" not in rep.buttons()

    async def test_lost_with_a_reason_and_words(self, rep: Rep, firm: Firm, client: Client, deal: int) -> None:
        await opened(rep)
        await rep.tap("Проиграна", "Не сошлись в цене")
        await rep.write("дороже на треть")
        await rep.tap("Закрыть")
        assert "Сделка проиграна · «Ромашка»" in rep.text
        assert "Не сошлись в цене" in rep.text
        await card(rep)
        assert "Открыть сделку" in "".join(rep.buttons())

    async def test_another_reason_needs_words(self, rep: Rep, deal: int) -> None:
        await opened(rep)
        await rep.tap("Проиграна", "Другое")
        assert "Без слов" not in rep.buttons()

    async def test_lost_for_now_comes_back_on_a_day_and_goes_on_where_it_stopped(
        self, rep: Rep, firm: Firm, client: Client, deal: int
    ) -> None:
        await opened(rep)
        await rep.tap("Другой этап", "КП", "завтра 10:00", "🏁 Сделка")
        await rep.tap("Проиграна", "Не сейчас", "Без слов", "Вернуться позже", "через 3 месяца")
        assert "Сделка отложена · «Ромашка»" in rep.text
        assert "Вернуться: чт 25 февраля 2027" in rep.text
        assert rep.steps(client) == [("call", "Thu 25 09:00")]
        await rep.tap("🏁 Сделка")
        assert "Этап: <b>отложена</b>" in rep.text
        assert "Причина: Не сейчас" in rep.text
        await rep.tap("Вернуть в работу", "завтра 10:00")
        assert "отложена → КП" in rep.text
        assert rep.steps(client) == [("call", "Thu 26 10:00")]

    async def test_every_step_has_its_way_back(self, rep: Rep, firm: Firm, deal: int) -> None:
        await opened(rep)
        await rep.tap("Проиграна", "Не нужно", "Без слов", "Назад", "Назад")
        assert "Почему не купили?" in rep.text
        await rep.tap("Отмена")
        assert stage(firm, deal) is DealStage.QUALIFICATION

    async def test_where_there_is_a_deal_the_lead_is_closed_by_it_alone(self, firm: Firm, relay: Relay) -> None:
        relay.accept(relay.submitted().handoff_id)
        rep = Rep(firm, relay.actor(relay.owner()))
        await rep.write("/find Ромашка")
        assert "Закрыть лид" in "".join(rep.buttons())
        await rep.tap("Записать звонок", "Договорились", "завтра 10:00")
        await card(rep)
        assert "Закрыть лид" not in "".join(rep.buttons())
