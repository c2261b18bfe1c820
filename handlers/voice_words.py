"""Voices in a line of text: how long they are, beside what was written."""

from __future__ import annotations

from locales import Texts


def spoken(words: Texts, seconds: int, text: str = "") -> str:
    """What was written, then that something was said; either may be missing."""
    if not seconds:
        return text
    length = f"{seconds // 60}:{seconds % 60:02}"
    return words("voice-beside", words=text, length=length) if text else words("voice-alone", length=length)
