"""A week of one rep: no day is louder than the budget, and whatever was merged or silenced was told."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from storage.outbox import outbox
from tests.journeys.conftest import MOSCOW, Life, moscow, ordinary_wednesday
from tests.journeys.firm import Firm, found, submit
from tests.journeys.stage import Person, Stage

LIMIT = 8
DAYS = [ordinary_wednesday() + timedelta(days=n) for n in range(7)]
FLOWERS = ("Астра", "Василёк", "Гвоздика", "Ирис", "Крокус")


async def unasked(stage: Stage, life: Life, person: Person) -> list[dict[str, Any]]:
    """Calls that sent the person a message which is no answer to the own press: those of the outbox."""
    assert life.app is not None
    query = sa.select(outbox.c.message_id).where(outbox.c.chat_id == person.id, ~outbox.c.edit)
    numbers = set(await life.app.storage.read(lambda conn: conn.scalars(query).all()))
    sent = [call for call in await stage.calls() if call["method"] == "sendMessage"]
    return [one for one in sent if int(one["params"]["chat_id"]) == person.id and one.get("message_id") in numbers]


def by_date(calls: list[dict[str, Any]]) -> dict[date, list[bool]]:
    """Whether each made a sound, by the local date."""
    days: dict[date, list[bool]] = defaultdict(list)
    for call in calls:
        on = datetime.fromisoformat(call["at"]).astimezone(MOSCOW).date()
        days[on].append(str(call["params"].get("disable_notification", False)).lower() != "true")
    return days


async def fates(life: Life) -> list[tuple[str, str, int | None, str | None]]:
    """(kind, state, told in, state of that) of every message to a person that isn't an edit."""
    assert life.app is not None
    carrier = outbox.alias()
    query = (
        sa.select(outbox.c.kind, outbox.c.state, outbox.c.told_in, carrier.c.state)
        .join(carrier, carrier.c.id == outbox.c.told_in, isouter=True)
        .where(outbox.c.member_id.is_not(None), ~outbox.c.edit)
    )
    rows = await life.app.storage.read(lambda conn: conn.execute(query).all())
    return [(kind.value, state.value, told_in, other and other.value) for kind, state, told_in, other in rows]


async def begin(rep: Person, at: str) -> None:
    """A call whose next step is at that time today."""
    await rep.say("/call")
    await rep.press("Ромашка")
    await rep.press("Договорились")
    await rep.press("Пропустить")
    await rep.say(f"сегодня в {at}")
    await rep.press("Верно")
    await rep.press("Сохранить")


async def put_off(rep: Person) -> None:
    """The newest reminder, by twenty minutes."""
    reminder = await rep.with_button("Отложить")
    await rep.press("Отложить", on=reminder)
    (asked, *_) = await rep.messages(after=reminder.id - 1)
    await rep.press("20 мин", on=asked)


async def a_day(stage: Stage, firm: Firm, day: date, flower: str) -> None:
    """Ten reminders set to the minute, put off again and again; a lead given away and accepted between them."""
    rep = firm.karimov
    await stage.at(moscow(day, 9, 1))
    await begin(rep, "9:20")
    for number in range(1, 11):
        await stage.at(moscow(day, 9) + timedelta(minutes=22 * number))
        await put_off(rep)
        if number == 6:
            await submit(rep, f"ООО «{flower}» +7 900 000-01-{FLOWERS.index(flower):02}", step="завтра в 12")
            await firm.belova.press("Принять")
    await stage.at(moscow(day, 21))


async def test_no_day_is_over_the_budget_and_nothing_is_lost_by_merging(stage: Stage, life: Life) -> None:
    firm = await found(stage, life)
    rep = firm.karimov
    await rep.say("/settings")
    await rep.press("Мои сообщения")
    await rep.press("Итоги вечером")
    await rep.say("/call")
    await rep.say("ООО «Ромашка» +7 900 000-00-12")
    await rep.press("Новый")
    await rep.press("Не дозвонился")
    flowers = iter(FLOWERS)
    for day in DAYS:
        if day.weekday() < 5:
            await a_day(stage, firm, day, next(flowers))
        else:
            await stage.at(moscow(day, 21))

    days = by_date(await unasked(stage, life, rep))
    assert all(sum(day) <= LIMIT for day in days.values()), {day: sum(loud) for day, loud in days.items()}
    sounds = {day: (sum(days[day]), len(days[day])) for day in DAYS if day.weekday() < 5}
    assert all(loud == LIMIT and count > LIMIT for loud, count in sounds.values()), sounds
    assert not any(days[day] for day in DAYS if day.weekday() >= 5), "a day off is silent"
    told = "\n".join(seen.text for seen in await rep.messages())
    for flower in FLOWERS:
        assert told.count(f"✅ «{flower}»: принято за") == 1, flower
    ends = await fates(life)
    assert {state for _, state, _, _ in ends} <= {"sent", "merged", "dropped"}
    merged = [(told_in, carrier) for _, state, told_in, carrier in ends if state == "merged"]
    assert merged and all(told_in and carrier == "sent" for told_in, carrier in merged)
    summary = await rep.sees("Ваш день")
    assert "💬 Пришло без звука: " in summary.text and "вместе с другими: " in summary.text
