"""a day in the field

Revision 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision: str = "0002"
down_revision: str | None = "0001"
branch_labels: str | None = None
depends_on: str | None = None


def upgrade() -> None:
    op.create_table(
        "launch_mark",
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("mark", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_launch_mark_team_id")),
        sa.PrimaryKeyConstraint("team_id", "mark", name=op.f("pk_launch_mark")),
    )
    op.create_table(
        "plan",
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("figure", sa.String(length=40), nullable=False),
        sa.Column("target", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_plan_team_id")),
        sa.PrimaryKeyConstraint("team_id", "month", "figure", name=op.f("pk_plan")),
    )
    op.create_table(
        "acting_head",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("head_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("named_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["head_id"], ["member.id"], name=op.f("fk_acting_head_head_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_acting_head_member_id")),
        sa.ForeignKeyConstraint(["named_by"], ["member.id"], name=op.f("fk_acting_head_named_by")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_acting_head_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acting_head")),
    )
    with op.batch_alter_table("acting_head", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_acting_head_member_id"), ["member_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_acting_head_team_id"), ["team_id"], unique=False)
        batch_op.create_index(
            "uq_acting_head_current",
            ["team_id"],
            unique=True,
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )

    op.create_table(
        "calling_list",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_calling_list_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calling_list")),
    )
    with op.batch_alter_table("calling_list", schema=None) as batch_op:
        batch_op.create_index(
            "uq_calling_list_open",
            ["member_id", "source"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "client_import",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("company_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_client", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("ignored", sa.Text(), nullable=False),
        sa.Column("headings", sa.Text(), nullable=False),
        sa.Column("sheet", sa.String(length=200), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("made", sa.Integer(), nullable=False),
        sa.Column("filled", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_client_import_company_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_client_import_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_client_import")),
    )
    with op.batch_alter_table("client_import", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_client_import_company_id_created_at"), ["company_id", "created_at"], unique=False
        )

    op.create_table(
        "duty",
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_duty_member_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_duty_team_id")),
        sa.PrimaryKeyConstraint("team_id", "member_id", name=op.f("pk_duty")),
    )
    op.create_table(
        "preference",
        sa.Column(
            "member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("morning", sa.Boolean(), nullable=False),
        sa.Column("evening", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_preference_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_preference")),
    )
    op.create_table(
        "watch",
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", sa.String(length=16), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_watch_member_id")),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_watch")),
    )
    op.create_table(
        "import_contact",
        sa.Column(
            "import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("place", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("position", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.ForeignKeyConstraint(["import_id"], ["client_import.id"], name=op.f("fk_import_contact_import_id")),
        sa.PrimaryKeyConstraint("import_id", "number", "place", name=op.f("pk_import_contact")),
    )
    op.create_table(
        "import_row",
        sa.Column(
            "import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fate", sa.String(length=40), nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("inn", sa.String(length=12), nullable=True),
        sa.Column("source", sa.String(length=40), nullable=True),
        sa.Column("owner_words", sa.String(length=200), nullable=False),
        sa.Column("owner_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("stage_words", sa.String(length=200), nullable=False),
        sa.Column("stage", sa.String(length=40), nullable=True),
        sa.Column("step_kind", sa.String(length=40), nullable=True),
        sa.Column("step_words", sa.Text(), nullable=False),
        sa.Column("step_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("step_exact", sa.Boolean(), nullable=False),
        sa.Column("rings", sa.Boolean(), nullable=False),
        sa.Column("parked_until", sa.Date(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("repeats", sa.Integer(), nullable=True),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("gave_inn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["import_id"], ["client_import.id"], name=op.f("fk_import_row_import_id")),
        sa.PrimaryKeyConstraint("import_id", "number", name=op.f("pk_import_row")),
    )
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_row_import_id_name_key"), ["import_id", "name_key"], unique=False)

    op.create_table(
        "inquiry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reply", sa.String(length=40), nullable=True),
        sa.Column("busy_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replied_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["asker_id"], ["member.id"], name=op.f("fk_inquiry_asker_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_inquiry_client_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_inquiry_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_inquiry")),
    )
    op.create_table(
        "request",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("company_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("team_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dropped_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("contact", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=True),
        sa.Column("inn", sa.String(length=12), nullable=True),
        sa.Column("chat_id", sa.BigInteger(), nullable=True),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("holder_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("deadline_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("stuck", sa.String(length=40), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end", sa.String(length=40), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_request_client_id")),
        sa.ForeignKeyConstraint(["company_id"], ["company.id"], name=op.f("fk_request_company_id")),
        sa.ForeignKeyConstraint(["dropped_by"], ["member.id"], name=op.f("fk_request_dropped_by")),
        sa.ForeignKeyConstraint(["holder_id"], ["member.id"], name=op.f("fk_request_holder_id")),
        sa.ForeignKeyConstraint(["team_id"], ["team.id"], name=op.f("fk_request_team_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
        sa.UniqueConstraint("chat_id", "message_id", name=op.f("uq_request_chat_id_message_id")),
    )
    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_dropped_by_id"), ["dropped_by", "id"], unique=False)
        batch_op.create_index(
            "ix_request_held",
            ["holder_id"],
            unique=False,
            sqlite_where=sa.text("state IN ('waiting', 'escalated', 'taken')"),
            postgresql_where=sa.text("state IN ('waiting', 'escalated', 'taken')"),
        )
        batch_op.create_index(
            "ix_request_open",
            ["team_id", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('waiting', 'escalated', 'taken')"),
            postgresql_where=sa.text("state IN ('waiting', 'escalated', 'taken')"),
        )

    op.create_table(
        "calling_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("list_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("act_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["act_id"], ["activity.id"], name=op.f("fk_calling_entry_act_id")),
        sa.ForeignKeyConstraint(["list_id"], ["calling_list.id"], name=op.f("fk_calling_entry_list_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calling_entry")),
        sa.UniqueConstraint("list_id", "number", name=op.f("uq_calling_entry_list_id_number")),
    )
    with op.batch_alter_table("calling_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_calling_entry_act_id"), ["act_id"], unique=False)

    op.create_table(
        "request_ask",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_request_ask_member_id")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_request_ask_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_ask")),
    )
    with op.batch_alter_table("request_ask", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_ask_member_id_asked_at"), ["member_id", "asked_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_request_ask_request_id"), ["request_id"], unique=False)

    op.create_table(
        "rest",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("step_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_rest_member_id")),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name=op.f("fk_rest_step_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rest")),
    )
    with op.batch_alter_table("rest", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_rest_member_id_until"), ["member_id", "until"], unique=False)

    op.create_table(
        "voice",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("client_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("member_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("file_id", sa.Text(), nullable=False),
        sa.Column("unique_id", sa.Text(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("activity_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("lead_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("question", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["activity_id"], ["activity.id"], name=op.f("fk_voice_activity_id")),
        sa.ForeignKeyConstraint(["client_id"], ["client.id"], name=op.f("fk_voice_client_id")),
        sa.ForeignKeyConstraint(["lead_id"], ["lead.id"], name=op.f("fk_voice_lead_id")),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_voice_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voice")),
    )
    with op.batch_alter_table("voice", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_voice_activity_id"), ["activity_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_voice_client_id"), ["client_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_voice_lead_id"), ["lead_id"], unique=False)

    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))

    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("import_number", sa.Integer(), nullable=True))
        batch_op.create_index(
            "ix_client_import",
            ["import_id", "import_number"],
            unique=False,
            sqlite_where=sa.text("import_id IS NOT NULL"),
            postgresql_where=sa.text("import_id IS NOT NULL"),
        )

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.add_column(sa.Column("telegram_id", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.create_index(batch_op.f("ix_contact_telegram_id"), ["telegram_id"], unique=False)

    with op.batch_alter_table("lead", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.add_column(sa.Column("loud_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("told_in", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.create_index(
            "ix_outbox_loud",
            ["member_id", "loud_at"],
            unique=False,
            sqlite_where=sa.text("loud_at IS NOT NULL"),
            postgresql_where=sa.text("loud_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outbox_told_in",
            ["told_in"],
            unique=False,
            sqlite_where=sa.text("told_in IS NOT NULL"),
            postgresql_where=sa.text("told_in IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_outbox_waits",
            ["line", "id"],
            unique=False,
            sqlite_where=sa.text("state IN ('pending', 'held')"),
            postgresql_where=sa.text("state IN ('pending', 'held')"),
        )

    op.execute("UPDATE place SET thread_id = 0 WHERE thread_id IS NULL")
    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.add_column(sa.Column("news", sa.Text(), server_default='["handovers", "requests"]', nullable=False))
        batch_op.alter_column("thread_id", existing_type=sa.BigInteger(), nullable=False, server_default="0")
        batch_op.drop_constraint(batch_op.f("uq_place_chat_id"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_place_chat_id_thread_id"), ["chat_id", "thread_id"])

    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.add_column(sa.Column("import_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.drop_index(batch_op.f("ix_step_open_client"), sqlite_where=sa.text("state = 'open'"))
        batch_op.create_index(batch_op.f("ix_step_client_id"), ["client_id"], unique=False)


def downgrade() -> None:
    op.drop_table("plan")
    op.drop_table("launch_mark")
    with op.batch_alter_table("step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_step_client_id"))
        batch_op.create_index(
            batch_op.f("ix_step_open_client"), ["client_id"], unique=False, sqlite_where=sa.text("state = 'open'")
        )
        batch_op.drop_column("import_id")

    with op.batch_alter_table("place", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_place_chat_id_thread_id"), type_="unique")
        batch_op.create_unique_constraint(batch_op.f("uq_place_chat_id"), ["chat_id"])
        batch_op.alter_column("thread_id", existing_type=sa.BigInteger(), nullable=True, server_default=None)
        batch_op.drop_column("news")
    op.execute("UPDATE place SET thread_id = NULL WHERE thread_id = 0")

    with op.batch_alter_table("outbox", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_outbox_waits",
            sqlite_where=sa.text("state IN ('pending', 'held')"),
            postgresql_where=sa.text("state IN ('pending', 'held')"),
        )
        batch_op.drop_index(
            "ix_outbox_told_in",
            sqlite_where=sa.text("told_in IS NOT NULL"),
            postgresql_where=sa.text("told_in IS NOT NULL"),
        )
        batch_op.drop_index(
            "ix_outbox_loud",
            sqlite_where=sa.text("loud_at IS NOT NULL"),
            postgresql_where=sa.text("loud_at IS NOT NULL"),
        )
        batch_op.drop_column("told_in")
        batch_op.drop_column("loud_at")

    with op.batch_alter_table("lead", schema=None) as batch_op:
        batch_op.drop_column("import_id")

    with op.batch_alter_table("contact", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_contact_telegram_id"))
        batch_op.drop_column("import_id")
        batch_op.drop_column("telegram_id")

    with op.batch_alter_table("client", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_client_import",
            sqlite_where=sa.text("import_id IS NOT NULL"),
            postgresql_where=sa.text("import_id IS NOT NULL"),
        )
        batch_op.drop_column("import_number")
        batch_op.drop_column("import_id")

    with op.batch_alter_table("activity", schema=None) as batch_op:
        batch_op.drop_column("import_id")

    with op.batch_alter_table("voice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_voice_lead_id"))
        batch_op.drop_index(batch_op.f("ix_voice_client_id"))
        batch_op.drop_index(batch_op.f("ix_voice_activity_id"))

    op.drop_table("voice")
    with op.batch_alter_table("rest", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_rest_member_id_until"))

    op.drop_table("rest")
    with op.batch_alter_table("request_ask", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_request_ask_request_id"))
        batch_op.drop_index(batch_op.f("ix_request_ask_member_id_asked_at"))

    op.drop_table("request_ask")
    with op.batch_alter_table("calling_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_calling_entry_act_id"))

    op.drop_table("calling_entry")
    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_request_open",
            sqlite_where=sa.text("state IN ('waiting', 'escalated', 'taken')"),
            postgresql_where=sa.text("state IN ('waiting', 'escalated', 'taken')"),
        )
        batch_op.drop_index(
            "ix_request_held",
            sqlite_where=sa.text("state IN ('waiting', 'escalated', 'taken')"),
            postgresql_where=sa.text("state IN ('waiting', 'escalated', 'taken')"),
        )
        batch_op.drop_index(batch_op.f("ix_request_dropped_by_id"))

    op.drop_table("request")
    op.drop_table("inquiry")
    with op.batch_alter_table("import_row", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_row_import_id_name_key"))

    op.drop_table("import_row")
    op.drop_table("import_contact")
    op.drop_table("watch")
    op.drop_table("preference")
    op.drop_table("duty")
    with op.batch_alter_table("client_import", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_client_import_company_id_created_at"))

    op.drop_table("client_import")
    with op.batch_alter_table("calling_list", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_calling_list_open",
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.drop_table("calling_list")
    with op.batch_alter_table("acting_head", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_acting_head_current",
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )
        batch_op.drop_index(batch_op.f("ix_acting_head_team_id"))
        batch_op.drop_index(batch_op.f("ix_acting_head_member_id"))

    op.drop_table("acting_head")
