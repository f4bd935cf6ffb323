"""The write-off sheet of the mock-up as a record."""

from core.documents.records import SHIPMENT_SCHEMA, ShipmentRecord
from tests.core.documents.samples import CONSIGNEE, GOODS, HOLDER, both, licence, open_letterhead


def shipment() -> ShipmentRecord:
    """Return the write-off sheet of the mock-up."""
    head = licence()
    rows = (
        (0, ("48", "12", "8", "28"), ("5520000.00", "1380000.00", "920000.00", "3220000.00"),
         ["SZ7-0013…0020"]),
        (1, ("12", "3", "2", "7"), ("1140000.00", "285000.00", "190000.00", "665000.00"),
         ["NSK-0104", "NSK-0105"]),
        (3, ("96", "24", "16", "56"), ("672000.00", "168000.00", "112000.00", "392000.00"), []),
    )  # fmt: skip
    return {
        "schema": SHIPMENT_SCHEMA,
        "number": "DW-2027-01205",
        "issued_at": "2027-04-14T06:42:00Z",
        "letterhead": open_letterhead(),
        "licence_title": head["title"],
        "licence_number": head["number"],
        "licence_valid_until": head["valid_until"],
        "crossed_on": "2027-04-14",
        "ordinal": 4,
        "holder": HOLDER,
        "consignee": CONSIGNEE,
        "declaration": "27UA999000123456U4",
        "border_post": "Яворище-вантажний",
        "carrier": "ТОВ «Битий Шлях», CMR № 004417",
        "goods": [
            {
                "line": GOODS[at]["line"],
                "name": GOODS[at]["name"],
                "unit": GOODS[at]["unit"],
                "currency": "EUR",
                "licensed": amounts[0],
                "before": amounts[1],
                "now": amounts[2],
                "balance": amounts[3],
                "licensed_value": values[0],
                "value_before": values[1],
                "value_now": values[2],
                "value_balance": values[3],
                "serials": serials,
            }
            for at, amounts, values, serials in rows
        ],
        "signatory": {
            "office": both("Інспектор митниці", "Customs officer"),
            "name": both("Зеновій БРОД", "Zenovii BROD"),
        },
    }
