"""What a template needs beside the record itself: totals, groups, the QR code, printable text."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import segno

from core.base import canonical
from core.documents.glyphs import printable
from core.documents.records import Bilingual, LicensedLine
from core.documents.templatetags.paper import money, printed, quantity

HEADINGS: Mapping[str, Bilingual] = {
    "licence": {"uk": "Дозвіл на експорт", "en": "Export Licence"},
    "refusal": {"uk": "Повідомлення про відмову", "en": "Notice of Refusal"},
    "protocol": {"uk": "Протокол засідання", "en": "Protocol of the sitting"},
    "extract": {"uk": "Витяг із протоколу", "en": "Extract of the protocol"},
    "shipment": {"uk": "Аркуш списання поставки", "en": "Shipment Write-off Sheet"},
    "addendum": {"uk": "Доповнення до протоколу", "en": "Addendum to the protocol"},
}
BILINGUAL = frozenset({"licence", "refusal", "shipment"})


@dataclass(frozen=True)
class CurrencyGroup:
    """The goods lines of one currency with their total."""

    currency: str
    lines: list[LicensedLine]

    @property
    def total(self) -> Decimal:
        """Return the sum of the values."""
        return sum((Decimal(line["value"]) for line in self.lines), Decimal(0))


@dataclass(frozen=True)
class Goods:
    """The goods section: one table a currency, one edition in the note or a column of editions."""

    groups: list[CurrencyGroup]
    editions: list[str]
    has_intangible: bool

    @property
    def several_editions(self) -> bool:
        """Tell whether the edition needs a column."""
        return len(self.editions) > 1

    @property
    def has_long_figures(self) -> bool:
        """Tell whether figures need wider columns than the usual seven signs."""
        lines = [line for group in self.groups for line in group.lines]
        return any(len(quantity(line["quantity"])) > 8 for line in lines) or any(
            len(money(group.total)) > 14 for group in self.groups
        )

    @property
    def edition(self) -> str:
        """Return the one edition for the note."""
        return self.editions[0] if self.editions else ""

    @property
    def columns_before_value(self) -> int:
        """Return how many columns the word "total" spans."""
        return 7 if self.several_editions else 6


def goods(lines: list[LicensedLine]) -> Goods:
    """Arrange goods lines by currency, in the order in which currencies first appear."""
    currencies = dict.fromkeys(line["currency"] for line in lines)
    return Goods(
        groups=[CurrencyGroup(c, [x for x in lines if x["currency"] == c]) for c in currencies],
        editions=sorted({line["list_edition"] for line in lines}),
        has_intangible=any(not line["uktzed"] for line in lines),
    )


def context(kind: str, record: Mapping[str, Any], record_text: str) -> dict[str, Any]:
    """Return everything the template of `kind` prints. Text is reduced to the glyphs we have."""
    digest = canonical.digest(record_text)
    number = printed(record["number"])
    shown = printable(record)
    # A permit and a conclusion are printed alike; the record says which it is.
    heading = shown.get("title") or HEADINGS[kind]
    return {
        "record": shown,
        "number": number,
        "digest": digest,
        "heading": heading,
        "title": f"{heading['uk']} {number}",
        "bilingual": kind in BILINGUAL,
        "qr": qr_code(record["letterhead"]["verify_at"], digest),
        "qr_alt": qr_words(kind),
        "goods": goods(shown["goods"]) if kind == "licence" else None,
        # In a template `record.items` would be the method of the dictionary.
        "agenda": shown.get("items", []),
        "item": shown.get("item"),
    }


def qr_code(address: str, digest: str) -> str:
    """Return the QR code of the check page as an SVG data URI: /V/ and the digest, level Q.

    In capitals the text fits the alphanumeric mode of QR, which keeps the modules large
    (docs/documents.md, section 7).
    """
    uri: str = _qr(address, digest).svg_data_uri(
        border=4, omitsize=True, svgclass=None, lineclass=None
    )
    return uri


def qr_path(address: str, digest: str) -> tuple[int, str]:
    """Return the same code for a page: its modules a side, and the path of the dark ones.

    A page may not load pictures from data URIs (Content-Security-Policy), so it draws the path
    itself, one module one unit, without the quiet border.
    """
    rows = [bytes(row) for row in _qr(address, digest).matrix]
    dark = (
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, module in enumerate(row) if module
    )
    return len(rows), "".join(dark)


def _qr(address: str, digest: str) -> segno.QRCode:
    return segno.make_qr(f"{address}/V/{digest}".upper(), error="q", boost_error=False)


def qr_words(kind: str) -> str:
    """Return what the picture says to someone who hears the page."""
    if kind in BILINGUAL:
        return "QR-код для перевірки документа. QR code for checking the document."
    return "QR-код для перевірки документа."
