"""The worklist: whose turn it is and why, filters in the address, bulk assignment, the team."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse

from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.services import grant_role, revoke_role
from core.audit.models import Event
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed, StaleForm
from core.notifications.absences import set_absence
from core.notifications.models import Message
from core.notifications.selectors import open_deadlines
from demo.cast import build_cast
from licensing.models import Application, Preparer, SavedFilter
from licensing.selectors.worklist.page import worklist
from licensing.selectors.worklist.queue import Filter
from licensing.selectors.worklist.team import team_of
from licensing.services import access, assigning
from licensing.services import case as cases
from licensing.services.assigning import assign_many
from licensing.services.filters import MOST, keep_filter
from tests import builders, commission_builders
from tests.builders import version


@pytest.fixture
def browse(client):
    def as_person(user):
        client.force_login(user)
        return client

    return as_person


def shown(user, **filters):
    return {row.case.number for row in worklist(user, Filter(**filters)).rows}


def why(user, case):
    rows = worklist(user, Filter(show="all")).rows
    return next(str(row.waits) for row in rows if row.case.pk == case.pk)


def away(person, deputy):
    set_absence(
        actor=person,
        person=person,
        deputy=deputy,
        starts_on=clock.today(),
        ends_on=clock.today() + timedelta(days=5),
    )


def test_each_case_is_either_mine_or_with_others(cast):
    new = builders.submitted(cast)
    mine = builders.accepted(cast)
    paused = builders.questioned(cast).application
    ready = builders.ready(cast)
    assert shown(cast.officer, show="mine") == {new.number, mine.number}
    assert shown(cast.officer, show="others") == {paused.number, ready.number}
    assert shown(cast.secretary, show="mine") == {ready.number}
    assert shown(cast.second_officer, show="mine") == {new.number}
    # Her team's cases are on a list of their own.
    assert shown(cast.second_officer, show="team") == {new.number, mine.number}
    assert shown(cast.head, show="team") == {new.number, mine.number}


def test_every_row_says_why_it_waits_and_for_how_long(cast):
    new = builders.submitted(cast)
    mine = builders.accepted(cast)
    paused = builders.questioned(cast).application
    item = commission_builders.placed(cast)
    asked = builders.accepted(cast)
    request = commission_builders.asked(cast, asked)
    reasons = {case.pk: why(cast.head, case) for case in (new, mine, paused, item.application)}
    assert len(set(reasons.values())) == 4
    assert item.sitting.number in reasons[item.application.pk]
    assert request.department.short in why(cast.head, asked)
    with clock.at(clock.now() + timedelta(days=3)):
        row = next(r for r in worklist(cast.head, Filter(show="all")).rows if r.case == mine)
        assert row.days == 3


def test_a_deputy_has_the_desk_and_may_act_under_her_own_name(cast):
    case = builders.accepted(cast)
    assert case.number not in shown(cast.second_officer, show="mine")
    with pytest.raises(NotAllowed):
        cases.mark_ready(
            actor=cast.second_officer, application_id=case.pk, version=version(case.pk)
        )
    away(cast.officer, cast.second_officer)
    row = worklist(cast.second_officer, Filter(show="mine")).rows[0]
    assert (row.case, row.instead_of) == (case, cast.officer.name)
    cases.mark_ready(actor=cast.second_officer, application_id=case.pk, version=version(case.pk))
    # She prepared it, so she never decides it; the officer stays the officer.
    assert Preparer.objects.filter(application=case, user=cast.second_officer).exists()
    assert builders.fresh(case).officer == cast.officer


def test_filters_narrow_and_the_address_carries_them(cast, browse):
    danish = builders.accepted(cast)
    czech = builders.accepted(cast, destination="CZ")
    free = builders.submitted(cast)
    assert shown(cast.head, show="all", destination="CZ") == {czech.number}
    assert shown(cast.head, show="all", officer="none") == {free.number}
    assert shown(cast.head, show="all", officer=str(cast.officer.pk), kind="one_time") == {
        danish.number,
        czech.number,
    }
    assert shown(cast.head, show="all", age="31") == set()
    found = Filter.read({"show": "all", "destination": "cz", "officer": "'; DROP", "age": "x"})
    assert found == Filter(show="all", destination="CZ")
    assert Filter.parse(found.query()) == found
    page = browse(cast.head).get(reverse("cases:worklist") + "?" + found.query())
    assert czech.number in page.content.decode()
    assert danish.number not in page.content.decode()


HOSTILE = [
    "?after=0000,x",
    "?after=2026-11-24,",
    "?show=%00&age=-1&officer=%F0%9F",
    "?destination=ЇЇ",
    "?destination=%00%00&officer=%00",
    "?destination=%27%3B&kind=%FF%FE",
    "?after=9999-12-31,%00&show=" + "x" * 5000,
    "?" + "&".join(f"a{n}=1" for n in range(900)),
]


@pytest.mark.parametrize("query", HOSTILE)
def test_a_broken_address_is_the_plain_list(cast, browse, query):
    assert browse(cast.officer).get(reverse("cases:worklist") + query).status_code == 200


def test_pages_follow_one_another_without_gap_or_double(cast, monkeypatch):
    monkeypatch.setattr("licensing.selectors.worklist.page.PAGE_SIZE", 2)
    numbers = [builders.submitted(cast).number for _ in range(5)]
    seen, after = [], ""
    for _page in range(3):
        found = worklist(cast.head, Filter(show="all", kind="one_time"), after)
        seen += [row.case.number for row in found.rows]
        after = found.older.partition("after=")[2].replace("%2C", ",")
    assert sorted(seen) == sorted(numbers)
    assert after == ""


def test_a_filter_is_kept_under_a_name_by_its_person_only(cast, browse):
    client = browse(cast.head)
    kept = client.post(
        reverse("cases:keep_filter"), {"name": " Полудень ", "query": "destination=DK"}
    )
    assert kept.status_code == 302
    one = SavedFilter.objects.get()
    assert (one.person, one.name, one.query) == (cast.head, "Полудень", "show=mine&destination=DK")
    assert "Полудень" in client.get(reverse("cases:worklist")).content.decode()
    keep_filter(actor=cast.head, name="Полудень", query="show=all&evil=<script>")
    assert SavedFilter.objects.get().query == "show=all"
    stranger = browse(cast.officer)
    assert "Полудень" not in stranger.get(reverse("cases:worklist")).content.decode()
    stranger.post(reverse("cases:remove_filter", args=[one.pk]))
    assert SavedFilter.objects.exists()
    browse(cast.head).post(reverse("cases:remove_filter", args=[one.pk]))
    assert not SavedFilter.objects.exists()


def test_kept_filters_have_an_end(cast):
    for number in range(MOST):
        keep_filter(actor=cast.head, name=f"{number}", query="")
    with pytest.raises(Conflict):
        keep_filter(actor=cast.head, name="one more", query="")


def test_many_cases_are_assigned_and_the_refused_ones_named(cast, browse):
    good, stale, closed = (builders.accepted(cast) for _ in range(3))
    seen = {case.pk: version(case.pk) for case in (good, stale, closed)}
    builders.questioned(cast, stale)
    cases.withdraw(
        actor=cast.signatory, application_id=closed.pk, version=version(closed.pk), reason=""
    )
    ticked = [f"{pk}:{number}" for pk, number in seen.items()]
    client = browse(cast.head)
    answer = client.post(
        reverse("cases:assign_many"),
        {"case": [*ticked, "junk", f"{good.pk}:x"], "officer": cast.second_officer.pk},
        follow=True,
    ).content.decode()
    assert builders.fresh(good).officer == cast.second_officer
    assert builders.fresh(stale).officer == cast.officer
    for case in (good, stale, closed):
        assert case.number in answer
    told = Message.objects.filter(recipient=cast.second_officer, kind="case.assigned")
    assert told.count() == 1
    duty = open_deadlines(cast.second_officer).filter(number=good.number)
    assert duty.exists()
    assert not open_deadlines(cast.officer).filter(number=good.number).exists()
    assert Preparer.objects.filter(application=good).count() == 2


def test_a_vanished_case_is_told_and_the_others_go_through(cast, browse):
    good, hidden = builders.accepted(cast), builders.accepted(cast)
    access.restrict(
        actor=cast.head, application_id=hidden.pk, version=hidden.version, ground="Службова"
    )
    ticked = [
        f"{good.pk}:{version(good.pk)}", f"{hidden.pk}:{version(hidden.pk)}", f"{uuid4()}:1",
        f"{uuid4()}:" + "9" * 4000,
    ]  # fmt: skip
    officer = cast.second_officer
    client = browse(cast.officer)
    report = assign_many(actor=officer, chosen=[(good.pk, 1), (hidden.pk, 1)], officer=officer)
    assert (report.done, report.vanished, len(report.refused)) == ([], 1, 1)
    sent = {"case": ticked, "officer": officer.pk, "query": "show=all&destination=DK"}
    answer = client.post(reverse("cases:assign_many"), sent)
    assert answer["Location"] == Filter(show="all", destination="DK").url()
    said = [str(one) for one in answer.wsgi_request._messages]
    assert any(good.number in one for one in said)
    assert any("2" in one for one in said[1:])
    assert builders.fresh(good).officer == officer


@pytest.mark.parametrize("wrong", [{"officer": ""}, {"officer": "\x00"}, {"officer": uuid4()}])
def test_an_assignment_without_an_officer_keeps_the_ticks_and_the_filter(cast, browse, wrong):
    case, other = builders.accepted(cast), builders.accepted(cast)
    tick = f"{case.pk}:{case.version}"
    sent = {"case": [tick], "query": "show=all&destination=DK"} | wrong
    answer = browse(cast.head).post(reverse("cases:assign_many"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "govuk-error-summary" in page
    assert f'value="{tick}" checked' in page
    assert f'value="{other.pk}:{other.version}" checked' not in page
    assert answer.context["list"].filter == Filter(show="all", destination="DK")
    assert builders.fresh(case).officer == cast.officer


def test_an_assignment_without_a_case_keeps_the_officer(cast, browse):
    builders.accepted(cast)
    sent = {"officer": str(cast.second_officer.pk), "case": "junk"}
    answer = browse(cast.head).post(reverse("cases:assign_many"), sent)
    assert answer.status_code == 422
    assert f'value="{cast.second_officer.pk}" selected' in answer.content.decode()


@pytest.mark.parametrize("name", ["", "   ", "н" * 61, "а\u202eб"])
def test_a_filter_without_a_good_name_keeps_what_was_typed(cast, browse, name):
    sent = {"name": name, "query": "show=all&kind=one_time&evil=<b>"}
    answer = browse(cast.head).post(reverse("cases:keep_filter"), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "govuk-error-message" in page
    assert f'value="{name}"' in page or not name.strip()
    assert answer.context["list"].filter == Filter(show="all", kind="one_time")
    assert "<b>" not in page.partition("evil")[2][:20]
    assert not SavedFilter.objects.exists()


@pytest.mark.parametrize("person", ["second_officer", "secretary", "auditor", "chair"])
def test_who_does_not_lead_a_case_does_not_assign_it(cast, person):
    case = builders.accepted(cast)
    with pytest.raises(NotAllowed):
        assigning.assign(
            actor=getattr(cast, person),
            application_id=case.pk,
            version=version(case.pk),
            officer=cast.second_officer,
        )


def test_an_officer_passes_her_own_case_on_and_only_officers_lead(cast):
    case = builders.accepted(cast)
    with pytest.raises(InvalidInput):
        assigning.assign(
            actor=cast.officer,
            application_id=case.pk,
            version=version(case.pk),
            officer=cast.adviser_mod,
        )
    with pytest.raises(StaleForm):
        assigning.assign(
            actor=cast.officer, application_id=case.pk, version=1, officer=cast.second_officer
        )
    assigning.assign(
        actor=cast.officer,
        application_id=case.pk,
        version=version(case.pk),
        officer=cast.second_officer,
    )
    event = Event.objects.get(verb="case.assigned")
    assert str(cast.second_officer.pk) in event.body


def test_everything_of_a_leaver_goes_to_one_officer(cast, browse):
    first, second = builders.accepted(cast), builders.accepted(cast)
    revoke_role(actor=cast.system_admin, user=cast.officer, role=Role.OFFICER)
    rows = team_of(cast.head)
    assert (rows[0].person, rows[0].open, rows[0].has_left) == (cast.officer, 2, True)
    client = browse(cast.head)
    both = {"leaver": cast.officer.pk, "officer": cast.second_officer.pk}
    assert client.get(reverse("cases:team")).status_code == 200
    assert client.post(reverse("cases:team"), both | {"officer": ""}).status_code == 422
    assert client.post(reverse("cases:team"), both).status_code == 302
    assert {builders.fresh(case).officer for case in (first, second)} == {cast.second_officer}
    assert browse(cast.second_officer).post(reverse("cases:team"), both).status_code == 403
    grant_role(actor=cast.system_admin, user=cast.officer, role=Role.OFFICER)


def test_the_team_page_counts_and_says_who_is_away(cast, browse):
    builders.accepted(cast)
    builders.questioned(cast)
    builders.submitted(cast)
    away(cast.officer, cast.second_officer)
    loads = {load.person: load for load in team_of(cast.head)}
    hers = loads[cast.officer]
    assert (hers.open, hers.working, hers.paused) == (2, 1, 1)
    assert hers.absence is not None
    assert loads[None].open == 1
    page = browse(cast.head).get(reverse("cases:team")).content.decode()
    assert cast.second_officer.name in page


@pytest.mark.usefixtures("committed_db")
def test_two_people_assign_the_same_case_and_one_is_told(today):
    cast = build_cast()
    case = builders.accepted(cast)
    seen = version(case.pk)
    third = User.objects.get(pk=cast.second_officer.pk)
    gate, reports = Barrier(2), []

    def act(actor):
        with clock.at(today):
            gate.wait()
            reports.append(assign_many(actor=actor, chosen=[(case.pk, seen)], officer=third))
        connection.close()

    threads = [Thread(target=act, args=[actor]) for actor in (cast.head, cast.officer)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(len(report.done) for report in reports) == [0, 1]
    assert sum(len(report.refused) for report in reports) == 1
    assert Application.objects.get(pk=case.pk).version == seen + 1
    assert Event.objects.filter(verb="case.assigned").count() == 1
