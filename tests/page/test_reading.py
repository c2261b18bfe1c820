"""What a person sees and does in one chat: every kind of message, the marks on it, and what its buttons answer."""

from __future__ import annotations

import base64
import io
import wave
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import expect

from tests.page.browser import DESK, LOOKS, a_browser, low_contrasts, opened, overflow
from tests.page.messenger import Chat, Messenger
from tests.sandbox.conftest import Lab, keyboard, lab

__all__ = ["lab"]
MARKUP = (
    "<b>Ж</b> <i>к</i> <u>п</u> <s>з</s> <code>код</code> <pre>строка\nещё</pre>",
    "<blockquote>цитата</blockquote> <tg-spoiler>тайна</tg-spoiler> <a href='https://example.org'>ссылка</a>",
)
PICTURE = Path(__file__).parents[2] / "docs" / "pictures" / "phone.png"


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


def a_sound(seconds: float = 1.0) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as out:
        out.setparams((1, 2, 8000, 0, "NONE", ""))
        out.writeframes(b"\0\0" * int(8000 * seconds))
    return made.getvalue()


@pytest.fixture
async def anna(lab: Lab) -> int:
    return await lab.talking("Анна", last_name="Белова", roles=["hunter"])


@pytest.fixture
async def messenger(lab: Lab, anna: int) -> AsyncIterator[Messenger]:
    async with a_browser() as browser, opened(browser, lab.base, DESK) as page:
        shown = Messenger(page, DESK)
        await shown.ready()
        yield shown


async def test_formatted_text_and_marks(lab: Lab, anna: int, messenger: Messenger) -> None:
    chat = await messenger.open("Анна Белова")
    text = "<b>Жирный</b> <i>курсив</i> <code>код</code> <s>нет</s> <a href='https://example.org'>ссылка</a>"
    sent = await lab.ok("sendMessage", chat_id=anna, text=text, parse_mode="HTML", disable_notification=True)
    shown = await chat.sees("Жирный курсив код")
    await expect(shown.get_by_label("Без звука")).to_be_visible()
    await expect(shown.locator("b, strong")).to_have_text("Жирный")
    await expect(shown.get_by_role("link", name="ссылка")).to_have_attribute("href", "https://example.org")
    await lab.ok(
        "editMessageText", chat_id=anna, message_id=sent["message_id"], text="<b>Другое</b>", parse_mode="HTML"
    )
    await expect(await chat.sees("Другое")).to_contain_text("изменено")
    await lab.ok("pinChatMessage", chat_id=anna, message_id=sent["message_id"])
    await expect(chat.column.locator("button.pin")).to_contain_text("Другое")
    await lab.ok("deleteMessage", chat_id=anna, message_id=sent["message_id"])
    await expect(chat.log.get_by_text("Другое")).to_have_count(0)
    await expect(chat.column.locator("button.pin")).to_be_hidden()


async def test_markup_in_a_text_stays_text(lab: Lab, anna: int, messenger: Messenger) -> None:
    chat = await messenger.open("Анна Белова")
    evil = "<img src=x onerror=document.title='got'> <script>document.title='got'</script> & \"'"
    await lab.ok("sendMessage", chat_id=anna, text=evil)
    await chat.sees(evil)
    await chat.say(evil + " от человека")
    assert await messenger.page.title() != "got"
    assert await chat.log.locator("img, script").count() == 0


async def test_a_press_is_answered_by_a_toast_or_an_alert(lab: Lab, anna: int, messenger: Messenger) -> None:
    chat = await messenger.open("Анна Белова")
    await lab.ok("sendMessage", chat_id=anna, text="Выбирайте", reply_markup=keyboard([("Тихо", "a"), ("Громко", "b")]))
    for words, is_alert in (("Тихо", False), ("Громко", True)):
        await chat.column.locator("button.key", has_text=words).click()
        press = (await lab.updates(timeout=5))[-1]["callback_query"]
        await lab.ok("answerCallbackQuery", callback_query_id=press["id"], text=f"Ответ: {words}", show_alert=is_alert)
        if is_alert:
            alert = messenger.page.get_by_role("dialog", name="Сообщение бота")
            await expect(alert).to_contain_text("Ответ: Громко")
            await expect(alert.get_by_role("button", name="Понятно")).to_be_focused()
            await messenger.page.keyboard.press("Escape")
            await expect(alert).to_be_hidden()
            await expect(chat.column.locator("button.key", has_text="Громко")).to_be_focused()
        else:
            await expect(chat.column.get_by_role("status").filter(has_text="Ответ: Тихо")).to_be_visible()


async def test_pictures_open_documents_download_and_voices_play(
    lab: Lab, anna: int, messenger: Messenger, tmp_path: Path
) -> None:
    chat = await messenger.open("Анна Белова")
    picture = {"base64": encoded(PICTURE.read_bytes())}
    await lab.post(f"/chats/{anna}/messages", {"photo": picture, "text": "Вот карточка"})
    await chat.column.get_by_title("Открыть картинку").click()
    opened_picture = messenger.page.get_by_role("dialog", name="Картинка")
    await expect(opened_picture.get_by_role("img")).to_be_visible()
    await messenger.page.keyboard.press("Escape")
    await expect(opened_picture).to_be_hidden()

    body = {"document": {"name": "прайс.csv", "base64": encoded("имя;цена".encode())}}
    await lab.post(f"/chats/{anna}/messages", body)
    async with messenger.page.expect_download() as download:
        await chat.column.locator("a[download]").click()
    kept = tmp_path / "got"
    await (await download.value).save_as(kept)
    assert kept.read_text(encoding="utf-8") == "имя;цена"
    assert (await download.value).suggested_filename == "прайс.csv"

    await lab.post(f"/chats/{anna}/messages", {"voice": {"base64": encoded(a_sound())}})
    voice = chat.column.locator(".voice").last
    await voice.get_by_role("button", name="Слушать").click()
    await expect(voice.get_by_role("slider")).not_to_have_attribute("aria-valuenow", "0")


async def test_one_answers_forwards_reacts_changes_and_takes_back(lab: Lab, anna: int, messenger: Messenger) -> None:
    await lab.group(anna, title="Продажи")
    chat = await messenger.open("Анна Белова")
    asked = await lab.ok("sendMessage", chat_id=anna, text="Когда перезвонить?")
    await _act(await chat.sees("Когда перезвонить?"), messenger, "Ответить")
    await chat.say("Завтра в десять")
    said = (await lab.updates())[-1]["message"]
    assert said["reply_to_message"]["message_id"] == asked["message_id"]

    answer = await chat.sees("Завтра в десять")
    await _act(answer, messenger, "Изменить")
    await expect(chat.field).to_have_value("Завтра в десять")
    await chat.field.fill("Завтра в одиннадцать")
    await chat.field.press("Enter")
    await expect(await chat.sees("Завтра в одиннадцать")).to_contain_text("изменено")

    question = chat.log.locator(f"[data-message='{asked['message_id']}']")
    await _act(question, messenger, "Переслать")
    await messenger.page.get_by_role("dialog", name="Куда переслать").get_by_role("button", name="Продажи").click()
    await (await messenger.open("Продажи")).sees("Когда перезвонить?")

    await _act(question, messenger, "👍", role="menuitemradio")
    await expect(question.locator("button.reaction")).to_contain_text("👍")

    await _act(await chat.sees("Завтра в одиннадцать"), messenger, "Удалить")
    sure = messenger.page.get_by_role("dialog", name="Удалить сообщение?")
    await sure.get_by_role("button", name="Удалить").click()
    await expect(chat.log.get_by_text("Завтра в одиннадцать")).to_have_count(0)


async def _act(message: Any, messenger: Messenger, words: str, role: Any = "menuitem") -> None:
    await message.click(button="right")
    await messenger.page.get_by_role("menu").get_by_role(role, name=words).click()


async def test_what_is_new_is_counted_and_found(lab: Lab, anna: int, messenger: Messenger) -> None:
    peter = await lab.talking("Пётр")
    await messenger.open("Анна Белова")
    column = messenger.page.get_by_role("region", name="Пётр", exact=True)
    if await column.count():
        await column.get_by_role("button", name="Закрыть чат: Пётр").click()
    for number in range(3):
        await lab.ok("sendMessage", chat_id=peter, text=f"Новость {number}")
    await expect(messenger.entry("Пётр").locator(".badge")).to_have_text("3")
    await expect(messenger.entry("Пётр")).to_contain_text("Новость 2")
    chat = await messenger.open("Пётр")
    await chat.sees("Новость 2")
    await expect(chat.log).to_contain_text("Новые сообщения")
    await expect(messenger.entry("Пётр").locator(".badge")).to_be_hidden()


async def test_commands_are_chosen_from_their_menu(lab: Lab, anna: int, messenger: Messenger) -> None:
    told = [{"command": "call", "description": "записать звонок"}, {"command": "kpi", "description": "цифры"}]
    await lab.ok("setMyCommands", commands=told)
    chat = await messenger.open("Анна Белова")
    await chat.column.get_by_role("button", name="Меню команд").click()
    menu = chat.column.get_by_role("listbox", name="Меню команд")
    await expect(menu.get_by_role("option")).to_have_count(2)
    await expect(menu).to_contain_text("записать звонок")
    await messenger.page.keyboard.press("Escape")
    await chat.field.fill("/k")
    await expect(menu.get_by_role("option")).to_have_count(1)
    await chat.field.press("ArrowDown")
    await chat.field.press("Enter")
    await chat.sees("/kpi")
    assert (await lab.updates())[-1]["message"]["text"] == "/kpi"


async def test_a_keyboard_below_the_screen_shares_a_contact(lab: Lab, anna: int, messenger: Messenger) -> None:
    chat = await messenger.open("Анна Белова")
    rows = [[{"text": "Мой телефон", "request_contact": True}], [{"text": "Не сейчас"}]]
    await lab.ok("sendMessage", chat_id=anna, text="Ваш номер?", reply_markup={"keyboard": rows})
    await chat.press("Мой телефон")
    assert (await lab.updates())[-1]["message"]["contact"]["user_id"] == anna
    await lab.ok("sendMessage", chat_id=anna, text="Спасибо", reply_markup={"remove_keyboard": True})
    await expect(chat.column.locator("button.key", has_text="Мой телефон")).to_have_count(0)


async def test_topics_are_read_and_written_apart(lab: Lab, anna: int, messenger: Messenger) -> None:
    group = await lab.group(anna, title="Заря · продажи", forum=True, bot_admin=True)
    topic = (await lab.ok("createForumTopic", chat_id=group, name="Победы"))["message_thread_id"]
    await lab.ok("sendMessage", chat_id=group, text="В общей")
    await lab.ok("sendMessage", chat_id=group, text="В победах", message_thread_id=topic)
    chat = await messenger.open("Заря · продажи")
    await chat.sees("В победах")
    topics = chat.column.get_by_role("group", name="Темы")
    await topics.get_by_role("button", name="Победы").click()
    await expect(chat.log.get_by_text("В общей")).to_have_count(0)
    await chat.field.fill("/win")
    await chat.field.press("Enter")
    await chat.sees("/win")
    said = [one["message"] for one in await lab.updates() if one.get("message", {}).get("text") == "/win"]
    assert said[0]["message_thread_id"] == topic


async def test_typing_is_seen_and_passes(lab: Lab, anna: int, messenger: Messenger) -> None:
    chat = await messenger.open("Анна Белова")
    await lab.ok("sendChatAction", chat_id=anna, action="typing")
    await expect(chat.column).to_contain_text("печатает…")
    await lab.ok("sendMessage", chat_id=anna, text="Готово")
    await chat.sees("Готово")
    await expect(chat.column).not_to_contain_text("печатает…")


@pytest.mark.parametrize("look", LOOKS, ids=str)
async def test_every_kind_of_message_is_readable(lab: Lab, anna: int, look: Any) -> None:
    await _one_of_each(lab, anna)
    async with a_browser() as browser, opened(browser, lab.base, look) as page:
        messenger = Messenger(page, look)
        await messenger.ready()
        chat = await messenger.open("Анна Белова")
        await chat.sees("Последнее")
        for top in (0, 400, 800, 10_000):
            await chat.log.evaluate("(log, top) => { log.scrollTop = top; }", top)
            await page.wait_for_timeout(100)
            assert await low_contrasts(page) == []
            assert await overflow(page) <= 0
        await _over_everything(chat, messenger)


async def _one_of_each(lab: Lab, anna: int) -> None:
    said = f"/chats/{anna}/messages"
    await lab.post(said, {"text": "Человек пишет https://example.org и /start"})
    await lab.post(said, {"photo": {"base64": encoded(PICTURE.read_bytes())}})
    long = "очень длинное имя файла с прайсом на весь год.xlsx"
    await lab.post(said, {"document": {"name": long, "base64": encoded(b"1")}})
    await lab.post(said, {"voice": {"base64": encoded(a_sound())}})
    await lab.post(said, {"contact": {"phone_number": "+79000000012", "first_name": "Пётр"}})
    await lab.post(said, {"location": {"latitude": 55.75, "longitude": 37.61}})
    await lab.post(said, {"sticker": "🙂"})
    html = {"text": " ".join(MARKUP), "parse_mode": "HTML"}
    asked = (await lab.ok("sendMessage", chat_id=anna, disable_notification=True, **html))["message_id"]
    await lab.post(said, {"text": "Ответ на это", "reply_to": asked})
    rows = keyboard([("Да", "1"), ("Нет", "2"), ("Может быть, но не сейчас", "3")])
    rows["inline_keyboard"].append([{"text": "Сайт", "url": "https://example.org"}])
    answer = {"reply_markup": rows, "reply_parameters": {"message_id": asked}}
    await lab.ok("sendMessage", chat_id=anna, text="Кнопки", **answer)
    await lab.ok("pinChatMessage", chat_id=anna, message_id=asked)
    thumb = [{"type": "emoji", "emoji": "👍"}]
    await lab.ok("setMessageReaction", chat_id=anna, message_id=asked, reaction=thumb)
    await lab.ok("sendMessage", chat_id=anna, text="Последнее", reply_markup={"keyboard": [[{"text": "Кнопка снизу"}]]})


async def _over_everything(chat: Chat, messenger: Messenger) -> None:
    """A menu, and a dialog, lie over the page."""
    await (await chat.sees("Последнее")).click(button="right")
    await expect(messenger.page.get_by_role("menu")).to_be_visible()
    assert await low_contrasts(messenger.page) == []
    await messenger.page.get_by_role("menu").get_by_role("menuitem", name="Переслать").click()
    await expect(messenger.page.get_by_role("dialog", name="Куда переслать")).to_be_visible()
    assert await low_contrasts(messenger.page) == []
    await messenger.page.keyboard.press("Escape")
