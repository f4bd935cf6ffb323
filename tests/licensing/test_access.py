"""Restricted cases: unknown to officers without a grant; every grant an event."""

import pytest
from django.urls import reverse
from guardian.shortcuts import get_perms

from commission.selectors.sitting_page import sitting_page
from core.audit.models import Event
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.notifications import deadlines
from core.notifications.models import Message
from core.notifications.selectors import open_deadlines
from licensing.models import Application, Decision
from licensing.selectors import licences_visible_to, visible_to
from licensing.selectors.search import search
from licensing.selectors.worklist.page import worklist
from licensing.selectors.worklist.queue import Filter
from licensing.services import _notices as notices
from licensing.services import access, assigning
from records.policies import scope
from tests import builders, commission_builders
from tests.builders import version

pytestmark = pytest.mark.django_db
GROUND = "Відомості ЗСУ, наказ № 12."


@pytest.fixture
def browse(client):
    def as_person(user):
        client.force_login(user)
        return client

    return as_person


def restricted(cast, case=None):
    case = case or builders.accepted(cast)
    access.restrict(
        actor=cast.head, application_id=case.pk, version=version(case.pk), ground=GROUND
    )
    return builders.fresh(case)


def grant(cast, case, person=None, actor=None, ground=GROUND):
    access.grant(
        actor=actor or cast.head,
        application_id=case.pk,
        person=person or cast.second_officer,
        ground=ground,
    )


def withdraw(cast, case, person=None, actor=None):
    access.withdraw_grant(
        actor=actor or cast.head,
        application_id=case.pk,
        person=person or cast.second_officer,
        ground=GROUND,
    )


EVERYBODY = {
    "officer": 200,
    "second_officer": 404,
    "head": 200,
    "secretary": 200,
    "auditor": 200,
    "adviser_mod": 404,
    "chair": 404,
    "member_mod": 404,
    "customs": 404,
    "reference_admin": 404,
    "system_admin": 404,
    "signatory": 404,
    "foreign_signatory": 404,
}
PAGES = ("detail", "lines", "parties", "documents", "checks", "requests", "journal", "access")


@pytest.mark.parametrize("person", EVERYBODY)
def test_every_role_sees_a_restricted_case_or_nothing_of_it(cast, browse, person):
    case = restricted(cast)
    client = browse(getattr(cast, person))
    for page in PAGES:
        url = reverse(f"cases:{page}", args=[case.number])
        assert client.get(url).status_code == EVERYBODY[person], page
    for verb in ("take", "recheck", "restrict", "grant", "withdraw", "open"):
        answer = client.post(reverse(f"cases:{verb}", args=[case.number]), {"ground": GROUND})
        hidden = EVERYBODY[person] == 404
        assert (answer.status_code == 404) == hidden, verb


def test_lists_search_papers_mail_and_duties_keep_silent_until_a_grant(cast, mailoutbox):
    case = restricted(cast)
    other = cast.second_officer

    def known() -> list[bool]:
        rows = worklist(other, Filter(show="all")).rows
        Message.objects.all().delete()
        notices.tell_officials(
            case, [cast.officer, other], notices.Kind.CASE_ARRIVED, key=f"again:{len(mailoutbox)}"
        )
        return [
            case.number in {row.case.number for row in rows},
            bool(search(other, case.number or "").cases),
            bool(search(other, "Vesterhavn").groups),
            Message.objects.filter(recipient=other).exists(),
            open_deadlines(other).exists(),
        ]

    deadlines.open_deadline(
        kind="decision_term",
        subject=case.subject,
        number=case.number or "",
        link=f"/cases/{case.number}/",
        due_on=case.due_on,
        recipients=[cast.officer, other],
    )
    assert known() == [False] * 5
    grant(cast, case)
    assert known() == [True] * 5
    withdraw(cast, case)
    assert known() == [False] * 5


def test_the_register_and_the_permit_follow_the_case(cast):
    decision = builders.decided(cast)
    restricted(cast, decision.application)

    def seen(person):
        return Decision.objects.filter(scope(person)).exists(), licences_visible_to(person).exists()

    assert seen(cast.second_officer) == (False, False)
    assert seen(cast.officer) == seen(cast.head) == seen(cast.auditor)[:2] == (True, True)
    # The border checks every permit.
    assert licences_visible_to(cast.customs).exists()
    grant(cast, decision.application)
    assert seen(cast.second_officer) == (True, True)


def test_papers_of_a_sitting_are_closed_to_who_only_reads_along(cast, browse):
    item = commission_builders.opened(cast)
    restricted(cast, item.application)
    page = sitting_page(cast.second_officer, item.sitting)
    assert [row.item for row in page.rows] == [None]
    assert sitting_page(cast.member_mod, item.sitting).rows[0].item is not None
    assert sitting_page(cast.officer, item.sitting).rows[0].item is not None
    url = reverse("sittings:item", args=[item.sitting.number, item.position])
    assert browse(cast.second_officer).get(url).status_code == 404
    assert browse(cast.member_mod).get(url).status_code == 200
    assert (
        browse(cast.second_officer)
        .get(reverse("sittings:detail", args=[item.sitting.number]))
        .content.decode()
        .count(item.application.number)
        == 0
    )


def test_grants_are_guardian_s_and_each_act_has_its_event_and_ground(cast):
    case = restricted(cast)
    assert get_perms(cast.officer, case) == ["open_restricted_case"]
    grant(cast, case)
    withdraw(cast, case)
    access.open_to_all(
        actor=cast.head, application_id=case.pk, version=version(case.pk), ground=GROUND
    )
    told = Event.objects.filter(subject=case.subject, body__contains=GROUND)
    assert list(told.order_by("at", "id").values_list("verb", flat=True)) == [
        "case.restricted",
        "access.granted",
        "access.withdrawn",
        "case.opened_to_all",
    ]
    assert get_perms(cast.officer, case) == []
    assert visible_to(cast.second_officer).filter(pk=case.pk).exists()


@pytest.mark.parametrize("actor", ["officer", "second_officer", "secretary", "auditor", "chair"])
def test_only_the_head_opens_a_case_to_somebody(cast, actor):
    case = restricted(cast)
    with pytest.raises(NotAllowed):
        grant(cast, case, actor=getattr(cast, actor))
    with pytest.raises(NotAllowed):
        withdraw(cast, case, person=cast.officer, actor=getattr(cast, actor))


def test_grants_that_cannot_be_are_refused(cast):
    case = restricted(cast)
    with pytest.raises(InvalidInput):
        grant(cast, case, person=cast.adviser_mod)
    with pytest.raises(InvalidInput):
        grant(cast, case, ground="   ")
    with pytest.raises(Conflict):
        withdraw(cast, case, person=cast.officer)
    grant(cast, case)
    with pytest.raises(Conflict):
        grant(cast, case)
    open_case = builders.accepted(cast)
    with pytest.raises(Conflict):
        grant(cast, open_case)


def test_a_restricted_case_goes_only_to_who_may_open_it(cast):
    case = restricted(cast)
    report = assigning.assign_many(
        actor=cast.head, chosen=[(case.pk, version(case.pk))], officer=cast.second_officer
    )
    assert [one.number for one in report.refused] == [case.number]
    grant(cast, case)
    report = assigning.assign_many(
        actor=cast.head, chosen=[(case.pk, version(case.pk))], officer=cast.second_officer
    )
    assert report.done == [case.number]
    # The former officer keeps her grant until the head withdraws it.
    withdraw(cast, case, person=cast.officer)
    assert not visible_to(cast.officer).filter(pk=case.pk).exists()


def test_the_page_restricts_grants_and_keeps_what_was_typed(cast, browse):
    case = builders.accepted(cast)
    client = browse(cast.head)
    url = reverse("cases:restrict", args=[case.number])
    assert client.post(url, {"version": case.version, "ground": ""}).status_code == 422
    assert client.post(url, {"version": case.version, "ground": GROUND}).status_code == 302
    grant_url = reverse("cases:grant", args=[case.number])
    bad = client.post(grant_url, {"person": "", "ground": GROUND})
    assert bad.status_code == 422
    assert GROUND in bad.content.decode()
    good = {"person": cast.second_officer.pk, "ground": GROUND}
    assert client.post(grant_url, good).status_code == 302
    page = client.get(reverse("cases:access", args=[case.number])).content.decode()
    assert cast.second_officer.full_name in page
    assert Application.objects.get(pk=case.pk).restricted
