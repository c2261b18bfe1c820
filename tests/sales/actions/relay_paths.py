"""The ways through a hand-over, leg by leg, as scripts: what the walks have seldom met is walked here, on purpose."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from sales.handoff import HandoffState
from sales.legs import Leg
from sales.people import Role
from tests.sales.actions.department import GIVERS, Department
from tests.sales.actions.department_checks import Transition, step

S = HandoffState
#: One word of a script: how the step is called, and what is done with the client.
SCRIPT: dict[str, tuple[str, Callable[[Department, int], bool]]] = {
    "submit": ("submit", lambda dep, n: dep.submit(n)),
    "confirm": ("confirm", lambda dep, n: dep.confirm(n)),
    "as it is": ("confirm", lambda dep, n: dep.confirm(n, as_it_is=True)),
    "object": ("object", lambda dep, n: dep.object(n)),
    "accept": ("accept", lambda dep, n: dep.accept(n)),
    "return": ("return", lambda dep, n: dep.give_back(n)),
    "withdraw": ("withdraw", lambda dep, n: dep.withdraw(n)),
    "introduce": ("introduce", lambda dep, n: dep.introduce(n)),
    "talk": ("talk", lambda dep, n: dep.talk(n)),
    "undo": ("undo", lambda dep, n: dep.undo(n)),
    "dispute": ("dispute", lambda dep, n: dep.dispute(n)),
    "overrule": ("decide", lambda dep, n: dep.decide(n, good=True)),
    "assign": ("assign", lambda dep, n: dep.assign(n)),
    "home": ("release", lambda dep, n: dep.release(n, home=True)),
    "to another": ("release", lambda dep, n: dep.release(n, home=False)),
    "deadline": ("time", lambda dep, _: dep.time_passes(minutes=300)),
    "days": ("time", lambda dep, _: dep.time_passes(days=4)),
    "receiver leaves": ("leave", lambda dep, n: dep.receiver_leaves(n)),
    "giver leaves": ("leave", lambda dep, n: dep.giver_leaves(n)),
}
#: From an offer on: the same for every leg on which somebody is asked.
ASKED = (
    "accept talk undo introduce talk undo talk home",
    "return dispute overrule accept introduce home",
    "deadline return",
    "deadline accept home",
    "deadline days assign accept introduce to_another accept receiver_leaves home",
    "accept to_another accept talk to_another days home",
    "accept receiver_leaves assign accept introduce receiver_leaves assign days",
    "withdraw",
)
#: Before it, where the giver is asked first.
PROPOSED = (
    "object as_it_is deadline",
    "object home",
    "days as_it_is accept",
    "assign accept",
    "home",
    "giver_leaves",
)
#: Put into other hands with nobody asked.
DIRECT = ("introduce talk undo home", "home", "talk undo talk home", "receiver_leaves talk", "to_another accept talk")


def scripts(leg: Leg) -> list[list[str]]:
    if leg is Leg.LEAVING:
        return [one.split() for one in DIRECT]
    first = ["submit"] if leg is Leg.LEAD else ["propose", "confirm"]
    asked = [[*first, *one.split()] for one in ASKED]
    return asked if leg is Leg.LEAD else [*asked, *(["propose", *one.split()] for one in PROPOSED)]


def run(dep: Department, counts: Counter[Transition], leg: Leg, script: list[str]) -> None:
    number = dep.new_client(GIVERS.get(leg, Role.FARMER))
    if leg is Leg.LEAVING:
        dep.stall(number)
        owner = dep.people.index(dep.owner(number).member_id)
        step(dep, counts, "come", lambda: dep.come(Role.FARMER))
        step(dep, counts, "leave", lambda: dep.leave(owner, 0))
    for word in script:
        if word == "propose":
            step(dep, counts, "propose", lambda: dep.propose(number, leg))
        else:
            name, act = SCRIPT[word.replace("_", " ")]
            step(dep, counts, name, lambda act=act: act(dep, number))  # type: ignore[misc]


_BEGINS = {Leg.LEAD: S.OFFERED, Leg.LEAVING: S.ACCEPTED}
_ANSWERS = {
    (S.OFFERED, S.ACCEPTED),
    (S.OFFERED, S.RETURNED),
    (S.OFFERED, S.REROUTED),
    (S.OFFERED, S.WITHDRAWN),
    (S.REROUTED, S.ACCEPTED),
    (S.REROUTED, S.RETURNED),
    (S.REROUTED, S.ESCALATED),
    (S.ESCALATED, S.REROUTED),
    (S.ESCALATED, S.WITHDRAWN),
    (S.RETURNED, S.REROUTED),
    (S.ACCEPTED, S.REROUTED),
    (S.INTRODUCED, S.REROUTED),
    (S.COMPLETE, S.REROUTED),
}
_ENDS = {
    (S.ACCEPTED, S.INTRODUCED),
    (S.ACCEPTED, S.COMPLETE),
    (S.INTRODUCED, S.COMPLETE),
    (S.COMPLETE, S.ACCEPTED),
    (S.COMPLETE, S.INTRODUCED),
    (S.ACCEPTED, S.WITHDRAWN),
    (S.COMPLETE, S.WITHDRAWN),
}
_ASKS_GIVER = {
    (S.PROPOSED, S.OFFERED),
    (S.PROPOSED, S.ESCALATED),
    (S.PROPOSED, S.REROUTED),
    (S.PROPOSED, S.WITHDRAWN),
    (S.ESCALATED, S.OFFERED),
}


def wanted(leg: Leg) -> set[Transition]:
    """Every transition of the leg that people and the clock bring about."""
    pairs = set(_ENDS)
    if leg is not Leg.LEAVING:
        pairs |= _ANSWERS
    if leg not in _BEGINS:
        pairs |= _ASKS_GIVER
    return {(leg, start, end) for start, end in pairs} | {(leg, None, _BEGINS.get(leg, S.PROPOSED))}
