"""Who answers for somebody at this moment."""

from __future__ import annotations

from sales.people import Member
from sales.ports import Work


def stand_in(work: Work, member_id: int) -> Member:
    """The person, or while the person is absent the substitute; one who is absent too is stood in for in turn, but not
    by the person."""
    member, substitute = work.people.get(member_id), _substitute(work, member_id)
    if substitute is None:
        return member
    further = _substitute(work, substitute.id)
    return further if further is not None and further.id != member_id else substitute


def _substitute(work: Work, member_id: int) -> Member | None:
    absence = work.absences.current_of(member_id)
    found = work.people.get(absence.substitute_id) if absence is not None and absence.substitute_id else None
    return found if found is not None and found.active else None
