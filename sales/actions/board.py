"""The board of a team: looked at every few minutes, edited in place where it says something else by now."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import datetime

from sales.actions.reassign import burdens_of
from sales.board import EVERY, ROWS, Board, Row, Shown, fingerprint, most_laden
from sales.company import News, Place
from sales.deals import DealStage
from sales.handoff import HandoffState
from sales.notices import Notice, NoticeKind
from sales.people import SELLING_ROLES, Actor, Member, Permission, require, short_names
from sales.ports import Work


def board_of(work: Work, team_id: int, now: datetime) -> Board:
    """A house query: who carries what, without any client's name."""
    members = [one for one in work.people.of_team(team_id) if one.team_id == team_id]
    names, burdens = short_names(members), burdens_of(work, team_id, now)
    deals = Counter(one.owner_id for one in work.deals.of_team(team_id) if one.stage is not DealStage.PARKED)
    absent = {one.member_id: one for one in work.absences.current(team_id)}
    rows = []
    for member in members:
        burden, absence = burdens[member.id], absent.get(member.id)
        row = Row(member.id, names[member.id], burden.clients, burden.handoffs, deals[member.id], burden.overdue)
        if absence is not None:
            row = replace(row, away_until=absence.until, substitute=names.get(absence.substitute_id or 0, ""))
        if _carries(member, row):
            rows.append(row)
    ordered = most_laden(rows)
    waiting = len(work.handoffs.waiting(team_id, {HandoffState.ESCALATED}))
    return Board(work.companies.team(team_id).name, tuple(ordered[:ROWS]), len(ordered[ROWS:]), waiting)


def _carries(member: Member, row: Row) -> bool:
    """Whose trade it is; of the others whoever has something on their hands."""
    return bool(member.roles & set(SELLING_ROLES)) or not row.is_empty


def board_seen(work: Work, actor: Actor, now: datetime) -> Board:
    """For the head who decides where it is shown."""
    require(actor, Permission.BIND_GROUP)
    return board_of(work, actor.team_id, now)


def board_at(work: Work, place_id: int, now: datetime) -> tuple[Board, Place, str] | None:
    """For the notice that leaves: with the place as it stands and the team's zone. None: no board is wanted there."""
    place = work.places.get(place_id)
    if News.BOARD not in place.news:
        return None
    return board_of(work, place.team_id, now), place, work.companies.team(place.team_id).settings.zone


def keep_boards(work: Work, now: datetime) -> int:
    """Boards that haven't been looked at for a while, or aren't there yet; gives how many were looked at."""
    found = work.boards.due(now - EVERY)
    for place_id in found:
        board = board_of(work, work.places.get(place_id).team_id, now)
        before, shown = work.boards.get(place_id), fingerprint(board)
        work.boards.put(Shown(place_id, now, shown))
        if before is None:
            work.outbox.announce(place_id, Notice(NoticeKind.BOARD, place_id, silent=True))
        elif before.shown != shown:
            work.outbox.refresh(NoticeKind.BOARD, place_id)
    unwanted = work.boards.unwanted()
    for place_id in unwanted:
        work.boards.drop(place_id)
        work.outbox.refresh(NoticeKind.BOARD, place_id)
    return len(found) + len(unwanted)
