"""The page as a whole: every width, the keyboard, a long chat, the clock, a day that is played, a lost connection."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from playwright.async_api import Page, expect

from sandbox.world import posting
from tests.page.browser import (
    DESK,
    PHONE,
    Look,
    a_browser,
    count_nodes,
    first_paint,
    focus_walk,
    low_contrasts,
    opened,
    overflow,
)
from tests.page.messenger import Messenger
from tests.sandbox.conftest import Lab, lab

__all__ = ["lab"]
MANY = 5000


async def a_team(lab: Lab) -> int:
    """Three people and a group; → Анна, who has a command menu."""
    anna = await lab.talking("Анна", last_name="Белова", roles=["hunter"])
    others = [await lab.talking("Пётр", last_name="Смирнов"), await lab.talking("Игорь", last_name="Громов")]
    await lab.group(anna, *others, title="Продажи")
    await lab.ok("setMyCommands", commands=[{"command": "call", "description": "записать звонок"}])
    return anna


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_it_fits_every_window(lab: Lab, scheme: str) -> None:
    await a_team(lab)
    async with a_browser() as browser, opened(browser, lab.base, Look(360, 640, scheme)) as page:
        await Messenger(page, PHONE).ready()
        for width, height in ((360, 640), (390, 844), (768, 1024), (1280, 800), (1920, 1080), (2560, 1440)):
            await page.set_viewport_size({"width": width, "height": height})
            assert await overflow(page) <= 0, width
            assert await low_contrasts(page) == [], width


async def test_the_keyboard_reaches_everything_in_reading_order(lab: Lab) -> None:
    await a_team(lab)
    async with a_browser() as browser, opened(browser, lab.base, DESK) as page:
        messenger = Messenger(page, DESK)
        await messenger.ready()
        await messenger.open("Анна Белова")
        walk = await focus_walk(page, 60)
        wanted = ["+15 мин", "Следующий рабочий день", "Анна Белова", "Новый человек", "Меню команд"]
        places = [next(place for place, name in enumerate(walk) if word in name) for word in wanted]
        assert places == sorted(places), walk
        assert all(walk[: places[-1]]), "whatever has the focus has a name"


async def test_a_chat_is_used_without_a_mouse(lab: Lab) -> None:
    anna = await a_team(lab)
    async with a_browser() as browser, opened(browser, lab.base, DESK) as page:
        messenger = Messenger(page, DESK)
        await messenger.ready()
        chat = await messenger.open("Анна Белова")
        buttons = {"inline_keyboard": [[{"text": "Да", "callback_data": "yes"}]]}
        await lab.ok("sendMessage", chat_id=anna, text="Звоним?", reply_markup=buttons)
        await chat.sees("Звоним?")
        await chat.column.locator("button.key").focus()
        await page.keyboard.press("Enter")
        press = (await lab.updates(timeout=5))[-1]["callback_query"]
        assert press["data"] == "yes"
        await lab.ok("answerCallbackQuery", callback_query_id=press["id"])
        await chat.log.focus()
        await page.keyboard.press("ArrowUp")
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("menu")).to_be_visible()
        await page.keyboard.press("Escape")
        await expect(page.get_by_role("menu")).to_be_hidden()
        await page.keyboard.press("Escape")
        await expect(chat.field).to_be_focused()


async def test_of_thousands_of_messages_only_the_seen_ones_are_in_the_page(lab: Lab) -> None:
    """And scrolling shows each of them once, in their order."""
    anna = await lab.talking("Анна", last_name="Белова")
    async with a_browser() as browser, opened(browser, lab.base, DESK) as page:
        messenger = Messenger(page, DESK)
        await messenger.ready()
        chat = await messenger.open("Анна Белова")
        few = await count_nodes(page)
        world = lab.sandbox.world
        person = world.person(anna)
        for number in range(MANY):
            said = {"text": f"№ {number} " + "слово " * (number % 40)}
            posting.write(world, world.private_chat(world.main, person), person, said)
        await page.reload()
        await messenger.ready()
        chat = await messenger.open("Анна Белова")
        await chat.sees(f"№ {MANY - 1} ")
        assert await count_nodes(page) < few + 1000
        seen = await _scrolled_through(page, chat.log)
        assert await count_nodes(page) < few + 1000
        assert seen == list(range(MANY - len(seen), MANY))
        assert len(seen) > 300


async def _scrolled_through(page: Page, log: Any) -> list[int]:
    """Upwards by the wheel, for a while: the numbers that were in view, lowest first."""
    seen: set[int] = set()
    box = await log.bounding_box()
    await page.mouse.move(box["x"] + 100, box["y"] + 100)
    for _ in range(120):
        shown = await log.get_by_role("article").all_inner_texts()
        seen |= {int(text.split("№ ")[1].split()[0]) for text in shown if "№ " in text}
        await page.mouse.wheel(0, -400)
        await page.wait_for_timeout(20)
    return sorted(seen)


async def test_the_first_paint_comes_at_once(lab: Lab) -> None:
    """Within 200 ms of what the emptiest page needs on the same machine at the same time."""
    await a_team(lab)
    async with a_browser() as browser:
        found = [
            await first_paint(browser, lab.base) - await first_paint(browser, f"{lab.base}/sandbox/health")
            for _ in range(5)
        ]
    assert min(found) < 200, found


async def test_the_clock_is_turned_and_shown(lab: Lab) -> None:
    await a_team(lab)
    async with a_browser() as browser, opened(browser, lab.base, DESK) as page:
        await Messenger(page, DESK).ready()
        before = lab.sandbox.clock.now()
        await page.get_by_role("button", name="+1 ч").click()
        await expect(page.get_by_role("group", name="Часы песочницы")).not_to_have_attribute("aria-busy", "true")
        passed = (lab.sandbox.clock.now() - before).total_seconds()
        assert 3600 <= passed < 3700
        await page.get_by_role("button", name="Следующий рабочий день").click()
        await expect(page.locator("#now")).to_contain_text("09:00")


@asynccontextmanager
async def a_bot_that_listens(lab: Lab) -> AsyncIterator[None]:
    """It takes everything and says nothing."""

    async def listen() -> None:
        while True:
            await lab.updates(timeout=1)

    listening = asyncio.create_task(listen())
    try:
        yield
    finally:
        listening.cancel()


async def test_a_day_is_played_paused_and_ended(lab: Lab) -> None:
    await a_team(lab)
    steps = [{"who": "Анна Белова", "do": "say", "text": f"шаг {number}"} for number in range(3)]
    scenes = [{"at": "09:20", "title": "Белова пишет", "steps": steps}]
    scenes += [
        {"at": "09:40", "title": "Смирнов ждёт", "steps": [{"who": "Пётр Смирнов", "do": "wait", "seconds": 60}]}
    ]
    async with a_browser() as browser, opened(browser, lab.base, DESK) as page, a_bot_that_listens(lab):
        messenger = Messenger(page, DESK)
        await messenger.ready()
        await expect(page.locator("#play")).to_be_hidden()
        await lab.do("PUT", "/play", {"scenes": scenes, "zone": "Europe/Moscow"})
        await page.get_by_role("button", name="Прожить день").click()
        await expect(page.locator("#caption")).to_contain_text("Белова пишет")
        chat = await messenger.open("Анна Белова")
        await chat.sees("шаг 2")
        await expect(page.locator("#caption")).to_contain_text("Смирнов ждёт")
        await page.get_by_role("button", name="Пауза").click()
        await expect(page.get_by_role("button", name="Продолжить")).to_be_visible()
        await page.get_by_role("button", name="Закончить").click()
        await expect(page.get_by_role("button", name="Прожить день")).to_be_visible()


async def test_a_lost_connection_is_told_and_found_again(lab: Lab) -> None:
    anna = await a_team(lab)
    async with a_browser() as browser, opened(browser, lab.base, DESK, may_fail=True) as page:
        messenger = Messenger(page, DESK)
        await messenger.ready()
        chat = await messenger.open("Анна Белова")
        port = lab.sandbox.port
        await lab.sandbox.stop()
        await expect(page.locator("#lost")).to_be_visible()
        assert await low_contrasts(page) == []
        await lab.sandbox.start(port=port)
        await lab.ok("sendMessage", chat_id=anna, text="пока вас не было")
        await chat.sees("пока вас не было")
        await expect(page.locator("#lost")).to_be_hidden()
