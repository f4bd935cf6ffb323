"""Least privilege in the database: the runtime role owns nothing and cannot touch the record.

Migrations run as the owner of the tables. After each run the runtime role gets SELECT, INSERT,
UPDATE and DELETE on ordinary tables and only SELECT and INSERT on append-only ones
(design, rule 7). The grant is the second wall behind the triggers of `AppendOnly`.
"""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, router, transaction
from psycopg2 import sql


def append_only_tables() -> frozenset[str]:
    """Return the names of the tables whose rows may never change."""
    return frozenset(
        model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)
    )


def grant_after_migrate(*, using: str = DEFAULT_DB_ALIAS, app_config: Any, **_: object) -> None:
    """Apply all grants once per migration run (signal `post_migrate` of the base app)."""
    if app_config.label == "base" and router.allow_migrate(using, "base"):
        apply_grants(using)


def apply_grants(using: str = DEFAULT_DB_ALIAS) -> None:
    """Give the runtime role exactly what it needs. Runs as the owner of the tables."""
    role = sql.Identifier(settings.RUNTIME_ROLE)
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        for statement in _general_grants():
            cursor.execute(statement.format(role=role))
        for table in sorted(append_only_tables() & set(_tables(using))):
            narrow = sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {role}")
            cursor.execute(narrow.format(table=sql.Identifier(table), role=role))


def _general_grants() -> list[sql.SQL]:
    return [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {role}"),
        sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}"),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}"),
    ]


def _tables(using: str) -> list[str]:
    return connections[using].introspection.table_names()
