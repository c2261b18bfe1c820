"""Pictures, files, voices, places, contacts, albums."""

import secrets
from typing import Any

from aiogram.methods import (
    GetFile,
    SendAnimation,
    SendAudio,
    SendContact,
    SendDocument,
    SendLocation,
    SendMediaGroup,
    SendPhoto,
    SendVideo,
    SendVoice,
)

from sandbox.botapi.attachments import file_content, media_content
from sandbox.botapi.call import Call, answers
from sandbox.botapi.errors import bad
from sandbox.botapi.posting import post
from sandbox.botapi.targets import writable_chat
from sandbox.botapi.wording import caption_content
from sandbox.shapes import Json, without_nothing

_DOWNLOAD_LIMIT = 20 * 1024 * 1024


def _send_file(call: Call, kind: str, method: Any) -> Json:
    writable_chat(call, method.chat_id)
    words = caption_content(call, method.caption, method.parse_mode, method.caption_entities)
    return post(call, method, file_content(call, kind, getattr(method, kind)) | words).json()


@answers(SendPhoto)
def send_photo(call: Call, method: SendPhoto) -> Json:
    """Refused when it is no picture."""
    return _send_file(call, "photo", method)


@answers(SendDocument)
def send_document(call: Call, method: SendDocument) -> Json:
    """Any file."""
    return _send_file(call, "document", method)


@answers(SendVoice)
def send_voice(call: Call, method: SendVoice) -> Json:
    """Not listened to here: any bytes are a voice."""
    return _send_file(call, "voice", method)


@answers(SendAudio)
def send_audio(call: Call, method: SendAudio) -> Json:
    """Any bytes."""
    return _send_file(call, "audio", method)


@answers(SendVideo)
def send_video(call: Call, method: SendVideo) -> Json:
    """Any bytes."""
    return _send_file(call, "video", method)


@answers(SendAnimation)
def send_animation(call: Call, method: SendAnimation) -> Json:
    """Any bytes."""
    return _send_file(call, "animation", method)


@answers(SendLocation)
def send_location(call: Call, method: SendLocation) -> Json:
    """A point on the map."""
    if not (-90 <= method.latitude <= 90 and -180 <= method.longitude <= 180):
        raise bad("location is invalid")
    return post(call, method, {"location": {"latitude": method.latitude, "longitude": method.longitude}}).json()


@answers(SendContact)
def send_contact(call: Call, method: SendContact) -> Json:
    """With the account of the person who has this number, if anybody here has."""
    owner = next((p for p in call.world.people.values() if p.phone == method.phone_number), None)
    contact = without_nothing(
        phone_number=method.phone_number,
        first_name=method.first_name,
        last_name=method.last_name,
        vcard=method.vcard,
        user_id=owner.id if owner else None,
    )
    return post(call, method, {"contact": contact}).json()


@answers(SendMediaGroup)
def send_media_group(call: Call, method: SendMediaGroup) -> list[Json]:
    """Two to ten files under one album id; documents and audio don't mix with others."""
    writable_chat(call, method.chat_id)
    if not 2 <= len(method.media) <= 10:
        raise bad("group must include 2-10 items")
    kinds = {str(item.type) for item in method.media}
    if len(kinds) > 1 and kinds & {"document", "audio"}:
        raise bad("document can't be mixed with other media types" if "document" in kinds else "audio can't be mixed")
    album = str(secrets.randbits(53) | 1 << 52)
    contents = [media_content(call, item) | {"media_group_id": album} for item in method.media]
    return [post(call, method, content).json() for content in contents]


@answers(GetFile)
def get_file(call: Call, method: GetFile) -> Json:
    """With the path under /file/bot<token>/; files over 20 MB can't be fetched by a bot."""
    file = call.world.files.by_id.get(method.file_id)
    if file is None:
        raise bad("invalid file_id")
    if file.size > _DOWNLOAD_LIMIT:
        raise bad("file is too big")
    return file.json() | {"file_path": file.path}
