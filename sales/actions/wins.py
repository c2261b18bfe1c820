"""Wins: what somebody of the team is proud of, told where the team wants to hear of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sales.actions.news import post_news
from sales.company import News
from sales.errors import NowhereToPost
from sales.notices import Notice, NoticeKind
from sales.people import Actor
from sales.ports import Work
from sales.wording import words

#: Characters; a win is told in a line or two.
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Win:
    """In the person's own words."""

    words: str


def win_places(work: Work, actor: Actor) -> tuple[str, ...]:
    """Titles of the places where the team's wins are told."""
    return tuple(place.title for place in work.places.of_team(actor.team_id) if News.WINS in place.news)


def post_win(work: Work, actor: Actor, form: Win, now: datetime) -> int:
    """→ how many places tell of it. TooLong, Empty; NowhereToPost where no place takes wins."""
    said = words(form.words, LONGEST)
    notice = Notice(NoticeKind.WIN, actor.member_id, {"words": said})
    count = post_news(work, actor.team_id, News.WINS, notice)
    if not count:
        raise NowhereToPost
    work.audit.note(actor.member_id, "post_win", actor.member_id, now)
    return count
