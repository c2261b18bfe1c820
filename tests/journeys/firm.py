"""How a firm comes to be, and a lead: by messages and presses only."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.journeys.conftest import Life
from tests.journeys.stage import Group, Person, Stage

#: What a lead generator types, question by question, after the client is chosen.
ANSWERS = (
    "заявки из мессенджеров теряются",
    "видно все заявки сразу",
    "Модуль «Заявки»",
    "≈ 300 000 ₽ в месяц",
    "наша цена укладывается",
    "1,2 млн",
    "Пётр Ильин, коммерческий директор",
    "демо на своих данных",
)


@dataclass
class Firm:
    owner: Person
    head: Person
    orlova: Person
    smirnov: Person
    karimov: Person
    belova: Person
    group: Group


async def found(stage: Stage, life: Life) -> Firm:
    """An owner by the console's link, a head, two lead generators, two hunters and their bound group."""
    owner = await stage.person("Ольга Павлова")
    return await found_by(stage, owner, f"/start {await life.owner_token()}")


async def found_by(stage: Stage, owner: Person, opening: str) -> Firm:
    await owner.say(opening)
    await owner.say("Заря")
    await owner.press("Другой человек")
    await owner.press("Сохранить")
    head = await hire(stage, owner, "Игорь Громов", "РОП")
    orlova = await hire(stage, head, "Елена Орлова", "лидоруб")
    smirnov = await hire(stage, head, "Пётр Смирнов", "лидоруб")
    karimov = await hire(stage, head, "Тимур Каримов", "хантер")
    belova = await hire(stage, head, "Анна Белова", "хантер")
    group = await stage.group("Продажи", [head, orlova, smirnov, karimov, belova], [head])
    await head.say("/bind", chat=group)
    return Firm(owner, head, orlova, smirnov, karimov, belova, group)


async def hire(stage: Stage, boss: Person, name: str, *roles: str) -> Person:
    """The boss makes a link for the roles, the newcomer follows it."""
    await boss.say("/team")
    await boss.press("Пригласить")
    for role in roles:
        await boss.press(role)
    await boss.press("Создать ссылку")
    token = invite_in((await boss.sees("start=")).text)
    newcomer = await stage.person(name)
    await newcomer.say(f"/start {token}")
    return newcomer


def invite_in(text: str) -> str:
    found = re.search(r"start=([\w-]+)", text)
    assert found, text
    return found[1]


async def qualify(giver: Person, client: str, *, step: str | None) -> None:
    """The four answers and all that belongs to them, up to the review. `client`: a known one's name, or what is typed
    for a new one: a name and a phone. `step` None: what was agreed on the phone already."""
    picking = await giver.say("/lead")
    if any(client in button for button in picking.buttons):
        await giver.press(client)
    else:
        await giver.say(client)
        await giver.press("Новый")
    for answer in ANSWERS:
        await giver.say(answer)
    if step is None:
        await giver.press("Звонок: ")
    else:
        if any("Назначить шаг" in button for button in (await giver.last()).buttons):
            await giver.press("Назначить шаг")
        await giver.say(step)
        await giver.press("Верно")
    await giver.press("Сайт")


async def submit(giver: Person, client: str, *, step: str | None) -> None:
    await qualify(giver, client, step=step)
    await giver.press("Передать")
