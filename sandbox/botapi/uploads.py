"""A file that came inside a call."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Upload:
    """`mime` as the sender claims it."""

    name: str
    data: bytes
    mime: str
