"""Every table there is: importing this makes `metadata` whole (migrations compare against it)."""

from storage import (
    activities,
    audit,
    clients,
    companies,
    dialogs,
    facts,
    handoffs,
    inbox,
    invites,
    leads,
    outbox,
    people,
    places,
    receipts,
    steps,
    timers,
)
from storage.schema import metadata

__all__ = [
    "activities",
    "audit",
    "clients",
    "companies",
    "dialogs",
    "facts",
    "handoffs",
    "inbox",
    "invites",
    "leads",
    "metadata",
    "outbox",
    "people",
    "places",
    "receipts",
    "steps",
    "timers",
]
