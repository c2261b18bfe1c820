"""Orders brought along in a table: each row finds its client, what is there already is left out, and all of it becomes
true in one moment."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from sales.actions.imports import Imported, RunImport, move_import, own_import
from sales.actions.orders import orders_changed
from sales.actions.renewals import watch_end
from sales.import_match import by_sign, match, near
from sales.importing import KEPT, Fate, Identity, Import, ImportState, ImportWhat, Known, Problem, Refusal
from sales.notices import Fact
from sales.order_import import OrderTally, StagedOrder
from sales.order_rows import OrderRow
from sales.orders import Sign, sign, sign_of, standing
from sales.people import Actor
from sales.ports import Work
from sales.worktime import local_day


@dataclass(frozen=True, slots=True)
class StageOrders:
    import_id: int
    rows: tuple[OrderRow, ...]


@dataclass(frozen=True, slots=True)
class OrderPreview:
    """`columns`: (field, heading)."""

    import_id: int
    file_name: str
    sheet: str
    columns: tuple[tuple[str, str], ...]
    ignored: tuple[str, ...]
    tally: OrderTally


def stage_orders(work: Work, actor: Actor, form: StageOrders, now: datetime) -> int:
    """Decides about each row beside the clients and orders that are known now; gives how many are taken. The base
    doesn't change."""
    own_import(work, actor, form.import_id, {ImportState.READING}, ImportWhat.ORDERS)
    known = by_sign(work.imports.likely(actor.reach, [_identity(row) for row in form.rows]))
    found = [_in_currency(work, _decided(row, near(known, _identity(row)))) for row in form.rows]
    clients = {one.client_id for one in found if one.client_id is not None}
    taken = _taken(work, clients) | {signed for _, signed in work.order_imports.signs(form.import_id, clients)}
    staged = []
    for one in found:
        signed = _sign(work, one)
        again = signed is not None and signed in taken
        staged.append(replace(one, fate=Fate.REPEAT) if again else one)
        taken |= {signed} if signed is not None else set()
    work.order_imports.put(form.import_id, staged)
    return sum(one.fate is Fate.MADE for one in staged)


def _identity(row: OrderRow) -> Identity:
    return Identity(row.key, row.inn)


def _decided(row: OrderRow, candidates: Collection[Known]) -> StagedOrder:
    """An order without its client is refused: who it belongs to is for a person to say."""
    if row.problems:
        return StagedOrder(row, Fate.REFUSED)
    found = match(_identity(row), candidates)
    if found.id is None:
        return StagedOrder(row, Fate.REFUSED, problems=(found.problem or Problem(Refusal.NO_CLIENT),))
    return StagedOrder(row, Fate.MADE, found.id)


def _in_currency(work: Work, staged: StagedOrder) -> StagedOrder:
    """An order is its client's currency: what says another one is refused, nothing is converted."""
    said = staged.row.currencies
    if staged.client_id is None or not said or work.clients.get(staged.client_id).currency in said:
        return staged
    return StagedOrder(staged.row, Fate.REFUSED, problems=(Problem(Refusal.OTHER_CURRENCY),))


def _taken(work: Work, clients: Collection[int]) -> set[Sign]:
    return {sign_of(order) for client_id in clients for order in standing(work.orders.of_client(client_id))}


def _sign(work: Work, staged: StagedOrder) -> Sign | None:
    row = staged.row
    if staged.client_id is None or row.amount is None or row.ordered_on is None:
        return None
    currency = work.clients.get(staged.client_id).currency
    return sign(staged.client_id, row.amount, currency, row.product, row.ordered_on)


def order_preview(work: Work, actor: Actor, import_id: int) -> OrderPreview:
    found = own_import(work, actor, import_id, {ImportState.READY}, ImportWhat.ORDERS)
    tally = work.order_imports.tally(import_id)
    return OrderPreview(found.id, found.file_name, found.sheet, found.columns, found.ignored, tally)


def run_order_import(work: Work, actor: Actor, form: RunImport, now: datetime) -> Imported:
    """All of it or nothing, in this one transaction. What was logged by hand since the file was read isn't doubled."""
    ready = own_import(work, actor, form.import_id, {ImportState.READY}, ImportWhat.ORDERS)
    _meet_newer(work, ready)
    changed = work.order_imports.go_live(ready, now)
    refused = work.order_imports.tally(ready.id).refusals
    done = replace(
        ready, state=ImportState.DONE, done_at=now, made=changed.clients, filled=changed.others, refused=refused
    )
    move_import(work, ready, done)
    today = local_day(now, ZoneInfo(work.companies.team(actor.team_id).settings.zone))
    for order in work.order_imports.ending(ready.id, today):
        watch_end(work, order, now)
    facts: dict[str, Fact] = {"file": ready.file_name, "made": done.made, "refused": refused}
    work.audit.note(actor.member_id, "run_order_import", ready.id, now, facts=facts)
    orders_changed(work, work.order_imports.clients(ready.id), now)
    return Imported(ready.id, ready.file_name, done.made, done.filled, refused, now + KEPT, what=ImportWhat.ORDERS)


def _meet_newer(work: Work, ready: Import) -> None:
    newer = standing(work.order_imports.newer(ready))
    taken = {sign_of(order) for order in newer}
    known = work.order_imports.signs(ready.id, {order.client_id for order in newer})
    work.order_imports.repeat(ready.id, [number for number, signed in known if signed in taken])
