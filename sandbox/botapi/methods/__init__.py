"""One file per subject; importing this package fills the table of answers."""

from sandbox.botapi.methods import (
    answering,
    chats,
    commands,
    copying,
    deleting,
    editing,
    media,
    pins,
    polling,
    profile,
    reactions,
    text,
    topics,
    webhook,
)

__all__ = [
    "answering",
    "chats",
    "commands",
    "copying",
    "deleting",
    "editing",
    "media",
    "pins",
    "polling",
    "profile",
    "reactions",
    "text",
    "topics",
    "webhook",
]
