"""Files in a bot's calls: uploaded, or named by the id of one that was sent before."""

from typing import Any

from sandbox.botapi.call import Call
from sandbox.botapi.errors import ApiError, bad
from sandbox.botapi.wording import caption_content
from sandbox.shapes import Json
from sandbox.world.files import File
from sandbox.world.pictures import picture_size

_UPLOAD_LIMIT = 50 * 1024 * 1024
_PHOTO_LIMIT = 10 * 1024 * 1024
_FOLDERS = {"photo": "photos", "document": "documents", "voice": "voice", "audio": "music", "video": "videos"}


def file_content(call: Call, kind: str, given: Any) -> Json:
    """{kind: Telegram's object} for one file; `given` is attach://name, a file_id or (refused) an address."""
    name = str(given)
    if name.startswith("attach://"):
        return {kind: described(kind, _uploaded(call, kind, name.removeprefix("attach://")))}
    known = call.world.files.by_id.get(name)
    if known is not None:
        return {kind: described(kind, known)}
    if name.startswith(("http://", "https://")):
        raise bad("failed to get HTTP URL content")
    raise bad("wrong file identifier/HTTP URL specified")


def _uploaded(call: Call, kind: str, field: str) -> File:
    upload = call.uploads.get(field)
    if upload is None:
        raise bad(f"there is no {kind} in the request")
    if not upload.data:
        raise bad("file must be non-empty")
    if len(upload.data) > _UPLOAD_LIMIT:
        raise ApiError(413, "Request Entity Too Large")
    if kind == "photo" and len(upload.data) > _PHOTO_LIMIT:
        raise bad("file is too big for a photo")
    if kind == "photo" and picture_size(upload.data) is None:
        raise bad("IMAGE_PROCESS_FAILED")
    folder = _FOLDERS.get(kind, kind)
    return call.world.files.add(folder, upload.name, upload.data, upload.mime)


def described(kind: str, file: File) -> Any:
    """The file as Telegram's object of this kind: PhotoSize list, Document, Voice …"""
    plain = file.json()
    if kind == "photo":
        width, height = picture_size(file.data) or (640, 480)
        return [plain | {"width": width, "height": height}]
    if kind in ("voice", "audio"):
        return plain | {"duration": 1, "mime_type": file.mime}
    if kind in ("video", "animation"):
        return plain | {"width": 640, "height": 480, "duration": 1, "file_name": file.name, "mime_type": file.mime}
    return plain | {"file_name": file.name, "mime_type": file.mime}


def media_content(call: Call, media: Any) -> Json:
    """An InputMedia…: the file with its own caption."""
    words = caption_content(call, media.caption, media.parse_mode, media.caption_entities)
    content = file_content(call, str(media.type), media.media) | words
    return content | ({"has_media_spoiler": True} if getattr(media, "has_spoiler", None) else {})
