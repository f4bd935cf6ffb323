"""A line made of a product of the catalogue, by program."""

import json

from demo.cast import Cast
from tests.api.program import Program, program, told
from tests.api.test_drafts import LINE, PRODUCT, Draft, read


def test_a_line_of_the_catalogue_takes_its_facts(cast: Cast, calls: Program):
    product = read(calls.send("POST", "/products", PRODUCT))["id"]
    draft = Draft(calls)
    figures = {"product": product, "quantity": "3", "value": "9000", "currency": "EUR"}
    line = draft.change("POST", "/lines", figures)["lines"][0]
    assert {name: line[name] for name in PRODUCT} == PRODUCT
    assert line["product"] == product
    own_name = figures | {"name_en": "As in the contract"}
    line = draft.change("PUT", f"/lines/{line['id']}", own_name)["lines"][0]
    assert (line["name_en"], line["product"]) == ("As in the contract", product)
    other_unit = calls.send(
        "POST", f"{draft.path}/lines", figures | {"unit": "kg"}, **{"If-Match": draft.tag}
    )
    assert json.loads(other_unit.content)["errors"][0]["pointer"] == "#/unit"
    line = draft.change("PUT", f"/lines/{line['id']}", LINE)["lines"][0]
    assert line["product"] is None


def test_a_foreign_product_does_not_exist(cast: Cast, calls: Program):
    foreign = program(cast.foreign_preparer).send("POST", "/products", PRODUCT)
    draft = Draft(calls)
    sent = LINE | {"product": read(foreign)["id"]}
    answer = calls.send("POST", f"{draft.path}/lines", sent, **{"If-Match": draft.tag})
    assert told(answer) == (422, "product_unknown")
    assert read(calls.get(draft.path))["lines"] == []
