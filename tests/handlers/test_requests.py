"""Inbound requests on phones: dropped in by a form, a line or a reply in a group; answered from cards."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from aiogram.methods import SendMessage

from handlers.features import RENDERERS
from handlers.notices import Envelope, Sender
from sales.actions.own import SetAway, set_away
from sales.actions.request_routing import fire_requests
from sales.company import Place
from sales.errors import AlreadyTaken, BadNumber, Empty, TooLong
from sales.leads import Source
from sales.notices import NoticeKind
from sales.people import Role
from sales.ports import NEW
from sales.requests import InboundRequest, RequestEnd, RequestState
from storage.requests import request as request_table
from tests.builders import NOW, Firm
from tests.handlers.phone import plain
from tests.handlers.rep import Rep

GROUP = -100500


class Room:
    def __init__(self, firm: Firm, conn: sa.Connection) -> None:
        self.firm, self.work, self.conn = firm, firm.work, conn
        self.orlova = Rep(firm, firm.actor(Role.LEAD_GENERATOR, name="Елена Орлова"))
        self.smirnov = Rep(firm, firm.actor(Role.LEAD_GENERATOR, name="Пётр Смирнов"))
        self.head = Rep(firm, firm.actor(Role.HEAD, name="Игорь Громов"))
        self.assistant = Rep(firm, firm.actor(Role.ASSISTANT, name="Ольга Павлова"))

    @property
    def last(self) -> InboundRequest:
        number = self.conn.scalar(sa.select(sa.func.max(request_table.c.id)))
        return self.work.requests.get(number or 0)

    def place(self) -> Place:
        return self.work.places.add(
            Place(NEW, self.firm.team.id, GROUP, None, "Продажи", self.head.actor.member_id, NOW)
        )

    async def dropped(self, line: str = "Иван, +7 900 000-00-12, нужен склад, с сайта") -> InboundRequest:
        await self.assistant.write(f"/request {line}")
        await self.assistant.tap("Отправить")
        return self.last

    async def line(self, place: Place) -> str:
        sender = Sender(self.head.desk, self.head.words, self.head.now)  # type: ignore[arg-type]
        envelope = Envelope(NoticeKind.REQUEST_LINE, self.last.id, {}, None, place)
        outgoing = await RENDERERS[NoticeKind.REQUEST_LINE](sender, envelope)
        assert outgoing is not None and outgoing.keyboard is None
        return plain(outgoing.text)

    def wait(self, minutes: int) -> None:
        for one in (self.orlova, self.smirnov, self.head, self.assistant):
            one.now = NOW + timedelta(minutes=minutes)
        while fire_requests(self.work, NOW + timedelta(minutes=minutes)):
            pass


@pytest.fixture
def room(firm: Firm, conn: sa.Connection) -> Room:
    return Room(firm, conn)


async def in_group(rep: Rep, text: str, said: dict[str, Any] | None = None, **more: Any) -> list[str]:
    """What the bot says there."""
    before = len(rep.screen.calls)
    chat = {"id": GROUP, "type": "supergroup", "title": "Продажи"}
    message = {**rep._message(next(rep.screen.ids)), "chat": chat, "text": text}
    message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}]
    if said is not None:
        base = {"message_id": 7, "date": int(rep.now.timestamp()), "chat": chat}
        message["reply_to_message"] = {**base, **said}
    await rep._feed(message={**message, **more})
    return [plain(call.text) for call in rep.screen.calls[before:] if isinstance(call, SendMessage)]


def person(number: int, first_name: str, **more: Any) -> dict[str, Any]:
    return {"id": number, "is_bot": False, "first_name": first_name, **more}


class TestForm:
    async def test_three_taps_with_every_question_asked(self, room: Room) -> None:
        rep = room.assistant
        await rep.write("/request")
        await rep.write("нужен склад на 20 человек")
        await rep.tap("Без контакта", "Сайт", "Отправить")
        assert rep.text == "💬 Заявка отправлена. Орлова, ответ до 10:30"
        assert (room.last.words, room.last.source, room.last.phone) == ("нужен склад на 20 человек", Source.SITE, None)

    async def test_one_line_leaves_one_tap(self, room: Room) -> None:
        rep = room.assistant
        await rep.write("/request Иван, +7 900 000-00-12, нужен склад, с сайта")
        assert "Заявка · Сайт" in rep.text and "👤 Иван, +7 900 000-00-12" in rep.text
        await rep.tap("Отправить")
        assert (room.last.words, room.last.contact, room.last.phone) == ("нужен склад", "Иван", "+79000000012")

    async def test_a_line_without_a_source_is_asked_for_it_and_the_last_one_comes_first(self, room: Room) -> None:
        await room.dropped("Иван, +7 900 000-00-12, нужен склад, от партнёра")
        rep = room.assistant
        await rep.write("/request Анна, +7 900 000-00-13, нужен склад")
        assert next(iter(rep.buttons())) == "Партнёр"
        await rep.tap("Партнёр", "Отправить")
        assert room.last.source is Source.PARTNER

    async def test_everything_can_be_changed_on_the_review(self, room: Room) -> None:
        rep = room.assistant
        await rep.write("/request нужен склад, с сайта")
        await rep.share("79000000012", "Иван")
        await rep.tap("Слова")
        await rep.write("нужен офис")
        await rep.tap("Контакт")
        await rep.write("Анна 8 900 000-00-13")
        await rep.tap("Источник", "Выставка", "Отправить")
        assert (room.last.words, room.last.contact, room.last.phone, room.last.source) == (
            "нужен офис",
            "Анна",
            "+79000000013",
            Source.EXHIBITION,
        )

    async def test_bad_input_is_refused_and_the_step_stays(self, room: Room) -> None:
        rep = room.assistant
        await rep.write("/request")
        with pytest.raises(TooLong):
            await rep.write("ы" * 4097)
        with pytest.raises(Empty):
            await rep.write(" \u200e ")
        await rep.sticker()
        assert any("нужен текст" in (one.text or "") for one in rep.screen.shown.values())
        await rep.write("ы" * 4000)
        with pytest.raises(BadNumber):
            await rep.write("Иван 8 900 000")
        await rep.tap("Назад")
        assert "Что нужно клиенту?" in rep.text
        with pytest.raises(TooLong):
            await rep.write("/request " + "ы" * 4097)

    async def test_a_broken_number_on_a_contact_card_leaves_the_name(self, room: Room) -> None:
        rep = room.assistant
        await rep.write("/request нужен склад, с сайта")
        await rep.share("12", "Иван")
        assert "👤 Иван\n" in rep.text + "\n" and "12" not in rep.text

    async def test_the_same_phone_again_says_whose_it_is(self, room: Room) -> None:
        await room.dropped()
        await room.dropped("Иван, 8 900 000 00 12, и ещё погрузчик, с сайта")
        assert room.assistant.text == "💬 Такая заявка уже есть, второй не будет.\nТеперь ведёт: Елена Орлова"

    async def test_with_nobody_here_the_head_has_it(self, room: Room) -> None:
        for one in (room.orlova, room.smirnov):
            set_away(room.work, one.actor, SetAway(NOW + timedelta(hours=1)), NOW)
        await room.dropped()
        assert "решает руководитель" in room.assistant.text
        await room.dropped()
        assert room.assistant.text == "💬 Такая заявка уже есть, второй не будет."


class TestGroup:
    async def test_a_reply_makes_a_request_of_the_message_and_of_who_wrote_it(self, room: Room) -> None:
        place = room.place()
        said = {"from": person(9, "Иван", last_name="Ильин"), "text": "Нужен склад, звоните 8 900 000 00 12"}
        assert await in_group(room.assistant, "/lead", said) == [], "the line comes by itself"
        request = room.last
        assert (request.words, request.contact, request.phone) == (said["text"], "Иван Ильин", "+79000000012")
        assert request.source is Source.OTHER
        assert await room.line(place) == "💬 Заявка · Другое: «Нужен склад, звоните …» · Орлова, ответ до 10:30"

    async def test_a_colleagues_message_is_no_contact_and_a_word_behind_names_the_source(self, room: Room) -> None:
        room.place()
        colleague = person(room.head.actor.telegram_id, "Игорь")
        await in_group(room.assistant, "/lead", {"from": colleague, "caption": "склад"})
        assert (room.last.source, room.last.contact, room.last.words) == (Source.COLLEAGUE, "", "склад")
        await in_group(room.assistant, "/lead  с сайта", {"from": colleague, "text": "офис", "message_id": 8})
        assert room.last.source is Source.SITE

    async def test_forwarded_words_shared_contacts_and_channels_tell_who_asks(self, room: Room) -> None:
        room.place()
        me, date = person(room.head.actor.telegram_id, "Игорь"), int(NOW.timestamp())
        hidden = {"type": "hidden_user", "date": date, "sender_user_name": "Анна"}
        shown = {"type": "user", "date": date, "sender_user": person(8, "Олег")}
        card = {"phone_number": "79000000013", "first_name": "Пётр"}
        channel = {"id": -9, "type": "channel", "title": "Стройка"}
        cases = [
            ({"from": me, "text": "склад", "forward_origin": hidden}, ("Анна", "склад")),
            ({"from": me, "text": "офис", "forward_origin": shown}, ("Олег", "офис")),
            ({"from": me, "contact": card}, ("Пётр", "Прислан контакт")),
            ({"from": person(136817688, "Channel"), "sender_chat": channel, "text": "цех"}, ("Стройка", "цех")),
            ({"from": {**person(5, "Форма"), "is_bot": True}, "text": "гараж"}, ("", "гараж")),
        ]
        for number, (said, expected) in enumerate(cases):
            await in_group(room.assistant, "/lead", {**said, "message_id": 20 + number})
            assert (room.last.contact, room.last.words) == expected

    async def test_in_a_topic_the_thread_gets_the_line(self, room: Room) -> None:
        room.place()
        thread = room.work.places.add(replace(room.place(), id=NEW, thread_id=5, news=frozenset()))
        topic = {"message_thread_id": 5, "is_topic_message": True}
        await in_group(room.assistant, "/lead", {"from": person(9, "Иван"), "text": "склад"}, **topic)
        assert "склад" in await room.line(thread)

    async def test_what_cant_be_one_explains_itself(self, room: Room) -> None:
        rep = room.assistant
        assert "не подключена" in (await in_group(rep, "/lead", {"from": person(9, "Иван"), "text": "склад"}))[0]
        room.place()
        own = {"id": rep.bot.id, "is_bot": True, "first_name": "Бот"}
        for said in (None, {"from": person(9, "Иван")}, {"from": own, "text": "💬 Заявка"}):
            (how,) = await in_group(rep, "/lead", said)
            assert how.startswith("Ответьте командой /lead")
        long = {"from": person(9, "Иван"), "text": "\u200e"}
        assert await in_group(rep, "/lead", long) != []
        assert room.conn.scalar(sa.select(sa.func.count()).select_from(request_table)) == 0

    async def test_the_second_one_to_reply_is_told(self, room: Room) -> None:
        room.place()
        said = {"from": person(9, "Иван"), "text": "склад"}
        await in_group(room.assistant, "/lead", said)
        (again,) = await in_group(room.head, "/lead", said)
        assert "уже есть" in again

    async def test_a_strangers_command_is_ignored(self, room: Room) -> None:
        room.place()
        room.assistant.actor, was = None, room.assistant.actor  # type: ignore[assignment]
        message = {"from": person(9, "Иван"), "text": "склад"}
        room.assistant._message = lambda number: {  # type: ignore[method-assign]
            "message_id": number, "date": int(NOW.timestamp()), "from": person(77, "Чужой"), "chat": {}
        }  # fmt: skip
        assert await in_group(room.assistant, "/lead", message) == []
        assert was


class TestCards:
    async def test_the_card_tells_all_and_the_taken_one_leads_to_the_lead_form(self, room: Room) -> None:
        karimov = room.firm.actor(Role.HUNTER, name="Тимур Каримов")
        for name in ("Вектор", "Вектор Юг"):
            room.firm.client(karimov, name, name.casefold(), "+79000000012")
        request = await room.dropped()
        rep = room.orlova
        await rep.deliver(NoticeKind.REQUEST)
        assert rep.text.split("\n") == [
            "💬 <b>Заявка · Сайт</b>",
            "«нужен склад»",
            "👤 Иван, +7 900 000-00-12",
            "Передаёт: Ольга Павлова",
            "🏢 Похоже: «Вектор» · Каримов",
            "🏢 Похоже: «Вектор Юг» · Каримов",
            "⏰ Ответьте до 10:30",
        ]
        await rep.tap("Беру")
        assert "Свяжитесь и оформите лид" in rep.text and "Заявка у вас" in rep.answers
        await rep.tap("Оформить лид", "Новый")
        await rep.write("Ромашка")
        await rep.tap("это новый")
        assert "«Ромашка»" in rep.text and "Шаг 1" in rep.text
        client = room.work.requests.get(request.id).client_id
        assert client is not None
        lead = room.work.leads.open_of_client(client)
        assert lead is not None and lead.source is Source.SITE
        (contact,) = room.work.clients.contacts(client)
        assert (contact.name, contact.phone) == ("Иван", "+79000000012")

    async def test_a_known_client_goes_straight_to_its_owners_form(self, room: Room) -> None:
        room.firm.client(room.smirnov.actor, phone="+79000000012")
        await room.dropped()
        rep = room.smirnov
        await rep.deliver(NoticeKind.REQUEST)
        assert "🏢 Ваш клиент: «Ромашка»" in rep.text
        await rep.tap("Беру", "Оформить лид")
        assert "«Ромашка»" in rep.text and "Шаг 1" in rep.text

    async def test_somebody_elses_client_is_handed_to_its_owner(self, room: Room) -> None:
        karimov = Rep(room.firm, room.firm.actor(Role.HUNTER, name="Тимур Каримов"))
        room.firm.client(karimov.actor)
        await room.assistant.write("/request нужен склад, с сайта")
        await room.assistant.tap("Без контакта", "Отправить")
        rep = room.orlova
        await rep.deliver(NoticeKind.REQUEST)
        await rep.tap("Беру", "Оформить лид")
        await rep.write("Ромашка")
        await rep.tap("Ромашка")
        assert rep.text == "💬 «Ромашка» · ведёт Каримов. Заявка передана туда."
        await karimov.deliver(NoticeKind.REQUEST_OWNER)
        assert "Заявка от вашего клиента · «Ромашка»" in karimov.text
        assert {"🎯 Оформить лид", "🏢 Карточка"} <= set(karimov.buttons())

    async def test_leaving_the_choice_of_a_client_leads_to_the_menu(self, room: Room) -> None:
        await room.dropped()
        rep = room.orlova
        await rep.deliver(NoticeKind.REQUEST)
        await rep.tap("Беру", "Оформить лид", "Отмена")
        assert "чем займёмся" in rep.text
        assert room.last.state is RequestState.TAKEN

    async def test_cant_passes_it_on(self, room: Room) -> None:
        await room.dropped()
        await room.orlova.deliver(NoticeKind.REQUEST)
        await room.orlova.tap("Не могу")
        assert "Смирнов, ответ до 10:30" in room.orlova.text
        assert room.last.holder_id == room.smirnov.actor.member_id

    async def test_the_late_one_learns_who_has_it(self, room: Room) -> None:
        await room.dropped()
        await room.orlova.deliver(NoticeKind.REQUEST)
        room.wait(30)
        await room.smirnov.deliver(NoticeKind.REQUEST)
        await room.smirnov.tap("Беру")
        with pytest.raises(AlreadyTaken):
            await room.orlova.tap("Беру")
        await room.orlova.write("/requests")
        assert "Открытых заявок нет" in room.orlova.text

    async def test_it_is_closed_with_a_reason_after_a_second_press(self, room: Room) -> None:
        await room.dropped()
        rep = room.orlova
        await rep.deliver(NoticeKind.REQUEST)
        await rep.tap("Беру", "Закрыть", "Назад", "Закрыть", "Не наш клиент")
        assert "Закрыта: Не наш клиент" in rep.text
        assert room.last.end is RequestEnd.NOT_OURS

    async def test_warned_in_time_and_asked_what_came_of_it(self, room: Room) -> None:
        await room.dropped()
        room.wait(20)
        rep = room.orlova
        await rep.deliver(NoticeKind.REQUEST_WARN)
        assert rep.text == "⏰ <b>Заявка · Сайт</b>: ответ до 10:30\n«нужен склад»"
        await rep.tap("Беру")
        room.wait(50)
        await rep.deliver(NoticeKind.REQUEST_WARN)
        assert rep.text.startswith("⏰ <b>Заявка · Сайт</b>: ещё не оформлена")
        await rep.tap("Закрыть", "Спам")
        assert await rep.deliver(NoticeKind.REQUEST_WARN) is False, "nobody needs it any more"

    async def test_long_words_are_behind_more(self, room: Room) -> None:
        await room.dropped("сл " * 1000 + ", Иван, +7 900 000-00-12, с сайта")
        rep = room.orlova
        await rep.deliver(NoticeKind.REQUEST)
        await rep.tap("Подробнее")
        assert rep.text.count("сл") == 1000


class TestHeads:
    async def test_the_head_gives_it_to_somebody(self, room: Room) -> None:
        await room.dropped()
        room.wait(30)
        room.wait(60)
        head = room.head
        await head.deliver(NoticeKind.REQUEST_STUCK)
        assert "не взята" in head.text and "Ответа в срок нет (Орлова, Смирнов)" in head.text
        await head.tap("Елена Орлова")
        assert "Елена Орлова: ответ до 11:30" in head.answers[-1] if head.answers[-1] else False
        assert "Орлова, ответ до 11:30" in head.text
        assert room.last.holder_id == room.orlova.actor.member_id

    async def test_or_takes_it(self, room: Room) -> None:
        set_away(room.work, room.smirnov.actor, SetAway(NOW + timedelta(hours=5)), NOW)
        set_away(room.work, room.orlova.actor, SetAway(NOW + timedelta(hours=5)), NOW)
        await room.dropped()
        await room.head.deliver(NoticeKind.REQUEST_STUCK)
        assert any("занято до" in one for one in room.head.buttons())
        await room.head.tap("Игорь Громов")
        assert "оформите лид" in room.head.text

    async def test_an_owner_alone_reads_what_to_do(self, firm: Firm, conn: sa.Connection) -> None:
        owner, rep = Rep(firm, firm.actor(Role.OWNER)), Rep(firm, firm.actor(Role.ASSISTANT))
        await rep.write("/request нужен склад, с сайта")
        await rep.tap("Без контакта", "Отправить")
        await owner.deliver(NoticeKind.REQUEST_STUCK)
        assert "Назначьте РОПа" in owner.text

    async def test_the_list_opens_cards_and_names_who_is_on_duty(self, room: Room) -> None:
        await room.dropped()
        head = room.head
        await head.write("/requests")
        await head.tap("Дежурные", "Пётр Смирнов")
        assert "Отмеченных спрашивают первыми" in head.text
        await head.tap("Пётр Смирнов")
        assert "Никто не отмечен" in head.text
        await head.tap("Назад", "нужен склад")
        assert "Орлова, ответ до 10:30" in head.text and "900" not in head.text
        await room.orlova.write("/requests")
        assert not any("Дежурные" in one for one in room.orlova.buttons())
        await room.orlova.tap("+ Заявка")
        assert "Что нужно клиенту?" in room.orlova.text


class TestLine:
    async def test_it_follows_the_request_and_holds_no_number(self, room: Room) -> None:
        place = room.place()
        await room.dropped("Иван, +7 900 000-00-12, склад 8(900)000-00-12, с сайта")
        assert await room.line(place) == "💬 Заявка · Сайт: «склад …» · Орлова, ответ до 10:30"
        room.wait(30)
        room.wait(60)
        assert await room.line(place) == "⚠️ Заявка · Сайт: «склад …» · решает руководитель"
        rep = room.orlova
        await rep.deliver(NoticeKind.REQUEST)
        await rep.tap("Беру")
        assert await room.line(place) == "✅ Заявка · Сайт: «склад …» · Орлова, за 1 ч"
        await rep.tap("Оформить лид", "Новый")
        await rep.write("Ромашка")
        assert await room.line(place) == "✅ Заявка · Сайт: «склад …» · «Ромашка», Орлова"

    async def test_a_closed_one_says_why(self, room: Room) -> None:
        place = room.place()
        await room.dropped()
        await room.orlova.deliver(NoticeKind.REQUEST)
        await room.orlova.tap("Беру", "Закрыть", "Повтор")
        assert await room.line(place) == "💬 Заявка · Сайт: «нужен склад» · закрыта: Повтор"


class TestFromThePictureOfNow:
    async def test_a_head_gives_to_another_what_somebody_is_asked_about(self, room: Room) -> None:
        await room.dropped()
        head = room.head
        await head.write("/now")
        await head.deliver(NoticeKind.SITUATION)
        assert "⏰ 1. Заявка «Иван»: Орлова · ответ до 10:30" in head.text
        await head.tap("1 · Передать", "Смирнов")
        assert room.last.holder_id == room.smirnov.actor.member_id
        assert "Смирнов" in head.text and not head.buttons()

    async def test_its_list_leads_to_the_card_too(self, room: Room) -> None:
        await room.dropped()
        room.wait(30)
        room.wait(60)
        head = room.head
        await head.write("/now")
        await head.deliver(NoticeKind.SITUATION)
        assert "⚠️ 1. Заявка «Иван»: никто не взял" in head.text
        await head.tap("Заявки: 1", "Иван", "Передать")
        assert "Отдать кому?" in head.text
        await head.tap("Орлова")
        assert room.last.holder_id == room.orlova.actor.member_id
