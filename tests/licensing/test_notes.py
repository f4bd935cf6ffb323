"""Notes that mention people, findings by criterion, precedents, and the history of an end user."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from commission.services import sittings
from core.accounts.memory import remembering
from core.audit.models import Event
from core.base import canonical, clock
from core.base.errors import InvalidInput, NotAllowed, StaleForm
from core.notifications.models import Message
from licensing import snapshot
from licensing.acts.decision import _criteria as decision_record_criteria
from licensing.models import CaseNote, CriterionFinding, Preparer
from licensing.selectors.case.end_user import end_user_history
from licensing.selectors.case.findings import digest_of
from licensing.selectors.case.notes import by_criterion, may_be_mentioned, notes_of
from licensing.selectors.case.precedents import precedents
from licensing.services import access, notes
from licensing.services import case as cases
from tests import builders, commission_builders
from tests.builders import version

pytestmark = pytest.mark.django_db
WORDS = "Лінія С-4 зайнята до березня; див. лист 220/11."


@pytest.fixture
def browse(client):
    def as_person(user):
        client.force_login(user)
        return client

    return as_person


def write(actor, case, *mentioned, text=WORDS):
    return notes.write_note(actor=actor, application_id=case.pk, text=text, mentioned=mentioned)


def assess(actor, case, **changes):
    given = {
        "revision": case.declared.number,
        "criterion": "7",
        "risk": "attention",
        "reason": "Можливе перенаправлення.",
        "evidence": "Лист посольства № 14 від 02.11.2026.",
    } | changes
    return notes.assess(actor=actor, application_id=case.pk, **given)


def test_a_mentioned_colleague_is_told_and_the_words_stay_on_the_case(cast):
    case = builders.accepted(cast)
    note = write(cast.officer, case, cast.second_officer, cast.head)
    told = Message.objects.filter(kind="note.mentioned")
    assert set(told.values_list("recipient", flat=True)) == {
        cast.second_officer.pk,
        cast.head.pk,
    }
    assert all(WORDS not in str(one.params) for one in told)
    event = Event.objects.get(verb="note.written")
    assert WORDS not in event.body
    assert str(note.pk) in event.body
    assert notes_of(case).notes == [note]


@pytest.mark.parametrize("person", ["adviser_mod", "member_mod", "customs", "signatory", "auditor"])
def test_nobody_is_mentioned_who_does_not_work_on_the_case(cast, person):
    case = builders.accepted(cast)
    with pytest.raises(InvalidInput) as refusal:
        write(cast.officer, case, getattr(cast, person))
    assert refusal.value.field == "mentioned"
    assert not CaseNote.objects.exists()
    assert not Message.objects.filter(kind="note.mentioned").exists()


def test_on_a_restricted_case_only_who_may_open_it_is_mentioned(cast):
    case = builders.accepted(cast)
    assert cast.second_officer in may_be_mentioned(case)
    access.restrict(
        actor=cast.head, application_id=case.pk, version=version(case.pk), ground="Наказ № 12"
    )
    case = builders.fresh(case)
    assert set(may_be_mentioned(case)) == {cast.officer, cast.head, cast.secretary}
    with pytest.raises(InvalidInput):
        write(cast.officer, case, cast.second_officer)


@pytest.mark.parametrize("person", ["auditor", "adviser_mod", "chair", "signatory", "customs"])
def test_who_does_not_work_on_cases_writes_no_note(cast, person):
    case = builders.accepted(cast)
    with pytest.raises(NotAllowed):
        write(getattr(cast, person), case)


def test_notes_and_findings_are_never_changed(cast):
    case = builders.accepted(cast)
    note, finding = write(cast.officer, case), assess(cast.officer, case)
    for rows in (
        CaseNote.objects.filter(pk=note.pk),
        CriterionFinding.objects.filter(pk=finding.pk),
    ):
        for act in (lambda rows=rows: rows.update(at=note.at), rows.delete):
            with pytest.raises(DatabaseError), transaction.atomic():
                act()


def test_the_page_keeps_what_was_typed_and_shows_words_as_words(cast, browse):
    case = builders.accepted(cast)
    client, url = browse(cast.officer), reverse("cases:notes", args=[case.number])
    bad = client.post(url, {"text": "Слово", "mentioned": [cast.signatory.pk]})
    assert bad.status_code == 422
    assert "Слово" in bad.content.decode()
    for wrong in (" ", "довге " * 700, "прихований\u202eзнак", "нуль\x00"):
        refused = client.post(url, {"text": wrong, "mentioned": [cast.head.pk]})
        assert refused.status_code == 422
        page = refused.content.decode()
        assert "govuk-error-message" in page
        assert "checked" in page
        assert wrong.strip()[:8] in page
    for ghost in ("junk", "\x00", uuid4()):
        assert client.post(url, {"text": "Слово", "mentioned": ghost}).status_code == 422
    assert not CaseNote.objects.filter(application=case).exists()
    typed = {"text": "<b>Увага</b>", "mentioned": [cast.head.pk]}
    assert client.post(url, typed).status_code == 302
    page = client.get(url).content.decode()
    assert "&lt;b&gt;Увага" in page
    assert "<b>Увага" not in page


def test_notes_follow_one_another_by_key(cast, monkeypatch):
    monkeypatch.setattr("licensing.selectors.case.notes.PAGE", 2)
    case = builders.accepted(cast)
    written = [write(cast.officer, case, text=f"{n}") for n in range(5)]
    seen, before = [], None
    for _page in range(3):
        found = notes_of(case, before)
        seen += found.notes
        before = found.older
    assert {note.pk for note in seen} == {note.pk for note in written}
    assert (len(seen), before) == (5, None)


def test_a_finding_has_reasons_evidence_and_an_author_who_never_decides(cast):
    case = builders.accepted(cast)
    first = assess(cast.officer, case)
    with clock.at(clock.now() + timedelta(minutes=1)):
        better = assess(cast.officer, case, risk="clear", reason="Лист посольства підтвердив це.")
    row = next(row for row in by_criterion(case.declared) if row.criterion.code == "7")
    assert (row.holds, row.earlier) == (better, [first])
    assert Preparer.objects.filter(application=case, user=cast.officer).exists()
    assert Event.objects.filter(verb="criterion.assessed").count() == 2
    for changes in ({"evidence": " "}, {"reason": ""}, {"criterion": "99"}, {"risk": "none"}):
        with pytest.raises(InvalidInput):
            assess(cast.officer, case, **changes)
    with pytest.raises(StaleForm):
        assess(cast.officer, case, revision=7)
    for stranger in (cast.second_officer, cast.head, cast.auditor, cast.adviser_mod):
        with pytest.raises(NotAllowed):
            assess(stranger, case)


def test_members_read_findings_in_the_papers(cast, browse):
    case = builders.accepted(cast)
    item = commission_builders.placed(cast)
    assess(cast.officer, builders.fresh(item.application), evidence="Довідка № 77")
    url = reverse("sittings:papers", args=[item.sitting.number, item.position])
    assert "Довідка № 77" in browse(cast.member_mod).get(url).content.decode()
    assert case.number is not None


def test_findings_lie_frozen_before_the_commission_and_in_the_record(cast, browse):
    case = builders.accepted(cast)
    old = assess(cast.officer, case)
    with clock.at(clock.now() + timedelta(minutes=1)):
        before = assess(cast.officer, case, risk="clear", reason="Лист посольства це спростував.")
    ready = builders.fresh(case)
    ready = cases.mark_ready(actor=cast.officer, application_id=case.pk, version=ready.version)
    item = sittings.place_on_agenda(
        actor=cast.secretary,
        sitting_id=commission_builders.convened(cast).pk,
        application_id=case.pk,
    )
    frozen = json.loads(item.papers)["criteria"]
    assert [(row["criterion"], row["risk"]) for row in frozen] == [("7", "clear")]
    assert frozen[0]["sha256"] == digest_of(before)
    with clock.at(clock.now() + timedelta(minutes=2)):
        later = assess(cast.officer, builders.fresh(case), criterion="2")
    url = reverse("sittings:papers", args=[item.sitting.number, item.position])
    page = browse(cast.member_mod).get(url).content.decode()
    assert page.count(str(_("written after the papers were frozen"))) == 1
    kept = decision_record_criteria(builders.fresh(case))
    assert [row["sha256"] for row in kept] == [digest_of(one) for one in (old, before, later)]
    for row in kept:
        assert canonical.digest(canonical.dumps(row["finding"])) == row["sha256"]


def test_the_page_keeps_a_finding(cast, browse):
    case = builders.accepted(cast)
    client, url = browse(cast.officer), reverse("cases:criteria", args=[case.number])
    typed = {"revision": 1, "criterion": "2", "risk": "clear", "reason": "Так", "evidence": ""}
    assert client.post(url, typed).status_code == 422
    assert client.post(url, typed | {"evidence": "Звіт ООН 2026"}).status_code == 302
    assert "Звіт ООН 2026" in client.get(url).content.decode()


def like(user, case, by):
    found = precedents(user, case, snapshot.read(case.declared.text), by)
    return [(row.case.number, row.line.position, row.line.outcome) for row in found.rows]


def test_precedents_are_found_by_code_end_user_and_destination(cast, django_assert_max_num_queries):
    past = builders.decided(
        cast,
        lines=[
            builders.cap(1, 10),
            builders.refuse(2),
        ],
    ).application
    other = {**builders.END_USER, "name_en": "Ministry of Defence", "register_no": "CZ-1"}
    far = builders.decided(cast, destination="CZ", party=other | {"country": "CZ"}).application
    now = builders.accepted(cast)
    ours = [(past.number, 2, "refused"), (past.number, 1, "capped")]
    assert sorted(like(cast.officer, now, "end_user")) == sorted(ours)
    assert sorted(like(cast.officer, now, "destination")) == sorted(ours)
    assert {number for number, *_ in like(cast.officer, now, "code")} == {past.number, far.number}
    assert like(cast.officer, now, "product") == []
    with remembering(), django_assert_max_num_queries(2):
        like(cast.head, now, "code")
    access.restrict(
        actor=cast.head, application_id=past.pk, version=version(past.pk), ground="Наказ № 12"
    )
    assert like(cast.second_officer, now, "end_user") == []


def test_precedents_are_paged_by_key(cast, monkeypatch, browse):
    monkeypatch.setattr("licensing.selectors.case.precedents.PAGE", 1)
    builders.decided(cast)
    now = builders.accepted(cast)
    content = snapshot.read(now.declared.text)
    first = precedents(cast.officer, now, content, "code")
    second = precedents(cast.officer, now, content, "code", first.older.rpartition("=")[2])
    assert first.rows[0].line.pk > second.rows[0].line.pk
    assert second.older == ""
    client = browse(cast.officer)
    url = reverse("cases:precedents", args=[now.number])
    for query in ("?by=evil&after=1e9", "?by=end_user&after=" + "9" * 40, "?after=%00"):
        assert client.get(url + query).status_code == 200


def test_the_end_user_s_history_adds_up_in_three_queries(cast, django_assert_max_num_queries):
    builders.decided(cast, lines=[builders.cap(1, 10), builders.refuse(2)])
    builders.decided(cast)
    now = builders.accepted(cast)
    content = snapshot.read(now.declared.text)
    # Beside the three of the history: the roles and rights of the reader, once a page.
    with remembering(), django_assert_max_num_queries(4):
        past = end_user_history(cast.head, now, content)
    assert past is not None
    assert (past.count, past.refused_lines) == (2, 1)
    assert past.granted == [(10 + 24 + 8, "pcs")]


@pytest.mark.parametrize("tab", ["notes", "criteria", "precedents", "parties"])
def test_the_tabs_stay_within_twenty_queries_with_history(cast, browse, tab):
    from tests.licensing.test_officer_pages import cost

    builders.decided(cast)
    case = builders.questioned(cast).application
    write(cast.officer, case, cast.head, cast.secretary)
    assess(cast.officer, builders.fresh(case))
    url = reverse(f"cases:{tab}", args=[case.number]) + "?by=end_user"
    assert cost(browse(cast.officer), url) <= 20
