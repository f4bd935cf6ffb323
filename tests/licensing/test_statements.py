"""The ministry's word counts when a second person has compared it with the paper."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.urls import reverse

from core.base import clock
from core.base.errors import Conflict, NotAllowed
from licensing.models import MinistryStatement, StatementAnswer
from licensing.selectors.need.arithmetic import arithmetic, statement_in_force
from licensing.services import need
from licensing.services.need import StatementData
from tests.core.documents import corpus
from tests.licensing import surplus
from tests.manufacturers.test_pages import browser

pytestmark = pytest.mark.django_db

TYPED = {
    "kind": "none", "number": "220/90", "dated": "02.11.2026", "valid_until": "31.03.2027",
    "further_need": "55",
}  # fmt: skip


def entered(cast, line, actor=None):
    data = StatementData("none", "220/5", date(2026, 11, 2), date(2027, 3, 31), Decimal(55))
    return need.enter_statement(actor=actor or cast.officer, line_id=line.pk, data=data)


def left(line):
    figures = arithmetic(line, clock.today())
    assert figures is not None
    return figures.surplus


def test_it_counts_from_the_confirmation_on(cast):
    line = surplus.a_counted_line(cast)
    said = entered(cast, line)
    assert (left(line), statement_in_force(line, clock.today())) == (60, None)
    need.confirm_statement(actor=cast.adviser_mod, statement_id=said.pk)
    assert (left(line), statement_in_force(line, clock.today())) == (5, said)
    with pytest.raises(Conflict):
        need.reject_statement(actor=cast.head, statement_id=said.pk, reason="Помилка")


def test_a_rejected_one_never_counts(cast):
    line = surplus.a_counted_line(cast)
    said = entered(cast, line)
    need.reject_statement(actor=cast.head, statement_id=said.pk, reason="Інший номер")
    assert left(line) == 60


@pytest.mark.parametrize("person", ["officer", "secretary", "adviser_mfa", "auditor", "preparer"])
def test_neither_the_author_nor_a_stranger_answers(cast, person):
    said = entered(cast, surplus.a_counted_line(cast))
    with pytest.raises(NotAllowed):
        need.confirm_statement(actor=getattr(cast, person), statement_id=said.pk)
    with pytest.raises(DatabaseError, match="another person"), transaction.atomic():
        StatementAnswer.objects.create(
            statement=said, confirmed=True, by=cast.officer, at=clock.now()
        )


def test_the_adviser_enters_it_with_the_paper_and_an_officer_sees_its_effect(cast):
    line = surplus.a_counted_line(cast)
    case = surplus.accepted(cast, line)
    adviser = browser(cast.adviser_mod)
    page = adviser.get("/statements/").content.decode()
    address = reverse("statements:enter", args=[line.pk])
    assert address in page
    assert "/statements/" in adviser.get("/opinions/").content.decode()
    missing = adviser.post(address, TYPED)
    assert missing.status_code == 422
    assert "220/90" in missing.content.decode()
    paper = SimpleUploadedFile("paper.pdf", corpus.plain_pdf())
    assert adviser.post(address, TYPED | {"upload": paper}).status_code == 302
    said = MinistryStatement.objects.get(number="220/90")
    shown = reverse("statements:statement", args=[said.pk])
    officer = browser(cast.officer)
    text = officer.get(shown).content.decode()
    assert "<b>60</b>" in text
    assert "<b>5</b>" in text
    assert shown in officer.get(reverse("cases:need", args=[case.number])).content.decode()
    assert officer.get(reverse("statements:file", args=[said.pk])).status_code == 200
    assert officer.post(reverse("statements:confirm", args=[said.pk])).status_code == 302
    assert left(line) == 5
    assert browser(cast.preparer).get(shown).status_code == 404
