"""the whole relay

Revision 0003, after 0002.
"""

from __future__ import annotations

import json

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "product",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_product_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_product")),
        sa.UniqueConstraint("team_id", "key", name=op.f("uq_product_team_id_key")),
    )
    op.create_table(
        "absence",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("substitute_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("entered_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["entered_by"], ["member.id"], name=op.f("fk_absence_entered_by")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_absence_member_id")),
        sa.ForeignKeyConstraint(["substitute_id"], ["member.id"], name=op.f("fk_absence_substitute_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_absence_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_absence_substitute_id"), ["substitute_id"], unique=False)
        batch_op.create_index(
            "uq_absence_current",
            ["member_id"],
            unique=True,
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )

    op.create_table(
        "client_rule",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("aim", sa.String(length=40), nullable=False),
        sa.Column("mode", sa.String(length=40), nullable=False),
        sa.Column("parts", sa.Text(), nullable=False),
        sa.Column("measure", sa.String(length=40), nullable=False),
        sa.Column("made_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["made_by"], ["member.id"], name=op.f("fk_client_rule_made_by")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_client_rule_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_rule")),
    )
    with op.batch_alter_table("client_rule", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_client_rule_team_id_aim_id"), ["team_id", "aim", "id"], unique=False)

    op.create_table(
        "territory",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("manager_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("receiver_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["manager_id"], ["member.id"], name=op.f("fk_territory_manager_id")),
        sa.ForeignKeyConstraint(["receiver_id"], ["member.id"], name=op.f("fk_territory_receiver_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_territory_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_territory")),
        sa.UniqueConstraint("team_id", "key", name=op.f("uq_territory_team_id_key")),
    )
    op.create_table(
        "board",
        sa.Column("place_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["place_id"], ["place.id"], name=op.f("fk_board_place_id")),
        sa.PrimaryKeyConstraint("place_id", name=op.f("pk_board")),
    )
    op.create_table(
        "import_order",
        sa.Column(
            "import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fate", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("product", sa.String(length=200), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("shipped_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("contract_ends_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["client_import.id"], name=op.f("fk_import_order_import_id")),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_import_order")),
    )
    with op.batch_alter_table("import_order", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_import_order_import_id_client_id"), ["import_id", "client_id"], unique=False
        )

    op.create_table(
        "rule_reading",
        sa.Column("rule_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column(
            "member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_rule_reading_member_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["client_rule.id"], name=op.f("fk_rule_reading_rule_id")),
        sa.PrimaryKeyConstraint("rule_id", "member_id", name=op.f("pk_rule_reading")),
    )
    op.create_table(
        "client_order",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("company_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("product", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("shipped_on", sa.Date(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("contract_ends_on", sa.Date(), nullable=True),
        sa.Column("deal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_client_order_client_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_client_order_company_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_client_order_member_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_client_order_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_order")),
    )
    with op.batch_alter_table("client_order", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_client_order_client_id_ordered_on"), ["client_id", "ordered_on"], unique=False
        )
        batch_op.create_index(
            "ix_client_order_import",
            ["import_id"],
            unique=False,
            sqlite_where=sa.text("import_id IS NOT NULL"),
            postgresql_where=sa.text("import_id IS NOT NULL"),
        )
        batch_op.create_index(batch_op.f("ix_client_order_team_id_ordered_on"), ["team_id", "ordered_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_client_order_team_id_paid_on"), ["team_id", "paid_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_client_order_team_id_shipped_on"), ["team_id", "shipped_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_client_order_team_id_signed_on"), ["team_id", "signed_on"], unique=False)

    op.create_table(
        "client_status",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("why", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("rule_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("handoff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_client_status_client_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_client_status_member_id")),
        sa.ForeignKeyConstraint(["rule_id"], ["client_rule.id"], name=op.f("fk_client_status_rule_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_client_status_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_status")),
    )
    with op.batch_alter_table("client_status", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_client_status_client_id_id"), ["client_id", "id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_client_status_team_id_client_id_id"), ["team_id", "client_id", "id"], unique=False
        )

    op.create_table(
        "passport_point",
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("point", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_passport_point_client_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_passport_point_member_id")),
        sa.PrimaryKeyConstraint("client_id", "point", name=op.f("pk_passport_point")),
    )
    op.create_table(
        "watch_warning",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sign", sa.String(length=40), nullable=False),
        sa.Column("occasion", sa.String(length=40), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heads_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.Column("snoozed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("snooze_words", sa.Text(), nullable=False),
        sa.Column("over_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_watch_warning_client_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_watch_warning_member_id")),
        sa.ForeignKeyConstraint(["snoozed_by"], ["member.id"], name=op.f("fk_watch_warning_snoozed_by")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_watch_warning_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_warning")),
        sa.UniqueConstraint("client_id", "sign", "occasion", name=op.f("uq_watch_warning_client_id_sign_occasion")),
    )
    with op.batch_alter_table("watch_warning", schema=None) as batch_op:
        batch_op.create_index(
            "ix_watch_warning_open",
            ["team_id"],
            unique=False,
            sqlite_where=sa.text("over_at IS NULL"),
            postgresql_where=sa.text("over_at IS NULL"),
        )

    op.create_table(
        "deal",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("company_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("stage_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("product", sa.String(length=200), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("reason_words", sa.Text(), nullable=False),
        sa.Column("parked_until", sa.Date(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_deal_client_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_deal_company_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_deal_lead_id")),
        sa.ForeignKeyConstraint(["owner_id"], ["member.id"], name=op.f("fk_deal_owner_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_deal_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal")),
    )
    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deal_client_id"), ["client_id"], unique=False)
        batch_op.create_index(
            "ix_deal_open_owner",
            ["owner_id"],
            unique=False,
            sqlite_where=sa.text("stage NOT IN ('won', 'lost')"),
            postgresql_where=sa.text("stage NOT IN ('won', 'lost')"),
        )
        batch_op.create_index(
            "ix_deal_open_team",
            ["team_id", "stage_at"],
            unique=False,
            sqlite_where=sa.text("stage NOT IN ('won', 'lost')"),
            postgresql_where=sa.text("stage NOT IN ('won', 'lost')"),
        )
        batch_op.create_index(batch_op.f("ix_deal_team_id_ended_at"), ["team_id", "ended_at"], unique=False)
        batch_op.create_index(
            "uq_deal_open",
            ["client_id"],
            unique=True,
            sqlite_where=sa.text("stage NOT IN ('won', 'lost')"),
            postgresql_where=sa.text("stage NOT IN ('won', 'lost')"),
        )

    op.create_table(
        "loan",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("absence_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("step_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("holder_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("lent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["absence_id"], ["absence.id"], name=op.f("fk_loan_absence_id")),
        sa.ForeignKeyConstraint(["holder_id"], ["member.id"], name=op.f("fk_loan_holder_id")),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name=op.f("fk_loan_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_loan")),
    )
    with op.batch_alter_table("loan", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_loan_absence_id"), ["absence_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_loan_holder_id"), ["holder_id"], unique=False)
        batch_op.create_index(
            "uq_loan_step",
            ["step_id"],
            unique=True,
            sqlite_where=sa.text("returned_at IS NULL"),
            postgresql_where=sa.text("returned_at IS NULL"),
        )

    op.create_table(
        "credit",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("leg", sa.String(length=40), nullable=False),
        sa.Column("handoff_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_credit_client_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["handoff.id"], name=op.f("fk_credit_ended_by")),
        sa.ForeignKeyConstraint(["handoff_id"], ["handoff.id"], name=op.f("fk_credit_handoff_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_credit_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_credit")),
    )
    with op.batch_alter_table("credit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_credit_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_credit_ended_by"), ["ended_by"], unique=False)
        batch_op.create_index(batch_op.f("ix_credit_handoff_id"), ["handoff_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_credit_member_id"), ["member_id"], unique=False)

    op.create_table(
        "deal_move",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("deal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("start", sa.String(length=40), nullable=True),
        sa.Column("end", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("made_step", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("reopens", sa.Text(), nullable=False),
        sa.Column("reopens_lead", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_move_deal_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_deal_move_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_move")),
    )
    with op.batch_alter_table("deal_move", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deal_move_deal_id"), ["deal_id"], unique=False)

    op.create_table(
        "deal_note",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("deal_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["deal_id"], ["deal.id"], name=op.f("fk_deal_note_deal_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_deal_note_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deal_note")),
    )
    with op.batch_alter_table("deal_note", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_deal_note_deal_id"), ["deal_id"], unique=False)

    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.add_column(sa.Column("segment", sa.String(length=60), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("territory_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("country", sa.String(length=2), server_default="RU", nullable=False))
        batch_op.add_column(sa.Column("currency", sa.String(length=3), server_default="RUB", nullable=False))
        batch_op.add_column(sa.Column("zone", sa.String(length=40), nullable=True))
        batch_op.add_column(
            sa.Column("partner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("product", sa.String(length=60), server_default="", nullable=False))
        batch_op.add_column(
            sa.Column("merged_into", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_index(batch_op.f("ix_client_merged_into"), ["merged_into"], unique=False)
        batch_op.create_index(batch_op.f("ix_client_partner_id"), ["partner_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_client_territory_id"), ["territory_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_client_partner_id"), "client", ["partner_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_client_territory_id"), "territory", ["territory_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_client_merged_into"), "client", ["merged_into"], ["id"])

    with op.batch_alter_table("client_import", schema=None) as batch_op:
        batch_op.add_column(sa.Column("what", sa.String(length=40), server_default="clients", nullable=False))

    with op.batch_alter_table("handoff", schema=None) as batch_op:
        batch_op.add_column(sa.Column("why", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("fact", sa.String(length=40), server_default="", nullable=False))
        batch_op.add_column(sa.Column("wanted_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("introduced_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("objection", sa.Text(), server_default="", nullable=False))
        batch_op.alter_column("lead_id", nullable=True)
        batch_op.drop_index(
            batch_op.f("ix_handoff_open_team"),
            sqlite_where=sa.text("state IN ('offered', 'rerouted', 'escalated', 'accepted')"),
        )
        batch_op.drop_index(
            batch_op.f("uq_handoff_open"),
            sqlite_where=sa.text("state IN ('offered', 'rerouted', 'escalated', 'accepted')"),
        )
        batch_op.create_index(
            "ix_handoff_open_of_team",
            ["team_id", "state"],
            unique=False,
            sqlite_where=sa.text("state IN ('proposed', 'offered', 'rerouted', 'escalated', 'accepted', 'introduced')"),
            postgresql_where=sa.text(
                "state IN ('proposed', 'offered', 'rerouted', 'escalated', 'accepted', 'introduced')"
            ),
        )
        batch_op.create_index(
            "uq_handoff_open_client",
            ["client_id"],
            unique=True,
            sqlite_where=sa.text("state IN ('proposed', 'offered', 'rerouted', 'escalated', 'accepted', 'introduced')"),
            postgresql_where=sa.text(
                "state IN ('proposed', 'offered', 'rerouted', 'escalated', 'accepted', 'introduced')"
            ),
        )
        batch_op.create_foreign_key(batch_op.f("fk_handoff_wanted_id"), "member", ["wanted_id"], ["id"])

    _list_products()


def _list_products() -> None:
    """The products of a team's settings become rows of its list, in their order."""
    team = sa.table("team", sa.column("id", sa.BigInteger), sa.column("settings", sa.Text))
    product = sa.table("product", sa.column("team_id", sa.BigInteger), sa.column("name"), sa.column("key"))
    conn = op.get_bind()
    for team_id, settings in conn.execute(sa.select(team.c.id, team.c.settings)).all():
        for name in json.loads(settings).get("products", []):
            conn.execute(sa.insert(product).values(team_id=team_id, name=name, key=name.casefold()))


def downgrade() -> None:
    with op.batch_alter_table("handoff", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_handoff_wanted_id"), type_="foreignkey")
        batch_op.drop_index(
            "uq_handoff_open_client",
            sqlite_where=sa.text("state IN ('proposed', 'offered', 'rerouted', 'escalated', 'accepted', 'introduced')"),
            postgresql_where=sa.text(
                "state IN ('proposed', 'offered', 'rerouted', 'escalated', 'accepted', 'introduced')"
            ),
        )
        batch_op.drop_index(
            "ix_handoff_open_of_team",
            sqlite_where=sa.text("state IN ('proposed', 'offered', 'rerouted', 'escalated', 'accepted', 'introduced')"),
            postgresql_where=sa.text(
                "state IN ('proposed', 'offered', 'rerouted', 'escalated', 'accepted', 'introduced')"
            ),
        )
        batch_op.create_index(
            batch_op.f("uq_handoff_open"),
            ["client_id"],
            unique=1,
            sqlite_where=sa.text("state IN ('offered', 'rerouted', 'escalated', 'accepted')"),
        )
        batch_op.create_index(
            batch_op.f("ix_handoff_open_team"),
            ["team_id", "state"],
            unique=False,
            sqlite_where=sa.text("state IN ('offered', 'rerouted', 'escalated', 'accepted')"),
        )
        batch_op.alter_column("lead_id", nullable=False)
        batch_op.drop_column("objection")
        batch_op.drop_column("introduced_at")
        batch_op.drop_column("proposed_at")
        batch_op.drop_column("wanted_id")
        batch_op.drop_column("fact")
        batch_op.drop_column("why")

    with op.batch_alter_table("client_import", schema=None) as batch_op:
        batch_op.drop_column("what")

    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_client_merged_into"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_client_territory_id"), type_="foreignkey")
        batch_op.drop_constraint(batch_op.f("fk_client_partner_id"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_client_territory_id"))
        batch_op.drop_index(batch_op.f("ix_client_partner_id"))
        batch_op.drop_index(batch_op.f("ix_client_merged_into"))
        batch_op.drop_column("merged_into")
        batch_op.drop_column("product")
        batch_op.drop_column("partner_id")
        batch_op.drop_column("zone")
        batch_op.drop_column("currency")
        batch_op.drop_column("country")
        batch_op.drop_column("territory_id")
        batch_op.drop_column("segment")

    with op.batch_alter_table("deal_note", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deal_note_deal_id"))

    op.drop_table("deal_note")
    with op.batch_alter_table("deal_move", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_deal_move_deal_id"))

    op.drop_table("deal_move")
    with op.batch_alter_table("credit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_credit_member_id"))
        batch_op.drop_index(batch_op.f("ix_credit_handoff_id"))
        batch_op.drop_index(batch_op.f("ix_credit_ended_by"))
        batch_op.drop_index(batch_op.f("ix_credit_client_id"))

    op.drop_table("credit")
    with op.batch_alter_table("loan", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_loan_step", sqlite_where=sa.text("returned_at IS NULL"), postgresql_where=sa.text("returned_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_loan_holder_id"))
        batch_op.drop_index(batch_op.f("ix_loan_absence_id"))

    op.drop_table("loan")
    with op.batch_alter_table("deal", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_deal_open",
            sqlite_where=sa.text("stage NOT IN ('won', 'lost')"),
            postgresql_where=sa.text("stage NOT IN ('won', 'lost')"),
        )
        batch_op.drop_index(batch_op.f("ix_deal_team_id_ended_at"))
        batch_op.drop_index(
            "ix_deal_open_team",
            sqlite_where=sa.text("stage NOT IN ('won', 'lost')"),
            postgresql_where=sa.text("stage NOT IN ('won', 'lost')"),
        )
        batch_op.drop_index(
            "ix_deal_open_owner",
            sqlite_where=sa.text("stage NOT IN ('won', 'lost')"),
            postgresql_where=sa.text("stage NOT IN ('won', 'lost')"),
        )
        batch_op.drop_index(batch_op.f("ix_deal_client_id"))

    op.drop_table("deal")
    with op.batch_alter_table("watch_warning", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_watch_warning_open",
            sqlite_where=sa.text("over_at IS NULL"),
            postgresql_where=sa.text("over_at IS NULL"),
        )

    op.drop_table("watch_warning")
    op.drop_table("passport_point")
    with op.batch_alter_table("client_status", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_client_status_team_id_client_id_id"))
        batch_op.drop_index(batch_op.f("ix_client_status_client_id_id"))

    op.drop_table("client_status")
    with op.batch_alter_table("client_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_client_order_team_id_signed_on"))
        batch_op.drop_index(batch_op.f("ix_client_order_team_id_shipped_on"))
        batch_op.drop_index(batch_op.f("ix_client_order_team_id_paid_on"))
        batch_op.drop_index(batch_op.f("ix_client_order_team_id_ordered_on"))
        batch_op.drop_index(
            "ix_client_order_import",
            sqlite_where=sa.text("import_id IS NOT NULL"),
            postgresql_where=sa.text("import_id IS NOT NULL"),
        )
        batch_op.drop_index(batch_op.f("ix_client_order_client_id_ordered_on"))

    op.drop_table("client_order")
    op.drop_table("rule_reading")
    with op.batch_alter_table("import_order", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_order_import_id_client_id"))

    op.drop_table("import_order")
    op.drop_table("board")
    op.drop_table("territory")
    with op.batch_alter_table("client_rule", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_client_rule_team_id_aim_id"))

    op.drop_table("client_rule")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_absence_current",
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )
        batch_op.drop_index(batch_op.f("ix_absence_substitute_id"))
        batch_op.drop_index(batch_op.f("ix_absence_member_id"))

    op.drop_table("absence")
    op.drop_table("product")
