"""The tables of imports: one row a file, and the staged rows of its clients and contacts."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from sales.importing import Fate, ImportState, ImportWhat, Refusal, Stage
from sales.steps import StepKind
from storage.schema import Id, Json, Moment, Word, metadata


def _pairs(value: Any) -> Any:
    return tuple(tuple(one) for one in value)


client_import = sa.Table(
    "client_import",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("company_id", Id, sa.ForeignKey("company.id"), nullable=False),
    sa.Column("member_id", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("file_name", sa.String(200), nullable=False),
    sa.Column("state", Word(ImportState), nullable=False),
    sa.Column("created_at", Moment, nullable=False),
    sa.Column("last_client", Id, nullable=False),
    sa.Column("columns", Json(_pairs), nullable=False),
    sa.Column("ignored", Json(tuple), nullable=False),
    sa.Column("headings", Json(tuple), nullable=False),
    sa.Column("sheet", sa.String(200), nullable=False),
    sa.Column("done_at", Moment),
    sa.Column("made", sa.Integer, nullable=False),
    sa.Column("filled", sa.Integer, nullable=False),
    sa.Column("refused", sa.Integer, nullable=False),
    sa.Column("what", Word(ImportWhat), nullable=False, server_default=ImportWhat.CLIENTS.value),
    sa.Index(None, "company_id", "created_at"),
)

#: `reason`: the first of `problems`. `client_id`: whom the row was matched with or, once it is live, what it became;
#: `gave_inn`: the known client had none before. Forgotten a day after the import.
import_row = sa.Table(
    "import_row",
    metadata,
    sa.Column("import_id", Id, sa.ForeignKey("client_import.id"), primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("fate", Word(Fate), nullable=False),
    sa.Column("reason", Word(Refusal)),
    sa.Column("problems", Json(_pairs), nullable=False),
    sa.Column("cells", Json(tuple), nullable=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("name_key", sa.String(200), nullable=False),
    sa.Column("inn", sa.String(12)),
    sa.Column("source", sa.String(40)),
    sa.Column("owner_words", sa.String(200), nullable=False),
    sa.Column("owner_id", Id),
    sa.Column("team_id", Id),
    sa.Column("stage_words", sa.String(200), nullable=False),
    sa.Column("stage", Word(Stage)),
    sa.Column("step_kind", Word(StepKind)),
    sa.Column("step_words", sa.Text, nullable=False),
    sa.Column("step_at", Moment),
    sa.Column("step_exact", sa.Boolean, nullable=False),
    sa.Column("rings", sa.Boolean, nullable=False),
    sa.Column("parked_until", sa.Date),
    sa.Column("note", sa.Text, nullable=False),
    sa.Column("repeats", sa.Integer),
    sa.Column("client_id", Id),
    sa.Column("gave_inn", sa.Boolean, nullable=False),
    sa.Index(None, "import_id", "name_key"),
)

import_contact = sa.Table(
    "import_contact",
    metadata,
    sa.Column("import_id", Id, sa.ForeignKey("client_import.id"), primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("place", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("name", sa.String(200), nullable=False),
    sa.Column("position", sa.String(200), nullable=False),
    sa.Column("phone", sa.String(20)),
)

#: Staged rows of a file of orders. Forgotten like those of clients.
import_order = sa.Table(
    "import_order",
    metadata,
    sa.Column("import_id", Id, sa.ForeignKey("client_import.id"), primary_key=True, autoincrement=False),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("fate", Word(Fate), nullable=False),
    sa.Column("reason", Word(Refusal)),
    sa.Column("problems", Json(_pairs), nullable=False),
    sa.Column("cells", Json(tuple), nullable=False),
    sa.Column("client_id", Id),
    sa.Column("amount", sa.BigInteger),
    sa.Column("product", sa.String(200), nullable=False),
    sa.Column("ordered_on", sa.Date),
    sa.Column("signed_on", sa.Date),
    sa.Column("shipped_on", sa.Date),
    sa.Column("paid_on", sa.Date),
    sa.Column("contract_ends_on", sa.Date),
    sa.Index(None, "import_id", "client_id"),
)

#: Rows that become a client or add to one.
TAKEN = (Fate.MADE, Fate.MATCHED)
