"""What the house does by itself."""

from datetime import timedelta

from sales.actions.clock_work import DUE
from sales.people import Role
from sales.timers import Timer, TimerKind, to_fire
from tests.builders import NOW, Firm


def test_asked_again_at_once_nothing_is_left_to_do(firm: Firm) -> None:
    firm.member(Role.HEAD)
    for action in DUE:
        action(firm.work, NOW)
        assert action(firm.work, NOW) == 0


def test_what_is_ahead_does_not_leave_early() -> None:
    ahead = Timer(1, TimerKind.STEP, 1, "", 1, NOW + timedelta(minutes=1), exact=True)
    assert to_fire([ahead], NOW) == []
