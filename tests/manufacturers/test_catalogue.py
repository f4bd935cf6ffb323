"""The catalogue: what a product needs, who may change it, and what the database refuses."""

import pytest
from django.db import IntegrityError, transaction
from django.http import Http404

from core.audit.models import Event
from core.base.errors import Conflict, InvalidInput, NotAllowed, StaleForm
from manufacturers import selectors, services
from manufacturers.models import Component, Product
from tests.manufacturers.goods import a_line, a_product, component_data, product_data, unit

pytestmark = pytest.mark.django_db


def test_a_product_keeps_the_edition_its_code_was_chosen_in(cast):
    product = a_product(cast)
    assert (product.control_code, product.list_edition) == ("ML10.c", "EU CML 2024")
    event = Event.objects.get(subject=f"product:{product.pk}")
    assert (event.verb, event.actor) == ("product.added", cast.preparer)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"control_code": "ML99"}, "control_code"),
        ({"control_code": "МЛ10"}, "control_code"),
        ({"uktzed": "88069300"}, "uktzed"),
        ({"uktzed": "88069300٠٠"}, "uktzed"),
        ({"name_uk": "розвідувальний бпла «Сиволіт С-4»"}, "name_uk"),
    ],
)
def test_a_wrong_product_is_refused_at_its_field(cast, changes, field):
    a_product(cast)
    other = {"name_uk": "Інший"} | changes
    with pytest.raises(InvalidInput) as refusal:
        a_product(cast, **other)
    assert refusal.value.field == field
    assert Product.objects.count() == 1


def test_the_line_of_a_product_is_of_its_company_and_unit(cast):
    kilograms = a_line(cast, "Порох", "kg")
    with pytest.raises(InvalidInput) as refusal:
        a_product(cast, production_line=kilograms)
    assert refusal.value.field == "production_line"
    foreign = services.open_line(
        actor=None,
        company_id=cast.foreign_company.pk,
        name_uk="Чужа",
        name_en="Foreign",
        unit=unit(),
    )
    with pytest.raises(Http404):
        a_product(cast, production_line=foreign)
    product = a_product(cast)
    with pytest.raises(IntegrityError), transaction.atomic():
        Product.objects.filter(pk=product.pk).update(production_line=foreign)


def test_an_archived_product_leaves_its_name_free_and_asks_for_it_when_it_returns(cast):
    old = a_product(cast)
    services.archive_product(actor=cast.preparer, product_id=old.pk, version=1)
    new = a_product(cast)
    assert list(selectors.products_of(cast.company)) == [new]
    assert list(selectors.products_of(cast.company, archived=True)) == [old]
    with pytest.raises(Conflict):
        services.restore_product(actor=cast.preparer, product_id=old.pk, version=2)
    with pytest.raises(Conflict):
        services.change_product(
            actor=cast.preparer, product_id=old.pk, version=2, data=product_data()
        )


def test_a_change_keeps_old_and_new_in_its_event_and_refuses_a_stale_page(cast):
    product = a_product(cast)
    data = product_data(name_en="Another")
    services.change_product(actor=cast.preparer, product_id=product.pk, version=1, data=data)
    assert '"Another"' in Event.objects.get(verb="product.changed").body
    with pytest.raises(StaleForm):
        services.change_product(actor=cast.preparer, product_id=product.pk, version=1, data=data)


def test_others_do_not_touch_the_catalogue(cast):
    product = a_product(cast)
    with pytest.raises(NotAllowed):
        services.archive_product(actor=cast.signatory, product_id=product.pk, version=1)
    with pytest.raises(NotAllowed):
        services.archive_product(actor=cast.officer, product_id=product.pk, version=1)
    with pytest.raises(Http404):
        services.archive_product(actor=cast.foreign_preparer, product_id=product.pk, version=1)
    with pytest.raises(Http404):
        selectors.get_product(cast.foreign_preparer, product.pk)


def test_a_component_comes_and_goes_with_its_consent(cast, django_assert_max_num_queries):
    product = a_product(cast)
    component = services.add_component(
        actor=cast.preparer, product_id=product.pk, data=component_data()
    )
    day = component_data().consent_valid_until
    assert component.consent_covers(day)
    assert not component.consent_covers(day.replace(year=2028))
    services.change_component(
        actor=cast.preparer,
        component_id=component.pk,
        version=1,
        data=component_data(consent_no="", consent_issued_on=None, consent_valid_until=None),
    )
    component.refresh_from_db()
    assert not component.consent_covers(day)
    services.remove_component(actor=cast.preparer, component_id=component.pk, version=2)
    assert not Component.objects.exists()
    assert Event.objects.filter(subject=f"product:{product.pk}").count() == 4


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"country": "UA"}, "country"),
        ({"country": "QQ"}, "country"),
        ({"needs_consent": False}, "needs_consent"),
        ({"consent_issued_on": None}, "consent_issued_on"),
        ({"consent_valid_until": component_data().consent_issued_on.replace(year=2020)},
         "consent_valid_until"),
    ],
)  # fmt: skip
def test_a_wrong_component_is_refused_at_its_field(cast, changes, field):
    product = a_product(cast)
    with pytest.raises(InvalidInput) as refusal:
        services.add_component(
            actor=cast.preparer, product_id=product.pk, data=component_data(**changes)
        )
    assert refusal.value.field == field
