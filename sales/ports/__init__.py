"""What the trade needs from storage. An action gets one `Work`: everything it does through it is one transaction.

`add` takes an entity whose id is NEW and gives it back with its own. `get` raises NotFound, `find` gives None.
Methods that answer bool are compare-and-set: False means that somebody was quicker and nothing was changed.
"""

from __future__ import annotations

from typing import Protocol

from sales.ports.absences import Absences
from sales.ports.boards import Boards
from sales.ports.calling import Callings
from sales.ports.catalogue import Catalogue
from sales.ports.clients import Activities, Clients, Handoffs, Leads, Merging, Steps, Voices
from sales.ports.credits import Credits
from sales.ports.deals import Deals
from sales.ports.facts import ANSWERS, ActFact, Facts, HandoffFact, OrderFact, Overdue
from sales.ports.imports import Imports
from sales.ports.launch import Launches, Plans
from sales.ports.new import NEW
from sales.ports.order_imports import OrderImports
from sales.ports.orders import Orders
from sales.ports.passports import Passports
from sales.ports.regular import Rules, Statuses, Warnings
from sales.ports.requests import Requests
from sales.ports.team import ActingHeads, Choices, Companies, Inquiries, Invites, People, Places, Rests, Watches
from sales.ports.telling import Audit, Budget, Outbox, Timers


class Work(Protocol):
    @property
    def absences(self) -> Absences: ...
    @property
    def boards(self) -> Boards: ...
    @property
    def callings(self) -> Callings: ...
    @property
    def catalogue(self) -> Catalogue: ...
    @property
    def merging(self) -> Merging: ...
    @property
    def imports(self) -> Imports: ...
    @property
    def people(self) -> People: ...
    @property
    def companies(self) -> Companies: ...
    @property
    def places(self) -> Places: ...
    @property
    def invites(self) -> Invites: ...
    @property
    def clients(self) -> Clients: ...
    @property
    def activities(self) -> Activities: ...
    @property
    def steps(self) -> Steps: ...
    @property
    def leads(self) -> Leads: ...
    @property
    def handoffs(self) -> Handoffs: ...
    @property
    def voices(self) -> Voices: ...
    @property
    def timers(self) -> Timers: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def facts(self) -> Facts: ...
    @property
    def acting(self) -> ActingHeads: ...
    @property
    def watches(self) -> Watches: ...
    @property
    def inquiries(self) -> Inquiries: ...
    @property
    def budget(self) -> Budget: ...
    @property
    def preferences(self) -> Choices: ...
    @property
    def rests(self) -> Rests: ...
    @property
    def requests(self) -> Requests: ...
    @property
    def plans(self) -> Plans: ...
    @property
    def launches(self) -> Launches: ...
    @property
    def rules(self) -> Rules: ...
    @property
    def statuses(self) -> Statuses: ...
    @property
    def warnings(self) -> Warnings: ...
    @property
    def deals(self) -> Deals: ...
    @property
    def credits(self) -> Credits: ...
    @property
    def orders(self) -> Orders: ...
    @property
    def order_imports(self) -> OrderImports: ...
    @property
    def passports(self) -> Passports: ...


__all__ = [
    "ANSWERS",
    "NEW",
    "Absences",
    "ActFact",
    "ActingHeads",
    "Activities",
    "Audit",
    "Boards",
    "Budget",
    "Callings",
    "Catalogue",
    "Choices",
    "Clients",
    "Companies",
    "Credits",
    "Deals",
    "Facts",
    "HandoffFact",
    "Handoffs",
    "Imports",
    "Inquiries",
    "Invites",
    "Launches",
    "Leads",
    "Merging",
    "OrderFact",
    "OrderImports",
    "Orders",
    "Outbox",
    "Overdue",
    "Passports",
    "People",
    "Places",
    "Plans",
    "Requests",
    "Rests",
    "Rules",
    "Statuses",
    "Steps",
    "Timers",
    "Voices",
    "Warnings",
    "Watches",
    "Work",
]
