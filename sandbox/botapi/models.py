"""Is the call well formed? aiogram's own models of the methods know names, required fields and types."""

import types
import typing
from functools import cache
from typing import Any

import aiogram.methods
from aiogram.methods import TelegramMethod
from aiogram.types import ForceReply, InlineKeyboardMarkup, ReplyKeyboardMarkup, ReplyKeyboardRemove
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from sandbox.botapi.errors import ApiError, bad, too_old
from sandbox.shapes import Json
from sandbox.strict_json import parsed

Method = type[TelegramMethod[Any]]


def _all_methods() -> dict[str, Method]:
    found: dict[str, Method] = {}
    for name in aiogram.methods.__all__:
        thing = getattr(aiogram.methods, name)
        if isinstance(thing, type) and issubclass(thing, TelegramMethod) and thing is not TelegramMethod:
            found[thing.__api_method__.lower()] = thing
    return found


METHODS = _all_methods()
"""Lower-case method name → its model."""

_MAY_BE_ABSENT = {"url": ""}
"""Required by the models, taken for empty by Telegram: setWebhook without an address removes the webhook."""

_MISSING = {
    "chat_id": "chat_id is empty",
    "from_chat_id": "chat_id is empty",
    "text": "message text is empty",
    "message_id": "message identifier is not specified",
    "message_ids": "message identifiers are not specified",
    "user_id": "invalid user_id specified",
    "photo": "there is no photo in the request",
    "document": "there is no document in the request",
    "voice": "there is no voice in the request",
    "media": "media is not specified",
    "commands": "parameter commands is required",
    "file_id": "file_id not specified",
    "action": "wrong parameter action in request",
    "phone_number": "phone_number is empty",
    "first_name": "first_name is empty",
    "latitude": "latitude is empty",
    "longitude": "longitude is empty",
}

_MARKUPS: dict[str, type[BaseModel]] = {
    "inline_keyboard": InlineKeyboardMarkup,
    "keyboard": ReplyKeyboardMarkup,
    "remove_keyboard": ReplyKeyboardRemove,
    "force_reply": ForceReply,
}
_TYPED = ("media", "results", "reaction", "menu_button", "scope")
_JSON_NAMES = {"reply_markup": "reply keyboard markup", "entities": "message entities", "media": "media"}


def validated(method: Method, params: Json) -> tuple[TelegramMethod[Any], Json]:
    """(the method with its fields, the parameters with their JSON decoded); ApiError 400 when it is malformed."""
    decoded = _decoded(method, params)
    _check_types(decoded)
    markup = _markup_model(decoded.get("reply_markup"))
    try:
        typed = {"reply_markup": markup.model_validate(decoded["reply_markup"])} if markup else {}
        return method.model_validate(_absent(method) | decoded | typed), decoded
    except ValidationError as problem:
        raise _explained(problem.errors()[0]) from None


def _absent(method: Method) -> Json:
    fields = method.model_fields
    return {name: value for name, value in _MAY_BE_ABSENT.items() if name in fields and fields[name].is_required()}


def _markup_model(markup: Any) -> type[BaseModel] | None:
    """Which of the four keyboards it is: pydantic alone would take any object for a ForceReply."""
    if markup is None:
        return None
    for name, model in _MARKUPS.items():
        if isinstance(markup, dict) and name in markup:
            return model
    raise bad("can't parse reply keyboard markup JSON object: no known keyboard")


def _check_types(decoded: Json) -> None:
    """Models that differ by their `type` have a default for it; Telegram has none."""
    for name in _TYPED:
        value = decoded.get(name)
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict) and not isinstance(one.get("type"), str):
                raise bad(f"can't parse {name}: Can't find field \"type\"")


def _decoded(method: Method, params: Json) -> Json:
    """Strings that stand for structures are read; empty ones stand for nothing."""
    decoded: Json = {}
    for name, value in params.items():
        shape = _shapes(method).get(name, "text")
        if value is None or (value == "" and shape != "text"):
            continue
        decoded[name] = _parsed(name, value) if shape == "structure" and isinstance(value, str) else value
    if decoded.get("reply_markup") == {}:
        del decoded["reply_markup"]
    return decoded


def _parsed(name: str, value: str) -> Any:
    try:
        return parsed(value)
    except ValueError:
        raise bad(f"can't parse {_JSON_NAMES.get(name, name)} JSON object") from None


@cache
def _shapes(method: Method) -> dict[str, str]:
    """Field → text, structure (comes as a JSON string in forms) or scalar."""
    return {name: _shape(field.annotation) for name, field in method.model_fields.items()}


def _shape(annotation: Any) -> str:
    parts = set(_leaves(annotation))
    if any(isinstance(part, type) and issubclass(part, BaseModel | list | dict) for part in parts):
        return "structure"
    return "text" if str in parts else "scalar"


def _leaves(annotation: Any) -> typing.Iterator[Any]:
    origin = typing.get_origin(annotation)
    if origin in (list, dict):
        yield origin
    elif origin in (typing.Union, types.UnionType, typing.Annotated):
        for part in typing.get_args(annotation):
            yield from _leaves(part)
    else:
        yield annotation


def _explained(error: ErrorDetails) -> ApiError:
    place = error["loc"]
    name = str(place[0]) if place else ""
    if name == "callback_query_id":
        return too_old()
    if error["type"] == "missing" and len(place) == 1:
        return bad(_MISSING.get(name, f"parameter {name} is required"))
    where = ".".join(str(part) for part in place)
    if name in ("reply_markup", *_MARKUPS):
        return bad(f"can't parse reply keyboard markup JSON object: {error['msg']} at {where}")
    return bad(f"can't parse parameter {name}: {error['msg']} at {where}")
