"""Bulk cases multiplied inside the database: each copy is a case of its own with all its rows.

What a case is called is new in a copy: its key, its number, its texts' and runs' keys, the subject
and the salt of its events. What was declared and found is repeated to the letter, so digests hold.
The triggers stay on: a copy is inserted as a draft and moves by the table, one status at a time,
through the same gates, and the database hashes and queues its events.
"""

import json
from collections import Counter
from collections.abc import Sequence
from uuid import UUID, uuid4

from django.db import connection, models, transaction

from core.audit.models import Event
from core.base.numbers import Kind, next_numbers
from licensing.checks import Gate
from licensing.models import Application, CheckNote, CheckRun, Revision, SearchHit

_NAMED = """
    CREATE TEMPORARY TABLE copied ON COMMIT DROP AS
    SELECT old.id AS old, named.case AS new, named.number, old.number AS old_number,
           old.current_revision_id AS old_revision, gen_random_uuid() AS revision
    FROM unnest(%s::uuid[], %s::uuid[], %s::text[]) AS named(old, "case", number)
    JOIN licensing_application old ON old.id = named.old;
    CREATE UNIQUE INDEX ON copied (old);
    ANALYZE copied;
"""
_RUNS = """
    CREATE TEMPORARY TABLE copied_run ON COMMIT DROP AS
    SELECT run.id AS old, gen_random_uuid() AS new, run.gate, copied.new AS "case"
    FROM licensing_checkrun run JOIN copied ON copied.old = run.application_id;
    CREATE UNIQUE INDEX ON copied_run (old);
    ANALYZE copied_run;
"""
# The way that a case took, as its own events tell it.
_STEPS = """
    CREATE TEMPORARY TABLE copied_step ON COMMIT DROP AS
    SELECT copied.new AS "case", event.body::jsonb #>> '{data,to}' AS target,
           row_number() OVER (PARTITION BY copied.new ORDER BY event.id) AS place
    FROM audit_event event JOIN copied ON event.subject = 'case:' || copied.old;
    ANALYZE copied_step;
"""
_STEP = """
    UPDATE licensing_application kept
    SET status = step.target, version = kept.version + 1,
        latest_checks_id = COALESCE(run.new, kept.latest_checks_id)
    FROM copied_step step
    LEFT JOIN copied_run run ON run."case" = step."case"
        AND run.gate = %s::jsonb ->> step.target
    WHERE kept.id = step."case" AND step.place = %s
"""
#: The run of the checks that lets a case into a status, by the status.
_GATES = json.dumps({"ready": Gate.READY.value, "on_agenda": Gate.AGENDA.value})
_OWNED = "JOIN copied ON copied.old = kept.application_id"
_OF_RUN = "JOIN copied_run run ON run.old = kept.{column}"


@transaction.atomic
def multiply(cases: Sequence[UUID]) -> None:
    """Write one copy of each of these bulk cases, with everything that hangs on it."""
    numbers = _numbers(cases)
    with connection.cursor() as cursor:
        keys = [uuid4() for _case in cases]
        cursor.execute(_NAMED, [list(cases), keys, [numbers[case] for case in cases]])
        cursor.execute(_RUNS)
        cursor.execute(_STEPS)
        for statement in _copies():
            cursor.execute(statement)
        cursor.execute("SELECT COALESCE(max(place), 0) FROM copied_step")
        for place in range(1, cursor.fetchone()[0] + 1):
            cursor.execute(_STEP, [_GATES, place])
        cursor.execute("DROP TABLE copied, copied_run, copied_step")


def _numbers(cases: Sequence[UUID]) -> dict[UUID, str]:
    """Take a number for the copy of each case in the year of its original."""
    rows = Application.objects.filter(pk__in=cases).values_list("pk", "created_at__year")
    years = dict(rows)
    taken = {
        year: iter(next_numbers(Kind.CASE, year, count))
        for year, count in Counter(years.values()).items()
    }
    return {case: next(taken[year]) for case, year in years.items()}


def _copies() -> list[str]:
    """Return the statements, each after what it points at; foreign keys are checked at commit."""
    owner = {"application_id": "copied.new"}
    run = _OF_RUN.format(column="id")
    noted = _OF_RUN.format(column="check_run_id")
    body = (
        "replace(replace(replace(kept.body, copied.old::text, copied.new::text),"
        " copied.old_number, copied.number),"
        " replace(copied.old::text, '-', ''), replace(copied.new::text, '-', ''))"
    )
    return [
        _copy(
            Application, "JOIN copied ON copied.old = kept.id",
            {"id": "copied.new", "number": "copied.number", "status": "'draft'", "version": "1",
             "current_revision_id": "copied.revision",
             "latest_checks_id": "(SELECT run.new FROM copied_run run WHERE"
             " run.\"case\" = copied.new AND run.gate = 'submit')"},
        ),
        _copy(Revision, f"{_OWNED} AND kept.id = copied.old_revision",
              owner | {"id": "copied.revision"}),
        _copy(CheckRun, f"{_OWNED} {run}",
              owner | {"id": "run.new", "revision_id": "copied.revision"}),
        _copy(CheckNote, f"{_OWNED} {noted}",
              owner | {"id": "gen_random_uuid()", "check_run_id": "run.new"}),
        _copy(SearchHit, _OWNED, owner | {"number": "copied.number"}),
        _copy(Event, "JOIN copied ON kept.subject = 'case:' || copied.old",
              {"subject": "'case:' || copied.new", "number": "copied.number", "body": body}),
    ]  # fmt: skip


def _copy(model: type[models.Model], join: str, changed: dict[str, str]) -> str:
    """Return the statement that copies rows of a table but for what is changed."""
    columns = [
        column
        for field in model._meta.local_concrete_fields
        if (column := str(field.column)) in changed or not isinstance(field, models.AutoField)
    ]
    values = [changed.get(column, f"kept.{column}") for column in columns]
    table = model._meta.db_table
    return (
        f"INSERT INTO {table} ({', '.join(columns)})"  # noqa: S608  (names of our own tables)
        f" SELECT {', '.join(values)} FROM {table} kept {join} ORDER BY kept.id"
    )
