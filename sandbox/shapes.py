"""The one loose type of the sandbox: JSON as Telegram writes it.

Telegram's objects stay dictionaries here on purpose: what a bot receives is built once, in Telegram's own field
names, and is never parsed back. What the sandbox itself reasons about (people, chats, messages) has classes.
"""

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
"""A JSON object with Telegram's field names."""


def without_nothing(**fields: Any) -> Json:
    """Telegram leaves out what is absent; it never writes null."""
    return {name: value for name, value in fields.items() if value is not None}
