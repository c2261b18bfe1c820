"""A request's parameters, however they were sent: in the address, as a form, as multipart or as JSON."""

from urllib.parse import parse_qsl

from aiohttp import BodyPartReader, web
from aiohttp.http import HttpProcessingError

from sandbox.botapi.errors import ApiError, bad
from sandbox.botapi.uploads import Upload
from sandbox.shapes import Json
from sandbox.strict_json import parsed

_UNREADABLE = (ValueError, AssertionError, RuntimeError, HttpProcessingError, web.RequestPayloadError)
"""What aiohttp raises, one place or another, at a multipart body that is none."""


async def read_call(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    """(parameters, uploads by field name); a file in a field of its own becomes attach://field there."""
    params: Json = dict(request.query)
    kind = request.content_type
    try:
        if kind == "multipart/form-data":
            fields, uploads = await _multipart(request)
            return params | fields, uploads
        if kind == "application/json":
            return params | await _json(request), {}
        if kind == "application/x-www-form-urlencoded":
            return params | _form(await request.read()), {}
    except web.HTTPRequestEntityTooLarge:
        raise ApiError(413, "Request Entity Too Large") from None
    except (ValueError, LookupError):
        raise bad("strings must be encoded in UTF-8") from None
    return params, {}


def _form(body: bytes) -> Json:
    """Also of a GET, which some clients send with a body; ValueError when it isn't UTF-8."""
    return dict(parse_qsl(body.decode(), keep_blank_values=True, errors="strict"))


async def _json(request: web.Request) -> Json:
    body = await request.read()
    if not body.strip():
        return {}
    try:
        params = parsed(body)
    except UnicodeError:
        raise
    except ValueError:
        raise bad("can't parse JSON object") from None
    if not isinstance(params, dict):
        raise bad("object expected as request")
    return params


async def _multipart(request: web.Request) -> tuple[Json, dict[str, Upload]]:
    params: Json = {}
    uploads: dict[str, Upload] = {}
    try:
        async for part in await request.multipart():
            if not isinstance(part, BodyPartReader) or not part.name:
                continue
            data = bytes(await part.read(decode=True))
            if part.filename is None:
                params[part.name] = data.decode()
            else:
                mime = part.headers.get("Content-Type", "")
                uploads[part.name] = Upload(part.filename, data, mime)
                params.setdefault(part.name, f"attach://{part.name}")
    except UnicodeError:
        raise
    except _UNREADABLE:
        raise bad("can't parse multipart body") from None
    return params, uploads
