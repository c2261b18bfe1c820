from __future__ import annotations

import pytest
import sqlalchemy as sa

from tests.builders import Firm
from tests.sales.actions.relay import Relay


@pytest.fixture
def relay(firm: Firm, conn: sa.Connection) -> Relay:
    return Relay(firm, conn)
