"""Refusals in Telegram's own words; bots branch on them, so they are exact."""

from sandbox.shapes import Json


class ApiError(Exception):
    """Becomes {"ok": false, "error_code", "description", "parameters"}."""

    def __init__(self, code: int, description: str, parameters: Json | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def envelope(self) -> Json:
        """The body of the answer."""
        body: Json = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


def bad(reason: str) -> ApiError:
    """400."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """403."""
    return ApiError(403, f"Forbidden: {reason}")


def conflict(reason: str) -> ApiError:
    """409."""
    return ApiError(409, f"Conflict: {reason}")


def too_many(seconds: int) -> ApiError:
    """429 with retry_after."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", {"retry_after": seconds})


def not_found(reason: str) -> ApiError:
    """404."""
    return ApiError(404, f"Not Found: {reason}")


def moved(chat_id: int) -> ApiError:
    """The group has become a supergroup."""
    reason = "group chat was upgraded to a supergroup chat"
    return ApiError(400, f"Bad Request: {reason}", {"migrate_to_chat_id": chat_id})


def too_old() -> ApiError:
    """A press or an inline query that can't be answered any more."""
    return bad("query is too old and response timeout expired or query ID is invalid")
