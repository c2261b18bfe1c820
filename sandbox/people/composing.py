"""From what a person puts into a message to Telegram's content of it."""

from pydantic import Field

from sandbox.botapi.attachments import described
from sandbox.botapi.methods.copying import origin_of
from sandbox.formatting.found import with_found
from sandbox.formatting.units import Formatted, units
from sandbox.people.bodies import Body, from_base64
from sandbox.shapes import Json, without_nothing
from sandbox.world.people import Person
from sandbox.world.refusals import Refused
from sandbox.world.world import World


class Contact(Body):
    """Whose number it is; `user_id` when it is somebody on Telegram."""

    phone_number: str
    first_name: str = ""
    last_name: str | None = None
    user_id: int | None = None
    vcard: str | None = None


class Location(Body):
    """Degrees."""

    latitude: float = Field(ge=-90, le=90)
    longitude: float = Field(ge=-180, le=180)


class Attached(Body):
    """`size` may claim more bytes than are sent, to stand for a file too large to carry."""

    base64: str = ""
    name: str | None = None
    size: int | None = Field(None, ge=0)
    mime: str | None = None


class Source(Body):
    """A message of another chat."""

    chat_id: int
    message_id: int


class NewMessage(Body):
    """One content, with `text` as its caption where it is a file."""

    sender: int | None = Field(None, alias="from")
    text: str | None = None
    contact: Contact | bool | None = None
    location: Location | None = None
    document: Attached | None = None
    photo: Attached | None = None
    voice: Attached | None = None
    sticker: str | None = None
    reply_to: int | None = None
    thread: int | None = None
    forward_from: int | str | Source | None = None
    as_chat: bool = False


def words(text: str, limit: int, name: str) -> Json:
    """{"text"/"caption" with its entities}; commands, mentions and addresses are found as Telegram finds them."""
    shown = text.strip()
    if units(shown) > limit:
        raise Refused(f"text: at most {limit} UTF-16 units fit.")
    entities = with_found(Formatted(shown)).entities
    key = "entities" if name == "text" else "caption_entities"
    return {name: shown} | ({key: entities} if entities else {})


def compose(world: World, body: NewMessage, person: Person | None) -> Json:
    """Telegram's content fields of the new message."""
    made = [part for part in (_file(world, body), _thing(body, person)) if part]
    if isinstance(body.forward_from, Source):
        made.append(_copy(world, body.forward_from, person))
    if len(made) > 1:
        raise Refused("One message holds one thing.")
    content = made[0] if made else {}
    if body.text is not None and body.text.strip():
        content = content | (words(body.text, 1024, "caption") if content else words(body.text, 4096, "text"))
    if not content:
        raise Refused("text: an empty message can't be sent.")
    return content | _forwarded(world, body)


def _file(world: World, body: NewMessage) -> Json:
    for kind, given, folder, name, mime in (
        ("document", body.document, "documents", "file.bin", ""),
        ("photo", body.photo, "photos", "photo.jpg", ""),
        ("voice", body.voice, "voice", "voice.oga", "audio/ogg"),
    ):
        if given is not None:
            data = from_base64(given.base64)
            file = world.files.add(folder, given.name or name, data, given.mime or mime, given.size)
            return {kind: described(kind, file)}
    return {}


def _thing(body: NewMessage, person: Person | None) -> Json:
    made: Json = {}
    if body.contact is True and person is not None:
        made["contact"] = person.contact()
    elif isinstance(body.contact, Contact):
        made["contact"] = body.contact.model_dump(exclude_none=True)
    if body.location is not None:
        made["location"] = body.location.model_dump()
    if body.sticker is not None:
        made["sticker"] = _sticker(body.sticker)
    if len(made) > 1:
        raise Refused("One message holds one thing.")
    return made


def _sticker(emoji: str) -> Json:
    name = "-".join(f"{ord(char):x}" for char in emoji)
    return {
        "file_id": f"sticker-{name}",
        "file_unique_id": name,
        "type": "regular",
        "width": 512,
        "height": 512,
        "is_animated": False,
        "is_video": False,
        "emoji": emoji,
    }


def _forwarded(world: World, body: NewMessage) -> Json:
    """`forward_from`: a person's id, or the name of somebody who hides the account."""
    given, date = body.forward_from, world.clock.seconds()
    if isinstance(given, int):
        return {"forward_origin": {"type": "user", "date": date, "sender_user": world.person(given).user()}}
    if isinstance(given, str):
        return {"forward_origin": {"type": "hidden_user", "date": date, "sender_user_name": given}}
    return {}


def _copy(world: World, source: Source, person: Person | None) -> Json:
    known = world.chats_of(person) if person is not None else []
    chats = [chat for chat in known if chat.id == source.chat_id]
    message = chats[0].find(source.message_id) if chats else None
    if message is None:
        raise Refused(f"There is no message {source.message_id} in chat {source.chat_id} for this person.", 404)
    if message.is_service or message.protected:
        raise Refused("This message can't be forwarded.")
    return without_nothing(**message.content) | {"forward_origin": origin_of(message)}
