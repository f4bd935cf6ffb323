"""A company sends its renewed papers; the old ones count until an officer has confirmed them."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, transaction
from django.http import Http404
from django.urls import reverse

from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.notifications.models import Deadline, Message
from manufacturers import selectors, services
from manufacturers.models import Renewal
from manufacturers.services import PaperData
from tests.core.documents import corpus
from tests.manufacturers.companies import verbs
from tests.manufacturers.test_pages import browser

pytestmark = pytest.mark.django_db

AUTHORITY = PaperData(number="П-838/9001", issued_on=date(2026, 1, 5), valid_until=date(2031, 1, 4))
CERTIFICATE = PaperData(number="РС-2026-0777", issued_on=date(2026, 2, 2))


def send(cast, data=AUTHORITY, kind="authority", actor=None) -> Renewal:
    return services.send_renewal(
        actor=actor or cast.administrator,
        company_id=cast.company.pk,
        kind=kind,
        data=data,
        upload=ContentFile(corpus.plain_pdf(), name="папір.pdf"),
    )


def test_the_old_authority_counts_until_an_officer_confirms(cast):
    old = selectors.standing_on(cast.company).authority
    renewal = send(cast)
    assert selectors.standing_on(cast.company).authority == old
    assert Message.objects.filter(recipient=cast.officer, kind="renewal.sent").count() == 1
    services.confirm_renewal(actor=cast.officer, renewal_id=renewal.pk)
    new = selectors.standing_on(cast.company).authority
    assert (new.number, new.file) == (AUTHORITY.number, renewal.file)
    owed = Deadline.objects.filter(
        kind="authority", recipients=cast.administrator, met_at__isnull=True
    )
    assert owed.get().due_on == AUTHORITY.valid_until
    assert Message.objects.filter(recipient=cast.administrator, kind="renewal.confirmed").exists()
    said = ["company.renewal_sent", "company.authority_added", "company.renewal_confirmed"]
    assert verbs(cast.company)[-3:] == said


def test_a_certificate_changes_the_registration_and_brings_its_file(cast):
    renewal = send(cast, CERTIFICATE, "registration")
    assert selectors.registration_paper(cast.company) is None
    services.confirm_renewal(actor=cast.officer, renewal_id=renewal.pk)
    cast.company.refresh_from_db()
    assert cast.company.registration_no == CERTIFICATE.number
    assert cast.company.registration_valid_until is None
    assert selectors.registration_paper(cast.company) == renewal
    page = browser(cast.preparer).get("/company/").content.decode()
    assert reverse("manufacturers:renewal_file", args=[renewal.pk]) in page


def test_the_number_of_another_company_is_refused_and_nothing_changes(cast):
    taken = cast.foreign_company.registration_no
    renewal = send(cast, replace(CERTIFICATE, number=taken), "registration")
    client = browser(cast.officer)
    answer = client.post(reverse("manufacturers:renewal_confirm", args=[renewal.pk]))
    assert answer["Location"] == reverse("manufacturers:renewal", args=[renewal.pk])
    renewal.refresh_from_db()
    assert renewal.state == "waiting"


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (replace(AUTHORITY, valid_until=date(2025, 1, 1)), "valid_until"),
        (replace(AUTHORITY, valid_until=None), "valid_until"),
        (replace(AUTHORITY, issued_on=date(2030, 1, 1)), "issued_on"),
    ],
)
def test_impossible_dates_are_refused_by_their_field(cast, data, field):
    with pytest.raises(InvalidInput) as refused:
        send(cast, data)
    assert refused.value.field == field


def test_an_authority_that_counts_already_is_not_sent_again(cast):
    known = cast.company.authorities.get().number
    with pytest.raises(InvalidInput):
        send(cast, replace(AUTHORITY, number=known))


def test_a_second_paper_replaces_the_one_that_waits(cast):
    first, second = send(cast), send(cast)
    first.refresh_from_db()
    assert first.state == "replaced"
    assert selectors.open_renewals(cast.company) == [second]
    with pytest.raises(Conflict):
        services.confirm_renewal(actor=cast.officer, renewal_id=first.pk)


def test_only_the_administrator_sends_and_only_an_officer_settles(cast):
    for person in (cast.preparer, cast.signatory):
        with pytest.raises(NotAllowed):
            send(cast, actor=person)
    with pytest.raises(Http404):
        send(cast, actor=cast.foreign_signatory)
    renewal = send(cast)
    for person in (cast.head, cast.auditor, cast.administrator):
        with pytest.raises(NotAllowed):
            services.confirm_renewal(actor=person, renewal_id=renewal.pk)


def test_a_settled_paper_can_be_neither_changed_nor_removed(cast):
    renewal = send(cast)
    with pytest.raises(InvalidInput):
        services.decline_renewal(actor=cast.officer, renewal_id=renewal.pk, reason=" ")
    services.decline_renewal(actor=cast.officer, renewal_id=renewal.pk, reason="Скан нечіткий")
    row = Renewal.objects.filter(pk=renewal.pk)
    for attack in (lambda: row.update(state="waiting"), row.delete):
        with pytest.raises(Error), transaction.atomic():
            attack()
    assert "Скан нечіткий" in browser(cast.signatory).get("/company/").content.decode()


def test_the_paper_goes_its_way_on_pages(cast):
    company, officer = browser(cast.administrator), browser(cast.officer)
    form = reverse("manufacturers:renewal_send", args=["authority"])
    typed = {"number": "П-838/9001", "issued_on": "05.01.2026", "valid_until": "04.01.2031"}
    without_file = company.post(form, typed)
    assert without_file.status_code == 422
    assert "П-838/9001" in without_file.content.decode()
    content = corpus.plain_pdf()
    file = SimpleUploadedFile("повноваження.pdf", content)
    assert company.post(form, typed | {"upload": file})["Location"] == "/company/"
    assert company.get(reverse("manufacturers:renewal_send", args=["other"])).status_code == 404
    renewal = Renewal.objects.get()
    page = reverse("manufacturers:renewal", args=[renewal.pk])
    assert page in officer.get("/companies/renewals/").content.decode()
    assert officer.get(page).status_code == 200
    assert officer.post(page, {"reason": ""}).status_code == 422
    confirmed = officer.post(reverse("manufacturers:renewal_confirm", args=[renewal.pk]))
    assert confirmed["Location"] == reverse("manufacturers:detail", args=[cast.company.pk])
    stored = company.get(reverse("manufacturers:renewal_file", args=[renewal.pk]))
    assert stored.content == content
