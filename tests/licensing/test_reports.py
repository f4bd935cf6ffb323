"""Reports after issue, and a conclusion on negotiations from the application to its report."""

import json
from datetime import date, timedelta

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.db.utils import DatabaseError
from django.http import Http404
from django.urls import reverse

from core.audit.models import Event
from core.base import clock
from core.base.errors import InvalidInput, NotAllowed
from core.notifications.models import Deadline
from licensing.models import HandedReport, Licence, OwedReport
from licensing.selectors.licences.register import register
from licensing.services import drafting, reports
from licensing.services.reports import Said
from tests import builders
from tests.builders import stored_file, version
from tests.core.documents import corpus
from tests.licensing.test_applicant_pages import browse, text
from tracking import policies

__all__ = ["browse"]

HOME = "/applications/home/"


def conclusion(cast):
    """Return a draft for a conclusion on negotiations, filled in by the company's preparer."""
    case = builders.draft(cast, act="conclusion", title="Переговори про апарати")
    actor, pk = cast.preparer, case.pk
    builders._save(cast, pk, "end_use", end_use_uk="Переговори", end_use_en="Talks")
    line = builders.LINES[0] | {"uktzed": ""}
    drafting.add_line(actor=actor, application_id=pk, version=version(pk), values=line)
    party = builders.END_USER
    drafting.save_party(actor=actor, application_id=pk, version=version(pk), values=party)
    for kind in ("negotiation_plan", "fee"):
        file = stored_file(actor, f"{kind}.pdf")
        drafting.attach_file(
            actor=actor, application_id=pk, version=version(pk), kind=kind, file=file
        )
    return builders.fresh(case)


def pdf() -> ContentFile:
    return ContentFile(corpus.plain_pdf(), name="звіт.pdf")


def said(answer: str = "made", **changes) -> Said:
    fields = {"answer": answer, "letter_no": "14/2", "letter_date": clock.today()}
    return Said(**(fields | {"text": ""} | changes))


def hand_in(cast, owed: OwedReport, what: Said | None = None) -> HandedReport:
    return reports.hand_in(
        actor=cast.preparer, report_id=owed.pk, said=what or said(), upload=pdf()
    )


def test_a_conclusion_from_application_to_decision_and_report(cast, browse):
    decision = builders.decided(cast, application=conclusion(cast))
    licence = Licence.objects.get(decision=decision)
    assert licence.number == "DV-2026-00001"
    record = json.loads(licence.record_text)
    assert record["title"]["uk"] == "Висновок щодо ведення переговорів"
    assert [one["kind"] for one in record["reports_due"]] == ["outcome"]
    owed = licence.owed_reports.get()
    # 24.11.2026 and 300 days is 20.09.2027; three months later.
    assert owed.due_on == date(2027, 12, 20)
    deadline = Deadline.objects.get(kind="outcome_report")
    assert (deadline.due_on, deadline.number) == (owed.due_on, licence.number)
    assert set(deadline.recipients.all()) == {cast.preparer, cast.signatory, cast.administrator}
    assert not policies.may_announce(cast.preparer, licence)
    client = browse(cast.preparer)
    page = text(client.get(reverse("licences:detail", args=[licence.number])))
    assert reverse("licences:report", args=[owed.pk]) in page
    hand_in(cast, owed, said("going_on", text="Триває узгодження ціни."))
    deadline.refresh_from_db()
    assert deadline.met_at is not None


def test_permits_and_conclusions_are_numbered_apart(cast):
    first = builders.decided(cast, application=conclusion(cast)).licence
    permit = builders.decided(cast).licence
    second = builders.decided(cast, application=conclusion(cast)).licence
    numbers = [first.number, permit.number, second.number]
    assert numbers == ["DV-2026-00001", "DL-2026-00001", "DV-2026-00002"]
    listed = {row.licence.number for row in register(cast.preparer).rows}
    assert listed == set(numbers)


def test_a_permit_owes_two_reports_and_a_general_one_two_a_year(cast):
    one_time = builders.decided(cast).licence
    assert [one.kind for one in one_time.owed_reports.all()] == ["transfer", "use"]
    days = {one["due_on"] for one in json.loads(one_time.record_text)["reports_due"]}
    assert {one.due_on.isoformat() for one in one_time.owed_reports.all()} == days


def test_the_home_lists_what_is_owed_until_it_is_handed_in(cast, browse):
    licence = builders.decided(cast).licence
    transfer, use = licence.owed_reports.all()
    client = browse(cast.preparer)
    address = [reverse("licences:report", args=[one.pk]) for one in (transfer, use)]
    assert address[0] not in text(client.get(HOME))
    with clock.at(builders.kyiv(2027, 12, 1)):
        # The permit has ended long ago; its reports are owed all the same.
        page = text(client.get(HOME))
        assert all(one in page for one in address)
        hand_in(cast, transfer)
    with clock.at(builders.kyiv(2028, 3, 1)):
        page = text(client.get(HOME))
        assert address[0] not in page
        assert address[1] in page
        assert "прострочено" in page
        late = text(client.post(address[1], body("not_used", "")))
        assert "Опишіть, що сталося і чому." in late
        answer = client.post(address[1], body("not_used", "Вироби на складі."))
        assert answer.status_code == 302
        assert "подано із запізненням" in text(client.get(address[1]))
        assert address[1] not in text(client.get(HOME))


def body(answer: str, words: str, **changes) -> dict[str, object]:
    today = clock.today().strftime("%d.%m.%Y")
    fields = {"answer": answer, "text": words, "letter_no": "77", "letter_date": today}
    return fields | {"upload": pdf()} | changes


def test_a_corrected_report_is_another_edition_and_both_stay(cast, browse):
    owed = builders.decided(cast).licence.owed_reports.first()
    hand_in(cast, owed)
    second = hand_in(cast, owed, said("partly_made", text="Відвантажено 20 з 24."))
    assert second.edition == 2
    told = Event.objects.filter(verb="report.handed_in").order_by("at")
    assert [json.loads(event.body)["data"]["edition"] for event in told] == [1, 2]
    client = browse(cast.officer)
    page = text(client.get(reverse("licences:report", args=[owed.pk])))
    assert "Відвантажено 20 з 24." in page
    for edition in (1, 2):
        file = client.get(reverse("licences:report_file", args=[owed.pk, edition]))
        assert b"".join(file.streaming_content if file.streaming else [file.content])
    missing = client.get(reverse("licences:report_file", args=[owed.pk, 3]))
    assert missing.status_code == 404
    for row in (owed, second):
        with pytest.raises(DatabaseError), transaction.atomic():
            type(row).objects.filter(pk=row.pk).update(id=row.pk)


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"answer": "used"}, "answer"),
        ({"answer": "nonsense"}, "answer"),
        ({"answer": "not_made", "text": "  "}, "text"),
        ({"letter_no": " "}, "letter_no"),
        ({"letter_date": date(2026, 11, 25)}, "letter_date"),
        ({"letter_date": date(2020, 1, 1)}, "letter_date"),
    ],
)
def test_what_is_no_report_is_refused_at_its_field(cast, what, field):
    owed = builders.decided(cast).licence.owed_reports.get(kind="transfer")
    with pytest.raises(InvalidInput) as refusal:
        hand_in(cast, owed, said(**what))
    assert refusal.value.field == field
    assert not HandedReport.objects.exists()


def test_only_the_holder_hands_in(cast, browse):
    owed = builders.decided(cast).licence.owed_reports.first()
    with pytest.raises(NotAllowed):
        reports.hand_in(actor=cast.officer, report_id=owed.pk, said=said(), upload=pdf())
    address = reverse("licences:report", args=[owed.pk])
    assert browse(cast.foreign_preparer).get(address).status_code == 404
    with pytest.raises(Http404):
        reports.hand_in(actor=cast.preparer, report_id=cast.company.pk, said=said(), upload=pdf())


def test_the_home_costs_the_same_with_more_reports(cast, browse):
    from tests.licensing.test_applicant_pages import cost

    builders.decided(cast)
    client = browse(cast.preparer)
    with clock.at(clock.now() + timedelta(days=380)):
        few = cost(client, HOME)
    for _ in range(3):
        builders.decided(cast)
    with clock.at(clock.now() + timedelta(days=380)):
        assert cost(client, HOME) == few
