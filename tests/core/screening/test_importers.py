"""Each format is read; whatever is broken is refused whole, with the line."""

import io

import pytest

from core.screening.importers import READERS, ListRefused, Row, base
from core.screening.models import Format
from tests.core.screening import files

ALL = {
    Format.UN_XML: files.UN,
    Format.EU_XML: files.EU,
    Format.UK_XML: files.UK_XML,
    Format.UK_CSV: files.UK_CSV,
    Format.OFAC_XML: files.OFAC,
    Format.NSDC_JSON: files.NSDC,
    Format.CSV: files.CSV,
}
XML = [Format.UN_XML, Format.EU_XML, Format.UK_XML, Format.OFAC_XML]


def read(kind: str, text: str | bytes) -> list[Row]:
    data = text.encode() if isinstance(text, str) else text
    return [row for _line, row in READERS[kind](io.BytesIO(data))]


@pytest.mark.parametrize(
    ("kind", "keys", "schemas"),
    [
        (Format.UN_XML, ["XXi.001", "XXe.002"], ["Person", "Organization"]),
        (Format.EU_XML, ["EU.1.1", "EU.1.2"], ["Person", "Organization"]),
        (Format.UK_XML, ["INV0001", "INV0002"], ["Person", "Vessel"]),
        (Format.UK_CSV, ["INV0001", "INV0002"], ["Person", "Organization"]),
        (Format.OFAC_XML, ["101", "102"], ["Person", "Organization"]),
        (Format.NSDC_JSON, ["1", "2"], ["Organization", "Person"]),
        (Format.CSV, ["A-1", "A-2", "A-3"], ["Company", "Person", "Vessel"]),
    ],
)
def test_reads_each_format(kind: str, keys: list[str], schemas: list[str]) -> None:
    rows = read(kind, ALL[kind])
    assert [row.key for row in rows] == keys
    assert [row.schema for row in rows] == schemas


def test_keeps_weak_aliases_apart() -> None:
    person = read(Format.UN_XML, files.UN)[0]
    assert [(name.text, name.weak) for name in person.names] == [
        ("Tarfan Salim al-Ozmiri", False),
        ("Abu Zilal", False),
        ("Zil", True),
    ]
    assert person.birth == ("1980",)


def test_joins_the_lines_of_one_designation() -> None:
    person = read(Format.UK_CSV, files.UK_CSV)[0]
    assert [name.text for name in person.names] == ["Yusuf Kerim", "Yusuf Kerimoglu"]


@pytest.mark.parametrize("kind", ALL)
def test_refuses_a_file_that_is_cut_off(kind: str) -> None:
    data = ALL[kind].encode().rstrip()
    with pytest.raises(ListRefused) as refused:
        read(kind, data[: len(data) - 9])
    assert int(str(refused.value.params["line"])) >= 1


def test_names_the_line_of_the_break() -> None:
    broken = files.UN.replace("<ENTITY><DATAID>", "<ENTITY><DATAID></WRONG>")
    with pytest.raises(ListRefused) as refused:
        read(Format.UN_XML, broken)
    assert refused.value.params["line"] == 15


@pytest.mark.parametrize("kind", XML)
def test_refuses_entities(kind: str) -> None:
    laughs = '<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;">]>\n'
    with pytest.raises(ListRefused):
        read(kind, ALL[kind].replace('<?xml version="1.0"?>\n', laughs))


@pytest.mark.parametrize("kind", ALL)
def test_refuses_a_list_of_another_kind(kind: str) -> None:
    other = files.CSV if kind in XML else files.UN
    with pytest.raises(ListRefused):
        read(kind, other)


@pytest.mark.parametrize("kind", ALL)
@pytest.mark.parametrize("data", [b"", b"\x00\x01\x02", b"\xff\xfe<", b"[" * 5000])
def test_refuses_what_is_no_text(kind: str, data: bytes) -> None:
    with pytest.raises(ListRefused):
        rows = read(kind, data)
        assert rows, "nothing was read"


@pytest.mark.parametrize("kind", ALL)
def test_refuses_an_oversized_file(kind: str, monkeypatch) -> None:
    monkeypatch.setattr(base, "MOST_BYTES", 200)
    with pytest.raises(ListRefused):
        read(kind, ALL[kind])


@pytest.mark.parametrize(
    "row",
    [
        "A-9,Company",
        "A-9,Company,Name,,,,,,,,one too many",
        ",Company,Name,,,,,,,",
        "A-9,Robot,N,,,,,,,",
    ],
)
def test_refuses_a_broken_row_with_its_line(row: str) -> None:
    with pytest.raises(ListRefused) as refused:
        read(Format.CSV, f"{files.CSV}{row}\n")
    assert refused.value.params["line"] == 5
