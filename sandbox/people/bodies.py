"""What people's calls carry: read once, checked once, refused with one sentence."""

import base64
import binascii
from typing import Any, TypeVar

from aiohttp import web
from pydantic import BaseModel, ConfigDict, ValidationError

from sandbox.strict_json import parsed
from sandbox.world.refusals import Refused

_Body = TypeVar("_Body", bound="Body")


class Body(BaseModel):
    """Unknown names are refused: a typing error in a check must not pass silently."""

    model_config = ConfigDict(extra="forbid", populate_by_name=True)


async def read_json(request: web.Request) -> Any:
    """The body's JSON; nothing is an empty object."""
    raw = await request.read()
    if not raw.strip():
        return {}
    try:
        return parsed(raw)
    except ValueError:
        raise Refused("The body isn't JSON.") from None


async def read(request: web.Request, shape: type[_Body]) -> _Body:
    """The body as `shape`; Refused names the first thing that is wrong."""
    return checked(await read_json(request), shape)


def checked(data: Any, shape: type[_Body]) -> _Body:
    """Data as `shape`, or Refused."""
    if not isinstance(data, dict):
        raise Refused("The body must be a JSON object.")
    try:
        return shape.model_validate(data)
    except ValidationError as problem:
        error = problem.errors()[0]
        where = ".".join(str(part) for part in error["loc"]) or "body"
        raise Refused(f"{where}: {error['msg']}.") from None


def from_base64(text: str) -> bytes:
    """Bytes; Refused when it isn't base64 (a data: address is understood)."""
    try:
        return base64.b64decode(text.split(",", 1)[1] if text.startswith("data:") else text, validate=True)
    except (binascii.Error, ValueError, IndexError):
        raise Refused("base64: this isn't base64.") from None


def number(request: web.Request, name: str, default: int | None = None) -> int | None:
    """A whole number from the query string."""
    value = request.query.get(name)
    if value is None or value == "":
        return default
    try:
        return int(value)
    except ValueError:
        raise Refused(f"{name} must be a whole number.") from None


def limit(request: web.Request) -> int | None:
    """How many at most: `?limit=`, at least 1."""
    most = number(request, "limit")
    if most is not None and most < 1:
        raise Refused("limit: at least 1.")
    return most


def path_number(request: web.Request, name: str) -> int:
    """A whole number from the path."""
    try:
        return int(request.match_info[name])
    except ValueError:
        raise Refused(f"{name} must be a whole number.", 404) from None


def seconds(request: web.Request, name: str, default: float, most: float) -> float:
    """A time span from the query string."""
    try:
        value = float(request.query.get(name, default))
    except ValueError:
        raise Refused(f"{name} must be a number of seconds.") from None
    if not 0 <= value <= most:
        raise Refused(f"{name} must be between 0 and {most:g} seconds.")
    return value
