from __future__ import annotations

from sales.touches import Touches
from tests.builders import NOW


def test_the_standard_is_met_by_its_attempts() -> None:
    assert Touches(3, 3, NOW).is_met
    assert not Touches(2, 3, NOW).is_met


def test_at_the_warning_two_of_three_attempts_keep_the_pace() -> None:
    assert not Touches(2, 3, NOW).lags_at_warning
    assert Touches(1, 3, NOW).lags_at_warning
    assert Touches(0, 1, NOW).lags_at_warning
