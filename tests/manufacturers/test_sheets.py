"""Sheets of products: every encoding and trap, the report, and nothing imported by halves."""

import csv
import io
import zipfile
from datetime import date

import openpyxl
import pytest
from django.core.files.base import ContentFile
from django.http import Http404
from django.urls import reverse

from core.audit.models import Event
from core.base.errors import Conflict, InvalidInput, NotAllowed
from manufacturers import selectors, services
from manufacturers.models import Product, ProductSheet
from manufacturers.services import sheets
from manufacturers.sheets import reading
from tests.manufacturers.goods import a_line, a_product
from tests.manufacturers.test_pages import browser

pytestmark = pytest.mark.django_db

HEAD = ["Назва українською", "Name in English", "Код ML", "УКТЗЕД", "Од."]
ROWS = [
    ["Апарат «Сиволіт С-5»", "Sivolit S-5", "ML10.c", "8806930000", "шт."],
    ["Станція С-5Н", "Station S-5N", "ML10.c", "8526920090", "шт."],
    ["Порох «Громовиця», марка Б", "Powder B", "ML8", "3601000000", "кг"],
]


def text(rows, separator=";") -> str:
    page = io.StringIO(newline="")
    csv.writer(page, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return page.getvalue()


def book(rows, change=None) -> bytes:
    made = openpyxl.Workbook()
    for row in rows:
        made.active.append(row)
    if change:
        change(made.active)
    page = io.BytesIO()
    made.save(page)
    return page.getvalue()


def send(cast, content: bytes, name: str = "вироби.csv") -> ProductSheet:
    return services.check_sheet(
        actor=cast.preparer, company_id=cast.company.pk, upload=ContentFile(content, name=name)
    )


def problems(sheet: ProductSheet) -> list[list[str]]:
    return [
        [f"{one['field']}:{one['code']}" for one in row.problems]
        for row in sheet.rows.order_by("number")
    ]


FILES = {
    "utf-8, semicolon": text([HEAD, *ROWS]).encode(),
    "utf-8 with a mark, comma": text([HEAD, *ROWS], ",").encode("utf-8-sig"),
    "windows-1251, semicolon": text([HEAD, *ROWS]).encode("windows-1251"),
    "utf-16, tab": text([HEAD, *ROWS], "\t").encode("utf-16"),
    "sep line": b"sep=|\r\n" + text([HEAD, *ROWS], "|").encode(),
    "title above the head": text([["Каталог 2026"], [], HEAD, *ROWS, [], ["", ""]]).encode(),
    "xlsx": book([HEAD, *ROWS]),
    "xlsx with numbers": book([HEAD, *[[*row[:3], int(row[3]), row[4]] for row in ROWS]]),
    "bars without a sep line": text([HEAD, *ROWS], "|").encode(),
    "lines of an old Mac": text([HEAD, *ROWS]).replace("\r\n", "\r").encode(),
    "names over two lines": text([[head.replace(" ", "\n") for head in HEAD], *ROWS], ",").encode(
        "utf-8-sig"
    ),
    "empty columns and rows": text(
        [[], [*HEAD, "", ""], *([*row, "", ""] for row in ROWS), [""] * 9]
    ).encode("windows-1251"),
    "columns of others": text(
        [["№", *HEAD, "Ціна", "Дата"], *(["1", *row, "1 200,50", "46000"] for row in ROWS)]
    ).encode(),
    "english heads": text(
        [["Product name (UK)", "Product name (EN)", "ML code", "HS code", "Unit of measure"], *ROWS]
    ).encode(),
    "other ukrainian heads": text(
        [
            [
                *("Назва (укр.)", "Назва (англ.)", "Позиція контрольного списку*"),
                *("Код УКТЗЕД (10 цифр)", "Од. виміру"),
            ],
            *ROWS,
        ]
    ).encode(),
    "codes kept as texts": text(
        [HEAD, *[[*row[:3], f'="{row[3]}"', row[4]] for row in ROWS]]
    ).encode(),
    "codes with points": text(
        [HEAD, *[[*row[:3], f"{row[3][:4]}.{row[3][4:6]}.{row[3][6:]}", row[4]] for row in ROWS]]
    ).encode(),
    "codes of a saved sheet": text(
        [HEAD, *[[*row[:2], f"ML.{row[2][2:]}.", f"{row[3]},00", row[4]] for row in ROWS]]
    ).encode(),
    "xlsx under a merged title": book(
        [["Каталог 2026"], HEAD, *ROWS], lambda page: page.merge_cells("A1:E1")
    ),
    "xlsx with floats": book([HEAD, *[[*row[:3], float(row[3]), row[4]] for row in ROWS]]),
}


@pytest.mark.parametrize("name", FILES)
def test_the_same_rows_are_read_from_every_kind_of_file(cast, name):
    sheet = send(cast, FILES[name])
    assert problems(sheet) == [[], [], []]
    done = services.import_sheet(actor=cast.preparer, sheet_id=sheet.pk)
    assert (done.state, done.imported) == ("imported", 3)
    found = Product.objects.order_by("uktzed").values_list("name_uk", "control_code", "unit__code")
    assert found[0] == ("Порох «Громовиця», марка Б", "ML8", "kg")
    assert set(Product.objects.values_list("list_edition", flat=True)) == {"EU CML 2024"}


def test_wrong_rows_are_named_and_nothing_is_imported(cast):
    a_product(cast, name_uk="Уже є")
    a_line(cast, "Лінія С")
    a_line(cast, "Порохова", "kg")
    head = [*HEAD, "Серійні номери", "Виробнича лінія", "Ціна"]
    rows = [
        ["Добрий", "Good", "ML10.c", "8806 93 00 00", "ШТ", "партія", "лінія «С»", "1"],
        ["", "No name", "ML10.c", "8806930000", "шт."],
        ["Код", "Code", "ML99", "8,80693E+09", "відро", "інколи", "Чужа"],
        ["УЖЕ Є", "Known", "ML10.c", "8806930000", "шт."],
        ["добрий", "Twice", "ML10.c", "8806930000", "шт.", "", "Порохова"],
        ["=1+1", "Formula", "ML10.c", "8806930000", "шт."],
        ["Ім\u202eя", "Hidden", "ML10.c", "8806930000", "шт."],
        ["Я" * 201, "Long", "ML10.c", "8806930000", "шт."],
        ["Зайве", "Beyond", "ML10.c", "8806930000", "шт.", "", "", "", "", "далі"],
        ["Cиволіт", "Mixed", "МL10.с", "8806930000", "шт."],
    ]
    sheet = send(cast, text([head, *rows]).encode())
    assert problems(sheet) == [
        [],
        ["name_uk:empty"],
        ["control_code:control_code", "unit:unit", "serial_rule:serial_rule",
         "production_line:line", "uktzed:uktzed"],
        ["name_uk:known"],
        ["production_line:line_unit", "name_uk:twice"],
        ["name_uk:formula"],
        ["name_uk:hidden"],
        ["name_uk:long"],
        [":beyond"],
        [],
    ]  # fmt: skip
    assert sheet.ignored == ["Ціна"]
    last = sheet.rows.get(number=11)
    assert {note["code"] for note in last.notes} == {"mixed", "cyrillic"}
    with pytest.raises(Conflict):
        services.import_sheet(actor=cast.preparer, sheet_id=sheet.pk)
    assert Product.objects.count() == 1
    services.import_sheet(actor=cast.preparer, sheet_id=sheet.pk, only_right=True)
    names = set(Product.objects.values_list("name_uk", "control_code", "serial_rule"))
    assert names == {
        ("Уже є", "ML10.c", "each"),
        ("Добрий", "ML10.c", "lot"),
        ("Cиволіт", "ML10.c", "each"),
    }
    assert Event.objects.filter(verb="sheet.imported").count() == 1
    with pytest.raises(Conflict):
        services.import_sheet(actor=cast.preparer, sheet_id=sheet.pk, only_right=True)


def test_formulas_and_merged_cells_of_a_workbook_are_named(cast):
    def change(page):
        page["A2"] = '=CONCATENATE("a","b")'
        page.merge_cells("A3:A4")
        page.merge_cells("D2:E2")

    sheet = send(cast, book([HEAD, *ROWS], change), "a.xlsx")
    assert problems(sheet) == [["name_uk:formula", "unit:merged"], [], ["name_uk:merged"]]


def test_what_a_spreadsheet_made_of_a_text_is_named(cast):
    """A name that became a date, a lost reference: neither may become a product."""
    rows = [
        [date(2026, 12, 14), "Twelve-14", "ML10.c", "8806930000", "шт."],
        ["Б", "#REF!", "ML10.c", "8806930000", "шт."],
        ["В", "C", "ML10.c", 8806930000.5, "шт."],
    ]
    sheet = send(cast, book([HEAD, *rows]), "a.xlsx")
    assert problems(sheet) == [["name_uk:date"], ["name_en:fault"], ["uktzed:uktzed"]]
    same = [["2026-12-14", *rows[0][1:]], rows[1], ["В", "#N/A", *rows[2][2:]]]
    assert problems(send(cast, text([HEAD, *same]).encode()))[1:] == [
        ["name_en:fault"],
        ["name_en:fault", "uktzed:uktzed"],
    ]


def test_a_row_with_bad_quotation_marks_spoils_itself_only(cast):
    """Read leniently, the name would lose its marks and be imported so."""
    lines = [
        ";".join(HEAD),
        '"Апарат "Сиволіт"";Apparatus;ML10.c;8806930000;шт.',
        'Апарат "Сиволіт";"Apparatus ""S""";ML10.c;8806930000;шт.',
        '"Станція\nна два рядки";Station;ML10.c;8806930000;шт.',
        "Порох;Powder;ML8;3601000000;кг",
        '"Не закрито;Open;ML10.c;8806930000;шт.',
        "Сюди;Here;ML8;3601000000;кг",
    ]
    sheet = send(cast, "\r\n".join(lines).encode())
    assert problems(sheet) == [[":quotes"], [], [], [], [":quotes"]]
    assert list(sheet.rows.order_by("number").values_list("number", flat=True)) == [2, 3, 4, 6, 7]
    services.import_sheet(actor=cast.preparer, sheet_id=sheet.pk, only_right=True)
    assert set(Product.objects.values_list("name_uk", flat=True)) == {
        'Апарат "Сиволіт"', "Станція на два рядки", "Порох"
    }  # fmt: skip


UNITS = ["шт", "Штук", "pcs", "pieces", "од.", "Units", "к-т", "компл", "набір", "kit", "пари"]


def test_units_and_rules_are_read_as_people_write_them(cast):
    head = [*HEAD, "Серійний облік"]
    rules = ["так", "Ні", "партія", "TRUE", "серійний", "", "each", "No", "batch", "є", "немає"]
    rows = [
        [f"Виріб {number}", f"Product {number}", "ML10.c", "8806930000", unit, rule]
        for number, (unit, rule) in enumerate(zip(UNITS, rules, strict=True))
    ]
    sheet = send(cast, text([head, *rows], ",").encode())
    assert [found for found in problems(sheet) if found] == []


def test_what_was_right_at_the_check_is_judged_again_at_the_import(cast):
    sheet = send(cast, FILES["xlsx"])
    a_product(cast, name_uk="Станція С-5Н")
    with pytest.raises(Conflict):
        services.import_sheet(actor=cast.preparer, sheet_id=sheet.pk)
    done = services.import_sheet(actor=cast.preparer, sheet_id=sheet.pk, only_right=True)
    assert (done.imported, done.wrong) == (2, 1)
    assert problems(done)[1] == ["name_uk:known"]


def bomb() -> bytes:
    page = io.BytesIO(FILES["xlsx"])
    with zipfile.ZipFile(page, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/zero.xml", b"\0" * 60_000_000)
    return page.getvalue()


def laughs() -> bytes:
    evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    page = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FILES["xlsx"])) as good, zipfile.ZipFile(page, "w") as bad:
        for name in good.namelist():
            content = good.read(name)
            if name.startswith("xl/worksheets/"):
                content = evil + content.replace(b"<sheetData>", b"<sheetData>&b;")
            bad.writestr(name, content)
    return page.getvalue()


NO_SHEETS = {
    "nothing": b"",
    "control signs": b"\0\1\2\3",
    "signs of no encoding": b"\x98\x98\x98",
    "the head of an archive": b"PK\x03\x04 broken",
    "a pdf": b"%PDF-1.7",
    "other columns": "Назва;Ціна\nА;1".encode(),
    "a head alone": text([HEAD]).encode(),
    "a column twice": text([[*HEAD, "Name"], *ROWS]).encode(),
    "empty lines": b"\n\n;;;\n",
    "a quote without end": ('"' + "а" * 200_000).encode(),
    "a very wide line": (";" * 5000 + "\n").encode()
    + text([HEAD, *ROWS]).encode()
    + b"x"
    + b";x" * 500,
    "an archive that swells": bomb(),
    "entities that swell": laughs(),
    "half an xlsx": FILES["xlsx"][:2000],
}


@pytest.mark.parametrize("name", NO_SHEETS)
def test_what_is_no_sheet_is_refused_in_words(cast, name, monkeypatch):
    monkeypatch.setattr(sheets, "AT_ONCE_BYTES", 1_000_000)
    with pytest.raises(InvalidInput) as refusal:
        send(cast, NO_SHEETS[name])
    assert refusal.value.field == "file"
    assert not ProductSheet.objects.exists()


def test_a_sheet_is_as_long_as_the_limit_and_no_longer(cast, monkeypatch):
    monkeypatch.setattr(reading, "MOST_ROWS", 3)
    assert send(cast, FILES["xlsx"]).total == 3
    with pytest.raises(InvalidInput):
        send(cast, text([HEAD, *ROWS, ROWS[0]]).encode())


def test_others_neither_see_nor_import_a_sheet(cast):
    sheet = send(cast, FILES["xlsx"])
    with pytest.raises(Http404):
        selectors.get_sheet(cast.foreign_preparer, sheet.pk)
    with pytest.raises(Http404):
        services.import_sheet(actor=cast.foreign_preparer, sheet_id=sheet.pk)
    with pytest.raises(NotAllowed):
        services.import_sheet(actor=cast.signatory, sheet_id=sheet.pk)


def test_the_pages_lead_from_the_file_to_the_catalogue(cast):
    client = browser(cast.preparer)
    template = client.get("/products/import/template.xlsx")
    heads = [cell.value for cell in openpyxl.load_workbook(io.BytesIO(template.content)).active[1]]
    filled = book([heads, *[[*row, "", ""] for row in ROWS], ["", "Wrong"]])
    answer = client.post("/products/import/", {"file": ContentFile(filled, name="ok.xlsx")})
    sheet = ProductSheet.objects.get()
    page = reverse("manufacturers:sheet", args=[sheet.pk])
    assert answer["Location"] == page
    assert "Станція С-5Н" in client.get(page).content.decode()
    assert "Станція С-5Н" not in client.get(page, {"wrong": "on"}).content.decode()
    assert client.get(page, {"after": "9" * 30, "wrong": "\0"}).status_code == 200
    client.post(reverse("manufacturers:sheet_import", args=[sheet.pk]), {"only_right": "1"})
    assert Product.objects.count() == 3
    assert "ok.xlsx" in client.get("/products/import/").content.decode()
    other = send(cast, FILES["xlsx"])
    client.post(reverse("manufacturers:sheet_discard", args=[other.pk]))
    other.refresh_from_db()
    assert other.state == "discarded"
    refused = client.post("/products/import/", {"file": ContentFile(b"\0", name="x")})
    assert refused.status_code == 422
