"""The virtual clock and its followers; made-up faults; the log of calls."""

import asyncio
import os
import signal
import time
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest

from sandbox.__main__ import arguments, serve
from sandbox.clock import Clock, ClockTooSlowError
from sandbox.server import RemoteHostError, Sandbox
from tests.sandbox.conftest import Lab


async def test_moving_the_clock_dates_messages_anew(lab: Lab) -> None:
    anna = await lab.talking()
    before = await lab.get("/clock")
    after = await lab.post("/clock", {"advance": 3600})
    assert after["version"] == before["version"] + 1
    moved = datetime.fromisoformat(after["now"]) - datetime.fromisoformat(before["now"])
    assert timedelta(seconds=3600) <= moved < timedelta(seconds=3610)
    sent = await lab.ok("sendMessage", chat_id=anna, text="x")
    assert abs(sent["date"] - time.time() - 3600) < 10
    to = datetime.now(UTC) + timedelta(days=1)
    await lab.post("/clock", {"to": to.isoformat()})
    assert abs((datetime.fromisoformat((await lab.get("/clock"))["now"]) - to).total_seconds()) < 5


async def test_a_follower_in_this_process_works_before_the_answer(lab: Lab) -> None:
    seen: list[datetime] = []

    async def follower(now: datetime) -> None:
        await asyncio.sleep(0.1)
        seen.append(now)

    lab.sandbox.clock.follow(follower)
    after = await lab.post("/clock", {"advance": 60})
    assert len(seen) == 1 and abs((datetime.fromisoformat(after["now"]) - seen[0]).total_seconds()) < 5


async def test_a_follower_elsewhere_reports_back_by_asking_again(lab: Lab) -> None:
    polling = asyncio.create_task(lab.get("/clock?after=0"))
    await asyncio.sleep(0.1)
    moving = asyncio.create_task(lab.post("/clock", {"advance": 60}))
    got = await asyncio.wait_for(polling, 2)
    assert got["version"] == 1
    await asyncio.sleep(0.1)
    assert not moving.done()
    again = asyncio.create_task(lab.get("/clock?after=1"))
    assert (await asyncio.wait_for(moving, 2))["version"] == 1
    second = asyncio.create_task(lab.post("/clock", {"advance": 60}))
    assert (await asyncio.wait_for(again, 2))["version"] == 2
    third = asyncio.create_task(lab.get("/clock?after=2&timeout=0.2"))
    await asyncio.wait_for(second, 2)
    assert (await third)["version"] == 2


async def test_a_follower_that_never_reports_back_is_given_up() -> None:
    clock = Clock()
    polling = asyncio.create_task(clock.next_after(0, 5))
    await asyncio.sleep(0.05)
    with pytest.raises(ClockTooSlowError):
        await clock.advance(timedelta(seconds=1), patience=0.2)
    await polling
    clock._last_poll = None
    await clock.advance(timedelta(seconds=1), patience=0.2)


async def test_faults_strike_the_next_calls(lab: Lab) -> None:
    anna = await lab.talking()
    await lab.post("/faults", {"method": "sendMessage", "kind": "429", "times": 2, "retry_after": 3})
    for _ in range(2):
        status, body = await lab.bot("sendMessage", chat_id=anna, text="x")
        assert (status, body["parameters"]) == (429, {"retry_after": 3})
    await lab.ok("sendMessage", chat_id=anna, text="x")
    await lab.post("/faults", {"kind": "403"})
    assert await lab.refused("sendMessage", chat_id=anna, text="x") == "403 Forbidden: bot was blocked by the user"
    await lab.post("/faults", {"kind": "500", "times": 5})
    assert (await lab.refused("getMe")).startswith("500")
    await lab.do("DELETE", "/faults")
    await lab.ok("getMe")


async def test_a_lost_reply_is_carried_out_and_a_reset_is_not(lab: Lab) -> None:
    anna = await lab.talking()
    for kind, there in (("reset", 0), ("lost_reply", 1)):
        await lab.post("/faults", {"method": "sendmessage", "kind": kind})
        with pytest.raises(aiohttp.ClientError):
            await lab.bot("sendMessage", chat_id=anna, text=kind)
        assert sum(one["text"] == kind for one in await lab.sees(anna)) == there
    await lab.post("/faults", {"method": "sendMessage", "kind": "timeout"})
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(lab.bot("sendMessage", chat_id=anna, text="x"), 0.3)
    await lab.ok("sendMessage", chat_id=anna, text="y")


async def test_seeded_faults_repeat_themselves(lab: Lab) -> None:
    async def run() -> list[int]:
        await lab.post("/faults", {"method": "getMe", "kind": "500", "times": 1000, "probability": 0.5, "seed": 7})
        statuses = [(await lab.bot("getMe"))[0] for _ in range(12)]
        await lab.do("DELETE", "/faults")
        return statuses

    first = await run()
    assert first == await run() and {200, 500} == set(first)


async def test_calls_are_told_in_order(lab: Lab) -> None:
    anna = await lab.talking()
    last = (await lab.get("/calls"))[-1]["n"]
    sent = await lab.ok("sendMessage", chat_id=anna, text="x", colour="red")
    await lab.refused("sendMessage", chat_id=1, text="x")
    good, bad = await lab.get(f"/calls?after={last}")
    assert (good["n"], good["method"], good["status"], good["message_id"]) == (
        last + 1,
        "sendMessage",
        200,
        sent["message_id"],
    )
    assert good["params"]["text"] == "x" and good["unknown"] == ["colour"]
    assert (bad["status"], bad["error"]) == (400, "Bad Request: chat not found") and good["at"] <= bad["at"]


async def test_other_machines_are_served_only_when_told_so(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(RemoteHostError):
        await Sandbox().start("0.0.0.0", 0)
    for host in ("0.0.0.0", "::", "192.0.2.1", "example.org"):
        assert await serve(arguments(["--host", host, "--port", "0"])) == 2
        said = capsys.readouterr().out
        assert said.startswith(f"{host} can be reached by others") and said.count("\n") == 1


async def test_the_clock_ends_before_dates_do(lab: Lab) -> None:
    decade = 10 * 365 * 24 * 3600
    for _ in range(12):
        status, answer = await lab.call("POST", "/clock", {"advance": decade})
        if status != 200:
            break
    assert (status, answer["error"]) == (400, "The clock ends with the year 2099.")
    assert (await lab.get("/clock"))["now"] < "2100"


async def test_the_command_serves_until_it_is_told_to_stop(capsys: pytest.CaptureFixture[str]) -> None:
    serving = asyncio.create_task(serve(arguments(["--port", "0"])))
    for _ in range(100):
        await asyncio.sleep(0.05)
        if "http://127.0.0.1:" in capsys.readouterr().out:
            break
    os.kill(os.getpid(), signal.SIGTERM)
    assert await asyncio.wait_for(serving, 5) == 0


async def test_the_team_can_be_made_before_serving() -> None:
    sandbox = Sandbox(token="7:known")
    anna = sandbox.world.add_person("Anna", roles=["hunter"])
    team = sandbox.world.add_group("Team", members=[anna.id], bot_admin=True)
    port = await sandbox.start(port=0)
    async with aiohttp.ClientSession() as session:
        lab = Lab(sandbox, port, session)
        assert (await lab.get("/people"))[0]["chats"][0]["id"] == team.id
        assert (await lab.bot("getMe", token="7:known"))[1]["result"]["id"] == 7
        sandbox.report_pending(1)
        assert (await lab.call("GET", "/idle?timeout=0"))[0] == 504
    await sandbox.stop()
