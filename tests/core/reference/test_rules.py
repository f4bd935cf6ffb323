"""Reference data: loaded twice without a trace, read by date, guarded by the database."""

from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from core.base import clock
from core.base.errors import InvalidInput
from core.reference import codes, selectors
from core.reference.models import (
    CalendarDay,
    CalendarRegime,
    ControlListEntry,
    Department,
    Destination,
    Term,
)
from core.reference.services import load_reference

pytestmark = pytest.mark.django_db

NOVEMBER = date(2026, 11, 4)


def refused_by_the_database(statement: str, *values: object) -> None:
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_loading_again_changes_nothing():
    before = load_reference()
    identities = set(Department.objects.values_list("pk", "code"))
    assert load_reference() == before
    assert set(Department.objects.values_list("pk", "code")) == identities
    assert Department.objects.count() == before["departments"] == 11


def test_rows_of_an_administrator_survive_loading():
    unit = selectors.units().last()
    unit.pk, unit.code, unit.position = None, "roll", 99
    unit._state.adding = True
    unit.save()
    load_reference()
    assert selectors.units().filter(code="roll").exists()


@pytest.mark.parametrize(
    ("track", "days"), [("military", 45), ("dual_use", 30), ("interagency", 90), ("treaty", 15)]
)
def test_terms_are_rows_with_a_source(track, days):
    rule = selectors.term_for(track, NOVEMBER)
    assert (rule.days, bool(rule.source)) == (days, True)


def test_a_term_before_its_law_is_not_guessed():
    with pytest.raises(InvalidInput, match="2026-01-06"):
        selectors.term_for("treaty", date(2026, 1, 6))


def test_an_unknown_track_is_refused():
    with pytest.raises(InvalidInput):
        selectors.term_for("express", NOVEMBER)


def test_a_changed_term_holds_from_its_day_only():
    old = Term.objects.get(track="military")
    old.valid_until = date(2026, 12, 31)
    old.save()
    Term.objects.create(track="military", days=40, valid_from=date(2027, 1, 1), source="test")
    assert selectors.term_for("military", date(2026, 12, 31)).days == 45
    assert selectors.term_for("military", date(2027, 1, 1)).days == 40


def test_every_country_has_a_policy_and_nonsense_has_none():
    assert selectors.destination("DK", NOVEMBER).tier == "partner"
    assert selectors.destination("BR", NOVEMBER).tier == "standard"
    assert selectors.destination("ZZ", NOVEMBER) is None
    assert selectors.destination("DK", date(2017, 12, 31)) is None


def test_an_embargo_starts_on_its_day():
    assert selectors.destination("BY", date(2022, 2, 23)).embargo is False
    assert selectors.destination("BY", date(2022, 2, 24)).embargo is True
    assert selectors.destination("IR", NOVEMBER).embargo is True


def test_holidays_work_under_martial_law_and_rest_after_it():
    calendar = selectors.working_calendar(date(2026, 11, 22))
    assert calendar.is_working(date(2026, 12, 25))  # Christmas, Friday, regime in force
    assert not calendar.is_working(date(2027, 3, 8))  # no prolongation known yet
    assert not calendar.is_working(date(2026, 11, 28))


def test_a_calendar_of_a_past_day_does_not_know_later_prolongations():
    august = date(2026, 8, 24)
    assert not selectors.working_calendar(date(2026, 4, 1)).is_working(august)
    assert selectors.working_calendar(date(2026, 8, 1)).is_working(august)


def test_non_working_days_are_picked_out():
    with clock.at(clock.datetime(2026, 11, 22, tzinfo=clock.KYIV)):
        found = selectors.non_working([date(2026, 11, 20), date(2026, 11, 21)])
    assert found == {date(2026, 11, 21)}


def test_control_entries_belong_to_an_edition():
    assert selectors.control_entry("ML10.c", NOVEMBER).edition == "EU CML 2024"
    assert selectors.control_entry("ML99", NOVEMBER) is None
    with pytest.raises(InvalidInput):
        selectors.current_edition(date(2024, 1, 1))


def test_the_list_is_in_the_order_of_its_numbers():
    entries = [entry.code for entry in selectors.control_entries(NOVEMBER)]
    assert entries.index("ML2") < entries.index("ML10")
    assert {f"ML{n}" for n in range(1, 23)} <= set(entries)


def test_texts_follow_the_language_of_the_reader():
    from django.utils import translation

    body = selectors.department("mod")
    with translation.override("uk"):
        assert (body.short, body.name) == ("МО", "Міністерство оборони")
    with translation.override("en"):
        assert (body.short, body.name) == ("MoD", "Ministry of Defence")


def test_criteria_one_to_four_lead_to_denial():
    absolute = [criterion.code for criterion in selectors.criteria() if criterion.absolute]
    assert absolute == ["1", "2", "3", "4"]


def test_grounds_come_in_two_groups():
    groups = {ground.group for ground in selectors.refusal_grounds()}
    assert groups == {"substance", "form"}
    criterion = selectors.refusal_grounds().get(code="EU-7").criterion
    assert criterion.code == "7"


def test_currencies_are_those_in_use():
    assert codes.is_currency("UAH")
    assert codes.is_currency("DKK")
    assert not codes.is_currency("SUR")
    assert not codes.is_currency("XYZ")
    assert (codes.minor_units("EUR"), codes.minor_units("JPY")) == (2, 0)
    assert codes.currency_choices()[0][0] == "EUR"


# What code forgot, the database refuses.

_TERM = """INSERT INTO reference_term (id, created_at, track, days, valid_from, valid_until, source)
    VALUES (gen_random_uuid(), now(), %s, %s, %s, %s, 'test')"""


@pytest.mark.parametrize(
    ("track", "days", "first", "last"),
    [
        ("military", 50, "2026-06-01", None),  # overlaps the rule in force
        ("express", 5, "2026-06-01", None),
        ("military", 0, "1990-01-01", "1990-12-31"),
        ("military", 45, "1991-01-01", "1990-12-31"),
    ],
)
def test_raw_sql_cannot_write_a_wrong_term(track, days, first, last):
    refused_by_the_database(_TERM, track, days, first, last)


def test_raw_sql_cannot_give_a_country_two_policies_on_one_day():
    refused_by_the_database(
        "UPDATE reference_destination SET valid_until = '2022-03-01' "
        "WHERE country = 'BY' AND valid_until IS NOT NULL"
    )


def test_raw_sql_cannot_embargo_a_partner():
    refused_by_the_database("UPDATE reference_destination SET embargo = true WHERE country = 'DK'")


def test_raw_sql_cannot_overlap_regimes():
    refused_by_the_database(
        "UPDATE reference_calendarregime SET valid_until = '2030-01-01' "
        "WHERE valid_from = '2026-08-03'"
    )


def test_raw_sql_cannot_write_a_code_outside_the_list():
    refused_by_the_database(
        "UPDATE reference_controllistentry SET code = 'ML23' WHERE code = 'ML1'"
    )


def test_one_row_a_day_and_one_code_an_edition():
    day = CalendarDay.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        CalendarDay.objects.create(
            date=day.date, kind="day_off", published_on=day.published_on, source="test"
        )
    entry = ControlListEntry.objects.first()
    entry.pk = None
    entry._state.adding = True
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.save()
    assert Destination.objects.exists()
    assert CalendarRegime.objects.exists()
