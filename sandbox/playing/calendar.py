"""Which day is played, and when a scene's time is on it."""

from datetime import date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from sandbox.playing.script import Script

_DAY = timedelta(days=1)
_LATE = timedelta(minutes=30)
_SATURDAY = 5
_LOOK_AHEAD = 60
"""Days; more days off in a row are ignored."""


class Calendar:
    """Monday to Friday but for the days off, in the script's zone, else the given one, else this machine's."""

    def __init__(self, script: Script, zone: str | None) -> None:
        self._script = script
        name = script.zone or zone
        self._zone: tzinfo | None = ZoneInfo(name) if name else None
        self._off = frozenset(script.days_off)

    def moment(self, day: date, at: str) -> datetime:
        """Aware."""
        wall = datetime.combine(day, time.fromisoformat(at))
        return wall.replace(tzinfo=self._zone) if self._zone else wall.astimezone()

    def works(self, day: date) -> bool:
        """Whether people work on that day."""
        return day.weekday() < _SATURDAY and day not in self._off

    def next_day(self, day: date) -> date:
        """The working day after it."""
        ahead = (day + _DAY * number for number in range(1, _LOOK_AHEAD))
        return next((one for one in ahead if self.works(one)), day + _DAY)

    def day_to_play(self, now: datetime) -> date:
        """Today, or the next working day where today is no working day or is over, as it is once it was played."""
        today, scenes = now.astimezone(self._zone).date(), self._script.scenes
        over = now >= self.moment(today, scenes[-1].at)
        late = self._script.whole and now > self.moment(today, scenes[0].at) + _LATE
        return self.next_day(today) if over or late or not self.works(today) else today
