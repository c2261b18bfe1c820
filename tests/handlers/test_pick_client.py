"""Which client: search, look-alikes, shared contacts, a new one in one tap."""

from __future__ import annotations

import pytest

from sales.errors import BadNumber, BadPhone, TooLong
from sales.people import Role
from sales.ports import Work
from tests.builders import Firm
from tests.handlers.rep import Rep

INN = "7707083893"


@pytest.fixture
def rep(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.LEAD_GENERATOR, name="Елена Орлова"))


def clients(work: Work, rep: Rep) -> list[tuple[str, str | None, str | None]]:
    """(name, phone, inn), newest first."""
    recent = work.clients.recent(rep.actor.member_id, 10)
    return [(one.name, *(contact.phone for contact in work.clients.contacts(one.id)), one.inn) for one in recent]  # type: ignore[misc]


async def test_a_new_client_is_read_out_of_one_line_and_made_in_one_tap(rep: Rep, work: Work) -> None:
    await rep.write("/call")
    await rep.write(f"ООО «Ромашка», тел. 8 (900) 000-00-12, ИНН {INN}")
    assert "никого нет" in rep.text
    await rep.tap("Новый: ООО «Ромашка», +7 900 000-00-12")
    assert "Чем закончился звонок?" in rep.text
    assert clients(work, rep) == [("ООО «Ромашка»", "+79000000012", INN)]


async def test_search_goes_on_with_every_line(rep: Rep, firm: Firm) -> None:
    firm.client(rep.actor, phone="+79000000012")
    firm.client(rep.actor, "Василёк", "василек")
    await rep.write("/call")
    assert [text for text in rep.buttons() if "Орлова" in text] == ["Василёк · Орлова", "ООО «Ромашка» · Орлова"]
    await rep.write("васил")
    assert [text for text in rep.buttons() if "Орлова" in text] == ["Василёк · Орлова"]
    await rep.write("89000000012")
    assert [text for text in rep.buttons() if "Орлова" in text] == ["ООО «Ромашка» · Орлова"]


async def test_look_alikes_are_shown_before_a_second_one_is_made(rep: Rep, work: Work, firm: Firm) -> None:
    firm.client(rep.actor)
    await rep.write("/call")
    await rep.write("Ромашкa Плюс")  # with a Latin letter
    await rep.write("Ромашка Плюс")
    await rep.tap("Новый")
    assert "Похоже, такой клиент уже есть. Новый: Ромашка Плюс" in rep.text
    await rep.sticker()
    await rep.tap("Это он")
    assert "Звонок · «Ромашка»" in rep.text
    assert len(clients(work, rep)) == 1


async def test_a_second_one_is_made_when_it_really_is_another(rep: Rep, work: Work, firm: Firm) -> None:
    firm.client(rep.actor)
    await rep.write("/call")
    await rep.write("Ромашка Плюс")
    await rep.tap("Новый", "Назад", "Новый", "Нет, это новый")
    assert [name for name, *_ in clients(work, rep)] == ["Ромашка Плюс", "ООО «Ромашка»"]


async def test_a_shared_contact_finds_its_client(rep: Rep, firm: Firm) -> None:
    firm.client(rep.actor, phone="+79000000012")
    await rep.write("/call")
    await rep.share("79000000012", "Пётр")
    await rep.tap("Ромашка")
    assert "Пётр Ильин" in rep.text


async def test_a_shared_contact_becomes_a_new_client_with_a_name(rep: Rep, work: Work) -> None:
    await rep.write("/call")
    await rep.share("+79000000012", "Пётр <Ильин>")
    await rep.tap("Новый")
    assert "Напишите название компании" in rep.text
    await rep.write("Завод")
    (made,) = work.clients.recent(rep.actor.member_id, 10)
    (contact,) = work.clients.contacts(made.id)
    assert (made.name, contact.name, contact.phone) == ("Завод", "Пётр <Ильин>", "+79000000012")


async def test_a_client_may_be_called_like_its_contact(rep: Rep, work: Work) -> None:
    await rep.write("/call")
    await rep.share("+79000000012", "Пётр Ильин")
    await rep.tap("Новый", "Пётр Ильин")
    assert clients(work, rep) == [("Пётр Ильин", "+79000000012", None)]


async def test_a_phone_alone_asks_for_the_name(rep: Rep, work: Work) -> None:
    await rep.write("/call")
    await rep.write("+7 900 000-00-12")
    await rep.tap("Новый")
    await rep.write("+7 900 000-00-13")
    assert "Напишите название компании" in rep.text
    await rep.write("Завод")
    assert clients(work, rep) == [("Завод", "+79000000013", None)]


@pytest.mark.parametrize(("button", "phone", "inn"), [("Телефон", "+79000000007", None), ("ИНН", None, "9000000007")])
async def test_a_number_that_fits_both_is_asked_about(
    rep: Rep, work: Work, button: str, phone: str | None, inn: str | None
) -> None:
    await rep.write("/call")
    await rep.write("Завод 9000000007")
    await rep.tap("Новый")
    assert "9000000007: это телефон или ИНН?" in rep.text
    await rep.tap(button)
    (made,) = work.clients.recent(rep.actor.member_id, 10)
    contacts = work.clients.contacts(made.id)
    assert (contacts[0].phone if contacts else None, made.inn) == (phone, inn)


async def test_a_number_with_a_slip_is_named_and_nothing_is_made(rep: Rep, work: Work) -> None:
    await rep.write("/call")
    with pytest.raises(BadNumber) as refused:
        await rep.write("Завод 7701234567")
    assert refused.value.facts["number"] == "7701234567"
    with pytest.raises(BadPhone):
        await rep.share("12", "Пётр")
    with pytest.raises(TooLong):
        await rep.write("ы" * 4096)
    assert clients(work, rep) == []


async def test_markup_and_turned_text_stay_what_they_are(rep: Rep, work: Work) -> None:
    await rep.write("/call")
    await rep.write("\u202e<b>Завод</b> & «Ко» 👨‍👩‍👧!")
    assert "«&lt;b&gt;Завод&lt;/b&gt; &amp; «Ко» 👨‍👩‍👧!»" in rep.text
    await rep.tap("Новый: <b>Завод</b> & «Ко» 👨‍👩‍👧!")
    assert clients(work, rep)[0][0] == "<b>Завод</b> & «Ко» 👨‍👩‍👧!"


async def test_who_only_looks_makes_no_clients(firm: Firm) -> None:
    looker = Rep(firm, firm.actor(Role.ASSISTANT))
    await looker.write("/find")
    await looker.write("Завод")
    assert list(looker.buttons()) == ["✕ Отмена"]
