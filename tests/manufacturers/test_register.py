"""The register of companies: who enters, who verifies, what the database refuses."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from core.base.errors import InvalidInput, NotAllowed, StaleForm
from demo.cast import build_other_firms
from manufacturers import selectors, services
from manufacturers.models import Membership
from tests.manufacturers.companies import DATA, verbs

pytestmark = pytest.mark.django_db


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
    monkeypatch.setattr(selectors.companies, "PAGE_SIZE", 1)
    first = selectors.register_page(cast.officer)
    assert [company.pk for company in first.companies] == [cast.company.pk]
    second = selectors.register_page(cast.officer, after=first.next_after)
    assert [company.pk for company in second.companies] == [cast.foreign_company.pk]
    assert second.next_after == ""
    assert selectors.register_page(cast.officer, query="99000235").companies == second.companies
    assert selectors.register_page(cast.signatory, query="Радіо").companies == []


def test_every_act_leaves_one_event(cast):
    firm = next(iter(build_other_firms(cast.second_officer).values()))
    assert verbs(firm) == [
        "company.registered",
        "company.authority_added",
        "company.owner_added",
        "company.verified",
        "company.member_added",
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
