"""What a person sees, as JSON for checks and for the page."""

from typing import Any

from sandbox.formatting.to_html import to_html
from sandbox.shapes import Json, without_nothing
from sandbox.world.bots import Bot
from sandbox.world.chats import Chat, Topic
from sandbox.world.messages import FILES, SERVICE, Message
from sandbox.world.people import Person
from sandbox.world.world import World

FILES_AT = "/sandbox/files/"
_PREVIEW = 200


def message_view(message: Message) -> Json:
    """`from` is an id (a person's, the bot's, or the chat's own); `date` is unix time by the virtual clock."""
    content = message.content
    text: str = content.get("text") or content.get("caption") or ""
    html = to_html(text, content.get("entities", content.get("caption_entities")))
    author = message.sender_chat or message.sender or {}
    view: Json = {
        "id": message.id,
        "chat_id": message.chat.id,
        "from": message.named_by(),
        "from_name": author.get("title") or _name(author),
        "from_bot": message.bot is not None and message.inline_id is None,
        "date": message.date,
        "text": text,
        "html": html,
        "buttons": _buttons(message),
        "edited": message.edited_at is not None,
        "pinned": message.id in message.chat.pinned,
        "reactions": _reactions(message),
        "thread": message.thread,
        "silent": message.silent,
    }
    return view | _extras(message)


def _name(user: Json) -> str:
    return " ".join(filter(None, (user.get("first_name"), user.get("last_name"))))


def _buttons(message: Message) -> list[list[Json]]:
    markup = message.inline_keyboard
    return [[_button(button) for button in row] for row in markup["inline_keyboard"]] if markup else []


def _button(button: Json) -> Json:
    shown = {name: value for name, value in button.items() if name != "callback_data"}
    return shown | ({"data": button["callback_data"]} if "callback_data" in button else {})


def _reactions(message: Message) -> list[Json]:
    given = message.reactions.items()
    return [{"from": who, "emoji": one.get("emoji", "")} for who, reactions in given for one in reactions]


def _extras(message: Message) -> Json:
    """Only what the message has."""
    content, markup = message.content, message.markup or {}
    return without_nothing(
        reply_keyboard=markup.get("keyboard"),
        one_time_keyboard=markup.get("one_time_keyboard"),
        keyboard_placeholder=markup.get("input_field_placeholder"),
        remove_keyboard=markup.get("remove_keyboard"),
        force_reply=markup.get("force_reply"),
        reply_to=message.reply_to.id if message.reply_to else None,
        reply=_reply(message.reply_to),
        photo=_photo(content),
        document=_file(content.get("document")),
        voice=_file(content.get("voice") or content.get("audio")),
        video=_file(content.get("video") or content.get("animation")),
        sticker=content["sticker"].get("emoji") if "sticker" in content else None,
        contact=content.get("contact"),
        location=content.get("location"),
        album=content.get("media_group_id"),
        forwarded_from=_origin(content.get("forward_origin")),
        via_bot=content.get("via_bot", {}).get("username"),
        service=_service(content),
        bot_id=message.bot.id if message.bot else None,
    )


def _reply(message: Message | None) -> Json | None:
    """What is answered, in short: who said it, its words, what it holds beside them."""
    if message is None:
        return None
    author, content = message.sender_chat or message.sender or {}, message.content
    return without_nothing(
        id=message.id,
        **{"from": message.named_by()},
        from_name=author.get("title") or _name(author),
        text=(content.get("text") or content.get("caption") or "")[:_PREVIEW],
        kind=next((kind for kind in (*FILES, "contact", "location") if kind in content), None),
        gone=message.deleted or None,
    )


def _photo(content: Json) -> Json | None:
    sizes = content.get("photo")
    if not sizes:
        return None
    largest = sizes[-1]
    return {"url": FILES_AT + largest["file_id"], "width": largest["width"], "height": largest["height"]}


def _file(file: Json | None) -> Json | None:
    if file is None:
        return None
    return without_nothing(
        name=file.get("file_name", "file"),
        url=FILES_AT + file["file_id"],
        size=file.get("file_size"),
        mime=file.get("mime_type"),
    )


def _origin(origin: Json | None) -> str | None:
    if origin is None:
        return None
    author = origin.get("sender_user") or {}
    chat = origin.get("sender_chat") or origin.get("chat") or {}
    return _name(author) or chat.get("title") or origin.get("sender_user_name", "")


def _service(content: Json) -> Json | None:
    """{kind, names?, title?, message_id?}: the page finds the words."""
    kind = next((name for name in SERVICE if name in content), None)
    if kind is None:
        return None
    what: Any = content[kind]
    people = what if isinstance(what, list) else [what]
    names = [_name(one) for one in people if isinstance(one, dict) and "first_name" in one]
    title = what.get("name") if isinstance(what, dict) else None
    pinned = what.get("message_id") if kind == "pinned_message" else None
    return {"kind": kind} | without_nothing(names=names or None, title=title, message_id=pinned)


def _topic(topic: Topic) -> Json:
    return {"id": topic.id, "name": topic.name, "icon_color": topic.icon_color, "closed": topic.closed}


def chat_view(chat: Chat, bot: Bot) -> Json:
    """A chat in somebody's list."""
    return without_nothing(
        id=chat.id,
        type=chat.kind,
        title=chat.title or bot.user["first_name"],
        is_forum=True if chat.is_forum else None,
        migrated_to=chat.migrated_to,
        topics=[_topic(one) for one in chat.topics.values()] or None,
        members=[one for one in chat.members if chat.has(one)] or None,
        admins=[one for one in chat.members if chat.is_admin(one)] or None,
        bot=chat.has_bot(bot),
        bot_admin=chat.seats.get(bot) == "administrator" if not chat.is_private else None,
        last_message_id=chat.history.last.id if chat.history.last else None,
    )


def people_view(world: World) -> list[Json]:
    """Everybody with the chats that they are in; a private one is there once the person wrote."""
    groups = {chat.id: chat_view(chat, world.main) for chat in world.groups.values()}
    return [_person(world, person, groups) for person in world.people.values()]


def _person(world: World, person: Person, groups: dict[int, Json]) -> Json:
    chats = [chat_view(chat, chat.owner) if chat.owner else groups[chat.id] for chat in world.chats_of(person)]
    blocked = any(person.id in bot.blocked_by for bot in world.all_bots())
    return person.user() | {
        "roles": person.roles,
        "phone": person.phone,
        "blocked": blocked,
        "chats": chats,
    }
