"""What is shown before somebody leaves: what the person holds, and who could take it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sales.actions.estate import estate_of, heirs_for
from sales.actions.people import check_removal
from sales.actions.reassign import burdens_of
from sales.leaving import Held, needs_heir
from sales.people import Actor
from sales.ports import Work
from sales.reassign import Burden


@dataclass(frozen=True, slots=True)
class Heir:
    """Who could take it over, and what is on their hands already."""

    member_id: int
    name: str
    clients: int
    handoffs: int
    overdue: int


@dataclass(frozen=True, slots=True)
class Leaver:
    """`heirs`: the least burdened of the own team first. `must_move`: nobody goes before somebody is named."""

    member_id: int
    name: str
    held: tuple[Held, ...]
    heirs: tuple[Heir, ...]
    must_move: bool


@dataclass(frozen=True, slots=True)
class LeftLine:
    """`heirs`: (name, how many of the clients), the most first."""

    name: str
    heirs: tuple[tuple[str, int], ...]


def left_line(work: Work, member_id: int, to: Sequence[int], clients: Sequence[int]) -> LeftLine:
    """For the places' line."""
    heirs = [(work.people.get(heir_id).name, count) for heir_id, count in zip(to, clients, strict=True)]
    return LeftLine(work.people.get(member_id).name, tuple(sorted(heirs, key=lambda one: -one[1])))


def leaver(work: Work, actor: Actor, member_id: int, now: datetime) -> Leaver:
    """Refused for whom the actor may not part with."""
    member = check_removal(work, actor, member_id)
    held = estate_of(work, member, now).held
    able = heirs_for(work, actor, member, now)
    burdens: dict[int, Burden] = {}
    for team_id in {one.team_id for one in able}:
        burdens |= burdens_of(work, team_id, now)
    ordered = sorted(able, key=lambda one: (one.team_id != member.team_id, burdens[one.id].urgent, one.id))
    heirs = [
        Heir(one.id, one.name, burdens[one.id].clients, burdens[one.id].handoffs, burdens[one.id].overdue)
        for one in ordered
    ]
    return Leaver(member.id, member.name, held, tuple(heirs), needs_heir(held))
