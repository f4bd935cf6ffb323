"""What an amendment reopens: the rule by itself, and an amended case."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from core.base import clock
from core.notifications import outbox
from licensing import reopening
from licensing.checks import CHECKS
from licensing.checks.run import unnoted
from licensing.models import AttachmentKind, CheckNote
from licensing.reopening import Part
from licensing.services import case as cases
from licensing.services import drafting
from licensing.snapshot import (
    CertificateSnapshot,
    Company,
    FileSnapshot,
    Line,
    PartySnapshot,
    Snapshot,
)
from tests import builders
from tests.builders import fresh, version
from tests.licensing.test_applicant_pages import browse, text

__all__ = ["browse"]

LINE = Line(1, "Апарат", "UAV", "ML10.c", "EU CML 2024", "8806930000", Decimal(24), "pcs",
            Decimal(100), "EUR")  # fmt: skip
PARTY = PartySnapshot("end_user", "Агентство", "Agency", "DK", "DK-1", "Гавань", "Harbour")
PAPER = FileSnapshot("1", "fee", "fee.pdf", "a" * 64, 1, "application/pdf", "clean")
CERTIFICATE = CertificateSnapshot("EUC-1", date(2026, 10, 20), date(2027, 6, 30), "Agency",
                                  "Freja Lindqvist", "Head", None, True, True,
                                  date(2026, 10, 28), None)  # fmt: skip


def a_text(company_id: str = "1") -> Snapshot:
    company = Company(company_id, "Завод", "Works", "32855961", "Яр", "Yar", "R-1")
    return Snapshot("one_time", "military", "24 апарати", "DK", "22/С", date(2026, 10, 12), "FCA",
                    "Яворище", "Нагляд", "Watch", company, (LINE,), (PARTY,), CERTIFICATE,
                    (PAPER,))  # fmt: skip


CHANGE = {
    Part.FORM: lambda it: replace(it, subject_kind="services"),
    Part.TITLE: lambda it: replace(it, title="30 апаратів"),
    Part.DESTINATION: lambda it: replace(it, destination="NO"),
    Part.CONTRACT: lambda it: replace(it, contract_no="23/С"),
    Part.END_USE: lambda it: replace(it, end_use_uk="Навчання"),
    Part.COMPANY: lambda it: replace(it, company=replace(it.company, address_uk="Яр, 2")),
    Part.LINES: lambda it: replace(it, lines=(replace(LINE, quantity=Decimal(30)),)),
    Part.PARTIES: lambda it: replace(it, parties=(replace(PARTY, country="SE"),)),
    Part.CERTIFICATE: lambda it: replace(it, certificate=replace(CERTIFICATE, number="EUC-2")),
    Part.PAPERS: lambda it: replace(it, files=(PAPER, replace(PAPER, id="2", kind="other"))),
}
PARTS = st.frozensets(st.sampled_from(list(Part)))


def amended(parts: frozenset[Part], text: Snapshot | None = None) -> Snapshot:
    content = text or a_text()
    for part in Part:
        if part in parts:
            content = CHANGE[part](content)
    return content


@given(PARTS)
def test_exactly_the_changed_parts_are_touched_in_both_directions(parts):
    before, after = a_text(), amended(parts)
    assert reopening.touched(before, after) == parts
    assert reopening.touched(after, before) == parts


@given(PARTS, PARTS)
def test_whoever_is_asked_again_speaks_of_what_changed_and_more_changes_ask_more(some, others):
    codes = [*reopening.subjects(), "a new department"]
    few = reopening.departments(codes, some)
    many = reopening.departments(codes, some | others)
    assert set(few.again) <= set(many.again)
    assert sorted((*few.again, *few.stay)) == sorted(codes)
    for code in few.stay:
        assert not some & reopening.subjects().get(code, reopening.EVERYTHING)
    # Whom the data do not know is asked about everything.
    assert ("a new department" in few.again) == bool(some)


def test_nothing_changed_reopens_nothing_and_an_unknown_field_everything():
    parts = reopening.touched(a_text(), a_text())
    assert reopening.departments(reopening.subjects(), parts).again == ()
    assert reopening.part_of("a_field_of_tomorrow") == reopening.EVERYTHING
    assert set(CHANGE) == set(Part)


def test_the_contract_file_is_the_contract_and_every_field_has_its_part():
    contract = replace(PAPER, kind=AttachmentKind.CONTRACT.value)
    after = replace(a_text(), files=(PAPER, contract))
    assert reopening.touched(a_text(), after) == {Part.CONTRACT}
    for name in a_text().content():
        assert name == "schema" or reopening.part_of(name) != reopening.EVERYTHING


def test_no_check_sees_a_change_outside_of_what_it_is_said_to_read(cast):
    """The table `READS` is held against the checks themselves: all checks, all parts."""
    before, today = a_text(str(cast.company.pk)), clock.today()
    for check in CHECKS:
        code = check.__name__.removeprefix("check_")
        found = check(before, today)
        for part in frozenset(Part) - reopening.READS.get(code, reopening.EVERYTHING):
            assert check(amended(frozenset({part}), before), today) == found, (code, part)


def an_open_amendment(cast):
    case = builders.accepted(cast, certificate=builders.CERTIFICATE | {"quantity_stated": 20})
    drafting.open_amendment(actor=cast.preparer, application_id=case.pk, version=version(case.pk))
    return fresh(case)


def declare(cast, case):
    return cases.amend(
        actor=cast.signatory,
        application_id=case.pk,
        version=version(case.pk),
        declaration=builders.DECLARATION,
    )


def test_a_note_stands_when_its_check_was_not_touched_and_falls_when_it_was(cast):
    case = an_open_amendment(cast)
    noted = set(CheckNote.objects.filter(application=case).values_list("code", flat=True))
    assert {"certificate"} <= noted
    due, accepted = case.due_on, case.accepted_on
    builders._save(cast, case.pk, "end_use", end_use_uk="Рятування", end_use_en="Rescue")
    case = fresh(declare(cast, case))
    waiting = {one.code for one in unnoted(case.latest_checks)}
    assert "certificate" not in waiting
    copy = CheckNote.objects.filter(application=case, code="certificate").latest("id")
    first = CheckNote.objects.filter(application=case, code="certificate").earliest("id")
    assert (copy.text, copy.by, copy.at) == (first.text, first.by, first.at)
    assert (case.due_on, case.accepted_on) == (due, accepted)
    drafting.open_amendment(actor=cast.preparer, application_id=case.pk, version=version(case.pk))
    drafting.save_certificate(
        actor=cast.preparer,
        application_id=case.pk,
        version=version(case.pk),
        values=builders.CERTIFICATE | {"quantity_stated": 20, "number": "EUC-2026-0999"},
        file=builders.stored_file(cast.preparer, "certificate.pdf"),
    )
    case = fresh(declare(cast, case))
    assert "certificate" in {one.code for one in unnoted(case.latest_checks)}


def test_the_company_reads_what_it_reopens_before_it_confirms(cast, browse):
    case = an_open_amendment(cast)
    builders._save(cast, case.pk, "end_use", end_use_uk="Рятування", end_use_en="Rescue")
    drafting.save_party(
        actor=cast.preparer,
        application_id=case.pk,
        version=version(case.pk),
        values=builders.END_USER
        | {"role": "consignee", "name_uk": "Порт Вестергавн", "name_en": "Port of Vesterhavn"},
    )
    client = browse(cast.signatory)
    for name in ("tasks", "declare"):
        page = text(client.get(reverse(f"applications:{name}", args=[case.ref])))
        assert "Порт Вестергавн" in page
        assert "Дні, що минули, зараховано" in page
        assert "Національна потреба" not in page
    declare(cast, case)
    outbox.drain()
    page = text(browse(cast.officer).get(reverse("cases:compare", args=[case.number])))
    assert "Порт Вестергавн" in page
