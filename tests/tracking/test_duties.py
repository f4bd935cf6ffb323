"""What is owed after issue: conditions and proofs beside reports, reminded of, weighed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from core.base import clock
from core.notifications import reminders
from core.notifications.models import Deadline, Message
from licensing.checks import Outcome
from licensing.checks.obligations import check_end_user_obligations, check_obligations
from licensing.checks.run import examine, findings, read_run, unnoted
from licensing.services import reports
from licensing.snapshot import freeze
from tests import builders
from tests.core.documents import corpus
from tests.tracking import hands

LATE = date(2027, 12, 21)


def hand_in(cast, owed, answer="not_made"):
    said = reports.Said(answer, "14/2", clock.today(), text="Докладно в листі.")
    upload = ContentFile(corpus.plain_pdf(), name="звіт.pdf")
    return reports.hand_in(actor=cast.signatory, report_id=owed.pk, said=said, upload=upload)


def test_both_reports_of_a_permit_have_deadlines_of_the_company(cast, licence):
    for kind in ("transfer_report", "use_report"):
        row = Deadline.objects.get(kind=kind, number=licence.number)
        assert row.due_on == date(2027, 12, 20)
        assert cast.signatory in row.recipients.all()
        assert cast.foreign_signatory not in row.recipients.all()
    hand_in(cast, licence.owed_reports.get(kind="transfer"))
    assert Deadline.objects.get(kind="transfer_report").met_at is not None


def test_a_proof_is_reminded_of_before_and_after_its_day_once_each(cast, licence):
    shipment = hands.confirm(cast, hands.announce(cast, licence))
    due = licence.owed_proofs.get().due_on
    for days in (-7, 1):
        with clock.at(builders.kyiv(due.year, due.month, due.day) + timedelta(days=days)):
            reminders.run()
            reminders.run()
    told = Message.objects.filter(recipient=cast.signatory, kind="reminder.delivery_proof")
    assert [one.params["number"] for one in told] == [shipment.number] * 2


def test_the_database_keeps_the_day_of_a_proof(cast, licence):
    hands.confirm(cast, hands.announce(cast, licence))
    for statement in (
        "UPDATE licensing_owedproof SET due_on = due_on + 1",
        "DELETE FROM licensing_owedproof",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_late_duties_weigh_on_the_next_case_of_the_same_company(cast, licence):
    hands.confirm(cast, hands.announce(cast, licence))
    content = freeze(builders.filled(cast))
    found = check_obligations(content, LATE)
    assert found.outcome == Outcome.ATTENTION
    assert {one.code for one in found.reasons} == {
        "obligations.proof",
        "obligations.transfer",
        "obligations.use",
    }
    hand_in(cast, licence.owed_reports.get(kind="transfer"))
    assert len(check_obligations(content, LATE).reasons) == 2
    assert check_obligations(content, date(2027, 2, 24)).outcome == Outcome.CLEAR


def test_a_submitted_case_asks_for_a_note_on_what_is_late(cast, licence):
    """The check runs with the others at submission; the case waits for an officer's note."""
    hands.confirm(cast, hands.announce(cast, licence))
    with clock.at(builders.kyiv(LATE.year, LATE.month, LATE.day)):
        case = builders.submitted(cast)
        run = case.latest_checks
        found = {one.code: one for one in read_run(run).results}["obligations"]
        assert found.outcome == Outcome.ATTENTION
        assert {one.params["number"] for one in found.reasons} == {licence.number}
        assert run.attentions >= 1
        assert "obligations" in {one.code for one in unnoted(run)}
        assert "obligations" in findings(run)


def test_late_duties_of_others_to_the_same_end_user_are_told_to_officials_only(cast, licence):
    content = freeze(builders.filled(cast))
    of_other = replace(content, company=replace(content.company, id=str(cast.foreign_company.pk)))
    result = check_end_user_obligations(of_other, LATE)
    assert result.outcome == Outcome.ATTENTION
    assert {one.params["number"] for one in result.reasons} == {licence.number}
    assert check_end_user_obligations(of_other, date(2027, 12, 20)).outcome == Outcome.CLEAR
    assert check_end_user_obligations(content, LATE).outcome == Outcome.CLEAR
    assert "end_user_obligations" not in {one.code for one in examine(of_other, LATE).results}


def test_the_list_of_what_is_owed_pages_without_more_queries(
    cast, licence, django_assert_max_num_queries
):
    for _ in range(3):
        hands.confirm(cast, hands.announce(cast, licence, 1))
    client = Client()
    client.force_login(cast.officer)
    with django_assert_max_num_queries(12):
        page = client.get(reverse("licences:duties")).content.decode()
    assert page.count("DW-2026-") == 3
    assert page.count("/licences/reports/") == 2
    late = client.get(reverse("licences:duties"), {"late": "1"}).content.decode()
    assert "DW-2026-" not in late
    after = f"2027-02-24,{licence.owed_proofs.latest('id').pk}"
    rest = client.get(reverse("licences:duties"), {"after": after}).content.decode()
    assert "DW-2026-" not in rest
    client.force_login(cast.foreign_signatory)
    assert licence.number not in client.get(reverse("licences:duties")).content.decode()
