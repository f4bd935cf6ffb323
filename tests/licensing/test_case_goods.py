"""The goods of a case beside other figures: the surplus of a run, and the catalogue of today."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from licensing import snapshot
from licensing.selectors.case.catalogue_changes import changed_products
from licensing.selectors.case.goods import goods_rows
from manufacturers import services
from tests import builders
from tests.licensing import surplus
from tests.licensing.test_officer_pages import cost
from tests.manufacturers import goods

pytestmark = pytest.mark.django_db


def content(case):
    return snapshot.read(case.declared.text)


@pytest.fixture
def line(cast):
    return surplus.a_counted_line(cast)


def change(cast, product, **values):
    kept = {
        "name_uk": product.name_uk,
        "name_en": product.name_en,
        "control_code": product.control_code,
        "uktzed": product.uktzed,
        "production_line": product.production_line,
        "serial_rule": product.serial_rule,
    }
    data = goods.product_data(**kept | values)
    return services.change_product(
        actor=cast.preparer, product_id=product.pk, version=product.version, data=data
    )


def shown(case):
    return {change.path.rpartition(".")[2]: change for change in changed_products(case)[0].changes}


def test_each_line_shows_what_the_run_left_of_its_surplus(cast, line, client):
    case = builders.fresh(surplus.accepted(cast, line, 24))
    (row,) = goods_rows(case, content(case))
    # The surplus is enough, but the ministry has said nothing yet.
    assert (row.left, row.outcome) == (Decimal(100 - 40 - 24), "attention")
    client.force_login(cast.officer)
    page = client.get(reverse("cases:detail", args=[case.number])).content.decode()
    assert reverse("cases:need", args=[case.number]) in page
    assert _("When a decision may come") in page
    lines = reverse("cases:lines", args=[case.number])
    for place in (f"{lines}#line-1", reverse("cases:checks", args=[case.number])):
        assert f'href="{place}"' in page
    assert cost(client, reverse("cases:detail", args=[case.number])) <= 20


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({}, "clear"),
        ({"kind": "objection"}, "block"),
        ({"kind": "later", "not_before": date(2027, 2, 1)}, "attention"),
        ({"further_need": Decimal(40)}, "block"),
    ],
)
def test_the_surplus_is_marked_by_what_the_check_said(cast, line, client, said, outcome):
    surplus.stated(cast, line, **said)
    case = builders.fresh(surplus.accepted(cast, line, 24))
    (row,) = goods_rows(case, content(case))
    assert row.outcome == outcome
    client.force_login(cast.officer)
    assert client.get(reverse("cases:detail", args=[case.number])).status_code == 200


def test_every_figure_of_national_need_leads_to_its_source(cast, line, client):
    statement = surplus.stated(cast, line, kind="cap", cap=Decimal(30), further_need=Decimal(5))
    case = surplus.accepted(cast, line, 24)
    client.force_login(cast.officer)
    page = client.get(reverse("cases:need", args=[case.number])).content.decode()
    company = reverse("manufacturers:detail", args=[line.manufacturer_id])
    proof = reverse("manufacturers:proof", args=[line.pk, line.capacities.get().proof_id])
    order = line.state_orders.get()
    for place in (
        f"{company}#line-{line.pk}",
        proof,
        reverse("statements:statement", args=[statement.pk]),
        reverse("cases:lines", args=[case.number]),
    ):
        assert f'href="{place}"' in page
    assert order.number in page
    assert f'id="line-{line.pk}"' in client.get(company).content.decode()


def test_goods_of_no_counted_line_show_no_figure(cast):
    case = builders.fresh(builders.accepted(cast))
    assert {row.left for row in goods_rows(case, content(case))} == {None}


def test_a_product_changed_after_the_declaration_is_shown_beside_it(cast, line, client):
    case = surplus.accepted(cast, line)
    product = line.products.get()
    before = content(case)
    same = replace(
        before.lines[0],
        name_uk=product.name_uk,
        name_en=product.name_en,
        control_code=product.control_code,
        list_edition=product.list_edition,
        uktzed=product.uktzed,
    )
    before = replace(before, lines=(same,))
    assert changed_products(before) == []
    product = change(cast, product, name_uk="Облікований БпЛА, мод. 2", serial_rule="lot")
    services.add_component(
        actor=cast.preparer, product_id=product.pk, data=goods.component_data(), consent_file=None
    )
    told = shown(before)
    assert told["name_uk"].after == "Облікований БпЛА, мод. 2"
    assert "lot" not in (told["serial_rule"].before, told["serial_rule"].after)
    assert told["supplier"].before == ""
    client.force_login(cast.officer)
    url = reverse("cases:lines", args=[case.number])
    assert "Облікований БпЛА, мод. 2" in client.get(url).content.decode()
    assert cost(client, url) <= 20


def test_an_archived_product_is_named_even_without_a_difference(cast, line):
    case = surplus.accepted(cast, line)
    product = line.products.get()
    services.archive_product(actor=cast.preparer, product_id=product.pk, version=product.version)
    (found,) = changed_products(content(case))
    assert found.is_archived
