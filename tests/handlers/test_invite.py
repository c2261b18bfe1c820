from __future__ import annotations

import re

import pytest
import sqlalchemy as sa

from sales.actions.invite import InviteMember, hash_of, invite_member, open_invites
from sales.people import Actor, Role
from tests.builders import NOW, Firm
from tests.handlers.phone import Phone, plain

LINK = re.compile(r"https://t\.me/\w*\?start=([A-Za-z0-9_-]{16,64})\n")


@pytest.fixture
def head(firm: Firm) -> Actor:
    return firm.actor(Role.HEAD, name="Игорь Громов")


@pytest.fixture
def phone(firm: Firm, head: Actor) -> Phone:
    return Phone(firm.work, head, NOW)


def links(phone: Phone) -> list[str]:
    """The tokens that were ever shown."""
    return [found for call in phone.screen.shown.values() for found in LINK.findall(call.text)]


async def test_roles_are_chosen_and_a_link_to_pass_on_is_shown(firm: Firm, head: Actor, phone: Phone) -> None:
    await phone.write("/invite")
    assert "Создать ссылку" not in phone.buttons()
    assert "РОП" not in phone.buttons()
    await phone.press("хантер")
    await phone.press("клоузер")
    await phone.press("✅ хантер")
    await phone.press("Создать ссылку")
    (token,) = links(phone)
    shown = [plain(call.text) for call in phone.screen.shown.values()]
    assert any(text.startswith("Приглашение в «Эстафету» · Заря\nРоли: клоузер\n") for text in shown)
    assert phone.text.startswith("<b>Приглашения: 1</b>")
    assert "клоузер · до сб 28 ноября" in phone.buttons()
    (line,) = open_invites(firm.work, head, NOW)
    assert line.roles == (Role.CLOSER,)
    kept = firm.work.invites.by_hash(hash_of(token))
    assert kept is not None and kept.id == line.id


async def test_an_owner_may_invite_a_head(firm: Firm) -> None:
    phone = Phone(firm.work, firm.actor(Role.OWNER), NOW)
    await phone.write("/invite")
    await phone.press("РОП")
    await phone.press("Создать ссылку")
    assert len(links(phone)) == 1


async def test_a_lost_link_is_renewed_and_an_open_one_revoked(firm: Firm, head: Actor, phone: Phone) -> None:
    invite_member(firm.work, head, InviteMember((Role.HUNTER,), hash_of("lost")), NOW)
    await phone.write("/team")
    await phone.press("Приглашения: 1")
    await phone.press("хантер · до сб 28 ноября")
    assert phone.text.splitlines()[:2] == ["Приглашение: хантер", "Создано: Игорь Громов"]
    await phone.press("Новая ссылка")
    (token,) = links(phone)
    assert firm.work.invites.by_hash(hash_of("lost")) is None
    assert firm.work.invites.by_hash(hash_of(token)) is not None
    await phone.press("хантер · до сб 28 ноября")
    await phone.press("Отозвать")
    assert "Отозвано" in phone.answers
    assert phone.text.startswith("Открытых приглашений нет.")
    await phone.press("← Назад")
    assert phone.text.startswith("<b>Продажи</b>")


async def test_an_invite_that_was_used_meanwhile_says_so(firm: Firm, head: Actor, phone: Phone) -> None:
    made = invite_member(firm.work, head, InviteMember((Role.HUNTER,), hash_of("x")), NOW)
    await phone.write("/team")
    await phone.press("Приглашения: 1")
    firm.work.invites.revoke(made.invite_id, NOW)
    await phone.press("хантер · до сб 28 ноября")
    assert phone.text == "Этого приглашения больше нет: принято, отозвано или истекло."
    assert list(phone.buttons()) == ["← Назад", "Меню"]


async def test_a_repeated_update_leaves_one_invite_with_a_living_link(
    firm: Firm, conn: sa.Connection, head: Actor, phone: Phone
) -> None:
    """After a crash the press is handled again: its receipt knows the first link, which nobody saw."""
    first = invite_member(firm.work, head, InviteMember((Role.HUNTER,), hash_of("first run")), NOW)
    done, run = [], phone.desk.run

    async def with_receipt(action: object, *args: object, **kwargs: object) -> object:
        if action is invite_member:
            done.append(kwargs["key"])
            return first
        return await run(action, *args, **kwargs)  # type: ignore[arg-type]

    phone.desk.run = with_receipt  # type: ignore[method-assign, assignment]
    await phone.write("/invite")
    await phone.press("хантер")
    await phone.press("Создать ссылку")
    (token,) = links(phone)
    (line,) = open_invites(firm.work, head, NOW)
    kept = firm.work.invites.by_hash(hash_of(token))
    assert done and kept is not None and kept.id == line.id == first.invite_id
