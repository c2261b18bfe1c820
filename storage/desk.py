"""The desk: the one door to the trade. An act is one transaction, and once per (action, actor, key)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import cache
from typing import Any, Concatenate, ParamSpec, TypeVar, get_type_hints

from pydantic import TypeAdapter
from sqlalchemy.engine import Connection

from sales.people import Actor
from sales.ports import Work
from storage import receipts
from storage.engine import Storage, one_at_a_time
from storage.work import open_work

P = ParamSpec("P")
F = TypeVar("F")
R = TypeVar("R")

NOT_A_MEMBER = 0


class Desk:
    """`acted` is called after every committed act: there may be something to send."""

    def __init__(self, storage: Storage, acted: Callable[[], None] = lambda: None) -> None:
        self.storage = storage
        self.acted = acted

    async def run(
        self, action: Callable[[Work, Actor, F, datetime], R], actor: Actor, form: F, *, key: str, now: datetime
    ) -> R:
        """Asked again with the same key, the first result is given back and nothing is done.

        The receipt is the actor's own: a button's key that two people press is two acts, and the second meets the
        rules. Results are None, plain values or frozen dataclasses; the return annotation says which.
        """
        return await self._once(action, actor.member_id, key, now, lambda work: action(work, actor, form, now))

    async def admit(self, action: Callable[[Work, F, datetime], R], form: F, *, key: str, now: datetime) -> R:
        """The same for those who aren't members yet. `key` has to name the person too."""
        return await self._once(action, NOT_A_MEMBER, key, now, lambda work: action(work, form, now))

    async def tick(self, action: Callable[Concatenate[Work, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """What the house does by itself: no actor and no receipt, so the action must find nothing left to do."""

        def job(conn: Connection) -> R:
            one_at_a_time(conn)
            return action(open_work(conn), *args, **kwargs)

        done = await self.storage.write(_named(job, action))
        self.acted()
        return done

    async def ask(
        self, query: Callable[Concatenate[Work, Actor, P], R], actor: Actor, *args: P.args, **kwargs: P.kwargs
    ) -> R:
        return await self.storage.read(lambda conn: query(open_work(conn), actor, *args, **kwargs))

    async def look(self, query: Callable[Concatenate[Work, P], R], *args: P.args, **kwargs: P.kwargs) -> R:
        """A question of the house itself: who writes, what does a leaving notice say."""
        return await self.storage.read(lambda conn: query(open_work(conn), *args, **kwargs))

    async def _once(
        self, action: Callable[..., R], member_id: int, key: str, now: datetime, act: Callable[[Work], R]
    ) -> R:
        result: TypeAdapter[R] = _shape_of(action)

        def job(conn: Connection) -> R:
            one_at_a_time(conn)
            kept = receipts.find(conn, action.__name__, member_id, key)
            if kept is not None:
                return result.validate_json(kept)
            done = act(open_work(conn))
            receipts.keep(conn, action.__name__, member_id, key, result.dump_json(done), now)
            return done

        done = await self.storage.write(_named(job, action))
        self.acted()
        return done


@cache
def _shape_of(action: Callable[..., R]) -> TypeAdapter[R]:
    return TypeAdapter(get_type_hints(action)["return"])


def _named(job: Callable[[Connection], R], action: Callable[..., Any]) -> Callable[[Connection], R]:
    """Whoever watches the writes sees the action's name."""
    job.__name__ = action.__name__
    return job
