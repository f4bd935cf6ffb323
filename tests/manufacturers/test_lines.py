"""Production lines: whose they are, what they can make, and what cannot be written."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, InternalError, ProgrammingError, transaction
from django.http import Http404

from core.base.errors import Conflict, InvalidInput, NotAllowed, StaleForm
from manufacturers import selectors, services
from manufacturers.models import Capacity, StateOrder
from tests.builders import stored_file
from tests.manufacturers.goods import a_line, a_product, order_data, unit

pytestmark = pytest.mark.django_db


def declare(cast, line, year=2026, quantity=400, name="proof.pdf"):
    return services.declare_capacity(
        actor=cast.preparer,
        line_id=line.pk,
        year=year,
        quantity=Decimal(quantity),
        proof=stored_file(cast.preparer, name),
    )


def test_the_last_declaration_counts_and_the_earlier_ones_stay(cast):
    line = a_line(cast)
    declare(cast, line)
    declare(cast, line, quantity=500, name="second.pdf")
    declare(cast, line, year=2027, quantity=700, name="third.pdf")
    in_force = selectors.capacity_in_force(line, 2026)
    assert (in_force.quantity, in_force.turn) == (500, 2)
    years = selectors.line_years(line)
    assert [row.year for row in years] == [2027, 2026]
    assert [row.quantity for row in years[1].earlier] == [400]
    assert selectors.capacity_in_force(line, 2025) is None


def test_a_declaration_cannot_be_rewritten(cast):
    row = declare(cast, a_line(cast))
    for write in (
        lambda: Capacity.objects.filter(pk=row.pk).update(quantity=1),
        lambda: Capacity.objects.filter(pk=row.pk).delete(),
    ):
        refused = pytest.raises((ProgrammingError, InternalError, IntegrityError))
        with refused, transaction.atomic():
            write()


def test_orders_are_summed_by_year_without_cancelled_ones(cast):
    line = a_line(cast)
    for number, count in (("1", 100), ("2", 50), ("3", 7)):
        services.add_state_order(
            actor=cast.preparer,
            line_id=line.pk,
            data=order_data(number=number, quantity=Decimal(count)),
        )
    third = StateOrder.objects.get(number="3")
    services.cancel_state_order(actor=cast.preparer, order_id=third.pk, version=1)
    first = StateOrder.objects.get(number="1")
    services.change_state_order(
        actor=cast.preparer,
        order_id=first.pk,
        version=1,
        data=order_data(number="1", quantity=Decimal(100), delivered=Decimal(40)),
    )
    assert selectors.delivered_and_ordered(line, 2026) == (40, 150)
    assert selectors.delivered_and_ordered(line, 2027) == (0, 0)
    declare(cast, line)
    (row,) = selectors.line_years(line)
    assert (row.ordered, row.rest) == (150, 250)
    shown = selectors.lines_of(cast.company, 2026).get()
    assert (shown.declared, shown.ordered) == (400, 150)
    with pytest.raises(Conflict):
        services.cancel_state_order(actor=cast.preparer, order_id=third.pk, version=2)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"quantity": Decimal(0)}, "quantity"),
        ({"quantity": Decimal(-5)}, "quantity"),
        ({"quantity": Decimal("1.5")}, "quantity"),
        ({"quantity": Decimal("1e12")}, "quantity"),
        ({"quantity": Decimal("NaN")}, "quantity"),
        ({"delivered": Decimal(121)}, "delivered"),
        ({"year": 1999}, "year"),
        ({"number": "ДОЗ-26/117"}, "number"),
    ],
)
def test_figures_that_cannot_be_are_refused_at_their_field(cast, changes, field):
    line = a_line(cast)
    services.add_state_order(
        actor=cast.preparer, line_id=line.pk, data=order_data(number="ДОЗ-26/117")
    )
    with pytest.raises(InvalidInput) as refusal:
        services.add_state_order(
            actor=cast.preparer, line_id=line.pk, data=replace(order_data(), **changes)
        )
    assert refusal.value.field == field


def test_litres_may_be_broken_and_pieces_not(cast):
    with pytest.raises(InvalidInput):
        declare(cast, a_line(cast), quantity="0.5")
    assert declare(cast, a_line(cast, "Порох", "kg"), quantity="0.5").quantity == Decimal("0.5")


def test_names_are_once_in_a_company_whatever_the_quotation_marks(cast):
    a_line(cast, "Лінія «С-4»")
    with pytest.raises(InvalidInput) as refusal:
        a_line(cast, "лінія  “С-4”")
    assert refusal.value.field == "name_uk"


def test_a_line_in_use_is_not_archived_and_returns_with_its_figures(cast):
    line = a_line(cast)
    product = a_product(cast, production_line=line)
    with pytest.raises(Conflict):
        services.archive_line(actor=cast.preparer, line_id=line.pk, version=1)
    services.archive_product(actor=cast.preparer, product_id=product.pk, version=1)
    services.archive_line(actor=cast.preparer, line_id=line.pk, version=1)
    assert not selectors.open_lines(cast.company).exists()
    with pytest.raises(Conflict):
        services.restore_product(actor=cast.preparer, product_id=product.pk, version=2)
    services.restore_line(actor=cast.preparer, line_id=line.pk, version=2)
    assert selectors.open_lines(cast.company).get() == line


def test_a_foreign_line_does_not_exist_and_the_signatory_only_reads(cast):
    line = a_line(cast)
    with pytest.raises(Http404):
        selectors.get_line(cast.foreign_preparer, line.pk)
    with pytest.raises(Http404):
        services.archive_line(actor=cast.foreign_preparer, line_id=line.pk, version=1)
    assert selectors.get_line(cast.signatory, line.pk) == line
    with pytest.raises(NotAllowed):
        services.archive_line(actor=cast.signatory, line_id=line.pk, version=1)
    with pytest.raises(NotAllowed):
        services.archive_line(actor=cast.officer, line_id=line.pk, version=1)


def test_a_stale_page_changes_nothing(cast):
    line = a_line(cast)
    change = {"line_id": line.pk, "name_uk": "Інша", "name_en": "Other"}
    services.change_line(actor=cast.preparer, version=1, **change)
    with pytest.raises(StaleForm):
        services.change_line(actor=cast.administrator, version=1, **change)


def test_the_database_keeps_the_unit_of_a_line(cast):
    line = a_line(cast)
    line.unit = unit("kg")
    with pytest.raises(InternalError):
        line.save()
