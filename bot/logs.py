"""Logs for operators: structured, one sink, and no secret ever in a line, whoever wrote it."""

from __future__ import annotations

import logging
import re
import sys
from types import TracebackType

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

_TOKEN = re.compile(r"(?<!\d)\d{6,}:[A-Za-z0-9_-]{20,}")
STARS = "***"

#: They tell of every request or update at INFO.
_CHATTY = ("aiogram.event", "alembic", "aiohttp.access", "apscheduler", "aiogram_dialog", "aiosqlite", "asyncio")


class Scrub:
    """The last step of every line: exceptions of the HTTP client carry URLs, and those carry the token."""

    def __init__(self, *secrets: str) -> None:
        self.secrets = [secret for secret in secrets if len(secret) > 3]

    def __call__(self, _: WrappedLogger, __: str, line: EventDict | str) -> str:
        text = str(line)
        for secret in self.secrets:
            text = text.replace(secret, STARS)
        return _TOKEN.sub(STARS, text)


def set_up_logs(level: int, *secrets: str, as_json: bool = False) -> None:
    """Everything that is logged, by us or by a library, goes through one handler to stderr."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*shared, structlog.stdlib.ExtraAdder()],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_renderer(as_json),
                Scrub(*secrets),
            ],
        )
    )
    logging.basicConfig(level=level, handlers=[handler], force=True)
    logging.captureWarnings(True)
    for name in _CHATTY:
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    sys.excepthook = _log_the_last_words


def _renderer(as_json: bool) -> list[Processor]:
    if as_json:
        return [structlog.processors.format_exc_info, structlog.processors.JSONRenderer(ensure_ascii=False)]
    plain = structlog.dev.plain_traceback
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]


def _log_the_last_words(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """The interpreter's own way prints past the scrubber."""
    if issubclass(kind, KeyboardInterrupt):
        return
    logging.getLogger("bot").critical("stopped by an error", exc_info=(kind, error, trace))
