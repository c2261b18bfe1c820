"""Whatever goes wrong, the person gets an answer and the process lives on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from aiogram import Bot, Dispatcher, Router
from aiogram.exceptions import TelegramServerError
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message
from aiogram_dialog.api.exceptions import UnknownIntent

from bot import session
from bot.dialog_memory import DialogMemory
from bot.errors import errors_router
from bot.faults import Faults
from bot.identity import CleanSlate
from bot.pacing import Pacer
from bot.posting import plain
from bot.session import open_bot
from handlers.here import KEY, Here
from sales.errors import AlreadyTaken
from sales.people import Role
from storage.desk import Desk
from storage.engine import Storage
from storage.work import open_work
from tests.bot.fakes import TOKEN, FakeTelegram, FakeWords, bad_request, forbidden, lost_reply, server_error
from tests.builders import NOW, a_firm

PERSON = {"id": 7, "is_bot": False, "first_name": "Anna"}
CHAT = {"id": 7, "type": "private", "first_name": "Anna"}
MESSAGE = {"message_id": 1, "date": 0, "chat": CHAT, "from": PERSON, "text": "hi"}
TYPED = {"update_id": 1, "message": MESSAGE}
PRESS = {
    "update_id": 2,
    "callback_query": {"id": "9", "from": PERSON, "chat_instance": "1", "data": "x", "message": MESSAGE},
}


class Scene:
    """A dispatcher whose only handler does what the test says."""

    def __init__(self, storage: Storage, telegram: FakeTelegram) -> None:
        self.storage, self.telegram = storage, telegram
        self.desk, self.memory = Desk(storage), DialogMemory(storage)
        self.bot: Bot = open_bot(TOKEN, None, Pacer(is_on=False), telegram)
        self.with_here = True

    async def feed(self, update: dict[str, Any], act: Callable[[], Exception]) -> None:
        words: Any = FakeWords()
        router = Router()

        async def fail(_: Message | CallbackQuery, state: FSMContext) -> None:
            await state.update_data(half="way")
            raise act()

        router.message.register(fail)
        router.callback_query.register(fail)
        dispatcher = Dispatcher(storage=self.memory)
        dispatcher.update.outer_middleware(CleanSlate(self.memory))
        dispatcher.include_routers(errors_router(Faults(self.desk), words), router)
        here = {KEY: Here(None, self.desk, words, NOW)} if self.with_here else {}
        with self.memory.one_update() as self.buffer:
            await dispatcher.feed_raw_update(self.bot, update, **here)

    def said(self) -> list[str]:
        messages = [call.text for call in self.telegram.named("sendMessage")]
        return messages + [call.text for call in self.telegram.named("answerCallbackQuery")]


@pytest.fixture
def scene(storage: Storage, telegram: FakeTelegram) -> Scene:
    return Scene(storage, telegram)


async def test_a_refusal_of_the_trade_is_told_in_its_words(scene: Scene) -> None:
    await scene.feed(TYPED, lambda: AlreadyTaken(who="Каримов"))
    assert scene.said() == ["error-already-taken who=Каримов"]


async def test_a_failure_half_way_leaves_the_conversation_where_it_was(scene: Scene) -> None:
    await scene.feed(TYPED, lambda: AlreadyTaken(who="x"))
    assert scene.buffer == {}


async def test_a_press_is_answered_by_an_alert(scene: Scene) -> None:
    await scene.feed(PRESS, lambda: AlreadyTaken(who="<b>Каримов</b> &amp; Co" + "x" * 300))
    (answer,) = scene.telegram.named("answerCallbackQuery")
    assert answer.show_alert
    assert answer.text.startswith("error-already-taken who=Каримов & Co")
    assert len(answer.text) == 200


async def test_an_old_button_says_so(scene: Scene) -> None:
    await scene.feed(PRESS, lambda: UnknownIntent("gone"))
    assert scene.said() == ["stale-button"]


async def test_a_fault_is_apologised_for_with_a_number_and_told_to_the_owners_once(scene: Scene) -> None:
    owner = await scene.storage.write(lambda conn: a_firm(open_work(conn)).member(Role.OWNER))
    faults = Faults(scene.desk)
    references = {await faults.report(LookupError("x"), 5), await faults.report(LookupError("y"), 6)}
    assert len(references) == 2
    query = "SELECT member_id, kind, subject FROM outbox"
    rows = await scene.storage.read(lambda conn: conn.exec_driver_sql(query).all())
    assert rows == [(owner.id, "fault", 5)]


@pytest.mark.parametrize("with_here", [True, False])
async def test_whoever_met_a_fault_hears_its_number(scene: Scene, with_here: bool) -> None:
    scene.with_here = with_here
    await scene.feed(TYPED, lambda: LookupError("secret detail"))
    (said,) = scene.said()
    assert said.startswith("error-unexpected reference=")
    assert "secret" not in said


@pytest.mark.parametrize(
    "refusal", [bad_request("query is too old"), bad_request("message is not modified"), forbidden()]
)
async def test_what_nobody_needs_to_know_is_passed_over(scene: Scene, refusal: Any) -> None:
    await scene.feed(TYPED, lambda: refusal(None))
    assert scene.said() == []


async def test_an_error_that_cannot_be_told_ends_quietly(scene: Scene) -> None:
    scene.telegram.next("sendMessage", lost_reply)
    await scene.feed(TYPED, lambda: AlreadyTaken(who="x"))


def test_alerts_know_no_markup() -> None:
    assert plain("<b>5</b> &lt; 6") == "5 < 6"


@pytest.mark.parametrize("hitch", [server_error, lost_reply])
async def test_an_edit_is_made_again_after_a_hitch(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, hitch: Callable[[Any], Exception]
) -> None:
    monkeypatch.setattr(session, "PAUSE", 0)
    scene.telegram.next("editMessageText", hitch, hitch)
    await scene.bot.edit_message_text("new", chat_id=7, message_id=1)
    assert len(scene.telegram.named("editMessageText")) == 3


async def test_a_message_is_not_sent_again_after_a_hitch(scene: Scene) -> None:
    scene.telegram.next("sendMessage", server_error)
    with pytest.raises(TelegramServerError):
        await scene.bot.send_message(7, "new")
    assert len(scene.telegram.named("sendMessage")) == 1
