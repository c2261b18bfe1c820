"""Settings: the only reader of the environment. Each is described in `.env.example`.

What is wrong is said in one line that names the setting and what to do, and never shows its value.
"""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from storage.engine import parse_url

SANDBOX_DATABASE = "sqlite:///data/sandbox.db"
#: The sandbox takes any token; this one is nobody's.
MADE_UP_TOKEN = "1000000001:sandbox-sandbox-sandbox-sandbox-sand"  # noqa: S105
LOOPBACK = "127.0.0.1"


class WrongSettings(Exception):
    """One line for the operator."""


def _token(value: SecretStr) -> SecretStr:
    number, _, secret = value.get_secret_value().partition(":")
    if not (number.isdigit() and len(secret) >= 3 and secret.isascii() and " " not in secret):
        raise ValueError("should look like 123456789:AAF…, as @BotFather gives it")
    return value


def _database(value: SecretStr) -> SecretStr:
    parse_url(value.get_secret_value())
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (KeyError, ValueError, OSError):
        raise ValueError("should be a zone's name, as Europe/Moscow") from None
    return value


def _address(value: str) -> str:
    if not value.startswith(("http://", "https://")):
        raise ValueError("should start with http://, as http://127.0.0.1:8081")
    return value.rstrip("/")


class Settings(BaseSettings):
    """Frozen. `bot_token` and `database_url` may hold secrets and print as stars."""

    model_config = SettingsConfigDict(env_file=".env", env_ignore_empty=True, extra="ignore", frozen=True)

    bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = None
    owner_id: Annotated[int, Field(gt=0)] | None = None
    database_url: Annotated[SecretStr, AfterValidator(_database)] = SecretStr("sqlite:///data/estafeta.db")
    backup_dir: Path = Path("data/backups")
    sandbox_url: Annotated[str, AfterValidator(_address)] | None = None
    sandbox_port: Annotated[int, Field(ge=0, le=65535)] = 8081
    time_zone: Annotated[str, AfterValidator(_zone)] = "Europe/Moscow"
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    log_format: Literal["console", "json"] = "console"
    pacing: bool | None = None

    @property
    def is_demo(self) -> bool:
        """Neither Telegram nor a sandbox is named: the sandbox is started in this process, with a demo team."""
        return self.bot_token is None and self.sandbox_url is None

    @property
    def is_sandbox(self) -> bool:
        return self.is_demo or self.sandbox_url is not None

    @property
    def token(self) -> str:
        return self.bot_token.get_secret_value() if self.bot_token else MADE_UP_TOKEN

    @property
    def database(self) -> str:
        """The demo has a database of its own, made anew at each start: it never touches a real one."""
        return SANDBOX_DATABASE if self.is_demo else self.database_url.get_secret_value()

    @property
    def api_url(self) -> str | None:
        """None: Telegram's own."""
        return f"http://{LOOPBACK}:{self.sandbox_port}" if self.is_demo else self.sandbox_url

    @property
    def is_paced(self) -> bool:
        return not self.is_sandbox if self.pacing is None else self.pacing

    @property
    def secrets(self) -> list[str]:
        """What no log line may hold."""
        password = parse_url(self.database_url.get_secret_value()).password
        return [secret for secret in (self.token, password) if isinstance(secret, str)]

    @property
    def level(self) -> int:
        return logging.getLevelNamesMapping()[self.log_level]


#: What to do, where pydantic's own words wouldn't tell an operator.
_HINTS = {
    "owner_id": "should be a Telegram user's number; ask @userinfobot for yours",
    "sandbox_port": "should be a port, 0 to 65535",
    "log_level": "should be DEBUG, INFO, WARNING or ERROR",
    "log_format": "should be console or json",
    "pacing": "should be true or false",
}


def read_settings(**values: Any) -> Settings:
    """From the environment and `.env`; `values` win (tests). Raises WrongSettings."""
    try:
        return Settings(**values)
    except ValidationError as error:
        raise WrongSettings(_in_one_line(error)) from None


def _in_one_line(error: ValidationError) -> str:
    first = error.errors(include_input=False, include_url=False)[0]
    name = str(first["loc"][0])
    said = str(first["msg"]).removeprefix("Value error, ")
    return f"{name.upper()} {_HINTS.get(name, said)}. Correct it in .env or in the environment."
