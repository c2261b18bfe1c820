"""What is known of a client besides its history: put right by those who carry it, by their head, and by nobody else."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from sales.actions.catalogue import TerritoryView, catalogue
from sales.actions.clients import client_in_reach, require_full
from sales.catalogue import NAME, Product
from sales.clients import Client, Contact
from sales.company import check_zone
from sales.countries import country, currencies_for
from sales.errors import BadInput, NotFound, SameClient
from sales.identify import normal_inn, normal_phone
from sales.leads import Source
from sales.people import Actor, Permission, require
from sales.ports import NEW, Work
from sales.wording import a_line

SEGMENTS = 8


@dataclass(frozen=True, slots=True)
class ContactData:
    id: int
    name: str
    position: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class ClientData:
    """Everything that may be put right, with what there is to choose from. `zone` None: the team's, which is
    `team_zone`. Names are empty where nothing is known. `segments`: in use, the most frequent first."""

    client_id: int
    name: str
    inn: str | None
    segment: str
    territory: str
    product: str
    source: str | None
    partner: str
    country: str
    currency: str
    zone: str | None
    team_zone: str
    also: tuple[str, ...]
    contacts: tuple[ContactData, ...]
    segments: tuple[str, ...]
    products: tuple[Product, ...]
    territories: tuple[TerritoryView, ...]


@dataclass(frozen=True, slots=True)
class ChangeClient:
    """What is None stays. An empty text, or 0, takes away what there was (a name can't be taken away). `key`: the name
    as names are compared. A new country brings its currency along, and its time zone where it has one alone."""

    client_id: int
    name: str | None = None
    key: str | None = None
    inn: str | None = None
    segment: str | None = None
    territory_id: int | None = None
    product: str | None = None
    source: str | None = None
    partner_id: int | None = None
    country: str | None = None
    currency: str | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class ChangeContact:
    """`contact_id` 0: a new one. What is None stays; an empty phone takes it away."""

    client_id: int
    contact_id: int = 0
    name: str | None = None
    position: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True)
class RemoveContact:
    client_id: int
    contact_id: int


def client_data(work: Work, actor: Actor, client_id: int) -> ClientData:
    client = _editable(work, actor, client_id)
    lists = catalogue(work, actor)
    partner = work.clients.get(client.partner_id).name if client.partner_id else ""
    territory = work.catalogue.territory(client.territory_id).name if client.territory_id else ""
    people = work.clients.contacts(client.id)
    return ClientData(
        client_id=client.id,
        name=client.name,
        inn=client.inn,
        segment=client.segment,
        territory=territory,
        product=client.product,
        source=client.source,
        partner=partner,
        country=client.country,
        currency=client.currency,
        zone=client.zone,
        team_zone=work.companies.team(client.team_id).settings.zone,
        also=tuple(one.name for one in work.clients.merged(client.id)),
        contacts=tuple(ContactData(one.id, one.name, one.position, one.phone) for one in people),
        segments=tuple(work.clients.segments(client.team_id, SEGMENTS)),
        products=lists.products,
        territories=lists.territories,
    )


def _editable(work: Work, actor: Actor, client_id: int) -> Client:
    require(actor, Permission.LOG_ACTS)
    client = client_in_reach(work, actor, client_id)
    require_full(work, actor, client)
    return client


def change_client(work: Work, actor: Actor, form: ChangeClient, now: datetime) -> None:
    """BadInn, BadInput, TooLong, Empty, SameClient (its own partner), NotFound (what isn't on the lists)."""
    client = _editable(work, actor, form.client_id)
    changed = _in_place(_filed(work, _named(client, form), form), form)
    work.clients.save(changed)
    for name in Client.__slots__:
        old, new = getattr(client, name), getattr(changed, name)
        if old != new:
            facts = {"name": name, "old": old, "new": new}
            work.audit.note(actor.member_id, "change_client", client.id, now, client_id=client.id, facts=facts)


def _named(client: Client, form: ChangeClient) -> Client:
    if form.name is not None:
        name = a_line(form.name)
        client = replace(client, name=name, name_key=form.key or name.casefold())
    if form.inn is not None:
        client = replace(client, inn=normal_inn(form.inn) if form.inn else None)
    return client


def _filed(work: Work, client: Client, form: ChangeClient) -> Client:
    """Where it belongs and where it came from."""
    if form.segment is not None:
        client = replace(client, segment=a_line(form.segment, NAME) if form.segment else "")
    if form.product is not None:
        client = replace(client, product=a_line(form.product, NAME) if form.product else "")
    if form.source is not None:
        if form.source and form.source not in set(Source):
            raise BadInput
        client = replace(client, source=form.source or None)
    if form.territory_id is not None:
        _check_territory(work, client, form.territory_id)
        client = replace(client, territory_id=form.territory_id or None)
    if form.partner_id is not None:
        partner = _partner(work, client, form.partner_id) if form.partner_id else None
        client = replace(client, partner_id=partner)
    return client


def _check_territory(work: Work, client: Client, territory_id: int) -> None:
    if territory_id and work.catalogue.territory(territory_id).team_id != client.team_id:
        raise NotFound(what="territory")


def _partner(work: Work, client: Client, partner_id: int) -> int:
    partner = work.clients.get(partner_id)
    if partner.id == client.id:
        raise SameClient(name=client.name)
    if partner.team_id != client.team_id:
        raise NotFound(what="client")
    return partner.id


def _in_place(client: Client, form: ChangeClient) -> Client:
    if form.country is not None:
        found = country(form.country)
        zone = found.zones[0] if len(found.zones) == 1 else None
        client = replace(client, country=form.country, currency=found.currency, zone=zone)
    if form.currency is not None:
        if form.currency not in currencies_for(client.country):
            raise BadInput
        client = replace(client, currency=form.currency)
    if form.zone is not None:
        if form.zone:
            check_zone(form.zone)
        client = replace(client, zone=form.zone or None)
    return client


def change_contact(work: Work, actor: Actor, form: ChangeContact, now: datetime) -> int:
    """Its id. A new one with a phone that is there already is that one, and only filled in. Empty where nothing is
    said of a new one."""
    client = _editable(work, actor, form.client_id)
    phone = normal_phone(form.phone) if form.phone else form.phone
    people = work.clients.contacts(client.id)
    known = next((one for one in people if one.id == form.contact_id), None)
    if form.contact_id and known is None:
        raise NotFound(what="contact")
    known = known or next((one for one in people if phone and one.phone == phone), None)
    base = known or Contact(NEW, client.id, "", "", None)
    changed = replace(
        base,
        name=base.name if form.name is None else a_line(form.name),
        position=base.position if form.position is None else a_line(form.position),
        phone=base.phone if phone is None else phone or None,
    )
    if not (changed.name or changed.phone):
        raise BadInput
    if known is None:
        changed = work.clients.add_contact(changed)
    else:
        work.clients.save_contact(changed)
    work.audit.note(actor.member_id, "change_contact", changed.id, now, client_id=client.id)
    return changed.id


def remove_contact(work: Work, actor: Actor, form: RemoveContact, now: datetime) -> None:
    client = _editable(work, actor, form.client_id)
    known = next((one for one in work.clients.contacts(client.id) if one.id == form.contact_id), None)
    if known is None:
        raise NotFound(what="contact")
    work.clients.remove_contact(known.id)
    facts = {"name": known.name, "phone": known.phone}
    work.audit.note(actor.member_id, "remove_contact", known.id, now, client_id=client.id, facts=facts)
