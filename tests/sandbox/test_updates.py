"""getUpdates, webhooks, replays: how updates reach a bot."""

import asyncio
import time

from aiohttp import web

from tests.sandbox.conftest import Lab, keyboard, serving


async def test_an_update_stays_until_a_higher_offset_is_asked_for(lab: Lab) -> None:
    anna = await lab.person()
    for text in ("a", "b", "c"):
        await lab.says(anna, text)
    first = await lab.ok("getUpdates")
    assert [one["message"]["text"] for one in first] == ["a", "b", "c"]
    assert await lab.ok("getUpdates", limit=1) == first[:1]
    assert await lab.ok("getUpdates", offset=first[1]["update_id"]) == first[1:]
    assert await lab.ok("getUpdates") == first[1:]
    assert await lab.ok("getUpdates", offset=-1) == first[2:]
    assert await lab.ok("getUpdates", offset=first[2]["update_id"] + 1) == []
    assert abs(first[0]["update_id"] - time.time()) < 60


async def test_a_long_poll_answers_at_once_when_something_comes(lab: Lab) -> None:
    anna = await lab.person()
    polling = asyncio.create_task(lab.ok("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    await lab.says(anna, "now")
    assert (await asyncio.wait_for(polling, 2))[0]["message"]["text"] == "now"


async def test_of_two_pollers_the_older_is_sent_away(lab: Lab) -> None:
    older = asyncio.create_task(lab.bot("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    newer = asyncio.create_task(lab.bot("getUpdates", timeout=1))
    status, body = await asyncio.wait_for(older, 2)
    assert status == 409 and "terminated by other getUpdates request" in body["description"]
    assert (await newer)[0] == 200


async def test_some_kinds_come_only_when_they_are_asked_for(lab: Lab) -> None:
    anna, boris = await lab.talking(), await lab.person("Boris")
    team = await lab.group(anna, bot_admin=True)
    sent = await lab.ok("sendMessage", chat_id=anna, text="x")
    await lab.updates()

    async def happens() -> set[str]:
        await lab.post(f"/groups/{team}/join", {"person": boris})
        await lab.post(f"/groups/{team}/leave", {"person": boris})
        await lab.post(f"/chats/{anna}/messages/{sent['message_id']}/react", {"from": anna, "emoji": "👍"})
        return {kind for one in await lab.updates() for kind in one if kind != "update_id"}

    assert await happens() == {"message"}
    await lab.updates(allowed_updates=["message", "chat_member", "message_reaction"])
    assert await happens() == {"message", "chat_member", "message_reaction"}


async def test_a_webhook_ends_the_polling(lab: Lab) -> None:
    polling = asyncio.create_task(lab.bot("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    await lab.ok("setWebhook", url="http://127.0.0.1:9/")
    status, body = await asyncio.wait_for(polling, 5)
    assert (status, body["description"]) == (409, "Conflict: terminated by setWebhook request")
    assert await lab.ok("setWebhook") is True
    assert (await lab.ok("getWebhookInfo"))["url"] == ""


async def test_allowed_updates_keep_others_out(lab: Lab) -> None:
    anna = await lab.talking()
    await lab.updates(allowed_updates=["callback_query"])
    sent = await lab.ok("sendMessage", chat_id=anna, text="x", reply_markup=keyboard([("A", "a")]))
    await lab.says(anna, "unheard")
    await lab.post(f"/chats/{anna}/messages/{sent['message_id']}/press", {"from": anna, "data": "a"})
    assert [list(one)[1] for one in await lab.updates()] == ["callback_query"]
    await lab.updates(allowed_updates=[])
    await lab.says(anna, "heard")
    assert (await lab.updates())[0]["message"]["text"] == "heard"


async def test_presses_and_messages_expire_by_the_virtual_clock(lab: Lab) -> None:
    anna = await lab.talking()
    sent = await lab.ok("sendMessage", chat_id=anna, text="x", reply_markup=keyboard([("A", "a")]))
    await lab.says(anna, "word")
    await lab.post(f"/chats/{anna}/messages/{sent['message_id']}/press", {"from": anna, "data": "a"})
    assert len(await lab.ok("getUpdates")) == 2
    await lab.post("/clock", {"advance": 160})
    assert [one["message"]["text"] for one in await lab.ok("getUpdates")] == ["word"]
    await lab.post("/clock", {"advance": 24 * 3600})
    assert await lab.ok("getUpdates") == []


async def test_an_update_can_be_delivered_again(lab: Lab) -> None:
    anna = await lab.talking()
    await lab.says(anna, "once")
    (update,) = await lab.updates()
    await lab.says(anna, "later")
    await lab.updates()
    await lab.post("/updates/replay", {"update_id": update["update_id"]})
    assert await lab.ok("getUpdates", offset=lab.offset) == [update]
    assert await lab.ok("getUpdates", offset=lab.offset) == []
    assert (await lab.call("POST", "/updates/replay", {"update_id": 1}))[0] == 404


async def test_hand_made_updates_bring_their_people_along(lab: Lab) -> None:
    user = {"id": 77, "is_bot": False, "first_name": "Raw"}
    message = {"chat": {"id": 77, "type": "private", "first_name": "Raw"}, "from": user, "text": "raw"}
    made = await lab.post("/updates", {"message": message})
    (update,) = await lab.updates()
    assert update["update_id"] == made["update_id"] and update["message"]["text"] == "raw"
    assert (await lab.sees(77))[0]["id"] == update["message"]["message_id"]
    await lab.ok("sendMessage", chat_id=77, text="hello")
    query = {"id": "9", "from": user, "chat_instance": "1", "data": "zz", "message": update["message"]}
    await lab.post("/updates", {"callback_query": query, "update_id": 5})
    assert (await lab.updates())[0]["update_id"] == 5
    await lab.ok("answerCallbackQuery", callback_query_id="9")
    for bad in ({}, {"message": 5}, {"message": {"text": "x"}}, {"nonsense": {}}, []):
        status, answer = await lab.call("POST", "/updates", bad)
        assert status == 400 and answer["error"], bad


class Hook:
    """A bot's webhook that says what it is told to say."""

    def __init__(self) -> None:
        self.got: list[dict] = []
        self.secrets: list[str | None] = []
        self.answers: list[web.Response] = []

    async def handle(self, request: web.Request) -> web.Response:
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        answer = self.answers.pop(0) if self.answers else web.Response()
        if answer.status == 200:
            self.got.append(await request.json())
        return answer


async def test_a_webhook_gets_updates_in_order_and_again_until_it_takes_them(lab: Lab) -> None:
    hook = Hook()
    async with serving(hook.handle) as url:
        await lab.ok("setWebhook", url=url, secret_token="s3cret")
        assert "webhook is active" in await lab.refused("getUpdates")
        anna = await lab.person()
        hook.answers = [
            web.Response(status=500),
            web.json_response({"method": "sendMessage", "chat_id": anna, "text": "r"}),
        ]
        for text in ("a", "b"):
            await lab.says(anna, text)
        await lab.get("/idle?timeout=5")
        assert [one["message"]["text"] for one in hook.got] == ["a", "b"]
        assert set(hook.secrets) == {"s3cret"}
        assert [one["text"] for one in await lab.sees(anna)] == ["a", "b", "r"]
        info = await lab.ok("getWebhookInfo")
        assert info["url"] == url and info["pending_update_count"] == 0
        assert info["last_error_message"].startswith("Wrong response from the webhook: 500")
        assert await lab.ok("deleteWebhook") is True
        await lab.says(anna, "c")
        assert (await lab.updates())[0]["message"]["text"] == "c"


async def test_a_chat_whose_posts_fail_holds_up_no_other(lab: Lab) -> None:
    anna, boris = await lab.person(), await lab.person("Boris")
    got: list[str] = []
    broken = True

    async def hook(request: web.Request) -> web.Response:
        message = (await request.json())["message"]
        if message["chat"]["id"] == anna and broken:
            return web.Response(status=502)
        got.append(message["text"])
        return web.Response()

    async with serving(hook) as url:
        await lab.ok("setWebhook", url=url)
        for chat, text in ((anna, "a1"), (anna, "a2"), (boris, "b1"), (boris, "b2")):
            await lab.says(chat, text)
        for _ in range(100):
            if len(got) == 2:
                break
            await asyncio.sleep(0.05)
        assert got == ["b1", "b2"]
        broken = False
        await lab.get("/idle?timeout=10")
        assert got == ["b1", "b2", "a1", "a2"]
        await lab.ok("deleteWebhook")


async def test_webhooks_need_https_apart_from_this_machine(lab: Lab) -> None:
    refusal = "400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook"
    assert await lab.refused("setWebhook", url="http://example.org/") == refusal
    assert (await lab.refused("setWebhook", url="nonsense")).startswith("400 Bad Request: bad webhook")
    assert "secret token" in await lab.refused("setWebhook", url="https://example.org/", secret_token="a b")
    assert (await lab.bot("setWebhook", url=""))[1]["description"] == "Webhook is already deleted"


async def test_idle_waits_for_confirmation_and_for_what_the_bot_reports(lab: Lab) -> None:
    assert (await lab.call("GET", "/idle?timeout=2"))[0] == 200
    anna = await lab.person()
    await lab.says(anna, "x")
    assert (await lab.call("GET", "/idle?timeout=0.3"))[0] == 504
    await lab.ok("getUpdates")
    assert (await lab.call("GET", "/idle?timeout=0.3"))[0] == 504
    await lab.updates()
    await lab.post("/bot", {"pending": 2})
    assert (await lab.call("GET", "/idle?timeout=0.3"))[0] == 504
    await lab.post("/bot", {"pending": 0})
    began = time.monotonic()
    polling = asyncio.create_task(lab.ok("getUpdates", offset=lab.offset, timeout=2))
    assert (await lab.call("GET", "/idle?timeout=2"))[0] == 200
    assert time.monotonic() - began < 1
    await polling
    assert (await lab.call("GET", "/idle?timeout=x"))[0] == 400


async def test_people_may_write_before_the_bot_is_started(lab: Lab) -> None:
    anna = await lab.person()
    team = await lab.group(anna)
    await lab.bot("getMe", token="1:looked")
    await lab.says(anna, "early")
    joined, created, early = await lab.updates()
    assert joined["my_chat_member"]["new_chat_member"]["user"]["id"] == 4242
    assert created["message"]["chat"]["id"] == team and early["message"]["text"] == "early"
    assert (await lab.ok("getMe"))["id"] == 4242
    assert (await lab.bot("getMe", token="1:looked"))[1]["result"]["id"] == 1
