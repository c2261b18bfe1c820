"""Numbers, money, dates and spans as Russians write them. Inside one value only no-break spaces."""

from __future__ import annotations

from abc import ABC, abstractmethod
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time, get_day_names
from babel.numbers import format_currency, format_decimal

NBSP = "\u00a0"


class Figures(ABC):
    """What `Texts` can write beside messages. Everything returned is plain text, to be passed as an argument."""

    @abstractmethod
    def __call__(self, key: str, /, **args: object) -> str: ...

    def number(self, value: float) -> str:
        return str(format_decimal(value, locale="ru"))

    def money(self, minor: int, currency: str = "RUB") -> str:
        """`minor`: kopecks and their like. Whole sums lose the fraction: 1 200 000 ₽."""
        pattern = "#,##0\u00a0¤" if minor % 100 == 0 else "#,##0.00\u00a0¤"
        return str(format_currency(minor / 100, currency, pattern, locale="ru", currency_digits=False))

    def time(self, at: datetime, zone: ZoneInfo) -> str:
        """14:30 in that zone."""
        return str(format_time(at.astimezone(zone), "HH:mm", locale="ru"))

    def month(self, day: date) -> str:
        """The month in the nominative, and the year."""
        return str(format_date(day, "LLLL y", locale="ru"))

    def month_name(self, day: date) -> str:
        """The month alone, in the nominative."""
        return str(format_date(day, "LLLL", locale="ru"))

    def weekdays(self) -> list[str]:
        """Monday to Sunday, two letters each."""
        names = get_day_names("abbreviated", "stand-alone", locale="ru")
        return [str(names[day]) for day in range(7)]

    def weekday(self, day: date) -> str:
        return self.weekdays()[day.weekday()]

    def day(self, at: datetime | date, zone: ZoneInfo, now: datetime) -> str:
        """Today, tomorrow or yesterday in words, then the date; the year only where it isn't this one."""
        today = now.astimezone(zone).date()
        day = at.astimezone(zone).date() if isinstance(at, datetime) else at
        plain = self.date(day, today)
        near = {0: "day-today", 1: "day-tomorrow", -1: "day-yesterday"}.get((day - today).days)
        return self(near, day=plain) if near else plain

    def date(self, day: date, today: date) -> str:
        """Weekday, day and month."""
        pattern = "EEE d MMMM" if day.year == today.year else "EEE d MMMM y"
        return str(format_date(day, pattern, locale="ru")).replace(" ", NBSP)

    def moment(self, at: datetime, zone: ZoneInfo, now: datetime) -> str:
        """The day and the time."""
        return f"{self.day(at, zone, now)}, {self.time(at, zone)}"

    def zone(self, zone: ZoneInfo, now: datetime) -> str:
        """The city, where there is a word for it, and the distance from UTC."""
        offset = now.astimezone(zone).utcoffset() or timedelta()
        hours = offset.total_seconds() / 3600
        name = (
            self(f"zone-{zone.key.replace('/', '-')}") if self.has(f"zone-{zone.key.replace('/', '-')}") else zone.key
        )
        return f"{name}, UTC{hours:+g}"

    def span(self, length: timedelta) -> str:
        """Days, or hours and minutes: the two biggest units at most."""
        minutes = max(0, round(length.total_seconds() / 60))
        days, rest = divmod(minutes, 24 * 60)
        if days:
            return self("span-days", days=days)
        hours, minutes = divmod(rest, 60)
        if not hours:
            return self("span-minutes", minutes=minutes)
        return self("span-hours", hours=hours) if not minutes else self("span-both", hours=hours, minutes=minutes)

    @abstractmethod
    def has(self, key: str) -> bool: ...
