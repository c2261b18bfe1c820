"""«Waiting for the client until …» ends by itself when the client acts (domain: deal stages)."""

from __future__ import annotations

from datetime import datetime

from sales.actions.steps import close_step
from sales.notices import Notice, NoticeKind
from sales.people import Actor
from sales.ports import Work
from sales.steps import Step, StepKind, StepState


def client_acted(work: Work, actor: Actor, client_id: int, now: datetime) -> list[Step]:
    """The client has answered, come or written, as the actor knows: every wait for it is over. Who waits in vain for
    something that a colleague has seen is told. Gives the steps that ended, for an undo to open again."""
    ended = [step for step in work.steps.open_of_client(client_id) if step.kind is StepKind.WAIT]
    for step in ended:
        close_step(work, step, StepState.DONE, now)
        if step.member_id != actor.member_id:
            work.outbox.tell(step.member_id, Notice(NoticeKind.CLIENT_ACTED, step.id, {"who": actor.name}))
    return ended
