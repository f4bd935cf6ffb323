"""What leaves the register: the same rows as on the page, streamed, safe, and written down."""

import csv
import hashlib
import io
import json
import tracemalloc
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test import Client

from core.audit import ledger
from core.audit.models import Event
from core.base import clock
from core.base.spreadsheet import Receipt, read_text
from demo.cast import Cast
from licensing.models import Decision
from records import exports
from records.filters import Filter
from records.selectors import matching
from records.services import Export
from tests import builders
from tests.records import journey

pytestmark = pytest.mark.django_db

COPIES = """
    INSERT INTO licensing_decision (id, created_at, application_id, revision_id,
        commission_outcome_id, round, number, outcome, decided_by_id, decided_at, text, sha256,
        salt)
    SELECT gen_random_uuid(), created_at, application_id, revision_id, commission_outcome_id,
        round + n, 'DR-2026-' || lpad((10000 + n)::text, 5, '0'), outcome, decided_by_id,
        decided_at + n * interval '1 second', repeat('x', 3000) || n,
        encode(sha256(n::text::bytea), 'hex'), salt
    FROM licensing_decision, generate_series(1, %s) AS n
"""


@pytest.fixture
def decided(cast):
    return journey.decided(cast)


def export(person: object, **asked: str):
    client = Client()
    client.force_login(person)
    return client.get("/records/export", asked)


def body(response) -> bytes:
    return b"".join(response.streaming_content)


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def written(verb: str) -> list[dict]:
    events = Event.objects.filter(verb=verb).order_by("id")
    return [json.loads(event.body)["data"] for event in events]


def test_csv_says_what_the_register_says(cast: Cast):
    decision = journey.decided(cast, refused=(2,))
    ledger.sequence()
    response = export(cast.auditor, format="csv")
    assert response["Content-Type"].startswith("text/csv")
    assert ".csv" in response["Content-Disposition"]
    [row] = table(body(response))
    shown = {name: row[name] for name in ("decision", "case", "licence", "refusal", "outcome")}
    assert shown == {
        "decision": decision.number,
        "case": decision.application.number,
        "licence": decision.licence.number,
        "refusal": decision.refusal.number,
        "outcome": "partly",
    }
    votes = (row["votes_for"], row["votes_against"], row["votes_abstain"])
    assert votes == ("6", "1", "0")
    assert row["record_sha256"] == decision.sha256
    assert row["ledger_place"].isdigit()
    assert list(row) == list(exports.COLUMNS)


def test_json_lines_carry_the_exact_texts(cast: Cast):
    decision = journey.decided(cast, refused=(2,))
    content = body(export(cast.auditor, format="jsonl"))
    [row] = [json.loads(line) for line in content.splitlines()]
    assert row["record"] == decision.text
    assert hashlib.sha256(row["licence_record"].encode()).hexdigest() == row["licence_sha256"]
    assert hashlib.sha256(row["refusal_record"].encode()).hexdigest() == row["refusal_sha256"]


def test_the_same_filters_hold_for_the_export(cast: Cast):
    decision = builders.decided(cast)
    builders.decided(cast, lines=[builders.refuse(1), builders.refuse(2)])
    rows = table(body(export(cast.auditor, format="csv", outcome="issued")))
    assert [row["decision"] for row in rows] == [decision.number]
    assert table(body(export(cast.auditor, format="csv", q="Ніхто"))) == []
    assert len(table(body(export(cast.auditor, format="csv", year="2026")))) == 2


def test_an_export_is_an_event_at_both_ends(cast: Cast):
    builders.decided(cast)
    response = export(cast.auditor, format="csv", outcome="issued", purpose="Аудит 2026, п. 14")
    content = body(response)
    [started], [completed] = written("export.started"), written("export.completed")
    assert started["purpose"] == completed["purpose"] == "Аудит 2026, п. 14"
    assert completed["filter"] == {"q": "", "outcome": "issued", "year": None, "until": None}
    assert (completed["rows"], completed["bytes"]) == (1, len(content))
    assert completed["sha256"] == hashlib.sha256(content).hexdigest()
    assert Event.objects.get(verb="export.completed").actor == cast.auditor


def test_a_copy_that_was_broken_off_is_known(cast: Cast):
    builders.decided(cast)
    run = Export(cast.auditor, Filter(), "csv")
    stream = exports.logged_stream(run, matching(cast.auditor, Filter()))
    next(stream)
    stream.close()
    assert len(written("export.started")) == len(written("export.broken_off")) == 1
    assert written("export.completed") == []


def test_an_unknown_form_is_refused_in_words(cast: Cast):
    assert export(cast.auditor, format="exe").status_code == 422
    assert written("export.started") == []


def test_hostile_names_stay_text(cast: Cast):
    name = '=HYPERLINK("http://evil.example";"Сиволіт")'
    type(cast.company).objects.filter(pk=cast.company.pk).update(name_uk=name)
    builders.decided(cast)
    [row] = table(body(export(cast.auditor, format="csv")))
    assert row["applicant"].startswith("'=")
    assert read_text(row["applicant"]) == name
    assert written("export.completed")[0]["escaped_cells"] == 1


def test_memory_stays_flat_however_many_rows_leave(cast: Cast):
    builders.decided(cast)
    with connection.cursor() as cursor:
        cursor.execute(COPIES, [10_000])
    found = matching(cast.auditor, Filter())
    tracemalloc.start()
    size = sum(map(len, exports.stream("jsonl", found, receipt := Receipt())))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (receipt.rows, Decision.objects.count()) == (10_001, 10_001)
    assert size > 30_000_000
    assert peak < 16_000_000


def test_a_workbook_holds_the_same_rows_and_no_formula(decided, cast):
    sheet = openpyxl.load_workbook(io.BytesIO(body(export(cast.auditor, format="xlsx")))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert rows[0] == exports.COLUMNS
    assert rows[1][0] == decided.number
    assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)


def test_only_the_chosen_columns_leave_in_the_order_of_the_list(decided, cast):
    content = body(export(cast.auditor, format="csv", columns=["outcome", "decision"]))
    assert list(table(content)[0]) == ["decision", "outcome"]
    kept = Event.objects.get(verb="export.completed")
    assert json.loads(kept.body)["data"]["columns"] == ["outcome", "decision"]


def test_a_column_that_is_not_in_the_list_is_refused(decided, cast):
    assert export(cast.auditor, format="csv", columns=["password"]).status_code == 422


def test_the_register_as_of_a_day_knows_nothing_later(decided, cast):
    day = clock.kyiv_date(decided.decided_at)
    before = (day - timedelta(days=1)).isoformat()
    assert table(body(export(cast.auditor, format="csv", until=before))) == []
    assert len(table(body(export(cast.auditor, format="csv", until=day.isoformat())))) == 1
