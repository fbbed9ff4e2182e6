"""All tables of the first edition.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_folded", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email_folded", name=op.f("uq_account_email_folded")),
    )
    op.create_table(
        "attempt",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scope", sa.String(length=30), nullable=False),
        sa.Column("subject_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("scope <> ''", name=op.f("ck_attempt_scope_given")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index("ix_attempt_scope_subject", "attempt", ["scope", "subject_hash", "at"], unique=False)
    op.create_table(
        "audit_entry",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("municipality_id", sa.Uuid(), nullable=True),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject_kind", sa.String(length=30), nullable=False),
        sa.Column("subject_id", sa.String(length=40), nullable=False),
        sa.Column("fields", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_audit_entry")),
    )
    op.create_index("ix_audit_entry_subject", "audit_entry", ["subject_kind", "subject_id"], unique=False)
    op.create_table(
        "blocked_content",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name=op.f("pk_blocked_content")),
    )
    op.create_table(
        "catalogue_change",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("solution_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_catalogue_change")),
    )
    op.create_table(
        "cooperation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cooperation")),
        sa.UniqueConstraint("slug", name=op.f("uq_cooperation_slug")),
    )
    op.create_table(
        "licence",
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("url", sa.String(length=300), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_licence")),
    )
    op.create_table(
        "municipality",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "town",
                "county",
                "association",
                "provider",
                "other",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column("sort_key", sa.String(length=200), nullable=False),
        sa.Column("designation", sa.String(length=40), nullable=False),
        sa.Column("ags", sa.String(length=8), nullable=True),
        sa.Column("county", sa.String(length=100), nullable=False),
        sa.Column("land", sa.String(length=2), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("population_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.Uuid(), nullable=True),
        sa.Column("is_partner", sa.Boolean(), nullable=False),
        sa.Column("partner_since", sa.Date(), nullable=True),
        sa.Column("shows_use", sa.Boolean(), nullable=False),
        sa.Column("reviewer_id", sa.Uuid(), nullable=True),
        sa.Column("contact_role", sa.String(length=150), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_phone", sa.String(length=50), nullable=False),
        sa.Column("street", sa.String(length=150), nullable=False),
        sa.Column("postcode", sa.String(length=10), nullable=False),
        sa.Column("seat", sa.String(length=100), nullable=False),
        sa.Column("domain", sa.String(length=253), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ags IS NULL OR length(ags) = 8", name=op.f("ck_municipality_ags_has_eight_digits")),
        sa.CheckConstraint(
            "population IS NULL OR population >= 0", name=op.f("ck_municipality_population_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["reviewer_id"], ["municipality.id"], name=op.f("fk_municipality_reviewer_id_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["successor_id"], ["municipality.id"], name=op.f("fk_municipality_successor_id_municipality")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality")),
        sa.UniqueConstraint("ags", name=op.f("uq_municipality_ags")),
        sa.UniqueConstraint("slug", name=op.f("uq_municipality_slug")),
    )
    op.create_index(op.f("ix_municipality_is_partner"), "municipality", ["is_partner"], unique=False)
    op.create_index(op.f("ix_municipality_sort_key"), "municipality", ["sort_key"], unique=False)
    op.create_table(
        "outbox_mail",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=150), nullable=False),
        sa.Column("template", sa.String(length=60), nullable=False),
        sa.Column("recipient", sa.String(length=254), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("parameters", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=300), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_outbox_mail_key")),
    )
    op.create_index("ix_outbox_mail_due", "outbox_mail", ["sent_at", "next_try_at"], unique=False)
    op.create_table(
        "ozg_service",
        sa.Column("id", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("field", sa.String(length=100), nullable=False),
        sa.Column("situation", sa.String(length=150), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ozg_service")),
    )
    op.create_table(
        "system",
        sa.Column("key", sa.String(length=60), nullable=False),
        sa.Column("category", sa.String(length=30), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("vendor", sa.String(length=120), nullable=False),
        sa.Column("is_platform", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_system")),
    )
    op.create_table(
        "account_session",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agent", sa.String(length=120), nullable=False),
        sa.Column("data", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_account_session_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_account_session_municipality_id_municipality"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_account_session_token_hash")),
    )
    op.create_index(op.f("ix_account_session_account_id"), "account_session", ["account_id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(length=150), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("phone", sa.String(length=50), nullable=False),
        sa.Column("holder_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["holder_id"], ["account.id"], name=op.f("fk_contact_holder_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_contact_municipality_id_municipality"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("municipality_id", "role", name=op.f("uq_contact_municipality_id_role")),
    )
    op.create_table(
        "cooperation_member",
        sa.Column("cooperation_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["cooperation_id"],
            ["cooperation.id"],
            name=op.f("fk_cooperation_member_cooperation_id_cooperation"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_cooperation_member_municipality_id_municipality"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("cooperation_id", "municipality_id", name=op.f("pk_cooperation_member")),
    )
    op.create_index(
        op.f("ix_cooperation_member_municipality_id"), "cooperation_member", ["municipality_id"], unique=False
    )
    op.create_table(
        "credential",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_credential_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", name=op.f("pk_credential")),
    )
    op.create_table(
        "deputy",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("absent_id", sa.Uuid(), nullable=False),
        sa.Column("deputy_id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("absent_id <> deputy_id", name=op.f("ck_deputy_somebody_else")),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_deputy_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["absent_id"], ["account.id"], name=op.f("fk_deputy_absent_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["deputy_id"], ["account.id"], name=op.f("fk_deputy_deputy_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_deputy_municipality_id_municipality"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deputy")),
    )
    op.create_index(op.f("ix_deputy_municipality_id"), "deputy", ["municipality_id"], unique=False)
    op.create_table(
        "feedback",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("barrier", "mistake", "other", name="kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("page", sa.String(length=500), nullable=False),
        sa.Column("text", sa.String(length=4000), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("handled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handled_by_id", sa.Uuid(), nullable=True),
        sa.Column("note", sa.String(length=1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["handled_by_id"], ["account.id"], name=op.f("fk_feedback_handled_by_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feedback")),
    )
    op.create_table(
        "grant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("coordinator", "operator", name="kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("cooperation_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(kind = 'coordinator') = (cooperation_id IS NOT NULL)", name=op.f("ck_grant_coordinator_has_cooperation")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_grant_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["cooperation_id"], ["cooperation.id"], name=op.f("fk_grant_cooperation_id_cooperation"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant")),
        sa.UniqueConstraint(
            "account_id", "kind", "cooperation_id", name=op.f("uq_grant_account_id_kind_cooperation_id")
        ),
    )
    op.create_table(
        "invitation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_folded", sa.String(length=254), nullable=False),
        sa.Column(
            "role",
            sa.Enum("reader", "editor", "publisher", "admin", name="role", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("invited_by_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["invited_by_id"], ["account.id"], name=op.f("fk_invitation_invited_by_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_invitation_municipality_id_municipality"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_invitation")),
    )
    op.create_index(
        "uq_invitation_open",
        "invitation",
        ["municipality_id", "email_folded"],
        unique=True,
        sqlite_where=sa.text("accepted_at IS NULL AND revoked_at IS NULL"),
        postgresql_where=sa.text("accepted_at IS NULL AND revoked_at IS NULL"),
    )
    op.create_table(
        "leika_service",
        sa.Column("key", sa.String(length=14), nullable=False),
        sa.Column("name", sa.String(length=500), nullable=False),
        sa.Column("sort_key", sa.String(length=500), nullable=False),
        sa.Column("ozg_id", sa.String(length=10), nullable=True),
        sa.ForeignKeyConstraint(["ozg_id"], ["ozg_service.id"], name=op.f("fk_leika_service_ozg_id_ozg_service")),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_leika_service")),
    )
    op.create_index(op.f("ix_leika_service_ozg_id"), "leika_service", ["ozg_id"], unique=False)
    op.create_index(op.f("ix_leika_service_sort_key"), "leika_service", ["sort_key"], unique=False)
    op.create_table(
        "membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum("reader", "editor", "publisher", "admin", name="role", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id_account"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_membership_municipality_id_municipality"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint("account_id", "municipality_id", name=op.f("uq_membership_account_id_municipality_id")),
    )
    op.create_index(op.f("ix_membership_municipality_id"), "membership", ["municipality_id"], unique=False)
    op.create_table(
        "municipality_system",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("system_key", sa.String(length=60), nullable=False),
        sa.Column("version", sa.String(length=50), nullable=False),
        sa.Column("provider", sa.String(length=150), nullable=False),
        sa.Column("contract_ends_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_municipality_system_municipality_id_municipality"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["system_key"], ["system.key"], name=op.f("fk_municipality_system_system_key_system")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality_system")),
    )
    op.create_index(
        op.f("ix_municipality_system_municipality_id"), "municipality_system", ["municipality_id"], unique=False
    )
    op.create_table(
        "orphan",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_orphan_municipality_id_municipality"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_orphan")),
        sa.UniqueConstraint("kind", "subject_id", "left_at", name=op.f("uq_orphan_kind_subject_id_left_at")),
    )
    op.create_index(op.f("ix_orphan_municipality_id"), "orphan", ["municipality_id"], unique=False)
    op.create_table(
        "page_text",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("markdown", sa.Text(), nullable=False),
        sa.Column("html", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_page_text_by_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_page_text")),
        sa.UniqueConstraint("key", "language", "edition", name=op.f("uq_page_text_key_language_edition")),
    )
    op.create_table(
        "password_reset",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_password_reset_account_id_account"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_password_reset")),
    )
    op.create_index(op.f("ix_password_reset_account_id"), "password_reset", ["account_id"], unique=False)
    op.create_table(
        "solution",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("process", "form", "bot", name="kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column(
            "lifecycle",
            sa.Enum(
                "development",
                "pilot",
                "productive",
                "deprecated",
                name="lifecycle",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("live_since", sa.Date(), nullable=True),
        sa.Column("last_verified_on", sa.Date(), nullable=True),
        sa.Column("maintained_until", sa.Date(), nullable=True),
        sa.Column("superseded_by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "support_offer",
            sa.Enum(
                "none",
                "questions",
                "demo",
                "joint_setup",
                name="support_offer",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("contact_functional_id", sa.Uuid(), nullable=True),
        sa.Column("contact_technical_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["contact_functional_id"], ["contact.id"], name=op.f("fk_solution_contact_functional_id_contact")
        ),
        sa.ForeignKeyConstraint(
            ["contact_technical_id"], ["contact.id"], name=op.f("fk_solution_contact_technical_id_contact")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_solution_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["superseded_by_id"], ["solution.id"], name=op.f("fk_solution_superseded_by_id_solution")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solution")),
        sa.UniqueConstraint("slug", name=op.f("uq_solution_slug")),
    )
    op.create_index(op.f("ix_solution_municipality_id"), "solution", ["municipality_id"], unique=False)
    op.create_table(
        "release",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("solution_id", sa.Uuid(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "submitted",
                "published",
                "withdrawn",
                "blocked",
                name="state",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "audience",
            sa.Enum("partners", "public", name="audience", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("major", sa.Integer(), nullable=False),
        sa.Column("minor", sa.Integer(), nullable=False),
        sa.Column("patch", sa.Integer(), nullable=False),
        sa.Column("facts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("origins", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("description_html", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("rights_declared_by_id", sa.Uuid(), nullable=True),
        sa.Column("rights_declared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rights_edition", sa.String(length=20), nullable=False),
        sa.Column("submitted_by_id", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reviewed_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.String(length=1000), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("block_reason", sa.String(length=1000), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state <> 'blocked' OR (blocked_at IS NOT NULL AND block_reason <> '')",
            name=op.f("ck_release_blocked_has_reason"),
        ),
        sa.CheckConstraint(
            "state <> 'withdrawn' OR (withdrawn_at IS NOT NULL AND withdrawal_reason <> '')",
            name=op.f("ck_release_withdrawn_has_reason"),
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted') OR fingerprint <> ''", name=op.f("ck_release_published_has_fingerprint")
        ),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted') OR published_at IS NOT NULL", name=op.f("ck_release_published_has_moment")
        ),
        sa.CheckConstraint("major >= 0 AND minor >= 0 AND patch >= 0", name=op.f("ck_release_number_not_negative")),
        sa.ForeignKeyConstraint(
            ["created_by_id"], ["account.id"], name=op.f("fk_release_created_by_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["reviewed_by_id"], ["account.id"], name=op.f("fk_release_reviewed_by_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["rights_declared_by_id"],
            ["account.id"],
            name=op.f("fk_release_rights_declared_by_id_account"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(["solution_id"], ["solution.id"], name=op.f("fk_release_solution_id_solution")),
        sa.ForeignKeyConstraint(
            ["submitted_by_id"], ["account.id"], name=op.f("fk_release_submitted_by_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
        sa.UniqueConstraint(
            "solution_id", "major", "minor", "patch", name=op.f("uq_release_solution_id_major_minor_patch")
        ),
    )
    op.create_index(op.f("ix_release_solution_id"), "release", ["solution_id"], unique=False)
    op.create_index("ix_release_state", "release", ["state", "published_at"], unique=False)
    op.create_index(
        "uq_release_one_draft",
        "release",
        ["solution_id"],
        unique=True,
        sqlite_where=sa.text("state IN ('draft', 'submitted')"),
        postgresql_where=sa.text("state IN ('draft', 'submitted')"),
    )
    op.create_table(
        "solution_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("solution_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("fact", sa.String(length=40), nullable=False),
        sa.Column("old", sa.Text(), nullable=False),
        sa.Column("new", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_solution_change_by_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["solution_id"], ["solution.id"], name=op.f("fk_solution_change_solution_id_solution"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solution_change")),
    )
    op.create_index(op.f("ix_solution_change_solution_id"), "solution_change", ["solution_id"], unique=False)
    op.create_table(
        "solution_relation",
        sa.Column("solution_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("replaces", "variant_of", "needs", name="kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("solution_id <> target_id", name=op.f("ck_solution_relation_not_itself")),
        sa.ForeignKeyConstraint(
            ["solution_id"], ["solution.id"], name=op.f("fk_solution_relation_solution_id_solution"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["target_id"], ["solution.id"], name=op.f("fk_solution_relation_target_id_solution"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("solution_id", "kind", "target_id", name=op.f("pk_solution_relation")),
    )
    op.create_index("ix_solution_relation_target_id", "solution_relation", ["target_id"], unique=False)
    op.create_table(
        "solution_stats",
        sa.Column("solution_id", sa.Uuid(), nullable=False),
        sa.Column("live_count", sa.Integer(), nullable=False),
        sa.Column("adopting_count", sa.Integer(), nullable=False),
        sa.Column("rating_count", sa.Integer(), nullable=False),
        sa.Column("rating_sum", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["solution_id"], ["solution.id"], name=op.f("fk_solution_stats_solution_id_solution"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("solution_id", name=op.f("pk_solution_stats")),
    )
    op.create_table(
        "adoption",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("solution_id", sa.Uuid(), nullable=False),
        sa.Column(
            "stage",
            sa.Enum(
                "interest",
                "review",
                "planned",
                "implementing",
                "testing",
                "live",
                "paused",
                "rejected",
                "retired",
                name="stage",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("stage_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "paused_from",
            sa.Enum(
                "interest",
                "review",
                "planned",
                "implementing",
                "testing",
                "live",
                "paused",
                "rejected",
                "retired",
                name="paused_from",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "law",
                "cost",
                "interface",
                "no_capacity",
                "quality",
                "platform",
                "duplicate",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("reason_text", sa.String(length=1000), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=True),
        sa.Column("next_release_id", sa.Uuid(), nullable=True),
        sa.Column("successor_id", sa.Uuid(), nullable=True),
        sa.Column("contact_id", sa.Uuid(), nullable=True),
        sa.Column("target_on", sa.Date(), nullable=True),
        sa.Column("decision_reference", sa.String(length=200), nullable=False),
        sa.Column("live_on", sa.Date(), nullable=True),
        sa.Column("cases_per_year", sa.Integer(), nullable=True),
        sa.Column("minutes_before", sa.Double(), nullable=True),
        sa.Column("minutes_after", sa.Double(), nullable=True),
        sa.Column(
            "basis",
            sa.Enum(
                "measured", "estimated", "zeitwerttabelle", name="basis", native_enum=False, create_constraint=True
            ),
            nullable=True,
        ),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(stage = 'paused') = (paused_from IS NOT NULL)", name=op.f("ck_adoption_paused_knows_from")
        ),
        sa.CheckConstraint(
            "stage <> 'live' OR (live_on IS NOT NULL AND cases_per_year IS NOT NULL AND minutes_before IS NOT NULL AND minutes_after IS NOT NULL)",
            name=op.f("ck_adoption_figures_when_live"),
        ),
        sa.CheckConstraint("stage <> 'planned' OR target_on IS NOT NULL", name=op.f("ck_adoption_target_when_planned")),
        sa.CheckConstraint(
            "stage NOT IN ('implementing', 'testing', 'live') OR release_id IS NOT NULL",
            name=op.f("ck_adoption_release_when_implementing"),
        ),
        sa.CheckConstraint(
            "stage NOT IN ('paused', 'rejected', 'retired') OR reason IS NOT NULL",
            name=op.f("ck_adoption_reason_when_stopped"),
        ),
        sa.CheckConstraint("cases_per_year >= 0", name=op.f("ck_adoption_cases_not_negative")),
        sa.CheckConstraint("minutes_before >= 0 AND minutes_after >= 0", name=op.f("ck_adoption_minutes_not_negative")),
        sa.ForeignKeyConstraint(["contact_id"], ["contact.id"], name=op.f("fk_adoption_contact_id_contact")),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_adoption_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["next_release_id"], ["release.id"], name=op.f("fk_adoption_next_release_id_release")),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_adoption_release_id_release")),
        sa.ForeignKeyConstraint(["solution_id"], ["solution.id"], name=op.f("fk_adoption_solution_id_solution")),
        sa.ForeignKeyConstraint(["successor_id"], ["solution.id"], name=op.f("fk_adoption_successor_id_solution")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption")),
        sa.UniqueConstraint("municipality_id", "solution_id", name=op.f("uq_adoption_municipality_id_solution_id")),
    )
    op.create_index("ix_adoption_solution_stage", "adoption", ["solution_id", "stage"], unique=False)
    op.create_table(
        "artifact",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=150), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "export",
                "diagram",
                "manual",
                "data_protection",
                "test_evidence",
                "statute",
                "other",
                name="role",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("format_id", sa.String(length=40), nullable=False),
        sa.Column("summary", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_artifact_sha256_is_hex")),
        sa.CheckConstraint("size_bytes >= 0", name=op.f("ck_artifact_size_not_negative")),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_artifact_release_id_release"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_artifact")),
        sa.UniqueConstraint("release_id", "name", name=op.f("uq_artifact_release_id_name")),
    )
    op.create_index(op.f("ix_artifact_release_id"), "artifact", ["release_id"], unique=False)
    op.create_index(op.f("ix_artifact_sha256"), "artifact", ["sha256"], unique=False)
    op.create_table(
        "catalogue_entry",
        sa.Column("solution_id", sa.Uuid(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum("partners", "public", name="audience", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("process", "form", "bot", name="kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("title", sa.String(length=150), nullable=False),
        sa.Column("sort_key", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.String(length=300), nullable=False),
        sa.Column("platform", sa.String(length=60), nullable=False),
        sa.Column("number", sa.String(length=30), nullable=False),
        sa.Column("is_partners_only", sa.Boolean(), nullable=False),
        sa.Column("lifecycle", sa.String(length=20), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facets", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_catalogue_entry_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_catalogue_entry_release_id_release"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["solution_id"], ["solution.id"], name=op.f("fk_catalogue_entry_solution_id_solution"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("solution_id", "audience", name=op.f("pk_catalogue_entry")),
    )
    op.create_index(op.f("ix_catalogue_entry_municipality_id"), "catalogue_entry", ["municipality_id"], unique=False)
    op.create_index("ix_catalogue_entry_published", "catalogue_entry", ["audience", "published_at"], unique=False)
    op.create_table(
        "import_record",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_import_record_by_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_import_record_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_import_record_release_id_release")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_record")),
    )
    op.create_index(op.f("ix_import_record_municipality_id"), "import_record", ["municipality_id"], unique=False)
    op.create_index("ix_import_record_release", "import_record", ["release_id"], unique=False)
    op.create_table(
        "rating",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("solution_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("stars", sa.Integer(), nullable=False),
        sa.Column(
            "worked_as_described",
            sa.Enum("yes", "partly", "no", name="worked_as_described", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column(
            "effort_as_stated",
            sa.Enum("yes", "partly", "no", name="effort_as_stated", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column(
            "would_take_again",
            sa.Enum("yes", "partly", "no", name="would_take_again", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=2000), nullable=False),
        sa.Column("rated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.String(length=2000), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("row_version", sa.Integer(), nullable=False),
        sa.CheckConstraint("stars BETWEEN 1 AND 5", name=op.f("ck_rating_stars_in_range")),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["account.id"], name=op.f("fk_rating_answered_by_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["by_id"], ["account.id"], name=op.f("fk_rating_by_id_account"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_rating_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_rating_release_id_release")),
        sa.ForeignKeyConstraint(["solution_id"], ["solution.id"], name=op.f("fk_rating_solution_id_solution")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
        sa.UniqueConstraint("solution_id", "municipality_id", name=op.f("uq_rating_solution_id_municipality_id")),
    )
    op.create_index(op.f("ix_rating_municipality_id"), "rating", ["municipality_id"], unique=False)
    op.create_table(
        "release_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column("municipality_id", sa.Uuid(), nullable=True),
        sa.Column(
            "action",
            sa.Enum(
                "created",
                "submitted",
                "returned",
                "recalled",
                "published",
                "audience_changed",
                "withdrawn",
                "blocked",
                name="action",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("comment", sa.String(length=2000), nullable=False),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_release_event_by_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"], ["municipality.id"], name=op.f("fk_release_event_municipality_id_municipality")
        ),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_release_event_release_id_release"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_event")),
    )
    op.create_index(op.f("ix_release_event_release_id"), "release_event", ["release_id"], unique=False)
    op.create_table(
        "release_note",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "added",
                "changed",
                "deprecated",
                "removed",
                "fixed",
                "security",
                name="kind",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["release_id"], ["release.id"], name=op.f("fk_release_note_release_id_release"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_note")),
    )
    op.create_index(op.f("ix_release_note_release_id"), "release_note", ["release_id"], unique=False)
    op.create_table(
        "solution_use",
        sa.Column("solution_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(length=20), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipality.id"],
            name=op.f("fk_solution_use_municipality_id_municipality"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_solution_use_release_id_release")),
        sa.ForeignKeyConstraint(
            ["solution_id"], ["solution.id"], name=op.f("fk_solution_use_solution_id_solution"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("solution_id", "municipality_id", name=op.f("pk_solution_use")),
    )
    op.create_index(op.f("ix_solution_use_municipality_id"), "solution_use", ["municipality_id"], unique=False)
    op.create_table(
        "adoption_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.Column(
            "from_stage",
            sa.Enum(
                "interest",
                "review",
                "planned",
                "implementing",
                "testing",
                "live",
                "paused",
                "rejected",
                "retired",
                name="from_stage",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column(
            "to_stage",
            sa.Enum(
                "interest",
                "review",
                "planned",
                "implementing",
                "testing",
                "live",
                "paused",
                "rejected",
                "retired",
                name="to_stage",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=False,
        ),
        sa.Column(
            "reason",
            sa.Enum(
                "law",
                "cost",
                "interface",
                "no_capacity",
                "quality",
                "platform",
                "duplicate",
                "other",
                name="reason",
                native_enum=False,
                create_constraint=True,
            ),
            nullable=True,
        ),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("release_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_adoption_event_adoption_id_adoption"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["by_id"], ["account.id"], name=op.f("fk_adoption_event_by_id_account"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["release_id"], ["release.id"], name=op.f("fk_adoption_event_release_id_release")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoption_event")),
        sa.UniqueConstraint("adoption_id", "seq", name=op.f("uq_adoption_event_adoption_id_seq")),
    )
    op.create_table(
        "checklist_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "done", "not_needed", name="state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("changed_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["adoption_id"], ["adoption.id"], name=op.f("fk_checklist_item_adoption_id_adoption"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["changed_by_id"], ["account.id"], name=op.f("fk_checklist_item_changed_by_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_checklist_item")),
        sa.UniqueConstraint("adoption_id", "key", name=op.f("uq_checklist_item_adoption_id_key")),
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("artifact_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("secret", "personal", "local", name="kind", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("category", sa.String(length=40), nullable=False),
        sa.Column("place", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("excerpt", sa.String(length=120), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("occurrences", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("open", "harmless", name="state", native_enum=False, create_constraint=True),
            nullable=False,
        ),
        sa.Column("settled_by_id", sa.Uuid(), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state = 'open' OR settled_at IS NOT NULL", name=op.f("ck_finding_settled_has_moment")),
        sa.ForeignKeyConstraint(
            ["artifact_id"], ["artifact.id"], name=op.f("fk_finding_artifact_id_artifact"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["settled_by_id"], ["account.id"], name=op.f("fk_finding_settled_by_id_account"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
    )
    op.create_index(op.f("ix_finding_artifact_id"), "finding", ["artifact_id"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_finding_artifact_id"), table_name="finding")
    op.drop_table("finding")
    op.drop_table("checklist_item")
    op.drop_table("adoption_event")
    op.drop_index(op.f("ix_solution_use_municipality_id"), table_name="solution_use")
    op.drop_table("solution_use")
    op.drop_index(op.f("ix_release_note_release_id"), table_name="release_note")
    op.drop_table("release_note")
    op.drop_index(op.f("ix_release_event_release_id"), table_name="release_event")
    op.drop_table("release_event")
    op.drop_index(op.f("ix_rating_municipality_id"), table_name="rating")
    op.drop_table("rating")
    op.drop_index("ix_import_record_release", table_name="import_record")
    op.drop_index(op.f("ix_import_record_municipality_id"), table_name="import_record")
    op.drop_table("import_record")
    op.drop_index("ix_catalogue_entry_published", table_name="catalogue_entry")
    op.drop_index(op.f("ix_catalogue_entry_municipality_id"), table_name="catalogue_entry")
    op.drop_table("catalogue_entry")
    op.drop_index(op.f("ix_artifact_sha256"), table_name="artifact")
    op.drop_index(op.f("ix_artifact_release_id"), table_name="artifact")
    op.drop_table("artifact")
    op.drop_index("ix_adoption_solution_stage", table_name="adoption")
    op.drop_table("adoption")
    op.drop_table("solution_stats")
    op.drop_index("ix_solution_relation_target_id", table_name="solution_relation")
    op.drop_table("solution_relation")
    op.drop_index(op.f("ix_solution_change_solution_id"), table_name="solution_change")
    op.drop_table("solution_change")
    op.drop_index(
        "uq_release_one_draft",
        table_name="release",
        sqlite_where=sa.text("state IN ('draft', 'submitted')"),
        postgresql_where=sa.text("state IN ('draft', 'submitted')"),
    )
    op.drop_index("ix_release_state", table_name="release")
    op.drop_index(op.f("ix_release_solution_id"), table_name="release")
    op.drop_table("release")
    op.drop_index(op.f("ix_solution_municipality_id"), table_name="solution")
    op.drop_table("solution")
    op.drop_index(op.f("ix_password_reset_account_id"), table_name="password_reset")
    op.drop_table("password_reset")
    op.drop_table("page_text")
    op.drop_index(op.f("ix_orphan_municipality_id"), table_name="orphan")
    op.drop_table("orphan")
    op.drop_index(op.f("ix_municipality_system_municipality_id"), table_name="municipality_system")
    op.drop_table("municipality_system")
    op.drop_index(op.f("ix_membership_municipality_id"), table_name="membership")
    op.drop_table("membership")
    op.drop_index(op.f("ix_leika_service_sort_key"), table_name="leika_service")
    op.drop_index(op.f("ix_leika_service_ozg_id"), table_name="leika_service")
    op.drop_table("leika_service")
    op.drop_index(
        "uq_invitation_open",
        table_name="invitation",
        sqlite_where=sa.text("accepted_at IS NULL AND revoked_at IS NULL"),
        postgresql_where=sa.text("accepted_at IS NULL AND revoked_at IS NULL"),
    )
    op.drop_table("invitation")
    op.drop_table("grant")
    op.drop_table("feedback")
    op.drop_index(op.f("ix_deputy_municipality_id"), table_name="deputy")
    op.drop_table("deputy")
    op.drop_table("credential")
    op.drop_index(op.f("ix_cooperation_member_municipality_id"), table_name="cooperation_member")
    op.drop_table("cooperation_member")
    op.drop_table("contact")
    op.drop_index(op.f("ix_account_session_account_id"), table_name="account_session")
    op.drop_table("account_session")
    op.drop_table("system")
    op.drop_table("ozg_service")
    op.drop_index("ix_outbox_mail_due", table_name="outbox_mail")
    op.drop_table("outbox_mail")
    op.drop_index(op.f("ix_municipality_sort_key"), table_name="municipality")
    op.drop_index(op.f("ix_municipality_is_partner"), table_name="municipality")
    op.drop_table("municipality")
    op.drop_table("licence")
    op.drop_table("cooperation")
    op.drop_table("catalogue_change")
    op.drop_table("blocked_content")
    op.drop_index("ix_audit_entry_subject", table_name="audit_entry")
    op.drop_table("audit_entry")
    op.drop_index("ix_attempt_scope_subject", table_name="attempt")
    op.drop_table("attempt")
    op.drop_table("account")
