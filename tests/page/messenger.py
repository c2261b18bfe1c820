"""The page as its user knows it: chats by their names, buttons by their words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from playwright.async_api import Locator, Page, expect

from tests.page.browser import Look


@dataclass
class Chat:
    """One open column."""

    page: Page
    name: str

    @property
    def column(self) -> Locator:
        return self.page.get_by_role("region", name=self.name, exact=True)

    @property
    def log(self) -> Locator:
        return self.column.get_by_role("log")

    @property
    def field(self) -> Locator:
        return self.column.get_by_role("textbox", name="Сообщение")

    async def say(self, text: str) -> None:
        await self.field.fill(text)
        await self.field.press("Enter")
        await self.sees(text)

    async def sees(self, text: str) -> Locator:
        """The newest message with these words, once it is there."""
        found = self.log.get_by_role("article").filter(has_text=text).last
        await expect(found).to_be_visible()
        return found

    async def ends_on(self, text: str) -> None:
        """The newest message reads so by now: an older one may have the same buttons."""
        await expect(self.log.get_by_role("article").last).to_contain_text(text)

    async def press(self, text: str | re.Pattern[str]) -> None:
        """The newest button with these words; comes back when the bot has answered."""
        button = self.column.locator("button.key").filter(has_text=text).last
        await button.click()
        await expect(self.column.locator("button.key[aria-busy=true]")).to_have_count(0)

    async def attach(self, file: Path) -> None:
        """As a document, through the page's own file picker."""
        await self.column.get_by_role("button", name="Вложить").click()
        async with self.page.expect_file_chooser() as asked:
            await self.page.get_by_role("menu").get_by_role("menuitem", name="Файл", exact=True).click()
        await (await asked.value).set_files(file)
        await expect(self.log.get_by_role("article").filter(has_text=file.name).first).to_be_visible()


@dataclass
class Messenger:
    page: Page
    look: Look

    async def ready(self) -> None:
        await expect(self.page.locator("body.loading")).to_have_count(0)

    async def open(self, name: str) -> Chat:
        """By a click on the list; on a phone from within another chat, too."""
        chat = Chat(self.page, name)
        await self._to_list()
        entry = self.entry(name)
        if self.look.width < 700 or await entry.get_attribute("aria-current") != "true":
            await entry.click()
        await expect(chat.column).to_be_visible()
        return chat

    async def add(self, name: str) -> Chat:
        """A new person; their chat is open."""
        chat = Chat(self.page, name)
        await self._to_list()
        await self.page.get_by_role("button", name="Новый человек").click()
        asked = self.page.get_by_role("dialog", name="Как зовут нового человека?")
        await asked.get_by_role("textbox").fill(name)
        await asked.get_by_role("button", name="Добавить").click()
        await expect(chat.column).to_be_visible()
        return chat

    async def _to_list(self) -> None:
        back = self.page.get_by_role("button", name="К списку чатов")
        if self.look.width < 700 and await back.is_visible():
            await back.click()

    def entry(self, name: str) -> Locator:
        """The chat's line in the list."""
        return self.page.get_by_role("navigation", name="Чаты").locator(f"button.chat:has(strong:text-is('{name}'))")
