"""Companies and their people: whose company it is, until when, and who may say so."""

from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.http import Http404

from core.accounts.models import User
from core.accounts.roles import ADMINISTER, PREPARE, SIGN, VIEW
from core.audit.models import Event
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed, StaleForm
from demo.cast import MEMBERS_SINCE, Cast, build_cast
from manufacturers import policies, selectors, services
from manufacturers.models import Manufacturer, Membership
from manufacturers.services import CompanyData, Rights

pytestmark = pytest.mark.django_db

EVERYTHING = Rights(prepares=True, signs=True, administers=True)
DATA = CompanyData(
    edrpou="99000620",
    name_uk="ТОВ «Нова Хвиля»",
    name_en="Nova Khvylia LLC",
    address_uk="вул. Нова, 1",
    address_en="1 Nova St",
    registration_no="РС-2026-0901",
    registered_on=date(2026, 2, 2),
)


@pytest.fixture
def cast(db) -> Cast:
    return build_cast()


def membership(user: User) -> Membership:
    found = selectors.membership_of(user)
    assert found is not None
    return found


def verbs(company: Manufacturer) -> list[str]:
    events = Event.objects.filter(subject=f"company:{company.pk}").order_by("id")
    return list(events.values_list("verb", flat=True))


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


# The register


def test_only_officers_keep_the_register(cast):
    for person in (cast.signatory, cast.head, cast.secretary, cast.auditor, cast.customs):
        with pytest.raises(NotAllowed):
            services.register_manufacturer(actor=person, data=DATA)


def test_a_doubtful_code_is_a_warning_and_a_malformed_one_is_refused(cast):
    from dataclasses import replace

    with pytest.raises(InvalidInput) as warning:
        services.register_manufacturer(actor=cast.officer, data=replace(DATA, edrpou="99000621"))
    assert warning.value.code == "edrpou_check_digit"
    company = services.register_manufacturer(
        actor=cast.officer, data=replace(DATA, edrpou="99000621"), code_confirmed=True
    )
    assert company.edrpou == "99000621"
    for code in ("9900062", "99000620x", ""):
        with pytest.raises(InvalidInput):
            services.register_manufacturer(
                actor=cast.officer, data=replace(DATA, edrpou=code), code_confirmed=True
            )


def test_a_code_is_registered_once(cast):
    services.register_manufacturer(actor=cast.officer, data=DATA)
    with pytest.raises(InvalidInput) as refusal:
        services.register_manufacturer(actor=cast.officer, data=DATA)
    assert refusal.value.code == "edrpou_taken"


def test_changed_names_are_verified_again_and_a_telephone_is_not(cast):
    company = cast.company
    assert company.is_verified
    company = services.save_data_sheet(
        actor=cast.administrator,
        company_id=company.pk,
        version=company.version,
        fields={"phone": "+380000000000"},
    )
    assert company.is_verified
    company = services.save_data_sheet(
        actor=cast.administrator,
        company_id=company.pk,
        version=company.version,
        fields={"name_uk": "ТОВ «Сиволіт»", "edrpou": "11111111"},
    )
    assert not company.is_verified
    assert company.edrpou == "99000175"
    assert not selectors.standing_on(company).is_good
    services.verify_manufacturer(actor=cast.officer, company_id=company.pk, version=company.version)
    company.refresh_from_db()
    assert selectors.standing_on(company, date(2026, 11, 4)).is_good


def test_a_stale_form_changes_nothing(cast):
    old = cast.company.version
    for phone in ("1", "2"):
        attempt = lambda: services.save_data_sheet(  # noqa: E731
            actor=cast.administrator,
            company_id=cast.company.pk,
            version=old,
            fields={"phone": phone},  # noqa: B023
        )
        if phone == "1":
            attempt()
            continue
        with pytest.raises(StaleForm):
            attempt()
    cast.company.refresh_from_db()
    assert cast.company.phone == "1"


def test_saving_without_a_change_leaves_no_event(cast):
    before = verbs(cast.company)
    services.save_data_sheet(
        actor=cast.administrator,
        company_id=cast.company.pk,
        version=cast.company.version,
        fields={},
    )
    assert verbs(cast.company) == before


def test_a_name_cannot_be_emptied(cast):
    with pytest.raises(InvalidInput) as refusal:
        services.save_data_sheet(
            actor=cast.administrator,
            company_id=cast.company.pk,
            version=cast.company.version,
            fields={"name_en": " "},
        )
    assert refusal.value.field == "name_en"


def test_an_authority_holds_between_its_dates(cast):
    assert selectors.authority_on(cast.company, date(2025, 12, 1)) is not None
    assert selectors.authority_on(cast.company, date(2025, 11, 30)) is None
    assert selectors.authority_on(cast.company, date(2028, 11, 30)) is not None
    assert selectors.authority_on(cast.company, date(2028, 12, 1)) is None
    with pytest.raises(InvalidInput):
        services.add_authority(
            actor=cast.officer,
            company_id=cast.company.pk,
            number="П-838/0117",
            issued_on=date(2026, 1, 1),
            valid_until=date(2027, 1, 1),
        )


def test_the_register_is_paged_in_alphabetical_order(cast, monkeypatch):
    monkeypatch.setattr(selectors, "PAGE_SIZE", 1)
    first = selectors.register_page(cast.officer)
    assert [company.pk for company in first.companies] == [cast.company.pk]
    second = selectors.register_page(cast.officer, after=first.next_after)
    assert [company.pk for company in second.companies] == [cast.foreign_company.pk]
    assert second.next_after == ""
    assert selectors.register_page(cast.officer, query="99000235").companies == second.companies
    assert selectors.register_page(cast.signatory, query="Радіо").companies == []


def test_every_act_leaves_one_event(cast):
    assert verbs(cast.company) == [
        "company.registered",
        "company.authority_added",
        "company.verified",
        *["company.member_added"] * 3,
    ]


# What code forgot, the database refuses.


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE manufacturers_manufacturer SET edrpou = '9900017'",
        "UPDATE manufacturers_manufacturer SET edrpou = '99000235'",
        "UPDATE manufacturers_manufacturer SET registration_valid_until = '2001-01-01'",
        "UPDATE manufacturers_manufacturer SET verified_by_id = NULL",
        "UPDATE manufacturers_authority SET valid_until = '2001-01-01'",
        "UPDATE manufacturers_membership SET valid_until = '2001-01-01'",
        "UPDATE manufacturers_membership SET prepares = false, signs = false, administers = false",
    ],
)
def test_raw_sql_cannot_write_an_impossible_company(cast, statement):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("who", ["officer", "foreign_preparer"])
def test_raw_sql_cannot_seat_an_official_or_a_person_of_another_company(cast, who):
    with pytest.raises(DatabaseError), transaction.atomic():
        Membership.objects.create(
            manufacturer=cast.company,
            user=getattr(cast, who),
            signs=True,
            valid_from=date(2026, 6, 1),
        )
