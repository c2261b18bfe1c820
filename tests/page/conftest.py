"""The stage of the journeys, looked at through the page."""

from tests.journeys.conftest import life, stage

__all__ = ["life", "stage"]
