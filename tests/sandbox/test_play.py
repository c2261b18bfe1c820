"""A script of people's steps is played against a bot of a few lines."""

import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.sandbox.conftest import Lab, keyboard

ZONE = ZoneInfo("Europe/Moscow")
PAUSE = 0.05


class Shop:
    """A bot: /order asks what to sell, a press sells it, /menu shows a reply keyboard, all else it says back."""

    def __init__(self, lab: Lab) -> None:
        self.lab = lab

    async def serve(self) -> None:
        while True:
            for update in await self.lab.updates(timeout=1):
                if "callback_query" in update:
                    await self.pressed(update["callback_query"])
                elif "text" in update.get("message", {}):
                    await self.asked(update["message"])

    async def asked(self, message: dict[str, Any]) -> None:
        text, markup = message["text"], None
        if text == "/order" and message["entities"][0]["type"] == "bot_command":
            text, markup = "What shall it be?", keyboard([("🍎 Apple", "apple"), ("🍐 Pear", "pear")])
        elif text == "/menu":
            markup = {"keyboard": [[{"text": "Help"}]]}
        chat = message["chat"]["id"]
        await self.lab.ok("sendMessage", chat_id=chat, text=text, **({"reply_markup": markup} if markup else {}))

    async def pressed(self, query: dict[str, Any]) -> None:
        shown = query["message"]
        here = {"chat_id": shown["chat"]["id"], "message_id": shown["message_id"]}
        await self.lab.ok("editMessageText", text=f"Sold: {query['data']}", **here)
        await self.lab.ok("answerCallbackQuery", callback_query_id=query["id"], text="Thanks")


@pytest.fixture
async def shop(lab: Lab) -> AsyncIterator[Lab]:
    serving = asyncio.create_task(Shop(lab).serve())
    yield lab
    serving.cancel()


def say(text: str, who: str | int = "Anna", **more: Any) -> dict[str, Any]:
    return {"do": "say", "who": who, "text": text, **more}


def press(text: str, who: str | int = "Anna", **more: Any) -> dict[str, Any]:
    return {"do": "press", "who": who, "text": text, **more}


def scene(*steps: dict[str, Any], at: str = "09:00", title: str = "A scene") -> dict[str, Any]:
    return {"at": at, "title": title, "steps": list(steps)}


async def load(lab: Lab, *scenes: dict[str, Any], **more: Any) -> dict[str, Any]:
    """→ the player's view."""
    found = await lab.do("PUT", "/play", {"scenes": list(scenes), "zone": ZONE.key, **more})
    assert isinstance(found, dict)
    return found


async def local_time(lab: Lab) -> datetime:
    return datetime.fromisoformat((await lab.get("/clock"))["now"]).astimezone(ZONE)


async def go_to(lab: Lab, weekday: int, hour: int) -> datetime:
    """The next such weekday; 0 is Monday."""
    now = await local_time(lab)
    moment = now.replace(hour=hour, minute=0, second=0, microsecond=0) + timedelta(days=1)
    moment += timedelta(days=(weekday - moment.weekday()) % 7)
    await lab.post("/clock", {"to": moment.isoformat()})
    return moment


async def until(lab: Lab, **wanted: Any) -> dict[str, Any]:
    """What the player says once it is so far."""
    for _ in range(400):
        view = await lab.get("/play")
        if all(view[name] == value for name, value in wanted.items()):
            return dict(view)
        await asyncio.sleep(PAUSE)
    raise AssertionError(f"never {wanted}: {view}")


async def play(lab: Lab, *scenes: dict[str, Any], **more: Any) -> dict[str, Any]:
    await load(lab, *scenes, **more)
    await lab.post("/play", {"do": "start", "pace": 0})
    return await until(lab, state="done")


async def texts(lab: Lab, chat: int) -> list[str]:
    return [one["text"] for one in await lab.sees(chat)]


async def test_people_write_and_press_and_the_bot_answers_them(shop: Lab) -> None:
    anna = await shop.person()
    view = await play(shop, scene(say("/order"), press("Pear")))
    assert view["given_up"] == [] and (view["scene"], view["who"], view["chat"]) == (None, None, None)
    assert await texts(shop, anna) == ["/order", "Sold: pear"]


async def test_a_button_is_meant_by_all_its_text_its_beginning_or_words_in_it(shop: Lab) -> None:
    anna = await shop.person()
    for wanted in ("🍎 Apple", "App", "🍎", "ple"):
        await play(shop, scene(say("/order"), press(wanted)))
        assert (await texts(shop, anna))[-1] == "Sold: apple"


async def test_words_of_the_message_tell_which_of_two_is_meant(shop: Lab) -> None:
    anna = await shop.talking()
    for number, text in enumerate(("first list", "second list")):
        await shop.ok("sendMessage", chat_id=anna, text=text, reply_markup=keyboard([("Take", str(number))]))
    await play(shop, scene(press("Take", of="first")))
    assert (await texts(shop, anna))[-2:] == ["Sold: 0", "second list"]
    await shop.ok("sendMessage", chat_id=anna, text="third", reply_markup=keyboard([("Take", "2")]))
    await play(shop, scene(press("Take")))
    assert (await texts(shop, anna))[-1] == "Sold: 2"


async def test_a_button_of_the_reply_keyboard_sends_its_text_until_it_is_removed(shop: Lab) -> None:
    anna = await shop.person()
    await play(shop, scene(say("/menu"), press("Help")))
    assert (await texts(shop, anna))[-2:] == ["Help", "Help"]
    await shop.ok("sendMessage", chat_id=anna, text="bye", reply_markup={"remove_keyboard": True})
    assert len((await play(shop, scene(press("Help"))))["given_up"]) == 1


async def test_people_talk_in_groups_and_their_topics(shop: Lab) -> None:
    anna = await shop.person()
    group = await shop.group(anna, forum=True, bot_admin=True)
    topic = (await shop.ok("createForumTopic", chat_id=group, name="Wins"))["message_thread_id"]
    view = await play(shop, scene(say("hello", **{"in": "Team"}), say("won", **{"in": group, "topic": "Wins"})))
    said = [(one["text"], one.get("thread")) for one in await shop.sees(group) if one["from"] == anna and one["text"]]
    assert view["given_up"] == [] and said == [("hello", None), ("won", topic)]


async def test_a_scene_that_cant_go_on_is_given_up_and_the_rest_is_played(shop: Lab) -> None:
    anna, boris = await shop.person(), await shop.person("Boris")
    stuck = scene(say("/order"), press("Plum"), say("never said"), title="Stuck")
    view = await play(shop, stuck, scene(say("hello", "Boris")), escape="/leave")
    assert view["given_up"] == [{"scene": 0, "title": "Stuck", "why": "There is no button «Plum»."}]
    assert (await texts(shop, anna))[-1] == "/leave" and "never said" not in await texts(shop, anna)
    assert await texts(shop, boris) == ["hello", "hello"]


async def test_a_step_that_may_be_absent_is_left_out(shop: Lab) -> None:
    anna = await shop.person()
    view = await play(shop, scene(say("/order"), press("Plum", maybe=True), press("Apple", maybe=True), say("so")))
    assert view["given_up"] == [] and await texts(shop, anna) == ["/order", "Sold: apple", "so", "so"]


async def test_who_has_blocked_the_bot_gives_up_and_holds_nobody_up(shop: Lab) -> None:
    anna = await shop.talking()
    await shop.post(f"/people/{anna}/block")
    view = await play(shop, scene(say("hello")))
    assert "blocked the bot" in view["given_up"][0]["why"]


async def test_the_clock_goes_forward_to_each_scene_and_never_back(shop: Lab) -> None:
    await shop.person()
    morning = await go_to(shop, 1, 12)
    times: list[datetime] = []

    async def follower(now: datetime) -> None:
        times.append(now.astimezone(ZONE))

    shop.sandbox.clock.follow(follower)
    await play(shop, scene(say("past"), at="09:00"), scene(say("later"), at="14:30"), scene(say("end"), at="18:00"))
    assert times == sorted(times) and timedelta() <= times[-1] - morning.replace(hour=18) < timedelta(minutes=1)
    assert len(times) > 20, "in hops that can be seen"
    said = {one["text"]: one["date"] for one in await shop.sees((await shop.get("/people"))[0]["id"])}
    assert morning.timestamp() <= said["past"] < morning.timestamp() + 60
    assert 0 <= said["later"] - morning.replace(hour=14, minute=30).timestamp() < 60


async def test_a_day_that_is_over_or_played_goes_on_with_the_next_working_day(shop: Lab) -> None:
    await shop.person()
    friday = await go_to(shop, 4, 8)
    await play(shop, scene(say("hi"), at="09:00"), days_off=[(friday + timedelta(days=3)).date().isoformat()])
    assert (await local_time(shop)).date() == friday.date()
    await shop.post("/play", {"do": "start", "pace": 0})
    await until(shop, state="done")
    tuesday = await local_time(shop)
    assert (tuesday.date(), tuesday.hour) == ((friday + timedelta(days=4)).date(), 9), "Monday is a day off"


async def test_a_whole_day_is_not_begun_in_its_middle(shop: Lab) -> None:
    await shop.person()
    monday = await go_to(shop, 0, 12)
    scenes = (scene(say("hi"), at="09:00"), scene(say("bye"), at="18:00"))
    await play(shop, *scenes, whole=True)
    assert (await local_time(shop)).date() == (monday + timedelta(days=1)).date()


async def test_names_change_from_day_to_day(shop: Lab) -> None:
    anna = await shop.person()
    await load(shop, scene(say("{play}: {client} {other}")), names={"client": ["Rose", "Lily"]})
    for _ in range(3):
        await shop.post("/play", {"do": "start", "pace": 0})
        await until(shop, state="done")
    assert (await texts(shop, anna))[::2] == ["01: Rose {other}", "02: Lily {other}", "03: Rose {other}"]


async def test_it_pauses_before_the_next_step_goes_on_and_stops(shop: Lab) -> None:
    anna = await shop.person()
    await load(shop, scene(say("one"), {"do": "wait", "seconds": 30}, say("two")))
    assert (await shop.post("/play", {"do": "step", "pace": 0}))["state"] == "paused"
    for _ in range(100):
        if "one" in await texts(shop, anna):
            break
        await asyncio.sleep(PAUSE)
    assert (await shop.get("/play"))["state"] == "paused"
    assert (await shop.post("/play", {"do": "go_on", "pace": 0}))["state"] == "playing"
    await until(shop, state="done")
    assert await texts(shop, anna) == ["one", "one", "two", "two"]

    await shop.post("/play", {"do": "start", "pace": 1})
    assert (await shop.post("/play", {"do": "pause"}))["state"] == "paused"
    assert (await shop.post("/play", {"do": "stop"}))["state"] == "ready"
    assert "two" not in (await texts(shop, anna))[4:]


async def test_a_click_in_between_does_no_harm(shop: Lab) -> None:
    anna = await shop.person()
    await load(shop, scene(say("/order"), say("wait a bit"), press("Apple")), scene(say("end")))
    for _ in range(2):
        await shop.post("/play", {"do": "step", "pace": 0})
        await asyncio.sleep(0.5)
    asked = (await shop.sees(anna))[1]
    await shop.post(f"/chats/{anna}/messages/{asked['id']}/press", {"text": "🍐 Pear"})
    await shop.post("/play", {"do": "go_on"})
    view = await until(shop, state="done")
    assert len(view["given_up"]) == 1 and (await texts(shop, anna))[-1] == "end"


async def test_the_page_is_told_of_every_step(shop: Lab) -> None:
    anna = await shop.person()
    told: list[dict[str, Any]] = []
    queue = shop.sandbox.world.events.listen()
    await play(shop, scene(say("/order"), press("Pear"), title="Buying a {fruit}"), names={"fruit": ["pear"]})
    while not queue.empty():
        event = queue.get_nowait()
        told += [event] if event["type"] == "play" else []
    states = [event["state"] for event in told]
    assert states[0] == "ready" and states[-1] == "done" and set(states[1:-1]) == {"playing"}
    acting = [event for event in told if event["who"] == anna]
    assert acting and {(one["chat"], one["scene"], one["of"], one["at"]) for one in acting} == {(anna, 0, 1, "09:00")}
    assert {one["title"] for one in acting} == {"Buying a pear"}
    assert acting[-1]["answer"]["text"] == "Thanks"


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ({}, "scenes"),
        ({"scenes": []}, "scenes"),
        ({"scenes": [{"at": "25:00", "title": "x", "steps": [say("x")]}]}, "scenes.0.at"),
        ({"scenes": [scene({"do": "dance", "who": "Anna"})]}, "scenes.0.steps.0"),
        ({"scenes": [scene({"do": "press", "who": "Anna"})]}, "scenes.0.steps.0.press.text"),
        ({"scenes": [scene(say("x", "Nobody"))]}, "There is nobody called Nobody"),
        ({"scenes": [scene(say("x", **{"in": "Nowhere"}))]}, "in no chat Nowhere"),
        ({"scenes": [scene(say("x"), at="10:00"), scene(say("x"), at="09:00")]}, "scene 1 is earlier"),
        ({"scenes": [scene(say("x"))], "zone": "Europe/Nowhere"}, "zone"),
        ({"scenes": [scene(say("x"))], "colour": "red"}, "colour"),
        ([], "JSON object"),
    ],
)
async def test_a_script_that_cant_be_read_is_refused_in_a_sentence(lab: Lab, script: Any, why: str) -> None:
    await lab.person()
    status, body = await lab.call("PUT", "/play", script)
    assert 400 <= status < 500 and why in body["error"]
    assert (await lab.get("/play"))["state"] == "none"


async def test_orders_that_make_no_sense_are_refused(shop: Lab) -> None:
    await shop.person()
    for order in ("start", "pause", "go_on", "step"):
        assert (await shop.call("POST", "/play", {"do": order}))[0] == 409
    assert (await shop.call("POST", "/play", {"do": "dance"}))[0] == 400
    assert (await shop.post("/play", {"do": "stop"}))["state"] == "none"
    await load(shop, scene(say("x"), {"do": "wait", "seconds": 60}))
    await shop.post("/play", {"do": "start"})
    assert (await shop.call("POST", "/play", {"do": "start"}))[0] == 409
    assert (await shop.call("PUT", "/play", {"scenes": [scene(say("x"))]}))[0] == 409
