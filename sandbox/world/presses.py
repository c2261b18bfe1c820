"""Pressing buttons and asking inline: what a bot must answer."""

from itertools import takewhile
from typing import TYPE_CHECKING

from sandbox.shapes import Json
from sandbox.world.bots import Bot
from sandbox.world.chats import Chat
from sandbox.world.messages import Message
from sandbox.world.people import Person
from sandbox.world.queries import Query, new_query_id
from sandbox.world.refusals import Refused
from sandbox.world.updates import PRESS_LIVES

if TYPE_CHECKING:
    from sandbox.world.world import World


def press(world: "World", message: Message, person: Person, data: str) -> Query:
    """A callback query under way; also for data that the message no longer has, as from an old screen."""
    bot = message.bot
    if bot is None:
        raise Refused("Only a bot's message has buttons.")
    query = Query(new_query_id(), person, world.clock.seconds(), message)
    remember(bot.presses, query)
    world.deliver(bot, "callback_query", _callback(query, message, data), message.chat.id, PRESS_LIVES)
    return query


def _callback(query: Query, message: Message, data: str) -> Json:
    callback: Json = {
        "id": query.id,
        "from": query.person.user(),
        "chat_instance": str(abs(message.chat.id) * 7919),
        "data": data,
    }
    if message.inline_id is not None:
        return callback | {"inline_message_id": message.inline_id}
    return callback | {"message": message.inaccessible() if message.deleted else message.json()}


def ask_inline(world: "World", bot: Bot, person: Person, words: str, offset: str = "") -> Query:
    """An inline query under way."""
    query = Query(new_query_id(), person, world.clock.seconds())
    remember(bot.inline, query)
    payload: Json = {
        "id": query.id,
        "from": person.user(),
        "query": words,
        "offset": offset,
        "chat_type": "sender",
    }
    world.deliver(bot, "inline_query", payload, person.id, PRESS_LIVES)
    return query


def choose_inline(world: "World", bot: Bot, person: Person, chat: Chat, result: Json, words: str) -> Message:
    """The person sends one of the results: it appears as the person's message, editable by the bot."""
    content = dict(result.get("_content", {}))
    message = Message(
        id=world.next_message_id(),
        chat=chat,
        date=world.clock.seconds(),
        content=content | {"via_bot": bot.user},
        sender=person.user(),
        bot=bot,
        markup=result.get("reply_markup"),
        inline_id=f"inline{new_query_id()}",
    )
    world.keep(message)
    world.inline_messages[str(message.inline_id)] = message
    chosen = {"result_id": result["id"], "from": person.user(), "query": words}
    if message.markup:
        chosen["inline_message_id"] = message.inline_id
    world.deliver(bot, "chosen_inline_result", chosen, person.id)
    return message


def remember(queries: dict[str, Query], query: Query) -> None:
    """Until nobody may answer it any more: those asked first go first."""
    queries[query.id] = query
    oldest = query.asked_at - PRESS_LIVES
    for old in list(takewhile(lambda one: one.asked_at < oldest, queries.values())):
        del queries[old.id]


def live_query(queries: dict[str, Query], query_id: str, now: int) -> Query | None:
    """The query if it may still be answered."""
    query = queries.get(query_id)
    return query if query and now - query.asked_at <= PRESS_LIVES else None
