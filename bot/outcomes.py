"""What became of a call to Telegram: every exception a send can raise, as one of a few fates."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from aiogram.exceptions import (
    ClientDecodeError,
    TelegramBadRequest,
    TelegramEntityTooLarge,
    TelegramForbiddenError,
    TelegramMigrateToChat,
    TelegramNetworkError,
    TelegramNotFound,
    TelegramRetryAfter,
    TelegramServerError,
)
from aiohttp import ClientConnectorError, ConnectionTimeoutError


class Reason(StrEnum):
    """Why a message wasn't delivered; shown to the heads as `undelivered-<reason>`."""

    BLOCKED = "blocked"  # the person has blocked the bot
    DEACTIVATED = "deactivated"  # the account is gone
    NO_CHAT = "no_chat"  # never wrote to the bot, or the group is gone
    KICKED = "kicked"  # the bot is no member of the group any more
    NO_RIGHTS = "no_rights"  # may not write there
    NO_TOPIC = "no_topic"  # the group's topic was closed or deleted; its other topics are still there
    REFUSED = "refused"  # Telegram takes this message from nobody
    GIVEN_UP = "given_up"  # tried again and again
    UNKNOWN = "unknown"  # twice without an answer: it may have arrived


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The message already says so."""


@dataclass(frozen=True, slots=True)
class NotSent:
    """Not a byte has left: the network's fault, not the message's."""


@dataclass(frozen=True, slots=True)
class Later:
    """The server is in trouble, or (with `seconds`) wants silence in this chat."""

    seconds: float | None = None


@dataclass(frozen=True, slots=True)
class Unknown:
    """The call has left and nothing came back."""


@dataclass(frozen=True, slots=True)
class Gone:
    """What was to be edited isn't there any more."""


@dataclass(frozen=True, slots=True)
class Moved:
    chat_id: int


@dataclass(frozen=True, slots=True)
class BadMarkup:
    """The text would go without its markup."""


@dataclass(frozen=True, slots=True)
class Refused:
    """For good. `is_lost`: nothing will reach this recipient, so the next message needn't be tried."""

    reason: Reason
    is_lost: bool


Fate = Unchanged | NotSent | Later | Unknown | Gone | Moved | BadMarkup | Refused

_GONE = ("message to edit not found", "message can't be edited", "message_id_invalid", "message identifier")
_LOST = {
    "bot was blocked": Reason.BLOCKED,
    "user is deactivated": Reason.DEACTIVATED,
    "chat not found": Reason.NO_CHAT,
    "group chat was deleted": Reason.NO_CHAT,
    "can't initiate conversation": Reason.NO_CHAT,
    "bot was kicked": Reason.KICKED,
    "not a member": Reason.KICKED,
    "rights to send": Reason.NO_RIGHTS,
    "topic_closed": Reason.NO_TOPIC,
    "message thread not found": Reason.NO_TOPIC,
    "chat_write_forbidden": Reason.NO_RIGHTS,
}


def fate_of(error: Exception) -> Fate:
    """Anything unknown counts as sent without an answer: better asked twice than told twice."""
    match error:
        case TelegramRetryAfter():
            return Later(float(error.retry_after))
        case TelegramMigrateToChat():
            return Moved(error.migrate_to_chat_id)
        case TelegramServerError():
            return Later()
        case TelegramBadRequest() | TelegramForbiddenError() | TelegramNotFound():
            return _refusal(error.message.lower(), is_forbidden=isinstance(error, TelegramForbiddenError))
        case TelegramEntityTooLarge():
            return Refused(Reason.REFUSED, is_lost=False)
        case TelegramNetworkError():
            return NotSent() if _never_left(error) else Unknown()
        case ClientDecodeError() if isinstance(error.data, str):
            return Later()  # no JSON: a gateway's page in place of an answer
        case _:
            return Unknown()


def _refusal(said: str, *, is_forbidden: bool) -> Fate:
    if "message is not modified" in said:
        return Unchanged()
    if any(words in said for words in _GONE):
        return Gone()
    if "can't parse entities" in said:
        return BadMarkup()
    for words, reason in _LOST.items():
        if words in said:
            return Refused(reason, is_lost=True)
    return Refused(Reason.KICKED if is_forbidden else Reason.REFUSED, is_lost=is_forbidden)


def _never_left(error: TelegramNetworkError) -> bool:
    return isinstance(error.__cause__, (ClientConnectorError, ConnectionTimeoutError))
