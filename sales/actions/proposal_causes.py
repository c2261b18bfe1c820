"""Why a client is proposed to be handed over (`Handoff.why`), and whether it is still so: asked before it is proposed
anew, before the heads are troubled with it, and whenever its cause may have gone."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

from sales.deals import LATE, Deal, DealStage
from sales.handoff import Handoff
from sales.legs import Leg
from sales.ports import Work
from sales.regular import ClientStatus, rank, standing
from sales.steps import StepKind

#: Its own giver has asked for it: it may be taken back, and nobody proposes it anew.
ASKED = "asked"
#: A head has asked the giver for it: answered like the bot's, but nobody proposes it anew either.
WANTED = "wanted"
BY_HAND = frozenset({ASKED, WANTED})
#: The bot's own: a deal stands still, or a closer has won it. The others are what the client has become.
STALLED, WON = "stalled", "won"


def still_so(work: Work, handoff: Handoff, now: datetime) -> bool:
    """Whether what has started it still holds. What a person has asked for does until that person says otherwise."""
    holds = _HOLDS.get(handoff.why)
    return holds is None or holds(work, handoff.client_id, now)


def stands_still(work: Work, deal: Deal, now: datetime) -> bool:
    """At a late stage for longer than the team has settled (domain: hand-overs, hunter → closer). Not while everybody
    waits for the client, as agreed with it."""
    settled = timedelta(days=work.companies.team(deal.team_id).settings.stalled_days)
    steps = work.steps.open_of_client(deal.client_id)
    waits = any(step.kind is StepKind.WAIT and step.due_at > now for step in steps)
    return deal.stage in LATE and deal.stage_at < now - settled and not waits


def rescued(work: Work, client_id: int) -> Handoff | None:
    """The hand-over by which the client has come to the closer who carries it."""
    came = work.handoffs.last_of_leg(client_id, Leg.CLOSE)
    return came if came is not None and came.receiver_id == work.clients.get(client_id).owner_id else None


def _stalled(work: Work, client_id: int, now: datetime) -> bool:
    deal = work.deals.open_of_client(client_id)
    return deal is not None and stands_still(work, deal, now)


def _won(work: Work, client_id: int, _: datetime) -> bool:
    deal = work.deals.last_of_client(client_id)
    return deal is not None and deal.stage is DealStage.WON and rescued(work, client_id) is not None


def _regular(work: Work, client_id: int, _: datetime) -> bool:
    return _ranks(work, client_id, ClientStatus.REGULAR)


def _key(work: Work, client_id: int, _: datetime) -> bool:
    return _ranks(work, client_id, ClientStatus.KEY)


def _ranks(work: Work, client_id: int, status: ClientStatus) -> bool:
    return rank(standing(work.statuses.history(client_id))) >= rank(status)


_HOLDS: Mapping[str, Callable[[Work, int, datetime], bool]] = {
    STALLED: _stalled,
    WON: _won,
    ClientStatus.REGULAR.value: _regular,
    ClientStatus.KEY.value: _key,
}
