"""A headless Chromium of the machine's own, and what a page's reader can tell about it."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

MISSING = "Chromium isn't installed here: the sandbox's page isn't looked at"
#: Alone on this machine: nothing is looked up or fetched from outside.
_SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
#: Milliseconds: a busy machine isn't a broken page.
PATIENCE = 20_000
_MEASURES = (Path(__file__).parent / "measures.js").read_text(encoding="utf-8")

expect.set_options(timeout=PATIENCE)


@dataclass(frozen=True)
class Look:
    """A window and the scheme that its owner prefers."""

    width: int
    height: int
    scheme: str = "light"

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}"


DESK, PHONE = Look(1280, 800), Look(390, 844)
LOOKS = (DESK, Look(1280, 800, "dark"), PHONE, Look(390, 844, "dark"))


def chromium() -> str:
    """Where it is; skips the test without it, unless everything has been promised."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium isn't installed, and CI promises to look at the page")
        pytest.skip(MISSING)
    return found


@asynccontextmanager
async def a_browser() -> AsyncIterator[Browser]:
    path = chromium()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=path, args=list(_SWITCHES))
        try:
            yield browser
        finally:
            await browser.close()


@asynccontextmanager
async def opened(browser: Browser, url: str, look: Look, *, may_fail: bool = False) -> AsyncIterator[Page]:
    """The page in a window of that look; an error on its console (unless it `may_fail`), or a request to elsewhere,
    fails the test."""
    context = await browser.new_context(
        viewport={"width": look.width, "height": look.height},
        color_scheme="dark" if look.scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="ru-RU",
        timezone_id="Europe/Moscow",
        has_touch=look.width < 700,
        accept_downloads=True,
    )
    await context.add_init_script(_MEASURES)
    page = await context.new_page()
    page.set_default_timeout(PATIENCE)
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(f"error: {error}"))
    if not may_fail:
        page.on("console", lambda said: wrong.append(f"console: {said.text}") if said.type == "error" else None)
    page.on("request", lambda sent: None if _is_own(sent.url, url) else wrong.append(f"request: {sent.url}"))
    await page.goto(url)
    yield page
    await context.close()
    assert not wrong, wrong


def _is_own(asked: str, url: str) -> bool:
    return asked.startswith((url, "blob:", "data:"))


async def low_contrasts(page: Page) -> list[dict[str, Any]]:
    """Visible texts whose contrast with what lies behind them is below 4.5 : 1."""
    found: list[dict[str, Any]] = await page.evaluate("measures.lowContrasts(4.5)")
    return found


async def overflow(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(await page.evaluate("document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth"))


async def count_nodes(page: Page) -> int:
    return int(await page.evaluate("document.getElementsByTagName('*').length"))


async def first_paint(browser: Browser, url: str) -> float:
    """Milliseconds from the start of the navigation to the first content, in a window that has cached nothing."""
    context = await browser.new_context()
    page = await context.new_page()
    await page.goto(url)
    asked = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
    await page.wait_for_function(asked)
    painted = float(await page.evaluate(asked))
    await context.close()
    return painted


async def focus_walk(page: Page, stops: int) -> list[str]:
    """The names of what Tab reaches, from the page's start."""
    await page.evaluate("document.activeElement?.blur()")
    names = []
    for _ in range(stops):
        await page.keyboard.press("Tab")
        names.append(str(await page.evaluate("measures.focused()")))
    return names
