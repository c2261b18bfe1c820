"""Answers to pressed buttons and inline queries."""

from typing import Any

from aiogram.methods import AnswerCallbackQuery, AnswerInlineQuery

from sandbox.botapi.call import Call, answers
from sandbox.botapi.errors import bad, too_old
from sandbox.botapi.markup import checked_markup
from sandbox.botapi.wording import caption_content, text_content
from sandbox.formatting.units import units
from sandbox.shapes import Json
from sandbox.world.presses import live_query
from sandbox.world.world import place

_TOAST_LIMIT = 200
_MOST_RESULTS = 50


@answers(AnswerCallbackQuery)
def answer_press(call: Call, method: AnswerCallbackQuery) -> bool:
    """The toast or alert under a pressed button."""
    query = live_query(call.bot.presses, method.callback_query_id, call.world.clock.seconds())
    if query is None:
        raise too_old()
    if units(method.text or "") > _TOAST_LIMIT:
        raise bad("MESSAGE_TOO_LONG")
    if method.url and not method.url.startswith(("https://t.me/", "http://t.me/", "t.me/", "tg://")):
        raise bad("URL_INVALID")
    answer = {"text": method.text or "", "show_alert": bool(method.show_alert), "url": method.url}
    query.give(answer)
    if query.message is not None:
        where = place(query.message.chat) | {"message_id": query.message.id}
        call.world.events.publish("answer", **where, person_id=query.person.id, **answer)
    return True


@answers(AnswerInlineQuery)
def answer_inline(call: Call, method: AnswerInlineQuery) -> bool:
    """The results shown above the input field."""
    query = live_query(call.bot.inline, method.inline_query_id, call.world.clock.seconds())
    if query is None:
        raise too_old()
    if len(method.results) > _MOST_RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    ids = [result.id for result in method.results]
    if any(not 1 <= len(one.encode()) <= 64 for one in ids):
        raise bad("RESULT_ID_INVALID")
    if len(set(ids)) != len(ids):
        raise bad("RESULT_ID_DUPLICATE")
    query.give({"results": [_result(call, result) for result in method.results]})
    return True


def _result(call: Call, result: Any) -> Json:
    """As given, and under `_content` what the message will hold when the person chooses it."""
    dumped: Json = result.model_dump(exclude_none=True, exclude_unset=True, mode="json") | {"type": result.type}
    dumped["reply_markup"] = checked_markup(result.reply_markup, None)
    inside = getattr(result, "input_message_content", None)
    text = getattr(inside, "message_text", None)
    if text is not None:
        content = text_content(call, text, inside.parse_mode if inside else None, inside.entities if inside else None)
    else:
        content = caption_content(call, getattr(result, "caption", None), getattr(result, "parse_mode", None), None)
        content = {"text": content.get("caption") or getattr(result, "title", None) or result.id}
    return dumped | {"_content": content}
