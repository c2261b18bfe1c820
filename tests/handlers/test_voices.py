"""Voices: taken in a note and as evidence, played back to whoever may see the client."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.methods import SendMessage, SendVoice

from sales.actions.activities import LogAct, log_act
from sales.activities import ActKind, Direction, Outcome
from sales.clients import Client
from sales.errors import NotYours
from sales.leads import Question
from sales.people import Role
from sales.voices import VoiceFile
from tests.builders import NOW, Firm
from tests.handlers.phone import plain
from tests.handlers.rep import Rep


@pytest.fixture
def rep(firm: Firm) -> Rep:
    return Rep(firm, firm.actor(Role.LEAD_GENERATOR, name="Елена Орлова"))


@pytest.fixture
def client(firm: Firm, rep: Rep) -> Client:
    return firm.client(rep.actor, phone="+79000000012")


def played(rep: Rep) -> list[tuple[object, object, str]]:
    """(chat, file, caption)."""
    sent = [call for call in rep.screen.calls if isinstance(call, SendVoice)]
    return [(call.chat_id, call.voice, plain(call.caption or "")) for call in sent]


async def test_a_spoken_note_is_kept_with_the_call_and_heard_from_the_card(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка", "Думает")
    await rep.speak(42)
    await rep.tap("завтра 10:00")
    assert "💬 голосовая, 0:42" in rep.text
    await rep.tap("Сохранить", "Карточка")
    assert "📞 сегодня, ср 25 ноября, 10:00 · думает · Орлова · «голосовая, 0:42»" in rep.text
    await rep.tap("Голосовые (1)")
    me = rep.actor.telegram_id
    assert played(rep) == [(me, "voice-42", "💬 «Ромашка» · заметка\nЕлена Орлова, сегодня, ср 25 ноября, 10:00")]
    assert "🏢 <b>ООО «Ромашка»</b>" in rep.text, "the card follows"


async def test_words_may_come_with_the_voice_or_after_it(rep: Rep, client: Client) -> None:
    await rep.write("/call")
    await rep.tap("Ромашка")
    await rep.speak(65, caption="просят скидку")
    assert "💬 просят скидку (голосовая, 1:05)" in rep.text
    await rep.tap("Отказ")
    await rep.write("просят скидку 5 %")
    await rep.tap("Без шага", "Сохранить")
    assert rep.acts(client) == [("call", "refused", "просят скидку 5 %")]
    assert len(rep.firm.work.voices.of_client(client.id)) == 1


async def test_evidence_by_voice_is_the_yes_and_stands_in_the_review(rep: Rep, client: Client) -> None:
    await rep.write("/lead")
    await rep.tap("Ромашка")
    await rep.speak(42)
    assert "Что из нашего это решает" in rep.text
    await rep.tap("Назад")
    assert "Сейчас: «голосовая, 0:42»" in rep.text
    await rep.write("заявки теряются")
    assert rep.firm.work.voices.of_client(client.id) == []
    await rep.speak(7, caption="модуль")
    lead = rep.firm.work.leads.open_of_client(client.id)
    assert lead is not None
    kept = [(one.question, one.words) for one in rep.firm.work.leads.answers(lead.id)]
    assert kept == [(Question.PAINS, "заявки теряются"), (Question.FIT, "модуль")]


async def test_the_review_of_a_lead_plays_them_too(rep: Rep, client: Client) -> None:
    await rep.write("/lead")
    await rep.tap("Ромашка")
    await rep.speak(42)
    for _ in range(5):
        await rep.tap("Не знаю")
    await rep.write("пт в 11")
    await rep.tap("Верно", "Сайт")
    assert "Боль: голосовая, 0:42" in rep.text
    await rep.tap("Голосовые (1)")
    assert [caption.split("\n")[0] for _, _, caption in played(rep)] == ["💬 «Ромашка» · Боль"]
    assert "Боль: голосовая, 0:42" in rep.text, "the review follows"


async def test_where_a_sum_is_due_a_voice_is_answered_and_the_step_stays(rep: Rep, client: Client) -> None:
    await rep.write("/lead")
    await rep.tap("Ромашка")
    for answer in ("боль", "решение"):
        await rep.write(answer)
    assert "Какой продукт?" in rep.text
    await rep.speak()
    assert any("Здесь нужен текст" in (shown.text or "") for shown in rep.screen.shown.values())
    assert "Какой продукт?" in rep.text


async def test_a_press_that_outlived_the_right_is_refused(rep: Rep, client: Client, firm: Firm) -> None:
    form = LogAct(client.id, ActKind.CALL, Direction.COLD, Outcome.REFUSED, voice=VoiceFile("f", "u", 3))
    log_act(firm.work, rep.actor, form, NOW)
    await rep.press_data(f"vo:{client.id}", 5)
    assert len(played(rep)) == 1
    firm.work.clients.save(replace(client, owner_id=firm.actor(Role.HUNTER).member_id))
    with pytest.raises(NotYours):
        await rep.press_data(f"vo:{client.id}", 5)


async def test_what_another_bot_has_kept_is_told(rep: Rep, client: Client, firm: Firm) -> None:
    form = LogAct(client.id, ActKind.CALL, Direction.COLD, Outcome.REFUSED, voice=VoiceFile("f", "u", 3))
    log_act(firm.work, rep.actor, form, NOW)
    sent = rep.screen.make_request

    async def refuse(bot, method, timeout=None):  # type: ignore[no-untyped-def]  # noqa: ASYNC109
        if isinstance(method, SendVoice):
            raise TelegramBadRequest(method, "wrong file identifier/HTTP URL specified")
        return await sent(bot, method, timeout)

    rep.screen.make_request = refuse  # type: ignore[method-assign]
    await rep.press_data(f"vo:{client.id}", 5)
    assert rep.text == "⚠️ 1 запись не открывается: её хранил другой бот."


async def test_an_empty_list_and_a_long_one_are_told(rep: Rep, client: Client, firm: Firm) -> None:
    await rep.press_data(f"vo:{client.id}", 5)
    assert rep.text == "По клиенту «Ромашка» голосовых нет."
    for number in range(12):
        form = LogAct(client.id, ActKind.CALL, Direction.COLD, Outcome.REFUSED, voice=VoiceFile(f"f{number}", "u", 3))
        log_act(firm.work, rep.actor, form, NOW)
    await rep.press_data(f"vo:{client.id}", 5)
    texts = [plain(call.text) for call in rep.screen.calls if isinstance(call, SendMessage)]
    assert "Ещё 2 записи старше, они не отправлены." in texts
    assert len(played(rep)) == 10
