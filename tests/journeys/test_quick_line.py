"""A rep's quick ways in over HTTP, with counted taps: the typed line, what is passed on, a voice that travels."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from tests.journeys.conftest import Life
from tests.journeys.firm import ANSWERS, Firm, found
from tests.journeys.stage import Person, Stage

VOICE = {"base64": base64.b64encode(b"OggS").decode(), "name": "voice.oga", "mime": "audio/ogg"}


@pytest.fixture
async def firm(stage: Stage, life: Life) -> Firm:
    return await found(stage, life)


async def with_client(rep: Person, line: str = "ООО «Ромашка» +7 900 000-00-12") -> None:
    await rep.say("/call")
    await rep.say(line)
    await rep.press("Новый")
    await rep.press("Не дозвонился")


async def test_a_call_takes_a_typed_line_and_one_tap(stage: Stage, life: Life, firm: Firm) -> None:
    rep = firm.orlova
    await with_client(rep)
    before, taps = await stage.last_call(), rep.taps
    card = await rep.say("/call Ромашка: дозвонился, перезвонить завтра в 15")
    assert "15:00" in card.text and "Москва, UTC+3" in card.text and "Записать?" in card.text
    await life.restart()
    await rep.press("Записать")
    assert rep.taps - taps == 1
    assert "✅ Записано" in (await rep.last()).text
    shown = [call["method"] for call in await stage.calls(before) if "Message" in call["method"]]
    assert shown == ["sendMessage", "editMessageText"], "one message, which becomes what was saved"
    await rep.press("Карточка")
    assert "15:00" in (await rep.last()).text


async def test_a_forwarded_contact_becomes_a_clients_in_one_tap_and_its_messages_find_it(
    stage: Stage, firm: Firm
) -> None:
    rep = firm.orlova
    await with_client(rep)
    ilyin = await stage.person("Пётр Ильин")
    taps = rep.taps
    contact = {"phone_number": "+79000000077", "first_name": "Пётр", "last_name": "Ильин", "user_id": ilyin.id}
    await rep.say(contact=contact)
    await rep.press("Ромашка")
    assert rep.taps - taps == 1
    assert "Контакт записан" in (await rep.last()).text
    shown = await rep.say("Когда пришлёте расчёт?", forward_from=ilyin.id)
    assert shown.buttons[0].startswith("ООО «Ромашка»")
    taps = rep.taps
    await rep.press("Ромашка")
    await rep.press("Заметка клиенту")
    assert rep.taps - taps == 2
    await rep.press("Карточка")
    assert "Пётр Ильин: Когда пришлёте расчёт?" in (await rep.last()).text
    shown = await rep.say(contact=contact)
    assert shown.text.startswith("🏢 ООО «Ромашка»"), "the number is known by now"


async def test_what_a_client_wrote_becomes_evidence_in_three_taps(stage: Stage, firm: Firm) -> None:
    rep = firm.orlova
    await with_client(rep)
    taps = rep.taps
    await rep.say("Теряем заявки из мессенджеров", forward_from="Пётр Ильин")
    await rep.press("Ромашка")
    await rep.press("В черновик лида")
    await rep.press("Боль")
    assert rep.taps - taps == 3
    assert "1 из 4" in (await rep.last()).text


async def test_a_voice_given_as_evidence_is_heard_by_who_takes_over(stage: Stage, firm: Firm) -> None:
    giver, hunter, other = firm.orlova, firm.karimov, firm.belova
    await giver.say("/lead")
    await giver.say("ООО «Ромашка» +7 900 000-00-12")
    await giver.press("Новый")
    heard = await giver.say(voice=VOICE)
    assert "Что из нашего это решает" in heard.text
    for answer in ANSWERS[1:]:
        await giver.say(answer)
    await giver.say("завтра в 11")
    await giver.press("Верно")
    await giver.press("Сайт")
    assert "Боль: голосовая, 0:01" in (await giver.last()).text
    await giver.press("Передать")
    card = await hunter.sees("Новый лид · ООО «Ромашка»")
    assert "Боль: голосовая, 0:01" in card.text
    taps = hunter.taps
    await hunter.press("Голосовые (1)")
    assert hunter.taps - taps == 1
    assert (await voices_of(hunter))[-1]["voice"]["url"] == (await voices_of(giver))[0]["voice"]["url"]
    await hunter.press("Принять")
    await hunter.say("/find Ромашка")
    await hunter.press("Голосовые (1)")
    assert len(await voices_of(hunter)) == 2
    seen = (await hunter.messages())[-2].raw
    assert "Боль" in (seen.get("caption") or seen.get("text") or "")
    await other.say("/find Ромашка")
    assert not any("Голосовые" in button for button in (await other.last()).buttons)


async def voices_of(person: Person) -> list[dict[str, Any]]:
    return [seen.raw for seen in await person.messages() if seen.raw.get("voice")]


async def test_a_meeting_goes_to_the_calendar(stage: Stage, firm: Firm) -> None:
    rep = firm.orlova
    await with_client(rep)
    taps = rep.taps
    await rep.say("/meeting Ромашка: завтра в 11, Ленина, 1")
    await rep.press("Записать")
    await rep.press("В календарь")
    assert rep.taps - taps == 2
    file = (await rep.last()).raw["document"]
    assert file["name"] == "meeting.ics"


async def test_a_name_typed_in_the_street_finds_its_card(stage: Stage, firm: Firm) -> None:
    rep = firm.orlova
    await with_client(rep)
    assert (await rep.say("ромашка")).text.startswith("🏢 ООО «Ромашка»")
    assert (await rep.say("89000000012")).text.startswith("🏢 ООО «Ромашка»")


async def test_leaving_a_leads_form_says_that_the_answers_stay(stage: Stage, firm: Firm) -> None:
    rep = firm.orlova
    await with_client(rep)
    await rep.say("/lead")
    await rep.press("Ромашка")
    await rep.say("заявки теряются")
    answer = await rep.press("Отмена")
    assert answer is not None and "Ответы сохранены" in answer["text"]
