"""What a person types, sends or shares in a step, and what is said where something else was due."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache
from typing import Any

from aiogram.enums import ContentType
from aiogram.types import Message
from aiogram_dialog import DialogManager
from aiogram_dialog.widgets.input import BaseInput, CombinedInput, MessageInput

from handlers.here import here
from locales import data
from sales.date_words import DateWords
from sales.identify import Query, name_key, read_query
from sales.money import AmountWords, parse_amount, read_money

OnText = Callable[[DialogManager, str], Awaitable[None]]


def started(manager: DialogManager) -> dict[str, Any]:
    """What the conversation was started with."""
    return manager.start_data if isinstance(manager.start_data, dict) else {}


@cache
def date_words() -> DateWords:
    return DateWords.from_data(data("dates"))


@cache
def _forms_and_labels() -> tuple[frozenset[str], frozenset[str]]:
    found = data("legal_forms")
    return frozenset(found["forms"]), frozenset(found["labels"])


@cache
def _amount_words() -> AmountWords:
    return AmountWords.from_data(data("amounts"))


def read_amount(text: str, currency: str) -> int:
    """Minor units of that currency. BadAmount says what is wrong with it."""
    return parse_amount(text, _amount_words(), currency)


def read_any_money(text: str) -> tuple[int, str]:
    """Minor units, and of which currency."""
    money = read_money(text, _amount_words())
    return money.minor, money.meant()


def labels() -> frozenset[str]:
    """What may stand before a number."""
    return _forms_and_labels()[1]


def key_of(name: str) -> str:
    """The name as names are compared."""
    return name_key(name, _forms_and_labels()[0])


def query_in(line: str) -> Query:
    """Name, phone and INN out of one typed line."""
    return read_query(line, _forms_and_labels()[1])


def on_text(took: OnText, *others: BaseInput) -> CombinedInput:
    """A step that takes typed text (and what `others` take); anything else is answered and the step stays."""

    async def take(message: Message, _: MessageInput, manager: DialogManager) -> None:
        await took(manager, message.text or "")

    return CombinedInput(MessageInput(take, content_types=ContentType.TEXT), *others, _say("need-text"))


def only_buttons() -> MessageInput:
    """A step that is answered by its buttons alone."""
    return _say("need-button")


async def answer(manager: DialogManager, text: str) -> None:
    """What is wrong with what was typed; the step is asked again below."""
    if isinstance(manager.event, Message):
        await manager.event.answer(text)


def _say(text: str) -> MessageInput:
    async def say(message: Message, _: MessageInput, manager: DialogManager) -> None:
        await message.answer(here(manager).words(text))

    return MessageInput(say)


__all__ = ["OnText", "answer", "date_words", "key_of", "labels", "on_text", "only_buttons", "query_in"]
__all__ += ["read_amount", "read_any_money", "started"]
