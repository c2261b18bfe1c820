"""Files that were sent: bytes in memory under an id."""

import mimetypes
import secrets
from dataclasses import dataclass

from sandbox.shapes import Json, without_nothing


@dataclass(frozen=True)
class File:
    """`size` may be claimed larger than `data` is, to stand for a file too big to carry around."""

    id: str
    unique_id: str
    name: str
    mime: str
    data: bytes
    size: int
    path: str

    def json(self) -> Json:
        """As Telegram's File, without the path that getFile adds."""
        return without_nothing(file_id=self.id, file_unique_id=self.unique_id, file_size=self.size)


class FileStore:
    """Files by id and by path."""

    def __init__(self) -> None:
        self.by_id: dict[str, File] = {}
        self.by_path: dict[str, File] = {}

    def add(self, kind: str, name: str, data: bytes, mime: str = "", size: int | None = None) -> File:
        """`kind` names the folder, as in Telegram: photos, documents, voice …"""
        file_id = f"Sandbox{secrets.token_urlsafe(24)}"
        number = len(self.by_id) + 1
        suffix = f".{name.rsplit('.', 1)[1]}" if "." in name else ""
        safe = "".join(c for c in suffix if c.isalnum() or c == ".")
        path = f"{kind}/file_{number}{safe}"
        length = len(data) if size is None else size
        file = File(file_id, secrets.token_urlsafe(11), name, mime or _mime(name), data, length, path)
        self.by_id[file_id] = file
        self.by_path[path] = file
        return file


def _mime(name: str) -> str:
    return mimetypes.guess_type(name)[0] or "application/octet-stream"
