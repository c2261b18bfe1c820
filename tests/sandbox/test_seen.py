"""What the page reads: windows of a chat, one message, what a message looks like, events."""

import asyncio
import json
import time
from typing import Any

import pytest

from tests.sandbox.conftest import Lab, keyboard


async def test_a_chat_is_read_window_by_window(lab: Lab) -> None:
    anna = await lab.person()
    ids = [(await lab.says(anna, str(number)))["id"] for number in range(9)]
    path = f"/chats/{anna}/messages"
    await lab.do("DELETE", f"{path}/{ids[4]}", {"from": anna})

    async def window(query: str) -> str:
        return "".join(one["text"] for one in await lab.get(f"{path}?{query}"))

    assert await window("") == "01235678"
    assert (await window("limit=3"), await window(f"limit=3&before={ids[6]}")) == ("678", "235")
    assert (await window(f"limit=2&after={ids[1]}"), await window(f"after={ids[5]}")) == ("23", "678")
    assert await window(f"after={ids[1]}&before={ids[6]}") == "235"
    assert (await window(f"before={ids[0]}"), await window(f"after={ids[8]}")) == ("", "")
    for bad in ("limit=0", "limit=-1", "limit=x", "before=x"):
        assert (await lab.call("GET", f"{path}?{bad}"))[0] == 400


async def test_one_message_is_read_by_itself(lab: Lab) -> None:
    anna, boris = await lab.talking(), await lab.person("Boris")
    sent = await lab.ok("sendMessage", chat_id=anna, text="x")
    path = f"/chats/{anna}/messages/{sent['message_id']}"
    assert await lab.get(f"{path}?as={anna}") == (await lab.sees(anna))[-1]
    assert (await lab.call("GET", f"{path}?as={boris}"))[0] == 403
    await lab.ok("deleteMessage", chat_id=anna, message_id=sent["message_id"])
    status, answer = await lab.call("GET", path)
    assert status == 404 and "no message" in answer["error"]


async def test_a_message_shows_all_that_it_is(lab: Lab) -> None:
    anna = await lab.talking(last_name="Orlova")
    forum = await lab.group(anna, forum=True, bot_admin=True)
    topic = (await lab.ok("createForumTopic", chat_id=forum, name="Wins"))["message_thread_id"]
    said = await lab.says(forum, "look", **{"from": anna, "thread": topic})
    inside = {"chat_id": forum, "message_thread_id": topic, "disable_notification": True}
    answer = {"reply_parameters": {"message_id": said["id"]}, "reply_markup": keyboard([("A", "a")])}
    sent = await lab.ok("sendMessage", **inside, **answer, text="<i>seen</i>", parse_mode="HTML")
    await lab.ok("pinChatMessage", chat_id=forum, message_id=sent["message_id"])
    seen = await lab.get(f"/chats/{forum}/messages/{sent['message_id']}")
    fixed = {"date": sent["date"], "id": sent["message_id"], "chat_id": forum, "thread": topic}
    shown = {"text": "seen", "html": "<i>seen</i>", "buttons": [[{"text": "A", "data": "a"}]]}
    state = {"silent": True, "pinned": True, "edited": False, "reactions": []}
    sender = {"from": 4242, "from_bot": True, "from_name": "Sandbox", "bot_id": 4242}
    reply = {"id": said["id"], "from": anna, "from_name": "Anna Orlova", "text": "look"}
    assert seen == {**fixed, **shown, **state, **sender, "reply_to": said["id"], "reply": reply}
    await lab.do("DELETE", f"/chats/{forum}/messages/{said['id']}", {"from": anna})
    assert (await lab.get(f"/chats/{forum}/messages/{seen['id']}"))["reply"]["gone"] is True


async def test_files_places_and_origins_are_shown(lab: Lab) -> None:
    anna, boris = await lab.talking(), await lab.talking("Boris")
    voice = await lab.post(f"/chats/{anna}/messages", {"voice": {"base64": "YQ=="}})
    file = (await lab.updates())[0]["message"]["voice"]["file_id"]
    assert voice["voice"]["url"].startswith("/sandbox/files/")
    document = (await lab.post(f"/chats/{anna}/messages", {"document": {"name": "a.txt", "base64": "YQ=="}}))[
        "document"
    ]
    assert (document["name"], document["size"]) == ("a.txt", 1)
    given = (await lab.updates())[0]["message"]["document"]["file_id"]
    album = await lab.ok("sendMediaGroup", chat_id=anna, media=[{"type": "document", "media": given}] * 2)
    one, two = (await lab.sees(anna))[-2:]
    assert one["album"] == two["album"] == album[0]["media_group_id"]
    await lab.ok("sendVoice", chat_id=anna, voice=file)
    await lab.ok("sendLocation", chat_id=anna, latitude=1, longitude=2)
    await lab.ok("sendContact", chat_id=anna, phone_number="+7900", first_name="C")
    heard, place, contact = (await lab.sees(anna))[-3:]
    assert heard["voice"]["url"] and place["location"] == {"latitude": 1, "longitude": 2}
    assert contact["contact"]["phone_number"] == "+7900"
    said = await lab.says(boris, "of Boris")
    await lab.ok("forwardMessage", chat_id=anna, from_chat_id=boris, message_id=said["id"])
    assert (await lab.sees(anna))[-1]["forwarded_from"] == "Boris"
    source = {"chat_id": anna, "message_id": voice["id"]}
    own = await lab.post(f"/chats/{anna}/messages", {"forward_from": source})
    assert own["forwarded_from"] == "Anna" and own["voice"]


async def test_groups_are_listed_with_their_topics(lab: Lab) -> None:
    anna, boris = await lab.person(), await lab.person("Boris")
    forum = await lab.group(boris, admins=[anna], forum=True, bot_admin=True)
    made = await lab.ok("createForumTopic", chat_id=forum, name="Wins", icon_color=16478047)
    (group,) = await lab.get("/groups")
    topic = {"id": made["message_thread_id"], "name": "Wins", "icon_color": 16478047, "closed": False}
    assert (group["type"], group["is_forum"], group["topics"]) == ("supergroup", True, [topic])
    assert (set(group["members"]), group["admins"], group["bot_admin"]) == ({anna, boris}, [anna], True)


class Listener:
    """Events as they come over HTTP."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream

    async def next(self, kind: str) -> dict[str, Any]:
        for _ in range(200):
            line = await asyncio.wait_for(self.stream.content.readline(), 5)
            if line.startswith(b"data: ") and (event := json.loads(line[6:]))["type"] == kind:
                return event
        pytest.fail(f"no event {kind} among 200 lines")


async def test_events_name_the_message_and_what_happened_to_it(lab: Lab) -> None:
    anna = await lab.talking()
    forum = await lab.group(anna, forum=True, bot_admin=True)
    topic = (await lab.ok("createForumTopic", chat_id=forum, name="t"))["message_thread_id"]
    async with lab.session.get(f"{lab.base}/sandbox/events") as stream:
        events = Listener(stream)
        sent = await lab.ok("sendMessage", chat_id=anna, text="x", reply_markup=keyboard([("A", "a")]))
        target = {"chat_id": anna, "message_id": sent["message_id"]}
        base = {"type": "message", **target, "bot_id": 4242}
        assert await events.next("message") == {**base, "what": "new"}
        await lab.ok("editMessageText", **target, text="y")
        assert await events.next("message") == {**base, "what": "edited"}
        await lab.ok("pinChatMessage", **target)
        assert await events.next("message") == {**base, "what": "pinned"}
        assert (await events.next("message"))["what"] == "new"
        await lab.ok("unpinChatMessage", chat_id=anna)
        assert await events.next("message") == {**base, "what": "unpinned"}
        await lab.post(f"/chats/{anna}/messages/{sent['message_id']}/react", {"from": anna, "emoji": "👍"})
        assert await events.next("message") == {**base, "what": "reacted"}
        await lab.ok("deleteMessage", **target)
        assert await events.next("message") == {**base, "what": "deleted"}
        said = await lab.says(forum, "in it", **{"from": anna, "thread": topic})
        inside = {"chat_id": forum, "thread": topic}
        assert await events.next("message") == {"type": "message", **inside, "message_id": said["id"], "what": "new"}
        await lab.ok("sendChatAction", chat_id=forum, message_thread_id=topic, action="typing")
        assert await events.next("typing") == {"type": "typing", **inside, "action": "typing", "name": "Sandbox"}
        await lab.ok("setMyCommands", commands=[{"command": "a", "description": "b"}])
        await events.next("commands")
        await lab.person("Boris")
        await events.next("people")
        await lab.post("/clock", {"advance": 60})
        assert (await events.next("clock"))["offset"] >= 60


async def test_an_answer_is_an_event_too(lab: Lab) -> None:
    anna = await lab.talking()
    sent = await lab.ok("sendMessage", chat_id=anna, text="x", reply_markup=keyboard([("A", "a")]))
    async with lab.session.get(f"{lab.base}/sandbox/events") as stream:
        address = f"/chats/{anna}/messages/{sent['message_id']}/press"
        pressing = asyncio.create_task(lab.post(address, {"from": anna, "text": "A"}))
        query = (await lab.updates(timeout=2))[0]["callback_query"]
        await lab.ok("answerCallbackQuery", callback_query_id=query["id"], text="ok")
        told = await Listener(stream).next("answer")
        assert (told["message_id"], told["person_id"], told["text"]) == (sent["message_id"], anna, "ok")
        await pressing


async def test_private_chats_of_two_bots_are_apart(lab: Lab) -> None:
    anna = await lab.talking()
    await lab.bot("getUpdates", token="77:other")
    await lab.post(f"/chats/{anna}/messages?bot=77", {"text": "to the other"})
    status, body = await lab.bot("sendMessage", token="77:other", chat_id=anna, text="from the other")
    assert status == 200
    assert [one["text"] for one in await lab.get(f"/chats/{anna}/messages?bot=77")] == [
        "to the other",
        "from the other",
    ]
    assert [one["text"] for one in await lab.sees(anna)] == ["/start"]
    assert (await lab.call("GET", f"/chats/{anna}/messages/{body['result']['message_id']}"))[0] == 404


async def test_numbers_go_on_where_an_earlier_sandbox_cant_have_been(lab: Lab) -> None:
    anna = await lab.person()
    said = await lab.says(anna, "x")
    (update,) = await lab.updates()
    assert abs(update["update_id"] - time.time()) < 60 and update["update_id"] < 2**31
    assert abs(said["id"] - time.time() / 10) < 60
