"""What a hand-over of the first leg does to its lead. A later leg carries none: there nothing is done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from sales.actions.deal_moves import open_by_contact, unopen_by_contact, unopen_untouched
from sales.actions.leads import save_lead
from sales.errors import WrongState
from sales.handoff import Handoff
from sales.leads import Lead, LeadState, Verdict
from sales.ports import Work


def lead_of(work: Work, handoff: Handoff) -> Lead | None:
    return None if handoff.lead_id is None else work.leads.get(handoff.lead_id)


def lead_accepted(work: Work, handoff: Handoff, now: datetime) -> None:
    lead = lead_of(work, handoff)
    if lead is not None:
        save_lead(work, replace(lead, state=LeadState.ACCEPTED, accepted_at=now))


def lead_contacted(work: Work, handoff: Handoff, now: datetime) -> None:
    lead = lead_of(work, handoff)
    if lead is not None:
        save_lead(work, replace(lead, state=LeadState.CONTACTED, contacted_at=now))
        open_by_contact(work, lead, handoff.receiver_id or handoff.giver_id, now)


def check_contacted(work: Work, handoff: Handoff) -> None:
    """Raises WrongState where the lead has moved on since its first contact."""
    lead = lead_of(work, handoff)
    if lead is not None and lead.state is not LeadState.CONTACTED:
        raise WrongState(state=lead.state.value)


def contact_undone(work: Work, handoff: Handoff) -> None:
    lead = lead_of(work, handoff)
    if lead is not None:
        unopen_by_contact(work, lead)
        save_lead(work, replace(lead, state=LeadState.ACCEPTED, contacted_at=None))
        work.facts.forget_handoff(handoff.id, "complete")


def lead_back(work: Work, handoff: Handoff) -> None:
    """A draft again, of whoever is its giver now."""
    lead = lead_of(work, handoff)
    if lead is not None:
        unopen_untouched(work, lead)
        draft = replace(lead, state=LeadState.DRAFT, giver_id=handoff.giver_id)
        save_lead(work, replace(draft, submitted_at=None, accepted_at=None, contacted_at=None))


def lead_offered_anew(work: Work, handoff: Handoff) -> None:
    """Its figures count only the acceptance that follows."""
    lead = lead_of(work, handoff)
    if lead is None:
        return
    unopen_untouched(work, lead)
    offered = replace(lead, state=LeadState.OFFERED, giver_id=handoff.giver_id, accepted_at=None, contacted_at=None)
    save_lead(work, offered)
    for what in ("accepted", "complete"):
        work.facts.forget_handoff(handoff.id, what)


def reopen_answer(work: Work, returned: Handoff) -> None:
    """The question that the return names is open, with the receiver's remark."""
    lead = lead_of(work, returned)
    for answer in work.leads.answers(lead.id) if lead else ():
        if lead and answer.question is returned.question:
            work.leads.put_answer(lead.id, replace(answer, verdict=Verdict.OPEN, remark=returned.remark))
