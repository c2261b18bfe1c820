"""A small firm to test with: made through storage itself, at a fixed moment of a fixed week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sales.catalogue import Product
from sales.clients import Client, Contact
from sales.company import Company, Team, TeamSettings
from sales.people import Actor, Member, Role
from sales.ports import NEW, Work

#: Wednesday, 10:00 in Moscow.
NOW = datetime(2026, 11, 25, 7, 0, tzinfo=UTC)

NAMES = ("Елена Орлова", "Тимур Каримов", "Анна Белова", "Игорь Громов", "Ольга Павлова", "Пётр Смирнов")


@dataclass
class Firm:
    """`work` is the open transaction; members are made on demand, each with the next name."""

    work: Work
    team: Team
    made: int = 0

    def member(self, *roles: Role, name: str | None = None, telegram_id: int | None = None, **fields: object) -> Member:
        self.made += 1
        values: dict[str, object] = {
            "id": NEW,
            "company_id": self.team.company_id,
            "team_id": self.team.id,
            "telegram_id": telegram_id or 1000 + self.made,
            "name": name or NAMES[(self.made - 1) % len(NAMES)],
            "zone": None,
            "active": True,
            "away_until": None,
            "unreachable": None,
            "joined_at": NOW,
            "roles": frozenset(roles),
            **fields,
        }
        return self.work.people.add(Member(**values))  # type: ignore[arg-type]

    def actor(self, *roles: Role, **fields: object) -> Actor:
        return self.as_actor(self.member(*roles, **fields))  # type: ignore[arg-type]

    def as_actor(self, member: Member) -> Actor:
        return Actor(
            member_id=member.id,
            company_id=member.company_id,
            team_id=member.team_id,
            telegram_id=member.telegram_id,
            name=member.name,
            zone=member.zone or self.team.settings.zone,
            roles=member.roles,
            reach=frozenset({member.team_id}),
        )

    def client(
        self, owner: Actor | Member, name: str = "ООО «Ромашка»", key: str = "ромашка", phone: str | None = None
    ) -> Client:
        owner_id = owner.member_id if isinstance(owner, Actor) else owner.id
        made = self.work.clients.add(
            Client(NEW, self.team.company_id, self.team.id, name, key, None, None, owner_id, owner_id, NOW)
        )
        if phone:
            self.work.clients.add_contact(Contact(NEW, made.id, "Пётр Ильин", "коммерческий директор", phone))
        return made

    def products(self, *names: str) -> None:
        """On the team's list, in this order."""
        for name in names:
            self.work.catalogue.add_product(Product(NEW, self.team.id, name, name.casefold()))

    def settle(self, **changes: object) -> Team:
        """Changes the team's settings."""
        from dataclasses import replace

        self.team = replace(self.team, settings=replace(self.team.settings, **changes))  # type: ignore[arg-type]
        self.work.companies.save_team(self.team)
        return self.team


def a_firm(work: Work, settings: TeamSettings | None = None) -> Firm:
    company = work.companies.add(Company(NEW, "Заря", NOW))
    team = work.companies.add_team(Team(NEW, company.id, None, "Продажи", settings or TeamSettings()))
    return Firm(work, team)
