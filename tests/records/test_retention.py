"""Terms, holds and disposal: nothing under a hold can go, and what goes leaves its digest."""

import json
from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.test import Client

from core.audit.models import Event
from core.audit.verify import verify_ledger
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.documents import intake, storage
from core.documents.models import StoredFile
from core.notifications import outbox
from demo.cast import Cast
from licensing.models import Application, Attachment
from records.models import DisposalAct, DisposalVerdict, Disposed, Hold
from records.retention import rules, selectors, services
from tests import builders
from tests.core.documents import corpus
from tests.records import journey, retained
from tests.records.retained import JUST_BEFORE, LATER

pytestmark = pytest.mark.django_db


def client_of(person: object) -> Client:
    client = Client()
    client.force_login(person)
    return client


def proposed(cast: Cast, *cases: Application) -> DisposalAct:
    numbers = [case.number or "" for case in cases]
    with clock.at(LATER):
        return services.propose(actor=cast.secretary, numbers=numbers, reason="Строк минув.")


def confirm(cast: Cast, act: DisposalAct) -> None:
    with clock.at(LATER):
        services.judge(actor=cast.head, act_id=act.pk, confirmed=True)


def work_off() -> None:
    with clock.at(LATER):
        outbox.drain()


def held(cast: Cast, case: Application, person: object = None) -> Hold:
    return services.place_hold(
        actor=person or cast.auditor,
        number=case.number or "",
        basis="Лист № 7",
        reason="Перевірка.",
    )


def file_of(case: Application, name: str = "own.pdf") -> StoredFile:
    return StoredFile.objects.get(name=name, pk__in=case.attachments.values("file"))


# The terms.


def test_years_run_from_the_first_day_of_the_next_year():
    schedule = rules.schedule_on(date(2026, 11, 23))
    for last_day in (date(2026, 1, 1), date(2026, 12, 31)):
        assert schedule.due_on(rules.RetentionClass.UNFINISHED, last_day) == date(2030, 1, 1)
    with pytest.raises(InvalidInput):
        rules.schedule_on(date(2020, 1, 1))


def test_a_case_comes_due_on_the_day_and_not_before(cast: Cast):
    case = retained.withdrawn(cast)
    assert selectors.due(JUST_BEFORE.date()) == []
    [coming] = selectors.coming(JUST_BEFORE.date())
    assert (coming.due_on, coming.cases) == (LATER.date(), 1)
    [due] = selectors.due(LATER.date())
    assert (due.application, due.due_on, due.is_held) == (case, LATER.date(), False)
    assert selectors.coming(LATER.date()) == []


def test_a_permit_is_kept_from_the_end_of_its_validity_and_a_refusal_from_its_day(cast: Cast):
    decision = journey.decided(cast)
    ends = decision.licence.valid_until
    [coming] = selectors.coming(clock.today())
    assert coming.due_on == date(ends.year + 11, 1, 1)
    [due] = selectors.due(coming.due_on)
    assert (due.retention, due.last_day) == (rules.RetentionClass.GRANTED, ends)


def test_a_case_that_is_open_never_comes_due(cast: Cast):
    builders.accepted(cast)
    assert selectors.due(date(2090, 1, 1)) == []


# Holds.


def test_a_hold_keeps_a_case_out_of_every_act(cast: Cast):
    case = retained.withdrawn(cast)
    hold = held(cast, case)
    with pytest.raises(InvalidInput):
        proposed(cast, case)
    services.lift_hold(actor=cast.auditor, hold_id=hold.pk, reason="Перевірку завершено.")
    assert proposed(cast, case).state == "proposed"
    assert list(Event.objects.filter(verb__startswith="hold.").values_list("verb", "number")) == [
        ("hold.placed", case.number),
        ("hold.lifted", case.number),
    ]


def test_a_hold_placed_after_the_proposal_stops_the_confirmation(cast: Cast):
    case = retained.withdrawn(cast)
    act = proposed(cast, case)
    held(cast, case, cast.head)
    with pytest.raises(Conflict), transaction.atomic():
        confirm(cast, act)
    assert selectors.get_act(act.pk).state == "proposed"
    assert not Disposed.objects.exists()


def test_the_office_that_placed_a_hold_lifts_it(cast: Cast):
    case = retained.withdrawn(cast)
    audit, authority = held(cast, case), held(cast, case, cast.head)
    for hold, person in ((audit, cast.head), (authority, cast.auditor), (audit, cast.secretary)):
        with pytest.raises(NotAllowed):
            services.lift_hold(actor=person, hold_id=hold.pk, reason="Не потрібно.")
    services.lift_hold(actor=cast.head, hold_id=authority.pk, reason="Не потрібно.")
    with pytest.raises(Conflict):
        services.lift_hold(actor=cast.head, hold_id=authority.pk, reason="Ще раз.")
    assert selectors.under_hold([case.pk]) == [case.number]


def test_the_database_refuses_what_is_held_unconfirmed_early_or_open(cast: Cast):
    case = retained.withdrawn(cast)
    act = proposed(cast, case)
    row = {
        "act": act,
        "application": case,
        "file": file_of(case),
        "sha256": file_of(case).sha256,
        "retention": "unfinished",
        "due_on": LATER.date(),
        "disposed_on": LATER.date(),
    }
    refused("nobody confirmed", row)
    open_case = builders.accepted(cast)
    services.judge(actor=cast.head, act_id=_rejected(cast).pk, confirmed=False, reason="Ні.")
    with clock.at(LATER):
        services.judge(actor=cast.head, act_id=act.pk, confirmed=True)
    other = Attachment.objects.create(
        application=open_case, kind="other", file=builders.stored_file(cast.preparer, "b.pdf")
    )
    refused("the case is open", row | {"application": open_case, "file": other.file})
    refused("disposed_after_the_term", row | {"file": other.file, "disposed_on": date(2029, 1, 1)})
    held(cast, case)
    refused("under a hold", row | {"file": other.file})
    with pytest.raises(IntegrityError, match="by an act"), transaction.atomic():
        StoredFile.objects.filter(pk=other.file_id).update(disposed_on=LATER.date())
    with pytest.raises(IntegrityError, match="by an act"), transaction.atomic():
        StoredFile.objects.filter(pk=row["file"].pk).update(disposed_on=None)


def refused(words: str, row: dict) -> None:
    with pytest.raises(IntegrityError, match=words), transaction.atomic():
        Disposed.objects.create(**row)


def _rejected(cast: Cast) -> DisposalAct:
    return proposed(cast, retained.withdrawn(cast, "second.pdf"))


# Disposal.


def test_what_is_disposed_of_leaves_its_digest_and_its_leaf(cast: Cast):
    case = retained.withdrawn(cast)
    journey.keep_bytes()
    file = file_of(case)
    act = proposed(cast, case)
    confirm(cast, act)
    work_off()
    assert not storage.path_of(file.sha256).exists()
    file.refresh_from_db()
    assert (file.disposed_on, file.name) == (LATER.date(), "own.pdf")
    said = json.loads(Event.objects.get(verb="case.files_disposed").body)["data"]
    assert file.sha256 in said["files"]
    assert json.loads(act.text)["cases"][0]["files"]
    assert Event.objects.filter(verb="disposal.erased").count() == 1
    assert verify_ledger().ok
    services.erase(act.pk)
    assert Event.objects.filter(verb="disposal.erased").count() == 1
    address = f"/cases/{case.number}/files/{file.pk}/"
    answer = client_of(cast.officer).get(address)
    assert answer.status_code in {404, 410}


def test_a_file_without_bytes_and_without_an_act_is_still_an_alarm(cast: Cast):
    case = retained.withdrawn(cast)
    journey.keep_bytes()
    storage.discard(file_of(case).sha256)
    assert not verify_ledger().ok


def test_bytes_that_another_file_shares_stay(cast: Cast):
    case = retained.withdrawn(cast)
    twin = builders.stored_file(cast.preparer, "twin.pdf", content="own.pdf")
    assert twin.sha256 == file_of(case).sha256
    confirm(cast, proposed(cast, case))
    work_off()
    assert storage.open_bytes(twin.sha256) == b"own.pdf"
    event = json.loads(Event.objects.get(verb="disposal.erased").body)["data"]
    assert twin.sha256 in event["shared"]


def test_a_file_that_another_case_uses_is_not_in_the_act(cast: Cast):
    case = retained.withdrawn(cast, "own.pdf", "both.pdf")
    other = builders.accepted(cast)
    Attachment.objects.create(application=other, kind="other", file=file_of(case, "both.pdf"))
    listed = {one.file.name for one in selectors.files_of([case.pk])}
    assert "own.pdf" in listed
    assert "both.pdf" not in listed


def test_one_proposes_and_another_confirms(cast: Cast):
    case = retained.withdrawn(cast)
    act = proposed(cast, case)
    for person in (cast.secretary, cast.auditor, cast.officer):
        with pytest.raises(NotAllowed):
            services.judge(actor=person, act_id=act.pk, confirmed=True)
    for person in (cast.head, cast.auditor, cast.officer):
        with pytest.raises(NotAllowed), clock.at(LATER):
            services.propose(actor=person, numbers=[case.number or ""], reason="Строк.")
    with pytest.raises(IntegrityError, match="does not judge"), transaction.atomic():
        DisposalVerdict.objects.create(act=act, confirmed=True, by=cast.secretary)


def test_an_act_is_judged_once_and_a_rejected_case_can_be_proposed_again(cast: Cast):
    case = retained.withdrawn(cast)
    act = proposed(cast, case)
    with pytest.raises(InvalidInput):
        services.judge(actor=cast.head, act_id=act.pk, confirmed=False)
    services.judge(actor=cast.head, act_id=act.pk, confirmed=False, reason="Ще потрібні.")
    with pytest.raises(Conflict):
        confirm(cast, act)
    assert proposed(cast, case).number != act.number


# The pages.


def test_the_whole_way_on_the_pages(cast: Cast, django_assert_max_num_queries):
    case = retained.withdrawn(cast)
    with clock.at(LATER):
        secretary, head = client_of(cast.secretary), client_of(cast.head)
        with django_assert_max_num_queries(25):
            page = secretary.get("/records/retention/").content.decode()
        assert case.number in page
        empty = secretary.post("/records/retention/acts/new", {"reason": "Строк минув."})
        assert empty.status_code == 422
        assert "Строк минув." in empty.content.decode()
        sent = {"cases": [case.number], "reason": "Строк минув."}
        answer = secretary.post("/records/retention/acts/new", sent)
        address = answer["Location"]
        assert secretary.post(address, {"answer": "confirm"}).status_code == 403
        assert head.post(address, {"answer": "reject"}).status_code == 422
        assert head.post(address, {"answer": "confirm"}).status_code == 302
        assert file_of(case).sha256[:4] in head.get(address).content.decode()
        assert case.number not in secretary.get("/records/retention/acts/new").content.decode()


def test_a_hold_on_the_pages(cast: Cast):
    case = retained.withdrawn(cast)
    auditor, head = client_of(cast.auditor), client_of(cast.head)
    sent = {"number": "dz-2026-99999", "basis": "Лист № 7", "reason": "Перевірка."}
    wrong = auditor.post("/records/retention/holds/new", sent)
    assert wrong.status_code == 422
    assert "Лист № 7" in wrong.content.decode()
    placed = auditor.post("/records/retention/holds/new", sent | {"number": case.number.lower()})
    address = placed["Location"]
    assert head.post(address, {"reason": "Не потрібно."}).status_code == 403
    assert auditor.post(address, {"reason": ""}).status_code == 422
    assert auditor.post(address, {"reason": "Завершено."}).status_code == 302
    assert "Завершено." in head.get(address).content.decode()


def test_equal_bytes_that_arrive_are_stored_under_the_same_lock(cast: Cast, monkeypatch):
    locked = []
    monkeypatch.setattr(intake, "lock_content", locked.append)
    upload = ContentFile(corpus.plain_pdf(), name="a.pdf")
    kept = intake.receive(actor=cast.preparer, upload=upload)
    assert locked == [kept.sha256]
