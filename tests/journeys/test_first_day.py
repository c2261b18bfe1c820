from tests.journeys.conftest import Life
from tests.journeys.stage import Stage


def show(seen):
    print("-----\n" + seen.text, seen.buttons)

async def test_explore(stage: Stage, life: Life) -> None:
    owner = await stage.person("Ольга Павлова")
    token = await life.owner_token()
    await owner.say(f"/start {token}")
    await owner.say("Заря")
    await owner.press("Другой"); show(await owner.last())
    for i in range(3):
        seen = await owner.last()
        b = [x for x in seen.buttons if "Назад" not in x and "Отмена" not in x]
        if not b: break
        print("press", b[0]); await owner.press(b[0]); show(await owner.last())
    await owner.say("/team"); show(await owner.last())
    await owner.say("/invite"); show(await owner.last())
    await owner.say("/menu"); show(await owner.last())
    await owner.say("/settings"); show(await owner.last())
    await owner.say("/help"); show(await owner.last())
