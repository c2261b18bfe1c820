"""Plays a script step by step: moves the clock, lets people act, waits for the bot, and can be paused."""

import asyncio
import contextlib
import logging
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from sandbox.clock import ClockTooSlowError
from sandbox.people.desk import Desk
from sandbox.people.timing import Timing
from sandbox.playing.acting import Acting
from sandbox.playing.calendar import Calendar
from sandbox.playing.script import Press, Say, Scene, Script, Step, Wait
from sandbox.shapes import Json
from sandbox.world.chats import Chat
from sandbox.world.people import Person
from sandbox.world.refusals import Refused

log = logging.getLogger(__name__)
State = Literal["none", "ready", "playing", "paused", "done"]

_BOT_PATIENCE = 15.0
"""Real seconds until the play goes on without the bot."""
_QUIET = 0.05
"""Real seconds without a call before the next step: shorter than a check waits, for a press waits for its button."""
_TYPING, _TAPPING, _TURNING = 0.8, 0.5, 1.1
"""Real seconds at pace 1 before a message, before a press, and before somebody else acts."""
_HOP, _HOPS, _HOP_PAUSE = timedelta(minutes=5), 48, 0.08
"""The clock moves by so much at once, a night in so many hops; real seconds between them at pace 1."""


@dataclass(frozen=True)
class GivenUp:
    """A scene that couldn't be played to its end."""

    scene: int
    title: str
    why: str


class Player:
    """One script, one play at a time. `view` is what everybody may know of it, and what the page is told."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._acting, self._timing = Acting(desk), Timing(desk)
        self._script: Script | None = None
        self._state: State = "none"
        self._scene: int | None = None
        self._who: int | None = None
        self._chat: int | None = None
        self._answer: Json | None = None
        self._given_up: list[GivenUp] = []
        self._pace = 1.0
        self._plays = 0
        self._task: asyncio.Task[None] | None = None
        self._allowed: int | None = None
        """Steps until the next pause; None: it isn't paused."""
        self._resumed = asyncio.Event()

    def view(self) -> Json:
        """`scene` counts from 0; `answer` is what the bot said to the last press, if anything."""
        scenes = self._script.scenes if self._script else []
        scene = scenes[self._scene] if self._scene is not None else None
        return {
            "state": self._state,
            "scene": self._scene,
            "of": len(scenes),
            "title": self._told(scene.title) if scene else None,
            "at": scene.at if scene else None,
            "who": self._who,
            "chat": self._chat,
            "answer": self._answer,
            "given_up": [asdict(one) for one in self._given_up],
        }

    def load(self, script: Script) -> None:
        """Refused while one is played, or when it names somebody or some place that isn't there."""
        if self._task is not None:
            raise Refused("A day is being played; stop it first.", 409)
        for number, scene in enumerate(script.scenes):
            self._check(number, scene)
        self._script, self._state, self._given_up = script, "ready", []
        self._plays, self._scene = 0, None
        self._tell()

    def _check(self, number: int, scene: Scene) -> None:
        try:
            for step in scene.steps:
                self._acting.check(step)
        except Refused as refused:
            raise Refused(f"scenes.{number}: {refused.sentence}") from None

    def start(self, pace: float, steps: int | None = None) -> None:
        """From the first scene of the day that the calendar names; `steps`: pauses after so many."""
        script = self._script
        if script is None:
            raise Refused("There is no script; PUT one first.", 409)
        if self._task is not None:
            raise Refused("A day is being played already.", 409)
        calendar = Calendar(script, self.desk.zone)
        day = calendar.day_to_play(self.desk.clock.now())
        self._plays += 1
        self._given_up, self._scene, self._pace = [], 0, pace
        self._allow(steps)
        self._task = asyncio.create_task(self._play(script, calendar, day))

    def pause(self) -> None:
        """Before the next step."""
        self._must_be_playing()
        self._allow(0)

    def go_on(self, pace: float | None) -> None:
        """After a pause; also another pace on the way."""
        self._must_be_playing()
        self._pace = self._pace if pace is None else pace
        self._allow(None)

    def step(self, pace: float | None) -> None:
        """One step, then a pause; the first one begins a day."""
        if self._task is None:
            self.start(1.0 if pace is None else pace, steps=1)
            return
        self._pace = self._pace if pace is None else pace
        self._allow(1)

    async def stop(self) -> None:
        """At once; nothing happens where nothing is played."""
        task, self._task = self._task, None
        if task is not None:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
            self._end("ready")

    def _must_be_playing(self) -> None:
        if self._task is None:
            raise Refused("Nothing is being played.", 409)

    def _allow(self, steps: int | None) -> None:
        self._allowed = steps
        self._state = "playing" if steps is None else "paused"
        self._resumed.clear() if steps == 0 else self._resumed.set()
        self._tell()

    def _end(self, state: State) -> None:
        self._state, self._scene, self._who, self._chat, self._answer = state, None, None, None, None
        self._tell()

    def _tell(self) -> None:
        self.desk.world.events.publish("play", **self.view())

    def _told(self, text: str) -> str:
        return self._script.told(text, self._plays) if self._script else text

    async def _play(self, script: Script, calendar: Calendar, day: date) -> None:
        try:
            for number, scene in enumerate(script.scenes):
                self._scene, self._who, self._chat = number, None, None
                self._tell()
                await self._until(calendar.moment(day, scene.at))
                await self._perform(number, scene, script)
        except Exception:
            log.exception("the play ended at scene %s", self._scene)
        self._task = None
        self._end("done")

    async def _perform(self, number: int, scene: Scene, script: Script) -> None:
        """To its end, or as far as it goes."""
        step: Step = scene.steps[0]
        try:
            for step in scene.steps:
                await self._resumed.wait()
                await self._act(step)
                self._count()
        except Refused as refused:
            self._given_up.append(GivenUp(number, self._told(scene.title), refused.sentence))
            log.warning("scene %s is given up: %s", number, refused.sentence)
            await self._escape(step, script)
            self._count()

    def _count(self) -> None:
        """One of the allowed steps is done."""
        if self._allowed:
            self._allow(self._allowed - 1)

    async def _escape(self, step: Step, script: Script) -> None:
        """Out of a half-done dialog, so that the person's next scene begins afresh."""
        with contextlib.suppress(Refused):
            self._acting.leave(step, script.escape)
            await self.desk.idle.wait(_BOT_PATIENCE)

    async def _until(self, moment: datetime) -> None:
        """Forward in visible hops; what is due on the way rings on the way."""
        await self._resumed.wait()
        hop = max(_HOP, (moment - self.desk.clock.now()) / _HOPS)
        while (left := moment - self.desk.clock.now()) > timedelta():
            await self._resumed.wait()
            with contextlib.suppress(ClockTooSlowError):
                await self._timing.forward(min(hop, left))
            await self._rest(_HOP_PAUSE)
        await self.desk.idle.wait(_BOT_PATIENCE, _QUIET)

    async def _act(self, step: Step) -> None:
        placed = self._acting.place(step)
        if isinstance(step, Press) and step.maybe and not await self._is_there(step):
            return
        turned = placed is not None and self._turn_to(*placed)
        if isinstance(step, Wait):
            await self._rest(step.seconds)
        elif placed is not None:
            await self._rest(_TURNING if turned else _TYPING if isinstance(step, Say) else _TAPPING)
            await self._do(step, *placed)
            await self.desk.idle.wait(_BOT_PATIENCE, _QUIET)

    def _turn_to(self, person: Person, chat: Chat) -> bool:
        """Everybody looks at who acts now; whether somebody else acted before."""
        turned = self._chat is not None and (person.id, chat.id) != (self._who, self._chat)
        self._who, self._chat, self._answer = person.id, chat.id, None
        self._tell()
        return turned

    async def _do(self, step: Say | Press, person: Person, chat: Chat) -> None:
        if isinstance(step, Say):
            self._acting.say(step, person, chat, self._told(step.text))
            return
        self._answer = await self._acting.press(step, person, chat, self._told(step.text), self._about(step))
        if self._answer:
            self._tell()

    async def _is_there(self, step: Press) -> bool:
        """Once the bot has surely said all that it has to say."""
        await self.desk.idle.wait(_BOT_PATIENCE)
        placed = self._acting.place(step)
        found = placed and self._acting.button(step, placed[1], self._told(step.text), self._about(step))
        return found is not None

    def _about(self, step: Press) -> str | None:
        return self._told(step.of) if step.of else None

    async def _rest(self, seconds: float) -> None:
        await asyncio.sleep(self._pace * seconds)
