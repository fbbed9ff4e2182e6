"""Reading the audit log."""

from sqlalchemy import Engine, select

from registry.activity.models import AuditEntry


def newest_hash(engine: Engine) -> str:
    """The hash of the newest entry, read outside of any session: another one after every change of the data."""
    query = select(AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)
    with engine.connect() as connection:
        return connection.scalar(query) or ""
