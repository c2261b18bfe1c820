"""A department launched from an empty database by clicking in the page: every line of the checklist, on a desk and on a
phone. Two things come from elsewhere, as they do in life: the owner's first link is printed on the console, and the
group is made in Telegram, for which the page has no button, so the sandbox is asked for it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.journeys.conftest import Life
from tests.journeys.firm import invite_in
from tests.journeys.stage import Person, Stage
from tests.journeys.test_import import HEADINGS, ROWS, csv
from tests.page.browser import DESK, PHONE, Look, a_browser, low_contrasts, opened, overflow
from tests.page.messenger import Chat, Messenger

OWNER = "Ольга Павлова"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    file = tmp_path / "base.csv"
    file.write_bytes(csv(HEADINGS, *ROWS))
    return file


@pytest.mark.parametrize("look", [DESK, PHONE], ids=str)
async def test_a_department_is_launched_by_clicking(look: Look, stage: Stage, life: Life, base: Path) -> None:
    async with a_browser() as browser, opened(browser, life.url, look) as page:
        messenger = Messenger(page, look)
        await messenger.ready()
        await expect(page.get_by_text("Здесь пока никого.")).to_be_visible()
        head = await messenger.add(OWNER)
        await _the_firm_is_founded(head, await life.owner_token())
        await _shown(messenger, head, "Запуск отдела · 1 из 6", "✅ Заря, 10:00–19:00", "— Группа для новостей")
        links = await _two_are_invited(head)
        await _shown(messenger, head, "Запуск отдела · 2 из 6", "лидоруб (позвали сегодня", "хантер (позвали сегодня")
        await _a_group_is_bound(messenger, head, stage)
        await _shown(messenger, head, "Запуск отдела · 3 из 6", "✅ Новости идут в: «Продажи»")
        await _a_plan_is_made(head)
        await _shown(messenger, head, "Запуск отдела · 4 из 6", "40 принятых лидов")
        for name, link in zip(("Елена Орлова", "Тимур Каримов"), links, strict=True):
            newcomer = await messenger.add(name)
            await newcomer.say(f"/start {link}")
            await newcomer.sees(f"{name}, добро пожаловать")
        head = await messenger.open(OWNER)
        await head.press("Обновить")
        await _shown(messenger, head, "Запуск отдела · 5 из 6", "✅ Все вошли, в команде: 3")
        await _a_base_is_imported(messenger, head, base)
        await _shown(messenger, head, "Запуск отдела · 6 из 6", "отдел готов к работе")
        await _nothing_is_left(head)


async def _shown(messenger: Messenger, chat: Chat, *words: str) -> None:
    """The checklist as it stands, readable in this window."""
    title, *lines = words
    list_ = await chat.sees(title)
    for line in lines:
        await expect(list_).to_contain_text(line)
    assert await low_contrasts(messenger.page) == []
    assert await overflow(messenger.page) <= 0


async def _the_firm_is_founded(head: Chat, token: str) -> None:
    """With other hours than the usual ones."""
    await head.say(f"/start {token}")
    await head.sees("Как называется компания?")
    await head.say("Заря")
    await head.press(re.compile("^Я$"))
    await head.press("Рабочее время")
    await head.say("10:00-19:00")
    await head.sees("Рабочее время: 10:00–19:00")
    await head.press("Сохранить")


async def _two_are_invited(head: Chat) -> list[str]:
    """→ what their links end with."""
    links = []
    for count, role in enumerate(("лидоруб", "хантер"), 1):
        await head.press("Пригласить")
        await head.ends_on("Отметьте роли")
        await head.press(role)
        await head.ends_on(f"✅ {role}")
        await head.press("Создать ссылку")
        await head.sees(f"Приглашения: {count}")
        links.append(invite_in(await (await head.sees("start=")).inner_text()))
    await head.press("Назад")
    await head.press("Кого ждём")
    await expect(head.column.locator("button.key").filter(has_text="хантер · до ")).to_have_count(1)
    await head.press("Назад")
    return links


async def _a_group_is_bound(messenger: Messenger, head: Chat, stage: Stage) -> None:
    people = await stage.ask("GET", "/people")
    owner = Person(stage, people[0]["id"], OWNER)
    await stage.group("Продажи", [owner], [owner])
    await head.press("Подключить группу")
    await head.press("Группа")
    await head.column.locator("button.key").filter(has_text="Выбрать группу").click()
    chooser = messenger.page.get_by_role("dialog", name="Выберите группу")
    await chooser.get_by_role("button", name="Продажи").click()
    await head.sees("Подключено: «Продажи»")


async def _a_plan_is_made(head: Chat) -> None:
    await head.press(re.compile("^План$"))
    await head.sees("сколько лидов принять?")
    await head.press("40")


async def _a_base_is_imported(messenger: Messenger, head: Chat, file: Path) -> None:
    await head.press("Импорт базы")
    await head.sees("Пришлите файл .xlsx или .csv")
    await head.attach(file)
    await head.sees("Новых 2 · совпали 0 · повторы 0 · отказ 1")
    assert await overflow(messenger.page) <= 0
    await head.press("Импортировать")
    await head.sees("✅ Импорт: base")


async def _nothing_is_left(head: Chat) -> None:
    await head.press("✅ Готово")
    await expect(head.column.locator("button.key").filter(has_text="Запуск")).to_have_count(0)
    await expect(head.column.locator("button.key").filter(has_text="Настройки")).not_to_have_count(0)
