"""Takes the switch off the triggers.

django-pgtrigger lets a session name triggers to be ignored (``SET pgtrigger.ignore``), also through
raw SQL of the runtime role. Here triggers hold the law (append-only, leaf hashes, transitions,
ballots), so after each migration run the function they all ask is replaced by one that says no.
"""

from __future__ import annotations

from django.db import DEFAULT_DB_ALIAS, connections

SAY_NO = """
    CREATE OR REPLACE FUNCTION public._pgtrigger_should_ignore(trigger_name name)
    RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS 'SELECT false'
"""


def make_triggers_unskippable(*, using: str = DEFAULT_DB_ALIAS, **_: object) -> None:
    """Replace pgtrigger's switch (signal ``post_migrate``); runs as the owner of the tables."""
    with connections[using].cursor() as cursor:
        cursor.execute(SAY_NO)
