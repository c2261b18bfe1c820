"""A department launched from an empty database, over HTTP: every line of the checklist, with the taps counted."""

from __future__ import annotations

from tests.journeys.conftest import Life, moscow, ordinary_wednesday
from tests.journeys.firm import invite_in
from tests.journeys.stage import Person, Stage
from tests.journeys.test_import import HEADINGS, ROWS, csv, send

#: What a launch costs its head beside a company's name and a file: ten minutes are mostly the others' joining.
TAPS = 18


async def _begun(stage: Stage, life: Life) -> Person:
    head = await stage.person("Ольга Павлова")
    await head.say(f"/start {await life.owner_token()}")
    await head.say("Заря")
    await head.press("Я")
    await head.press("Сохранить")
    return head


async def _invited(head: Person, *roles: str) -> str:
    """From the list of links: its token."""
    for role in roles:
        await head.press(role)
    await head.press("Создать ссылку")
    return invite_in((await head.sees("start=")).text)


async def test_a_department_is_launched_from_nothing(stage: Stage, life: Life) -> None:
    head = await _begun(stage, life)
    assert (await head.last()).text.splitlines()[0] == "Запуск отдела · 1 из 6"

    await head.press("Пригласить")
    first = await _invited(head, "лидоруб")
    await head.press("Пригласить")
    second = await _invited(head, "хантер")
    await head.press("Назад")
    assert "ждём: лидоруб (позвали сегодня" in (await head.last()).text

    group = await stage.group("Продажи", [head], [head])
    await head.press("Подключить группу")
    await head.press("Группа")
    await head.press("Выбрать группу", chat=group)
    assert "✅ Новости идут в: «Продажи»" in (await head.last()).text

    await head.press("План")
    await head.press("40")
    assert "40 принятых лидов" in (await head.last()).text

    orlova = await stage.person("Елена Орлова")
    await orlova.say(f"/start {first}")
    karimov = await stage.person("Тимур Каримов")
    await karimov.say(f"/start {second}")
    await head.press("Обновить")
    assert "✅ Все вошли, в команде: 3" in (await head.sees("Запуск отдела")).text

    await head.press("Импорт базы")
    await send(head, "base.csv", csv(HEADINGS, *ROWS))
    await head.press("Импортировать")
    last = await head.last()
    assert last.text.splitlines()[0] == "Запуск отдела · 6 из 6"
    assert "отдел готов к работе" in last.text
    assert any("Отменить импорт" in button for button in (await head.sees("✅ Импорт: base")).buttons)
    await head.press("✅ Готово")
    assert not any("Запуск" in button for button in (await head.last()).buttons)
    assert head.taps == TAPS

    await _the_plan_is_told(stage, head)


async def _the_plan_is_told(stage: Stage, head: Person) -> None:
    await stage.at(moscow(ordinary_wednesday(), 18))
    assert "принято 0 из 40 (0 %), по графику" in (await head.sees("Итоги")).text


async def test_the_head_whom_the_owner_invites_lands_on_the_same_list(stage: Stage, life: Life) -> None:
    owner = await stage.person("Ольга Павлова")
    await owner.say(f"/start {await life.owner_token()}")
    await owner.say("Заря")
    await owner.press("Другой человек")
    await owner.press("Сохранить")
    await owner.press("Пригласить")
    token = await _invited(owner, "РОП")
    head = await stage.person("Игорь Громов")
    await head.say(f"/start {token}")
    assert "Запуск отдела · 1 из 6" in (await head.last()).text
    await life.restart()
    await head.press("Без импорта")
    await owner.say("/launch")
    assert "Первый импорт базы · пропущено" in (await owner.last()).text


async def test_a_group_bound_in_the_group_itself_counts_and_unbound_opens_its_line(stage: Stage, life: Life) -> None:
    head = await _begun(stage, life)
    group = await stage.group("Продажи", [head], [head])
    await head.say("/bind", chat=group)
    await head.press("Обновить")
    assert "✅ Новости идут в" in (await head.sees("Запуск отдела")).text
    await head.say("/unbind", chat=group)
    await head.press("Обновить")
    assert "— Группа для новостей" in (await head.sees("Запуск отдела")).text


async def test_whoever_thinks_better_of_choosing_a_group_is_back_in_the_list(stage: Stage, life: Life) -> None:
    head = await _begun(stage, life)
    await head.press("Подключить группу")
    await head.press("Группа")
    await head.press("Не сейчас")
    await head.press("Назад")
    assert "Запуск отдела · 1 из 6" in (await head.last()).text
