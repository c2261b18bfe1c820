"""A number that nothing has."""

from __future__ import annotations

NEW = 0
