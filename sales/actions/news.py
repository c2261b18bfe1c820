"""News of a team: told in every place that takes this kind."""

from __future__ import annotations

from sales.company import News
from sales.notices import Notice
from sales.ports import Work


def post_news(work: Work, team_id: int, news: News, notice: Notice) -> int:
    """To every place that takes this kind; → how many there are."""
    takers = [place for place in work.places.of_team(team_id) if news in place.news]
    for place in takers:
        work.outbox.announce(place.id, notice)
    return len(takers)
