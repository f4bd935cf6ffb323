"""Pages of products and production lines: what is saved, what comes back, who may."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from manufacturers import selectors, services
from manufacturers.models import Capacity, Component, Product, ProductionLine, StateOrder
from tests.core.documents import corpus
from tests.manufacturers.goods import a_line, a_product, component_data, order_data, unit
from tests.manufacturers.test_pages import browser

pytestmark = pytest.mark.django_db

PDF = corpus.plain_pdf()


def proof() -> SimpleUploadedFile:
    return SimpleUploadedFile("акт.pdf", PDF)


def typed(**changes):
    return {
        "name_uk": "Станція С-4Н",
        "name_en": "Station S-4N",
        "control_code": "мл10с",
        "uktzed": "8526 92 00 90",
        "unit": unit().pk,
        "serial_rule": "each",
        "production_line": "",
    } | changes


def test_a_product_is_added_shown_changed_and_archived(cast):
    client = browser(cast.preparer)
    answer = client.post("/products/new/", typed())
    product = Product.objects.get()
    page = reverse("manufacturers:product", args=[product.pk])
    assert answer["Location"] == page
    assert (product.control_code, product.uktzed) == ("ML10.c", "8526920090")
    assert "Станція С-4Н" in client.get(page).content.decode()
    assert "8526920090" in client.get("/products/").content.decode()
    edit = reverse("manufacturers:product_edit", args=[product.pk])
    assert client.get(edit).status_code == 200
    assert client.post(edit, typed(name_en="Other", version=1)).status_code == 302
    assert client.post(edit, typed(name_en="Stale", version=1)).status_code == 409
    client.post(reverse("manufacturers:product_archive", args=[product.pk]), {"version": 2})
    assert "8526920090" not in client.get("/products/").content.decode()
    assert "8526920090" in client.get("/products/", {"archived": "on"}).content.decode()
    client.post(reverse("manufacturers:product_restore", args=[product.pk]), {"version": 3})
    assert selectors.products_of(cast.company).get() == product


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"control_code": "ML99"}, "control_code"),
        ({"uktzed": "88"}, "uktzed"),
        ({"unit": "nothing"}, "unit"),
        ({"serial_rule": ""}, "serial_rule_0"),
        ({"name_uk": "Стан\u202eція"}, "name_uk"),
    ],
)
def test_a_wrong_product_comes_back_with_everything_typed(cast, wrong, field):
    answer = browser(cast.preparer).post("/products/new/", typed(**wrong))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f'href="#id_{field}"' in page
    assert "Station S-4N" in page


def test_the_code_is_searched_and_chosen_without_a_script(cast):
    client = browser(cast.preparer)
    found = client.post("/products/new/", typed(find="1", code_words="дрон", control_code=""))
    page = found.content.decode()
    assert found.status_code == 200
    assert 'name="choose" value="ML10.c"' in page
    assert "Station S-4N" in page
    chosen = client.post("/products/new/", typed(choose="ML10.c", control_code="")).content.decode()
    assert 'value="ML10.c"' in chosen
    assert "Station S-4N" in chosen
    assert not Product.objects.exists()
    fragment = client.get("/products/control-codes/", {"code_words": "thermal"}).content.decode()
    assert "ML15.d" in fragment
    assert "<html" not in fragment


def test_a_name_in_two_scripts_is_a_warning_only(cast):
    client = browser(cast.preparer)
    client.post("/products/new/", typed(name_uk="Cтанція"))
    page = client.get(reverse("manufacturers:product", args=[Product.objects.get().pk]))
    assert "dz-notice--warn" in page.content.decode()


def test_a_component_with_the_file_of_its_consent(cast):
    product = a_product(cast)
    client = browser(cast.preparer)
    values = {
        "name": "Модуль",
        "country": "DE",
        "supplier": "Waldblick",
        "needs_consent": "yes",
        "consent_no": "RC-1",
        "consent_issued_on": "01.03.2026",
        "consent_valid_until": "01.03.2027",
    }
    add = reverse("manufacturers:component_add", args=[product.pk])
    assert client.post(add, values | {"consent_file": proof()}).status_code == 302
    component = Component.objects.get()
    page = client.get(reverse("manufacturers:product", args=[product.pk])).content.decode()
    assert "RC-1" in page
    file = client.get(reverse("manufacturers:consent", args=[product.pk, component.pk]))
    assert file.content == PDF
    edit = reverse("manufacturers:component", args=[product.pk, component.pk])
    assert client.get(edit).status_code == 200
    assert client.post(edit, values | {"consent_no": "RC-2", "version": 1}).status_code == 302
    component.refresh_from_db()
    assert (component.consent_no, component.consent_file.name) == ("RC-2", "акт.pdf")
    bad = client.post(
        edit, values | {"consent_file": SimpleUploadedFile("a.pdf", b"MZ"), "version": 2}
    )
    assert bad.status_code == 422
    remove = reverse("manufacturers:component_remove", args=[product.pk, component.pk])
    assert client.post(remove, {"version": 1}).status_code == 409
    assert client.post(remove, {"version": 2}).status_code == 302


def test_a_line_gets_capacity_and_orders(cast):
    client = browser(cast.preparer)
    client.post(
        "/production-lines/new/", {"name_uk": "Лінія", "name_en": "Line", "unit": unit().pk}
    )
    line = ProductionLine.objects.get()
    page = reverse("manufacturers:line", args=[line.pk])
    capacity = reverse("manufacturers:capacity", args=[line.pk])
    missing = client.post(capacity, {"year": "2026", "quantity": "400"})
    assert missing.status_code == 422
    assert 'href="#id_proof"' in missing.content.decode()
    sent = {"year": "2026", "quantity": "1 400", "proof": proof()}
    assert client.post(capacity, sent)["Location"] == page
    assert Capacity.objects.get().quantity == 1400
    order = {
        "number": "Д-1",
        "signed_on": "01.02.2026",
        "customer": "МО",
        "year": "2026",
        "quantity": "100",
        "delivered": "20",
    }
    add = reverse("manufacturers:order_add", args=[line.pk])
    assert client.post(add, order | {"delivered": "200"}).status_code == 422
    assert client.post(add, order | {"signed_on": "01.02.2090"}).status_code == 422
    assert client.post(add, order).status_code == 302
    known = StateOrder.objects.get()
    edit = reverse("manufacturers:order", args=[line.pk, known.pk])
    assert client.post(edit, order | {"delivered": "60", "version": 1}).status_code == 302
    shown = client.get(page).content.decode()
    assert "1\u00a0300" in shown
    file = reverse("manufacturers:proof", args=[line.pk, Capacity.objects.get().proof_id])
    assert client.get(file).content == PDF
    assert browser(cast.foreign_preparer).get(file).status_code == 404
    cancel = reverse("manufacturers:order_cancel", args=[line.pk, known.pk])
    assert client.post(cancel, {"version": 2}).status_code == 302
    assert "1\u00a0400" in client.get("/production-lines/").content.decode()


def test_a_file_of_another_line_is_not_found(cast):
    first, second = a_line(cast), a_line(cast, "Друга")
    sent = {"year": "2026", "quantity": "400", "proof": proof()}
    client = browser(cast.preparer)
    client.post(reverse("manufacturers:capacity", args=[first.pk]), sent)
    file = Capacity.objects.get().proof_id
    assert client.get(reverse("manufacturers:proof", args=[second.pk, file])).status_code == 404


def test_lists_cost_the_same_however_long(cast, monkeypatch, django_assert_max_num_queries):
    for number in range(6):
        line = a_line(cast, f"Лінія {number}")
        services.add_state_order(actor=cast.preparer, line_id=line.pk, data=order_data())
        product = a_product(cast, name_uk=f"Виріб {number}", production_line=line)
        services.add_component(actor=cast.preparer, product_id=product.pk, data=component_data())
    client = browser(cast.preparer)
    client.get("/products/")
    for path in ("/products/", "/production-lines/", "/products/?q=виріб"):
        with django_assert_max_num_queries(12):
            assert client.get(path).status_code == 200
    monkeypatch.setattr(selectors.catalogue, "PAGE_SIZE", 2)
    first = selectors.catalogue_page(cast.company)
    second = selectors.catalogue_page(cast.company, after=first.next_after)
    assert [row.name_uk for row in (*first.products, *second.products)] == [
        f"Виріб {number}" for number in range(4)
    ]


def test_the_signatory_reads_and_is_told_who_writes(cast):
    product = a_product(cast)
    client = browser(cast.signatory)
    assert client.get("/products/").status_code == 200
    assert client.get("/products/new/").status_code == 403
    archive = reverse("manufacturers:product_archive", args=[product.pk])
    assert client.post(archive, {"version": 1}).status_code == 403
