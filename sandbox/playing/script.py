"""A day as data: scenes by the clock, and in each of them steps by people."""

import re
from datetime import date
from typing import Annotated, Literal, TypeAlias
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from sandbox.people.bodies import Body

Who: TypeAlias = str | int
"""A person's name (first and last) or id."""

_PLACE = re.compile(r"\{(\w+)\}")


class Act(Body):
    """`in` is a chat's id or a group's title, by default the person's private chat; `topic` is one of its topics."""

    who: Who
    place: int | str | None = Field(None, alias="in")
    topic: str | None = None


class Say(Act):
    """The person types and sends."""

    do: Literal["say"]
    text: str = Field(min_length=1)


class Press(Act):
    """A button by its text, the beginning of it or words in it, on the newest message that has such a button.

    `of`: words of the message. `maybe`: where there is no such button the step is left out.
    """

    do: Literal["press"]
    text: str = Field(min_length=1)
    of: str | None = None
    maybe: bool = False


class Wait(Body):
    """A moment to look, in real seconds at pace 1; it may name whom to look at."""

    do: Literal["wait"]
    seconds: float = Field(1, ge=0, le=60)
    who: Who | None = None
    place: int | str | None = Field(None, alias="in")


Step: TypeAlias = Annotated[Say | Press | Wait, Field(discriminator="do")]


class Scene(Body):
    """`at`: not before this time of the day."""

    at: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    title: str = Field(min_length=1, max_length=200)
    steps: list[Step] = Field(min_length=1)


class Script(Body):
    """One day, in order of time.

    `zone`: of the scenes' times (by default the sandbox's, else this machine's). `days_off`: beside Saturdays and
    Sundays. `whole`: a day that is more than half an hour past its first scene is not begun in the middle, but the next
    working day from its morning. `escape`: what a person types who can't go on with a scene. `names`: what `{name}`
    stands for in texts, on the first day that is played, on the second and so on, then from the beginning; `{play}` is
    the number of the day.
    """

    scenes: list[Scene] = Field(min_length=1)
    zone: str | None = None
    days_off: list[date] = Field(default_factory=list)
    whole: bool = False
    escape: str = Field("/cancel", min_length=1)
    names: dict[str, Annotated[list[str], Field(min_length=1)]] = Field(default_factory=dict)

    @field_validator("zone")
    @classmethod
    def _known(cls, value: str | None) -> str | None:
        try:
            return value and ZoneInfo(value).key
        except (KeyError, ValueError, OSError):
            raise ValueError(f"there is no zone {value}") from None

    @model_validator(mode="after")
    def _in_order(self) -> "Script":
        times = [scene.at for scene in self.scenes]
        late = next((number for number in range(1, len(times)) if times[number] < times[number - 1]), None)
        if late is not None:
            raise ValueError(f"scene {late} is earlier than the one before it")
        return self

    def told(self, text: str, play: int) -> str:
        """The text as it is on that day, counted from 1; unknown names stay as they are."""

        def name(found: re.Match[str]) -> str:
            if found[1] == "play":
                return f"{play:02d}"
            choice = self.names.get(found[1])
            return choice[(play - 1) % len(choice)] if choice else found[0]

        return _PLACE.sub(name, text)
