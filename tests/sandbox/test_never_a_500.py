"""Whatever is thrown at either side, it answers in its own words with 4xx, at once, and serves on."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from sandbox.botapi.call import ANSWERS
from sandbox.botapi.models import METHODS
from sandbox.server import Sandbox
from tests.sandbox.conftest import PICTURE, TOKEN, Lab, keyboard

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning:aiohttp")
_EXAMPLES, _BATCH = 80, 10
_HOW = settings(
    max_examples=_EXAMPLES,
    derandomize=True,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
_AT_ONCE = aiohttp.ClientTimeout(total=10)
_NO_END = ("/sandbox/events", "/sandbox/clock", "/sandbox/idle")
"""GETs that wait on purpose, or answer 504 by contract."""

_NUMBERS = st.sampled_from([0, 1, -1, True, False, 1.5, float("nan"), float("inf"), 2**31, 2**63, -(2**63), 10**400])
_TEXTS = st.sampled_from(
    [
        "",
        " ",
        "0",
        "-1",
        "\ud800",
        "\x00",
        "<b>",
        "<b><i>" * 600 + "x" + "</i></b>" * 600,
        "🎯" * 3000,
        "@x",
        "[" * 3000,
    ]
) | st.sampled_from(
    ["{}", "[" * 3000, "NaN", "HTML", "MarkdownV2", "attach://f", "http://[", "https://x:99999/", "*_`"]
)
_SHAPES: list[Any] = [
    [{"type": "bold", "offset": 0, "length": 1}] * 300,
    [{"type": "text_link", "offset": -1, "length": 2**70, "url": "\ud800"}],
    {"inline_keyboard": [[{"text": "x", "url": "http://[x"}, {"text": "", "callback_data": ""}]]},
    {"keyboard": [["x", {"text": 1}]]},
    {"force_reply": True},
    [{"type": "photo", "media": "attach://f"}, {"type": "document", "media": "x"}],
    [{"type": "emoji", "emoji": "👍"}],
    {"type": "chat_member", "chat_id": 10**30, "user_id": "x"},
    [{"command": "a", "description": "\ud800"}],
    {"message_id": 2**63, "chat_id": "@x"},
    {"base64": "%", "name": "a" * 5000},
]
_LEAVES = st.none() | _NUMBERS | _TEXTS | st.text(max_size=8) | st.integers()
_JUNK = st.one_of(
    _LEAVES,
    st.sampled_from(_SHAPES),
    st.recursive(
        _LEAVES, lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(max_size=4), inside, max_size=3)
    ),
    st.integers(1, 2000).map(lambda depth: json.loads("[" * min(depth, 400) + "]" * min(depth, 400))),
)
_BROKEN: list[tuple[dict[str, str], bytes]] = [
    ({"Content-Type": "application/json"}, b"\xff"),
    ({"Content-Type": "application/json"}, b"[" * 100_000),
    ({"Content-Type": "application/json"}, b"1" * 10_000),
    ({"Content-Type": "application/json"}, b'{"chat_id": 1e999}'),
    ({"Content-Type": "application/json; charset=nothing"}, '{"chat_id": 1}'.encode("utf-16")),
    ({"Content-Type": "application/json", "Content-Encoding": "gzip"}, b"no gzip"),
    ({"Content-Type": "application/x-www-form-urlencoded"}, b"chat_id=%ff&\xfe&&=&text"),
    ({"Content-Type": "text/plain; charset=nothing"}, b"\xff\x00"),
    ({"Content-Type": "%%%"}, b"x"),
    ({"Content-Type": "multipart/form-data"}, b"no boundary"),
    ({"Content-Type": "multipart/form-data; boundary=B"}, b""),
    ({"Content-Type": "multipart/form-data; boundary=B"}, b"--B\r\nno header\r\n--B--\r\n"),
    ({"Content-Type": "multipart/form-data; boundary=B"}, b"--B\r\nBad: \x00\r\n\r\nx\r\n--B--\r\n"),
    ({"Content-Type": "multipart/form-data; boundary=B"}, b'--B\r\nContent-Disposition: form-data; name="chat_id"\r\n'),
]
for _header in (b"Content-Encoding: gzip", b"Content-Encoding: x", b"Content-Transfer-Encoding: x", b"Content-Type: "):
    for _name in (b'name="text"', b'name="photo"; filename="\xff../x"', b"name*=UTF-8''%ed%a0%80"):
        _part = b"Content-Disposition: form-data; " + _name + b"\r\n" + _header + b"\r\n\r\n\xff\xfe"
        _BROKEN.append(({"Content-Type": "multipart/form-data; boundary=B"}, b"--B\r\n" + _part + b"\r\n--B--\r\n"))


class Target:
    """A sandbox with something of everything, what addresses it, and what is known about it."""

    def __init__(self, lab: Lab, known: dict[str, Any]) -> None:
        self.lab = lab
        self.known = known

    async def bot(self, name: str, **how: Any) -> None:
        """One call at the bot's door; → nothing, or the test fails."""
        async with self.lab.session.post(f"{self.lab.base}/bot{TOKEN}/{name}", timeout=_AT_ONCE, **how) as reply:
            body = json.loads(await reply.text(), parse_constant=pytest.fail)
            fits = reply.status == 200 if body["ok"] else body["error_code"] == reply.status
            assert fits and (body["ok"] or 400 <= reply.status < 500), (name, how, reply.status, body)

    async def people(self, verb: str, path: str, **how: Any) -> None:
        """The same for the people's side."""
        async with self.lab.session.request(verb, self.lab.base + path, timeout=_AT_ONCE, **how) as reply:
            raw = await reply.read()
            if reply.status == 200 and reply.content_type != "application/json":
                return
            body = json.loads(raw, parse_constant=pytest.fail)
            assert reply.status == 200 or 400 <= reply.status < 500, (verb, path, how, reply.status, body)
            assert reply.status == 200 or isinstance(body["error"], str), (verb, path, how, body)

    async def serves(self) -> None:
        """Everything can still be read, written and called."""
        for path in (
            "/people",
            "/groups",
            "/calls",
            "/page",
            *(f"/chats/{one}/messages" for one in self.known["chats"]),
        ):
            await self.people("GET", f"/sandbox{path}")
        await self.lab.do("DELETE", "/faults")
        await self.lab.ok("getMe")


@asynccontextmanager
async def target() -> AsyncIterator[Target]:
    sandbox = Sandbox(webhook_pause=0.05, answer_patience=0.01)
    port = await sandbox.start("127.0.0.1", 0)
    async with aiohttp.ClientSession() as session:
        lab = Lab(sandbox, port, session)
        anna = await lab.talking()
        team, forum = await lab.group(anna), await lab.group(anna, forum=True, bot_admin=True)
        sent = await lab.ok("sendMessage", chat_id=anna, text="x", reply_markup=keyboard([("A", "a")]))
        said = await lab.says(anna, "own")
        topic = await lab.ok("createForumTopic", chat_id=forum, name="t")
        known = {
            "chats": [anna, team, forum],
            "messages": [sent["message_id"], said["id"]],
            "topic": topic["message_thread_id"],
        }
        yield Target(lab, known)
    await sandbox.stop()


def attempt(calls: st.SearchStrategy[Any], make: Callable[[Target, Any], Awaitable[None]]) -> None:
    """Runs batches of generated calls, each batch at once, against one sandbox."""

    async def batch(goal: Target, drawn: list[Any]) -> None:
        await asyncio.gather(*(make(goal, one) for one in drawn))

    with asyncio.Runner() as runner:
        run: Callable[[Coroutine[Any, Any, Any]], Any] = runner.run
        opened = target()
        goal = run(opened.__aenter__())

        @_HOW
        @given(st.lists(calls, min_size=_BATCH, max_size=_BATCH))
        def tried(drawn: list[Any]) -> None:
            run(batch(goal, drawn))

        try:
            tried()
            run(goal.serves())
        finally:
            run(opened.__aexit__(None, None, None))


def _fields(name: str) -> list[str]:
    return [*METHODS[name].model_fields, "nonsense"]


@st.composite
def bot_calls(draw: st.DrawFn) -> tuple[str, dict[str, Any], list[str], str]:
    """(method, junk by field, fields that shall be right, how it is sent)."""
    name = draw(st.sampled_from(sorted(ANSWERS)))
    junk = draw(st.dictionaries(st.sampled_from(_fields(name)), _JUNK, max_size=3))
    right = [field for field in _fields(name) if field not in junk]
    return name, junk, right, draw(st.sampled_from(["json", "form", "multipart"]))


def _right(goal: Target, name: str) -> dict[str, Any]:
    """Values that make sense, so that calls get past the first check."""
    anna, _, forum = goal.known["chats"]
    return {
        "chat_id": forum if "topic" in name else anna,
        "from_chat_id": anna,
        "message_id": goal.known["messages"][0],
        "message_ids": goal.known["messages"],
        "text": "<b>words</b>",
        "user_id": anna,
        "photo": "attach://f",
        "document": "attach://f",
        "media": [{"type": "photo", "media": "attach://f"}] * 2,
        "commands": [{"command": "a", "description": "b"}],
        "action": "typing",
        "name": "t",
        "latitude": 1,
        "longitude": 2,
        "results": [],
    } | ({"message_thread_id": goal.known["topic"]} if "topic" in name else {})


def _sent(params: dict[str, Any], how: str) -> dict[str, Any]:
    if how == "json":
        return {"data": json.dumps(params), "headers": {"Content-Type": "application/json"}}
    form = aiohttp.FormData(quote_fields=False)
    for name, value in params.items():
        text = value if isinstance(value, str) else json.dumps(value)
        form.add_field(re.sub(r"[^\w]", "_", name) or "_", text.encode("utf-8", "replace").decode())
    if how == "multipart":
        form.add_field("f", PICTURE, filename="f.png")
    return {"data": form}


async def _bot_call(goal: Target, drawn: tuple[str, dict[str, Any], list[str], str]) -> None:
    name, junk, right, how = drawn
    good = {field: value for field, value in _right(goal, name).items() if field in right}
    params = good | junk
    if name == "getupdates":
        params["timeout"] = 0
    await goal.bot(name, **_sent(params, how))


def test_no_call_of_a_bot_breaks_the_door() -> None:
    attempt(bot_calls(), _bot_call)


def _routes() -> list[tuple[str, str]]:
    found = []
    for route in Sandbox().app().router.routes():
        path = route.resource.canonical if route.resource else ""
        waits = route.method == "GET" and path in _NO_END
        if path.startswith("/sandbox/") and route.method != "HEAD" and not waits:
            found.append((route.method, path))
    return found


_ROUTES = _routes()
# fmt: off
_NAMES = [
    "from", "text", "data", "row", "col", "chat", "users", "person", "by", "admin", "emoji", "query", "offset",
    "choose", "first_name", "last_name", "username", "id", "language_code", "roles", "phone", "title", "members",
    "admins", "kind", "forum", "bot", "bot_admin", "contact", "location", "document", "photo", "voice", "sticker",
    "reply_to", "thread", "forward_from", "as_chat", "update_id", "message", "edited_message", "callback_query",
    "inline_query", "pending", "advance", "to", "method", "times", "retry_after", "probability", "seed", "do", "pace",
    "scenes", "nonsense",
]
# fmt: on


@st.composite
def people_calls(draw: st.DrawFn) -> tuple[str, str, int, str, Any]:
    """(verb, path, which chat, query, body)."""
    verb, path = draw(st.sampled_from(_ROUTES))
    names = st.dictionaries(st.sampled_from(_NAMES), _JUNK, max_size=4)
    body = draw(names | names | _JUNK)
    query = draw(st.sampled_from(["", "after=", "before=", "limit=", "as=", "bot=", "from=", "timeout="]))
    value = draw(st.sampled_from(["0", "-1", "x", "nan", "9" * 99, "%ff", "500001"])) if query else ""
    return verb, path, draw(st.integers(0, 4)), query + value, body


async def _people_call(goal: Target, drawn: tuple[str, str, int, str, Any]) -> None:
    verb, path, which, query, body = drawn
    chats = [*goal.known["chats"], -5, 10**30]
    message = [*goal.known["messages"], 0, -1, 10**30][which]
    values = {"message_id": message, "file_id": "x"}
    path = re.sub(r"\{(\w+)\}", lambda found: str(values.get(found[1], chats[which])), path)
    if path == "/sandbox/play" and isinstance(body, dict):
        body.pop("do", None)
    if isinstance(body, dict) and which < 3 and verb != "GET":
        body = {"from": goal.known["chats"][0], "text": "x"} | body
    await goal.people(verb, f"{path}?{query}", data=json.dumps(body))


def test_no_call_of_people_breaks_their_side() -> None:
    attempt(people_calls(), _people_call)


@pytest.mark.parametrize("which", range(len(_BROKEN)))
async def test_bodies_that_nobody_can_read_are_refused(which: int) -> None:
    headers, body = _BROKEN[which]
    async with target() as goal:
        for name in ("sendMessage", "sendPhoto", "getMe"):
            await goal.bot(name, data=body, headers=headers)
        for path in ("/sandbox/people", "/sandbox/updates", f"/sandbox/chats/{goal.known['chats'][0]}/messages"):
            await goal.people("POST", path, data=body, headers=headers)
        await goal.serves()


async def test_addresses_that_nobody_gave_out_are_refused() -> None:
    async with target() as goal:
        for path in ("/bot%ff/x", "/bot1:a/%ff", "/bot1:a/a/b", "/botx/getMe", "/file/bot1:a/..%2fx", "/file/botx/x"):
            for verb in ("GET", "POST", "PUT", "DELETE"):
                async with goal.lab.session.request(verb, goal.lab.base + path) as reply:
                    body = await reply.json()
                    assert (body["ok"], body["error_code"]) == (False, reply.status) and 400 <= reply.status < 500
        for path in ("/sandbox", "/sandbox/%ff", "/sandbox/chats/x/messages", f"/sandbox/chats/{'9' * 5000}/messages"):
            for verb in ("GET", "POST", "PUT", "DELETE", "PATCH"):
                await goal.people(verb, path)
