"""Made-up trouble: the next calls fail as a network or Telegram would make them fail."""

import random
from dataclasses import dataclass, field

from sandbox.botapi.errors import ApiError, too_many

_CODES = {
    400: "Bad Request: made up by the sandbox",
    401: "Unauthorized",
    403: "Forbidden: bot was blocked by the user",
    404: "Not Found",
    409: "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
    500: "Internal Server Error",
    502: "Bad Gateway",
    503: "Service Unavailable",
    504: "Gateway Timeout",
}
SILENT = ("timeout", "reset", "lost_reply")
"""Kinds that end without an answer; a lost_reply is carried out first."""


@dataclass
class Fault:
    """`method` None: any call. `times` counts down the calls that failed; `probability` lets some through."""

    kind: str
    method: str | None = None
    times: int = 1
    retry_after: int = 1
    probability: float = 1.0
    seed: int | None = None
    dice: random.Random = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311 - reproducible trouble, no secret

    @property
    def error(self) -> ApiError | None:
        """What the bot is told, or None for the silent kinds."""
        if self.kind in SILENT:
            return None
        code = int(self.kind)
        return too_many(self.retry_after) if code == 429 else ApiError(code, _CODES.get(code, "Made up by the sandbox"))


def known_kind(kind: str) -> bool:
    """A silent kind or an HTTP status from 400 on."""
    return kind in SILENT or (kind.isdigit() and 400 <= int(kind) <= 599)


class Faults:
    """The oldest fault that fits strikes first."""

    def __init__(self) -> None:
        self.planned: list[Fault] = []

    def strike(self, method: str) -> Fault | None:
        """The fault of this call, if one hits it."""
        for fault in self.planned:
            if fault.method is not None and fault.method.lower() != method.lower():
                continue
            if fault.dice.random() >= fault.probability:
                continue
            fault.times -= 1
            if fault.times <= 0:
                self.planned.remove(fault)
            return fault
        return None
