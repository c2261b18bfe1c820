"""People, as they come, change and go: over HTTP, by messages and presses only."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import sqlalchemy as sa

from tests.journeys.conftest import Life, a_life, moscow, ordinary_wednesday
from tests.journeys.stage import Group, Person, Stage

LINK = re.compile(r"start=([A-Za-z0-9_-]+)")
STRANGER = "Бот работает только для своей команды."


async def an_owner(stage: Stage, life: Life) -> Person:
    """Comes by the console's link and sets the company up: the head too."""
    owner = await stage.person("Ольга Павлова")
    await owner.say(f"/start {await life.owner_token()}")
    await owner.say("Заря")
    await owner.press("Я")
    await owner.press("Сохранить")
    return owner


async def an_invite(owner: Person, *roles: str) -> str:
    """The token of a link that the owner has made."""
    await owner.say("/invite")
    for role in roles:
        await owner.press(role)
    await owner.press("Создать")
    return LINK.findall((await owner.sees("start=")).text)[0]


async def a_colleague(stage: Stage, owner: Person, name: str, *roles: str) -> Person:
    token = await an_invite(owner, *roles)
    person = await stage.person(name)
    await person.say(f"/start {token}")
    return person


async def commands(stage: Stage, person: Person) -> list[str]:
    return [one["command"] for one in await stage.ask("GET", f"/chats/{person.id}/commands?as={person.id}")]


async def test_a_company_is_set_up_in_one_message_and_two_taps(stage: Stage, life: Life) -> None:
    owner = await an_owner(stage, life)
    assert owner.taps == 2
    assert "Запуск отдела · 1 из 6" in (await owner.last()).text
    await owner.say("/start")
    assert "📊 Итоги дня" in (await owner.last()).buttons
    assert {"team", "settings", "digest"} <= set(await commands(stage, owner))


async def test_half_a_wizard_and_half_an_invite_survive_a_restart(stage: Stage, life: Life) -> None:
    owner = await stage.person("Ольга Павлова")
    await owner.say(f"/start {await life.owner_token()}")
    await owner.say("Заря")
    await life.restart()
    await owner.press("Я")
    await life.restart()
    await owner.press("Сохранить")
    await owner.press("Пригласить")
    await owner.press("хантер")
    await life.restart()
    await owner.press("Создать ссылку")
    assert "Роли: хантер" in (await owner.sees("start=")).text


async def test_bad_input_is_answered_and_the_step_stays(stage: Stage, life: Life) -> None:
    owner = await stage.person("Ольга Павлова")
    await owner.say(f"/start {await life.owner_token()}")
    await owner.say(sticker="🙂")
    await owner.sees("Здесь нужен текст.")
    assert "Как называется компания?" in (await owner.last()).text
    await owner.say("Я" * 4000)
    assert (await owner.last()).text.startswith("Слишком длинно: помещается знаков 200.")
    await owner.say("<b>Заря</b> & \u202eКо 🎯")
    await owner.say("кто-нибудь")
    await owner.sees("Здесь нужна кнопка.")
    await owner.press("Другой человек")
    assert (await owner.last()).text.startswith("Шаг 3 из 3\n🏢 <b>Заря</b> & Ко 🎯\n")
    await owner.press("Рабочее время")
    await owner.say("с утра до вечера")
    assert (await owner.last()).text.startswith("Не получается понять время.")
    await owner.say("8-17")
    await owner.press("Сохранить")
    assert "Запуск отдела · 1 из 6" in (await owner.last()).text


async def test_who_is_invited_comes_in_and_the_link_is_spent(stage: Stage, life: Life) -> None:
    owner = await an_owner(stage, life)
    token = await an_invite(owner, "хантер", "клоузер")
    tima, anna = await stage.person("Тимур Каримов"), await stage.person("Анна Белова")
    await tima.say(f"/start {token}")
    await tima.sees("Тимур Каримов, добро пожаловать.\nРоли: хантер, клоузер")
    assert "call" in await commands(stage, tima) and "team" not in await commands(stage, tima)
    await owner.sees("В команде: Тимур Каримов · хантер, клоузер")

    assert (await anna.say(f"/start {token}")).text.startswith("Это приглашение уже использовано.")
    assert (await anna.say("/start")).text.startswith(STRANGER)
    assert (await anna.say("/team")).text.startswith(STRANGER)
    assert await commands(stage, anna) == []


async def test_links_end_by_time_by_hand_and_by_guessing(stage: Stage, life: Life) -> None:
    owner = await an_owner(stage, life)
    revoked, expired = await an_invite(owner, "хантер"), await an_invite(owner, "фермер")
    await owner.press("хантер ·")
    await owner.press("Отозвать")
    anna = await stage.person("Анна Белова")
    assert (await anna.say(f"/start {revoked}")).text.startswith("Это приглашение отозвано.")
    await stage.later(hours=73)
    assert (await anna.say(f"/start {expired}")).text.startswith("Срок приглашения истёк.")
    for _ in range(5):
        assert (await anna.say("/start " + "x" * 32)).text.startswith("Такого приглашения нет.")
    fresh = await an_invite(owner, "хантер")
    assert (await anna.say(f"/start {fresh}")).text.startswith("Слишком много неверных ссылок.")
    await stage.later(hours=1, minutes=1)
    await anna.say(f"/start {fresh}")
    await anna.sees("добро пожаловать")


async def test_roles_and_parting_work_from_the_next_update(stage: Stage, life: Life) -> None:
    owner = await an_owner(stage, life)
    tima = await a_colleague(stage, owner, "Тимур Каримов", "хантер")
    assert "team" not in await commands(stage, tima)
    await owner.say("/team")
    await owner.press("Тимур Каримов")
    await owner.press("Роли")
    await owner.press("CRM-администратор")
    await owner.press("Сохранить")
    assert (await tima.say("/team")).text.startswith("Отдел продаж")
    assert "team" in await commands(stage, tima)

    await owner.press("Отключить")
    await owner.press("Да, отключить")
    before = await tima.say("/menu")
    assert before.text.startswith(STRANGER)
    answer = await tima.press("Пригласить", on=await tima.with_button("Пригласить"))
    assert answer is not None and answer["text"].startswith(STRANGER)

    token = await an_invite(owner, "фермер")
    await tima.say(f"/start {token}")
    await tima.sees("с возвращением.\nРоли: фермер")
    assert (await tima.say("/team")).text.startswith("На это у вас нет права.")


async def test_the_tokens_are_nowhere_in_the_database(stage: Stage, life: Life) -> None:
    """But in the inbox of whoever has used one, and then it is worth nothing."""
    owner = await an_owner(stage, life)
    token = await an_invite(owner, "хантер")
    engine = sa.create_engine(life.database)
    with engine.connect() as conn:
        for table in sa.inspect(engine).get_table_names():
            rows = conn.execute(sa.text(f'SELECT * FROM "{table}"'))
            assert not any(token in str(tuple(row)) for row in rows), table
    engine.dispose()


async def test_the_operator_names_the_owner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OWNER_ID", "777")
    async with a_life(tmp_path) as life, aiohttp.ClientSession() as http:
        stage = Stage(life.url, http)
        await stage.at(moscow(ordinary_wednesday(), 9))
        life.sandbox.world.add_person("Ольга", "Павлова", person_id=777)
        owner, other = Person(stage, 777, "Ольга Павлова"), await stage.person("Анна Белова")
        assert (await other.say("/start")).text.startswith(STRANGER)
        assert "Как называется компания?" in (await owner.say("/start")).text


class TestGroups:
    @pytest.fixture
    async def owner(self, stage: Stage, life: Life) -> Person:
        return await an_owner(stage, life)

    async def group(self, stage: Stage, *people: Person, **options: Any) -> Group:
        body = {"title": "Продажи", "members": [one.id for one in people], "admins": [people[0].id], **options}
        made = await stage.ask("POST", "/groups", body)
        await stage.idle()
        return Group(stage, made["id"], "Продажи")

    async def say(self, person: Person, group: Group, text: str, **more: Any) -> str:
        """The newest message of the group afterwards."""
        await stage_say(person, group, text, **more)
        return (await group.texts(person))[-1]

    async def test_the_bot_says_how_and_a_head_binds(self, stage: Stage, owner: Person) -> None:
        group = await self.group(stage, owner)
        assert (await group.texts(owner))[-1].endswith("напишите в этой группе /bind.")
        assert (await self.say(owner, group, "/bind")).startswith("📌 Сюда приходят: передачи, заявки.")
        other = await self.group(stage, owner, title="Новая")
        await self.say(owner, other, "/bind")
        assert "📌 Новости: «Продажи», «Новая»" in (await owner.say("/settings")).text
        assert await self.say(owner, other, "/unbind") == "Новости сюда больше не приходят. Включить: /bind"
        assert await self.say(owner, other, "/unbind") == "Новости сюда и не приходили. Включить: /bind"
        assert "📌 Новости: «Продажи»\n" in (await owner.say("/settings")).text

    async def test_a_group_and_a_channel_are_chosen_from_the_private_chat(self, stage: Stage, owner: Person) -> None:
        group = await self.group(stage, owner)
        channel = await self.group(stage, owner, title="Победы отдела", kind="channel", bot_admin=True)
        await owner.say("/places")
        await owner.press("+ Группа")
        await owner.press("Выбрать группу", chat=group)
        await owner.sees("📌 Подключено: «Продажи». Туда приходят: передачи, заявки")
        await owner.press("+ Канал")
        await owner.press("Выбрать канал", chat=channel)
        await owner.press("Победы отдела")
        for news in ("победы", "✅ передачи", "✅ заявки"):
            await owner.press(news)
        assert (await owner.last()).buttons[:3] == ["передачи", "заявки", "✅ победы"]
        await owner.press("Назад")
        assert (await owner.last()).text.splitlines()[-2:] == [
            "Продажи — передачи, заявки",
            "Победы отдела — победы",
        ]

    async def test_a_win_is_told_by_one_line_and_one_tap(self, stage: Stage, owner: Person) -> None:
        await owner.say("/win ура")
        await owner.sees("Победы пока нигде не появляются.")
        group = await self.group(stage, owner)
        await self.say(owner, group, "/bind")
        await owner.say("/places")
        await owner.press("Продажи")
        await owner.press("победы")
        taps = owner.taps
        shown = await owner.say("/win «Вектор» <подписали> на год")
        assert shown.text.endswith("🏁 Победа · Павлова\n«Вектор» <подписали> на год")
        await owner.press("Отправить")
        assert owner.taps - taps == 1
        assert (await group.texts(owner))[-1] == "🏁 Победа · Павлова\n«Вектор» <подписали> на год"

    async def test_where_the_bot_cannot_write_nothing_is_bound(self, stage: Stage, owner: Person) -> None:
        channel = await self.group(stage, owner, title="Чужой", kind="channel", bot=False)
        await owner.say("/places")
        await owner.press("+ Канал")
        await owner.press("Выбрать канал", chat=channel)
        assert (await owner.last()).text.startswith("Бот не может писать в «Чужой».")
        await owner.press("Не сейчас")
        await owner.sees("Хорошо, ничего не подключено.")
        assert "Новостей пока нет нигде" in (await owner.last()).text

    async def test_others_are_refused_and_strangers_hear_nothing_else(self, stage: Stage, owner: Person) -> None:
        tima = await a_colleague(stage, owner, "Тимур Каримов", "хантер")
        anna = await stage.person("Анна Белова")
        group = await self.group(stage, owner, tima, anna)
        assert await self.say(tima, group, "/bind") == "Группу подключает РОП или владелец."
        assert (await self.say(anna, group, "/bind")).startswith(STRANGER)
        assert await self.say(anna, group, "/kpi") == "/kpi"
        assert await self.say(anna, group, "привет") == "привет"
        assert (await self.say(tima, group, "/kpi")).startswith("Это в личном чате: https://t.me/")

    async def test_an_anonymous_admin_is_told_the_way(self, stage: Stage, owner: Person) -> None:
        group = await self.group(stage, owner)
        assert (await self.say(owner, group, "/bind", as_chat=True)).startswith("Не видно, кто пишет")
        assert await self.say(owner, group, "/kpi", as_chat=True) == "/kpi"
        assert "Новостей нет нигде" in (await owner.say("/settings")).text

    async def test_a_topic_is_bound_as_such(self, stage: Stage, life: Life, owner: Person) -> None:
        group = await self.group(stage, owner, forum=True, bot_admin=True)
        assert life.app is not None
        topic = (await life.app.bot.create_forum_topic(group.id, "Лиды")).message_thread_id
        await stage_say(owner, group, "/bind", thread=topic)
        answer = (await group.messages(reader=owner.id))[-1]
        assert answer.text.startswith("📌 Сюда приходят: передачи, заявки.") and answer.raw["thread"] == topic
        engine = sa.create_engine(life.database)
        with engine.connect() as conn:
            assert conn.execute(sa.text("SELECT thread_id, title FROM place")).one() == (topic, "Продажи · Лиды")
        engine.dispose()

    async def test_a_group_that_becomes_a_supergroup_stays_bound(self, stage: Stage, life: Life, owner: Person) -> None:
        group = await self.group(stage, owner)
        await self.say(owner, group, "/bind")
        moved = await stage.ask("POST", f"/groups/{group.id}/migrate")
        await stage.idle()
        supergroup = Group(stage, moved["id"], "Продажи")
        assert not any("/bind" in text for text in await supergroup.texts(owner))
        assert await self.say(owner, supergroup, "/unbind") == "Новости сюда больше не приходят. Включить: /bind"

    async def test_the_head_learns_that_the_bot_was_thrown_out(self, stage: Stage, owner: Person) -> None:
        group = await self.group(stage, owner)
        await self.say(owner, group, "/bind")
        await stage.ask("POST", f"/groups/{group.id}/leave", {"person": "bot", "by": owner.id})
        await stage.idle()
        await owner.sees("Анонсы не доходят · «Продажи»\nПричина: бота удалили из группы.")


async def stage_say(person: Person, group: Group, text: str, **more: Any) -> None:
    await person.stage.ask("POST", f"/chats/{group.id}/messages", {"from": person.id, "text": text, **more})
    await person.stage.idle()


async def test_who_blocks_the_bot_is_marked_and_found_again(stage: Stage, life: Life) -> None:
    owner = await an_owner(stage, life)
    tima = await a_colleague(stage, owner, "Тимур Каримов", "хантер")
    await stage.ask("POST", f"/people/{tima.id}/block")
    await stage.idle()
    await owner.sees("Сообщения не доходят · Тимур Каримов\nПричина: бот заблокирован.")
    assert "⚠️ сообщения не доходят: бот заблокирован" in (await owner.say("/team")).text
    await stage.ask("POST", f"/people/{tima.id}/unblock")
    await stage.idle()
    await tima.say("/menu")
    assert "⚠️" not in (await owner.say("/team")).text
