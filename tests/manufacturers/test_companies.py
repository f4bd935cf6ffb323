"""Companies and their people: whose company it is, until when, and who may say so."""

from datetime import date, datetime, timedelta

import pytest
from django.http import Http404

from core.accounts.models import User
from core.accounts.roles import ADMINISTER, PREPARE, SIGN, VIEW
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from demo.cast import MEMBERS_SINCE
from manufacturers import policies, selectors, services
from manufacturers.models import Membership
from manufacturers.services import Rights
from tests.manufacturers.companies import DATA, EVERYTHING, membership, verbs

pytestmark = pytest.mark.django_db


# Rights


def test_each_holds_what_she_does_and_nothing_more(cast):
    rights = policies.rights_of
    company = cast.company.pk
    assert rights(cast.preparer) == {company: {PREPARE, VIEW}}
    assert rights(cast.signatory) == {company: {SIGN, VIEW}}
    assert rights(cast.administrator) == {company: {PREPARE, ADMINISTER, VIEW}}
    assert rights(cast.officer) == {}
    assert rights(None) == {}


def test_nobody_holds_anything_on_a_foreign_company(cast):
    for right in (PREPARE, SIGN, ADMINISTER, VIEW):
        assert not policies.holds(cast.foreign_signatory, right, cast.company)
        assert not policies.holds(cast.signatory, right, cast.foreign_company)


def test_a_foreign_company_does_not_exist(cast):
    with pytest.raises(Http404):
        selectors.get_visible(cast.signatory, cast.foreign_company.pk)
    with pytest.raises(Http404):
        services.save_data_sheet(
            actor=cast.foreign_signatory, company_id=cast.company.pk, version=2, fields={}
        )
    with pytest.raises(Http404):
        services.remove_member(
            actor=cast.foreign_signatory, membership_id=membership(cast.preparer).pk
        )
    assert list(selectors.visible_to(cast.signatory)) == [cast.company]


def test_own_but_forbidden_is_said_plainly(cast):
    with pytest.raises(NotAllowed):
        services.save_data_sheet(
            actor=cast.preparer, company_id=cast.company.pk, version=2, fields={"phone": "1"}
        )
    with pytest.raises(NotAllowed):
        services.invite_person(
            actor=cast.signatory,
            company_id=cast.company.pk,
            email="x@sivolit.example",
            name_uk="Х",
            name_en="X",
            title_uk="",
            title_en="",
            rights=EVERYTHING,
        )
    assert not User.objects.filter(email="x@sivolit.example").exists()


def test_officials_read_the_register_and_others_do_not(cast):
    both = {cast.company, cast.foreign_company}
    for person in (cast.officer, cast.head, cast.secretary, cast.auditor):
        assert set(selectors.visible_to(person)) == both
    for person in (cast.adviser_mod, cast.chair, cast.alternate, cast.customs, cast.system_admin):
        assert not selectors.visible_to(person).exists()


def test_people_with_a_right_are_found_both_ways(cast):
    assert list(selectors.people_with(cast.company, SIGN)) == [cast.signatory]
    assert set(selectors.people_with(cast.company, VIEW)) == {
        cast.preparer,
        cast.signatory,
        cast.administrator,
    }
    assert list(selectors.for_user(cast.preparer, SIGN)) == []
    assert list(selectors.for_user(cast.preparer, PREPARE)) == [cast.company]


# Time


def test_a_membership_ends_at_midnight_in_kyiv(cast):
    services.change_member(
        actor=cast.administrator,
        membership_id=membership(cast.signatory).pk,
        rights=Rights(signs=True),
        valid_until=date(2026, 12, 1),
    )
    last = datetime(2026, 12, 1, 23, 59, tzinfo=clock.KYIV)
    with clock.at(last):
        assert policies.holds(cast.signatory, SIGN, cast.company)
        assert list(selectors.people_with(cast.company, SIGN)) == [cast.signatory]
    with clock.at(last + timedelta(minutes=1)):
        assert policies.rights_of(cast.signatory) == {}
        assert list(selectors.people_with(cast.company, SIGN)) == []
        assert not selectors.visible_to(cast.signatory).exists()
        assert selectors.membership_of(cast.signatory) is None


def test_a_membership_has_not_begun_before_its_first_day(cast):
    before = datetime.combine(MEMBERS_SINCE, datetime.min.time(), tzinfo=clock.KYIV)
    with clock.at(before - timedelta(minutes=1)):
        assert policies.rights_of(cast.signatory) == {}


def test_a_removed_person_loses_everything_at_once(cast):
    services.remove_member(actor=cast.administrator, membership_id=membership(cast.signatory).pk)
    assert policies.rights_of(cast.signatory) == {}
    assert not cast.signatory.has_perm("sign_application", cast.company)
    assert verbs(cast.company)[-1] == "company.member_removed"


def test_a_grant_without_a_membership_gives_nothing(cast):
    from guardian.shortcuts import assign_perm

    assign_perm("sign_application", cast.foreign_signatory, cast.company)
    assert not policies.holds(cast.foreign_signatory, SIGN, cast.company)


def test_a_closed_account_holds_nothing(cast):
    cast.signatory.is_active = False
    cast.signatory.save()
    assert policies.rights_of(cast.signatory) == {}
    assert list(selectors.people_with(cast.company, SIGN)) == []


def test_a_person_comes_back_after_leaving(cast):
    services.remove_member(actor=cast.administrator, membership_id=membership(cast.preparer).pk)
    services.add_member(
        actor=cast.administrator,
        company_id=cast.company.pk,
        user=cast.preparer,
        rights=Rights(prepares=True),
    )
    assert policies.holds(cast.preparer, PREPARE, cast.company)
    assert Membership.objects.filter(user=cast.preparer).count() == 2


# The last administrator


def test_the_last_administrator_cannot_be_removed_demoted_or_timed(cast):
    last = membership(cast.administrator).pk
    with pytest.raises(Conflict):
        services.remove_member(actor=cast.administrator, membership_id=last)
    with pytest.raises(Conflict):
        services.change_member(
            actor=cast.administrator,
            membership_id=last,
            rights=Rights(prepares=True),
            valid_until=None,
        )
    with pytest.raises(Conflict):
        services.change_member(
            actor=cast.administrator,
            membership_id=last,
            rights=EVERYTHING,
            valid_until=date(2027, 1, 1),
        )
    assert policies.holds(cast.administrator, ADMINISTER, cast.company)


def test_a_successor_frees_the_last_administrator(cast):
    services.change_member(
        actor=cast.administrator,
        membership_id=membership(cast.preparer).pk,
        rights=EVERYTHING,
        valid_until=None,
    )
    services.remove_member(
        actor=cast.administrator, membership_id=membership(cast.administrator).pk
    )
    with pytest.raises(Conflict):
        services.remove_member(actor=cast.preparer, membership_id=membership(cast.preparer).pk)


def test_a_successor_with_an_end_date_does_not_count(cast):
    services.change_member(
        actor=cast.administrator,
        membership_id=membership(cast.preparer).pk,
        rights=EVERYTHING,
        valid_until=date(2027, 6, 1),
    )
    with pytest.raises(Conflict):
        services.remove_member(
            actor=cast.administrator, membership_id=membership(cast.administrator).pk
        )


def test_an_officer_names_only_the_first_administrator(cast):
    with pytest.raises(NotAllowed):
        services.remove_member(actor=cast.officer, membership_id=membership(cast.signatory).pk)
    company = services.register_manufacturer(actor=cast.officer, data=DATA)
    invited = services.invite_person(
        actor=cast.officer,
        company_id=company.pk,
        email="first@khvylia.example",
        name_uk="Перша Особа",
        name_en="Persha Osoba",
        title_uk="",
        title_en="",
        rights=Rights(administers=True),
    )
    assert policies.holds(invited.user, ADMINISTER, company)
    with pytest.raises(NotAllowed):
        services.remove_member(actor=cast.officer, membership_id=invited.pk)


# One company, one side


def test_an_official_does_not_act_for_a_company(cast):
    with pytest.raises(Conflict):
        services.add_member(
            actor=cast.administrator,
            company_id=cast.company.pk,
            user=cast.officer,
            rights=EVERYTHING,
        )


def test_a_person_acts_for_one_company_at_a_time(cast):
    for first in (None, date(2030, 1, 1)):
        with pytest.raises(Conflict):
            services.add_member(
                actor=cast.administrator,
                company_id=cast.company.pk,
                user=cast.foreign_signatory,
                rights=Rights(signs=True),
                valid_from=first,
            )


def test_a_member_does_something(cast):
    with pytest.raises(InvalidInput):
        services.change_member(
            actor=cast.administrator,
            membership_id=membership(cast.preparer).pk,
            rights=Rights(),
            valid_until=None,
        )


def test_a_term_does_not_end_before_it_starts(cast):
    with pytest.raises(InvalidInput) as refusal:
        services.change_member(
            actor=cast.administrator,
            membership_id=membership(cast.preparer).pk,
            rights=Rights(prepares=True),
            valid_until=MEMBERS_SINCE - timedelta(days=1),
        )
    assert refusal.value.field == "valid_until"


def test_who_left_cannot_be_changed(cast):
    gone = membership(cast.preparer).pk
    services.remove_member(actor=cast.administrator, membership_id=gone)
    with pytest.raises(Conflict):
        services.remove_member(actor=cast.administrator, membership_id=gone)
