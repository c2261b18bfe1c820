"""The people's side: writing, reading, menus, bad input."""

import base64

import pytest

from tests.sandbox.conftest import TOKEN, Lab


async def test_everybody_is_listed_with_chats_and_roles(lab: Lab) -> None:
    anna = await lab.talking(last_name="Orlova", username="anna_o", language_code="ru", roles=["hunter"])
    boris = await lab.person("Boris", roles="head")
    team = await lab.group(anna, boris)
    first, second = await lab.get("/people")
    assert (first["id"], first["roles"], first["last_name"]) == (anna, ["hunter"], "Orlova")
    assert [chat["id"] for chat in first["chats"]] == [anna, team]
    assert (second["roles"], [chat["id"] for chat in second["chats"]]) == ("head", [team])


async def test_a_command_gets_its_entity(lab: Lab) -> None:
    anna = await lab.person(language_code="ru")
    said = await lab.says(anna, "/start abc")
    assert (said["id"], said["text"], said["from"]) == (said["id"], "/start abc", anna)
    message = (await lab.updates())[0]["message"]
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"]["language_code"] == "ru" and message["message_id"] == said["id"]


async def test_people_send_more_than_text(lab: Lab) -> None:
    anna, boris = await lab.talking(), await lab.person("Boris")
    data = base64.b64encode(b"bytes").decode()
    bodies = {
        "contact": {"contact": {"phone_number": "+7900", "first_name": "A", "user_id": anna}},
        "location": {"location": {"latitude": 1.5, "longitude": 2.5}},
        "document": {"document": {"name": "a.txt", "base64": data}, "text": "cap"},
        "photo": {"photo": {"base64": data}},
        "voice": {"voice": {"base64": data}},
        "sticker": {"sticker": "👍"},
        "forward_origin": {"text": "fw", "forward_from": boris},
    }
    for name, body in bodies.items():
        await lab.post(f"/chats/{anna}/messages", {"from": anna, **body})
        assert name in (await lab.updates())[0]["message"], name
    seen = {name: one for one in await lab.sees(anna) for name in one}
    assert seen["document"]["document"]["name"] == "a.txt" and seen["document"]["text"] == "cap"
    assert seen["sticker"]["sticker"] == "👍" and seen["photo"]["photo"]["url"]
    assert seen["forwarded_from"]["forwarded_from"] == "Boris"


async def test_own_messages_are_edited_and_deleted(lab: Lab) -> None:
    anna, boris = await lab.talking(), await lab.talking("Boris")
    said = await lab.says(anna, "one")
    await lab.updates()
    edited = await lab.do("PATCH", f"/chats/{anna}/messages/{said['id']}", {"from": anna, "text": "/two"})
    assert edited["edited"] and (await lab.updates())[0]["edited_message"]["text"] == "/two"
    path = f"/chats/{anna}/messages/{said['id']}"
    assert (await lab.call("PATCH", path, {"from": boris, "text": "x"}))[0] == 403
    assert (await lab.call("DELETE", path, {"from": anna}))[0] == 200
    assert said["id"] not in [one["id"] for one in await lab.sees(anna)]
    assert (await lab.call("DELETE", path, {"from": anna}))[0] == 404
    sent = await lab.ok("sendMessage", chat_id=anna, text="bot's")
    assert (await lab.call("DELETE", f"/chats/{anna}/messages/{sent['message_id']}", {"from": anna}))[0] == 403


async def test_reading_goes_on_after_a_message(lab: Lab) -> None:
    anna, boris = await lab.talking(), await lab.person("Boris")
    said = await lab.says(anna, "x")
    sent = await lab.ok("sendMessage", chat_id=anna, text="y", disable_notification=True)
    (seen,) = await lab.get(f"/chats/{anna}/messages?after={said['id']}&as={anna}")
    assert (seen["id"], seen["from"], seen["silent"]) == (sent["message_id"], 4242, True)
    assert seen["buttons"] == [] and seen["date"] == sent["date"]
    assert (await lab.call("GET", f"/chats/{anna}/messages?as={boris}"))[0] == 403
    assert await lab.get(f"/chats/{boris}/messages") == []


async def test_reply_keyboards_send_what_they_ask_for(lab: Lab) -> None:
    anna = await lab.talking(phone="+79995554433")
    team = await lab.group(anna)
    channel = await lab.group(anna, kind="channel")
    await lab.updates()
    request = {"request_id": 7, "chat_is_channel": False}
    rows = [[{"text": "Phone", "request_contact": True}, {"text": "Hi"}], [{"text": "Group", "request_chat": request}]]
    sent = await lab.ok("sendMessage", chat_id=anna, text="x", reply_markup={"keyboard": rows})
    assert (await lab.sees(anna))[-1]["reply_keyboard"][0][1]["text"] == "Hi" and "reply_markup" not in sent
    address = f"/chats/{anna}/messages/{sent['message_id']}/press"
    for body in ({"text": "Phone"}, {"text": "Hi"}, {"row": 1, "col": 0, "chat": team}):
        assert (await lab.post(address, {"from": anna, **body}))["answer"] is None
    phone, hi, group = [one["message"] for one in await lab.updates()]
    assert phone["contact"] == {"phone_number": "+79995554433", "first_name": "Anna", "user_id": anna}
    assert hi["text"] == "Hi" and group["chat_shared"] == {"request_id": 7, "chat_id": team}
    for chat in (channel, None, -5):
        status, answer = await lab.call("POST", address, {"from": anna, "text": "Group", "chat": chat})
        assert 400 <= status < 500 and answer["error"].startswith("chat:")
    refusal = "400 Bad Request: phone number can be requested in private chats only"
    assert await lab.refused("sendMessage", chat_id=team, text="x", reply_markup={"keyboard": rows}) == refusal


async def test_a_button_may_ask_for_people_or_a_channel(lab: Lab) -> None:
    anna, boris, carl = await lab.talking(), await lab.person("Boris"), await lab.person("Carl")
    channel = await lab.group(anna, kind="channel")
    await lab.updates()
    users = {"text": "Who", "request_users": {"request_id": 1, "max_quantity": 2, "request_name": True}}
    channels = {"text": "Where", "request_chat": {"request_id": 2, "chat_is_channel": True, "request_title": True}}
    sent = await lab.ok("sendMessage", chat_id=anna, text="x", reply_markup={"keyboard": [[users, channels]]})
    address = f"/chats/{anna}/messages/{sent['message_id']}/press"
    await lab.post(address, {"from": anna, "text": "Who", "users": [boris, carl]})
    await lab.post(address, {"from": anna, "text": "Where", "chat": channel})
    who, where = [one["message"] for one in await lab.updates()]
    assert [one["first_name"] for one in who["users_shared"]["users"]] == ["Boris", "Carl"]
    assert where["chat_shared"] == {"request_id": 2, "chat_id": channel, "title": "Team"}
    for bad in ({"users": []}, {"users": [1]}, {"users": [anna, boris, carl]}):
        assert 400 <= (await lab.call("POST", address, {"from": anna, "text": "Who", **bad}))[0] < 500


async def test_the_command_menu_is_that_of_the_narrowest_scope(lab: Lab) -> None:
    anna, boris = await lab.talking(language_code="ru"), await lab.talking("Boris")
    team = await lab.group(boris, admins=[anna])

    async def setup(name: str, **more: object) -> None:
        await lab.ok("setMyCommands", commands=[{"command": name, "description": name}], **more)

    async def menu(chat: int, person: int) -> str:
        return ",".join(one["command"] for one in await lab.get(f"/chats/{chat}/commands?as={person}"))

    await setup("default")
    assert await menu(anna, anna) == "default"
    await setup("private", scope={"type": "all_private_chats"})
    await setup("private_ru", scope={"type": "all_private_chats"}, language_code="ru")
    assert (await menu(anna, anna), await menu(boris, boris)) == ("private_ru", "private")
    await setup("own", scope={"type": "chat", "chat_id": anna})
    assert await menu(anna, anna) == "own"
    await setup("groups", scope={"type": "all_group_chats"})
    await setup("admins", scope={"type": "all_chat_administrators"})
    assert (await menu(team, anna), await menu(team, boris)) == ("admins", "groups")
    await setup("one", scope={"type": "chat_member", "chat_id": team, "user_id": boris})
    assert await menu(team, boris) == "one"
    await lab.ok("deleteMyCommands", scope={"type": "chat", "chat_id": anna})
    assert await menu(anna, anna) == "private_ru"
    assert (await lab.ok("getMyCommands"))[0]["command"] == "default"
    for bad in ([{"command": "Ж", "description": "x"}], [{"command": "x", "description": ""}]):
        assert (await lab.refused("setMyCommands", commands=bad)).startswith("400 Bad Request: BOT_COMMAND")
    stranger = await lab.person("Stranger")
    scope = {"type": "chat", "chat_id": stranger}
    said = await lab.refused("setMyCommands", commands=[], scope=scope)
    assert said == "400 Bad Request: chat not found"


async def test_the_menu_button_and_the_profile_are_remembered(lab: Lab) -> None:
    anna = await lab.talking()
    assert await lab.ok("setChatMenuButton", chat_id=anna, menu_button={"type": "commands"}) is True
    assert await lab.ok("getChatMenuButton", chat_id=anna) == {"type": "commands"}
    await lab.ok("setMyDescription", description="about")
    assert await lab.ok("getMyDescription", language_code="ru") == {"description": "about"}
    me = await lab.ok("getMe")
    assert me["is_bot"] and me["can_read_all_group_messages"] is False and me["id"] == 4242


@pytest.mark.parametrize(
    ("verb", "path", "body", "status"),
    [
        ("POST", "/people", {}, 400),
        ("POST", "/people", {"first_name": 5}, 400),
        ("POST", "/people", {"first_name": "A", "nickname": "x"}, 400),
        ("POST", "/people", [], 400),
        ("POST", "/people/5/block", {}, 404),
        ("POST", "/people/x/block", {}, 404),
        ("POST", "/chats/5/messages", {"text": "x"}, 404),
        ("POST", "/chats/{anna}/messages", {}, 400),
        ("POST", "/chats/{anna}/messages", {"text": "x" * 4097}, 400),
        ("POST", "/chats/{anna}/messages", {"photo": {"base64": "%"}}, 400),
        ("POST", "/chats/{anna}/messages", {"text": "x", "reply_to": 1}, 404),
        ("POST", "/chats/{anna}/messages", {"text": "x", "thread": 1}, 404),
        ("POST", "/chats/{anna}/messages", {"text": "x", "from": 5}, 404),
        ("POST", "/chats/{anna}/messages", {"contact": True, "sticker": "x"}, 400),
        ("POST", "/chats/{anna}/messages/1/press", {"from": 1, "text": "x"}, 404),
        ("POST", "/chats/{anna}/messages/1/react", {"emoji": "x"}, 404),
        ("GET", "/chats/5/messages", None, 404),
        ("GET", "/chats/{anna}/messages?after=x", None, 400),
        ("POST", "/inline", {"from": 5, "query": "x"}, 404),
        ("POST", "/clock", {}, 400),
        ("POST", "/clock", {"advance": -5}, 400),
        ("POST", "/clock", {"to": "yesterday"}, 400),
        ("POST", "/clock", {"advance": 99 * 366 * 24 * 3600}, 400),
        ("GET", "/calls?limit=0", None, 400),
        ("POST", "/bot", {"pending": -1}, 400),
        ("POST", "/faults", {"kind": "nonsense"}, 400),
        ("GET", "/nothing", None, 404),
        ("PUT", "/people", {}, 405),
    ],
)
async def test_bad_input_gets_one_sentence(lab: Lab, verb: str, path: str, body: object, status: int) -> None:
    anna = await lab.talking()
    code, answer = await lab.call(verb, path.format(anna=anna), body)
    assert code == status, answer
    assert isinstance(answer["error"], str) and len(answer["error"]) > 5


async def test_broken_json_is_no_server_error(lab: Lab) -> None:
    async with lab.session.post(f"{lab.base}/sandbox/people", data=b"{") as reply:
        assert reply.status == 400 and (await reply.json())["error"] == "The body isn't JSON."


async def test_a_blocking_person_has_to_unblock_before_writing(lab: Lab) -> None:
    anna = await lab.talking()
    await lab.post(f"/people/{anna}/block")
    assert (await lab.call("POST", f"/chats/{anna}/messages", {"text": "x"}))[0] == 409
    assert (await lab.get("/people"))[0]["blocked"] is True
    assert (await lab.get("/health"))["ok"] is True


async def test_events_tell_the_page_of_every_message(lab: Lab) -> None:
    anna = await lab.talking()
    async with lab.session.get(f"{lab.base}/sandbox/events") as stream:
        assert stream.content_type == "text/event-stream"
        await lab.ok("sendMessage", chat_id=anna, text="x")
        lines = b""
        while b"message" not in lines:
            lines += await stream.content.readline()
    assert f'"chat_id": {anna}'.encode() in lines


async def test_the_page_loads_nothing_from_outside(lab: Lab) -> None:
    async with lab.session.get(lab.base + "/") as reply:
        assert reply.status == 200 and "default-src 'self'" in reply.headers["Content-Security-Policy"]
        page = await reply.text()
    assert "://" not in page
    for path in ("/page/style.css", "/words/ru.json"):
        async with lab.session.get(lab.base + path) as reply:
            assert reply.status == 200, path
    assert TOKEN not in page
