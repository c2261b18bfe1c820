"""An open pool: everybody is asked, the first press wins, and the other one learns whose."""

from __future__ import annotations

from tests.journeys.conftest import Life
from tests.journeys.firm import found, submit
from tests.journeys.stage import Pressed, Stage, plain, press_together

CLIENTS = ("ООО Ромашка", "ЗАО Лютик", "ИП Астра", "АО Пион", "ООО Ирис")


async def test_of_two_hunters_pressing_at_once_one_wins_and_the_other_sees_the_name(stage: Stage, life: Life) -> None:
    firm = await found(stage, life)
    await firm.head.say("/settings")
    await firm.head.press("Раздача лидов")
    await firm.head.press("кто первый")
    for number, client in enumerate(CLIENTS):
        await submit(firm.orlova, f"{client} +7 900 000-00-1{number}", step="завтра в 11:00")
        pressed = await press_together(stage, (firm.karimov, "Принять"), (firm.belova, "Принять"))
        assert max(one.released for one in pressed) < min(one.answered for one in pressed), "they overlapped"
        (winner,) = [one for one in pressed if said(one).startswith("Принято")]
        (loser,) = [one for one in pressed if one is not winner]
        assert winner.person.name in said(loser)
        assert f"Орлова → {winner.person.name.split()[-1]} · принят" in (await firm.group.texts(firm.head))[-1]
        assert not any("Принять" in button for button in (await loser.person.sees(client)).buttons)


def said(pressed: Pressed) -> str:
    return plain((pressed.answer or {}).get("text"))
