"""The team's products and territories: added, renamed and retired by those who settle things, chosen by everybody."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.catalogue import LENGTH, NAME, Product, Territory, key_of, offered, same_name
from sales.errors import AlreadyListed, ListFull, NotAllowed, NotFound
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.wording import a_line


@dataclass(frozen=True, slots=True)
class TerritoryView:
    """Names are empty where nobody is named."""

    id: int
    name: str
    manager: str
    receiver: str


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What may be chosen, in the order in which it was added."""

    products: tuple[Product, ...]
    territories: tuple[TerritoryView, ...]


def catalogue(work: Work, actor: Actor) -> Catalogue:
    """Of the person's own team."""
    territories = offered(work.catalogue.territories(actor.team_id))
    return Catalogue(
        offered(work.catalogue.products(actor.team_id)),
        tuple(
            TerritoryView(one.id, one.name, _name(work, one.manager_id), _name(work, one.receiver_id))
            for one in territories
        ),
    )


def _name(work: Work, member_id: int | None) -> str:
    return work.people.get(member_id).name if member_id else ""


def who_may_be(work: Work, actor: Actor, receives: bool) -> tuple[tuple[int, str], ...]:
    """Ids and names of whom a territory may name: as its receiver who receives leads, else anybody of the team."""
    require(actor, Permission.CHANGE_SETTINGS)
    members = work.people.of_team(actor.team_id)
    return tuple((one.id, one.name) for one in members if not receives or one.may(Permission.RECEIVE_LEADS))


def product_names(work: Work, team_id: int) -> tuple[str, ...]:
    """What a lead, a deal or an order may be about."""
    return tuple(one.name for one in offered(work.catalogue.products(team_id)))


@dataclass(frozen=True, slots=True)
class NewEntry:
    name: str


@dataclass(frozen=True, slots=True)
class RenameEntry:
    id: int
    name: str


@dataclass(frozen=True, slots=True)
class RetireEntry:
    id: int


@dataclass(frozen=True, slots=True)
class PlaceTerritory:
    """What is None stays; 0: nobody. `manager_id` answers for its volume, `receiver_id` is asked first."""

    id: int
    manager_id: int | None = None
    receiver_id: int | None = None


def add_product(work: Work, actor: Actor, form: NewEntry, now: datetime) -> int:
    """Its id. Nothing where the list has it already, in whatever case; a retired one comes back."""
    require(actor, Permission.CHANGE_SETTINGS)
    name, known = a_line(form.name, NAME), work.catalogue.products(actor.team_id)
    same = same_name(known, name)
    if same is not None:
        work.catalogue.save_product(replace(same, retired_at=None))
        return same.id
    _check_room(len(offered(known)))
    made = work.catalogue.add_product(Product(NEW, actor.team_id, name, key_of(name)))
    work.audit.note(actor.member_id, "add_product", made.id, now, facts={"name": name})
    return made.id


def rename_product(work: Work, actor: Actor, form: RenameEntry, now: datetime) -> None:
    """It is the same product: leads, deals and orders that name it go on naming it. AlreadyListed where another one is
    called so."""
    product = _product(work, actor, form.id)
    name = a_line(form.name, NAME)
    same = same_name(work.catalogue.products(product.team_id), name)
    if same is not None and same.id != product.id:
        raise AlreadyListed(name=same.name)
    work.catalogue.save_product(replace(product, name=name, key=key_of(name)))
    work.catalogue.rename_product(product.team_id, product.name, name)
    facts = {"old": product.name, "new": name}
    work.audit.note(actor.member_id, "rename_product", product.id, now, facts=facts)


def retire_product(work: Work, actor: Actor, form: RetireEntry, now: datetime) -> None:
    """Nobody can choose it any more; whatever names it keeps it."""
    product = _product(work, actor, form.id)
    work.catalogue.save_product(replace(product, retired_at=now))
    work.audit.note(actor.member_id, "retire_product", product.id, now, facts={"name": product.name})


def _product(work: Work, actor: Actor, product_id: int) -> Product:
    require(actor, Permission.CHANGE_SETTINGS)
    product = work.catalogue.product(product_id)
    if product.team_id != actor.team_id:
        raise NotFound(what="product")
    return product


def add_territory(work: Work, actor: Actor, form: NewEntry, now: datetime) -> int:
    """As a product."""
    require(actor, Permission.CHANGE_SETTINGS)
    name, known = a_line(form.name, NAME), work.catalogue.territories(actor.team_id)
    same = same_name(known, name)
    if same is not None:
        work.catalogue.save_territory(replace(same, retired_at=None))
        return same.id
    _check_room(len(offered(known)))
    made = work.catalogue.add_territory(Territory(NEW, actor.team_id, name, key_of(name)))
    work.audit.note(actor.member_id, "add_territory", made.id, now, facts={"name": name})
    return made.id


def rename_territory(work: Work, actor: Actor, form: RenameEntry, now: datetime) -> None:
    territory = _territory(work, actor, form.id)
    name = a_line(form.name, NAME)
    same = same_name(work.catalogue.territories(territory.team_id), name)
    if same is not None and same.id != territory.id:
        raise AlreadyListed(name=same.name)
    work.catalogue.save_territory(replace(territory, name=name, key=key_of(name)))
    facts = {"old": territory.name, "new": name}
    work.audit.note(actor.member_id, "rename_territory", territory.id, now, facts=facts)


def retire_territory(work: Work, actor: Actor, form: RetireEntry, now: datetime) -> None:
    """Clients that lie there stay where they lie; it decides about no lead any more."""
    territory = _territory(work, actor, form.id)
    work.catalogue.save_territory(replace(territory, retired_at=now))
    work.audit.note(actor.member_id, "retire_territory", territory.id, now, facts={"name": territory.name})


def place_territory(work: Work, actor: Actor, form: PlaceTerritory, now: datetime) -> None:
    """Whoever is named works here, and the receiver may receive leads."""
    territory = _territory(work, actor, form.id)
    if form.manager_id is not None:
        _check_named(work, actor, form.manager_id, None)
        territory = replace(territory, manager_id=form.manager_id or None)
    if form.receiver_id is not None:
        _check_named(work, actor, form.receiver_id, Permission.RECEIVE_LEADS)
        territory = replace(territory, receiver_id=form.receiver_id or None)
    work.catalogue.save_territory(territory)
    facts = {"manager": territory.manager_id, "receiver": territory.receiver_id}
    work.audit.note(actor.member_id, "place_territory", territory.id, now, facts=facts)


def _territory(work: Work, actor: Actor, territory_id: int) -> Territory:
    require(actor, Permission.CHANGE_SETTINGS)
    territory = work.catalogue.territory(territory_id)
    if territory.team_id != actor.team_id:
        raise NotFound(what="territory")
    return territory


def _check_named(work: Work, actor: Actor, member_id: int, permission: Permission | None) -> None:
    if not member_id:
        return
    member = work.people.get(member_id)
    if member.company_id != actor.company_id or not member.active:
        raise NotFound(what="member")
    if permission is not None and not member.may(permission):
        raise NotAllowed(permission=permission.value)


def _check_room(length: int) -> None:
    if length >= LENGTH:
        raise ListFull(limit=LENGTH)
