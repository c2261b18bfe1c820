"""Marked-up text to plain text with entities and back; offsets and lengths are UTF-16 units, as Telegram counts."""
