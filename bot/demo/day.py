"""The demo team's day: from its words in `locales/ru/demo_day.toml` to the script that the sandbox plays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import aiohttp

from bot.app import App
from bot.demo.firm import hours
from locales import data
from sales.worktime import Schedule, is_working_day, local_day

AHEAD = 366
SATURDAY = 5


async def lay_out_the_day(app: App, url: str) -> None:
    """Gives the day to the sandbox; its people and groups must be there."""
    schedule = hours(app.settings.time_zone)
    script = day_script(local_day(app.clock.now(), schedule.zone), schedule)
    async with aiohttp.ClientSession() as http, http.put(f"{url}/sandbox/play", json=script) as reply:
        reply.raise_for_status()


def day_script(today: date, schedule: Schedule) -> dict[str, Any]:
    """As `PUT /sandbox/play` takes it."""
    words = data("demo_day")
    return {
        "zone": schedule.zone.key,
        "days_off": _days_off(today, schedule),
        "whole": True,
        "names": words["names"],
        "scenes": [_scene(scene) for scene in words["scenes"]],
    }


def _days_off(today: date, schedule: Schedule) -> list[str]:
    """The holidays of a year ahead: Saturdays and Sundays the sandbox knows by itself."""
    days = (today + timedelta(days=number) for number in range(AHEAD))
    return [day.isoformat() for day in days if day.weekday() < SATURDAY and not is_working_day(day, schedule)]


def _scene(scene: dict[str, Any]) -> dict[str, Any]:
    steps = [step for act in scene["acts"] for step in _steps(act)]
    return {"at": scene["at"], "title": scene["title"], "steps": steps}


def _steps(act: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """What one person does in one place."""
    place: dict[str, Any] = {name: act[name] for name in ("who", "in", "topic") if name in act}
    for written in act["steps"]:
        sign, _, rest = written.partition(" ")
        match sign:
            case ">":
                yield {**place, **_press(rest)}
            case "?":
                yield {**place, **_press(rest), "maybe": True}
            case "~":
                yield {"do": "wait", "seconds": float(rest), "who": act["who"]}
            case _:
                yield {**place, "do": "say", "text": written}


def _press(written: str) -> dict[str, Any]:
    text, _, of = written.partition(" | ")
    return {"do": "press", "text": text, **({"of": of} if of else {})}


__all__ = ["day_script", "lay_out_the_day"]
