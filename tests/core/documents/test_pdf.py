"""The printed pages: the same bytes everywhere, our fonts only, one outline, nothing leaked."""

import itertools
import json
import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from weasyprint.urls import FatalURLFetchingError

from core.base import canonical
from core.documents import pdf
from licensing.acts import texts
from tests.core.documents.conftest import headings
from tests.core.documents.samples import HOLDER, both, licence, refusal
from tests.core.documents.samples_protocol import protocol

SAMPLES = {"licence": (licence, 2), "refusal": (refusal, 2), "protocol": (protocol, 4)}
KINDS = sorted(SAMPLES)


def printed(kind: str, **changes) -> bytes:
    record = SAMPLES[kind][0](**changes)
    return pdf.render(kind, record, canonical.dumps(record))


def opened(content: bytes) -> pikepdf.Pdf:
    return pikepdf.open(BytesIO(content))


def words(content: bytes) -> str:
    """Return the text of all pages on one line."""
    command = ["pdftotext", "-", "-"]
    text = subprocess.run(command, input=content, capture_output=True, check=True).stdout
    return " ".join(text.decode().replace("\u00a0", " ").split())


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_record_gives_the_same_bytes_in_another_process(kind: str, tmp_path: Path) -> None:
    here = canonical.digest(printed(kind))
    printed("refusal", number="DN-2026-00099")
    assert canonical.digest(printed(kind)) == here, "an earlier document changed the next one"
    program = (
        "import django; django.setup()\n"
        "from core.base import canonical\n"
        "from tests.core.documents.test_pdf import printed\n"
        f"print(canonical.digest(printed({kind!r})))\n"
    )
    env = {**os.environ, "PYTHONHASHSEED": "4242", "TZ": "Asia/Tokyo"}
    env["DJANGO_SETTINGS_MODULE"] = "config.settings"
    run = subprocess.run(
        [sys.executable, "-c", program], env=env, cwd=settings.BASE_DIR,
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert run.stdout.split()[-1] == here


@pytest.mark.parametrize("kind", KINDS)
def test_only_our_fonts_are_embedded(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "document.pdf"
    file.write_bytes(printed(kind))
    listing = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout
    names = [row.split()[0] for row in listing.splitlines()[2:]]
    assert len(names) == 4
    assert all(name.split("+")[1].startswith("Plex-") for name in names)


def test_signs_without_a_glyph_bring_no_host_font(tmp_path: Path) -> None:
    file = tmp_path / "document.pdf"
    odd = {**HOLDER, "name": both("ТОВ «中文 ≤ 5» 🚀", "Ελλάδα \u202e LLC")}
    file.write_bytes(printed("licence", holder=odd))
    listing = subprocess.run(["pdffonts", file], capture_output=True, text=True, check=True).stdout
    assert len(listing.splitlines()) == 2 + 4
    assert "[U+4E2D]" in words(file.read_bytes())


@pytest.mark.parametrize("kind", KINDS)
def test_pages_and_outline(kind: str) -> None:
    with opened(printed(kind)) as document:
        assert len(document.pages) == SAMPLES[kind][1]
        found = headings(document)
        assert [tag for tag, _ in found].count("/H1") == 1
        assert found[0][0] == "/H1"
        assert not [tag for tag, above in found if {"/H1", "/H2", "/H3"} & set(above)]
        levels = [int(tag[2]) for tag, _ in found]
        assert all(after <= before + 1 for before, after in itertools.pairwise(levels))


@pytest.mark.parametrize("kind", KINDS)
def test_the_record_travels_inside_as_the_source(kind: str) -> None:
    record = SAMPLES[kind][0]()
    with opened(pdf.render(kind, record, canonical.dumps(record))) as document:
        (specification,) = document.Root.AF
        assert specification.AFRelationship == "/Source"
        attached = document.attachments["record.json"].get_file().read_bytes()
    assert attached.decode() == canonical.dumps(record)
    assert json.loads(attached) == record


def test_metadata_name_the_document_and_nothing_of_the_deal() -> None:
    with opened(printed("licence")) as document:
        info = {key: str(value) for key, value in document.docinfo.items()}
        packet = document.Root.Metadata.read_bytes().decode()
    assert info["/Title"] == "Дозвіл на експорт DL-2026-00417-71"
    assert info["/Author"] == "Державний орган експортного контролю"
    assert "20261124091230" in info["/CreationDate"]
    for secret in ("Чорнотур", "Norvenia", "Норвенія", "Стриж"):
        assert secret not in packet
        assert secret not in "".join(info.values())


def test_english_cells_say_that_they_are_english() -> None:
    with opened(printed("licence")) as document:
        cells = [
            item
            for item in document.objects
            if isinstance(item, pikepdf.Dictionary) and item.get("/S") in ("/TD", "/TH")
        ]
    assert sum(str(cell.get("/Lang", "")) == "en" for cell in cells) >= 15


@pytest.mark.parametrize("kind", KINDS)
def test_number_and_digest_stand_on_every_page(kind: str) -> None:
    record = SAMPLES[kind][0]()
    digest = canonical.digest(canonical.dumps(record))
    with opened(printed(kind)) as document:
        pages = len(document.pages)
    text = words(printed(kind))
    short = " ".join(digest[at : at + 4] for at in range(0, 16, 4))
    assert text.count(f"SHA-256 {short} …") == pages
    assert "SHA-256 " + " ".join(digest[at : at + 8] for at in range(0, 64, 8)) in text
    assert text.count(record["number"] + "-") >= pages


def test_user_text_is_text() -> None:
    hostile = both(
        "<b>x</b><img src='file:///etc/passwd'>{{ number }}{% now 'Y' %}",
        "</td><script>alert(1)</script>",
    )
    text = words(printed("licence", end_use=hostile))
    assert "{{ number }}" in text
    assert "</td><script>" in text.replace(" ", "")


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "http://localhost/", "ftp://x/", "DATA:text/plain,x"]
)
def test_a_page_can_load_nothing(address: str) -> None:
    with pytest.raises(FatalURLFetchingError):
        pdf.DataOnlyFetcher().fetch(address)


def test_the_foreign_text_fits_however_long_a_word_is() -> None:
    long = both("Надзвичайнодовгеслово" * 6, "Unreasonablylongword" * 6)
    content = printed("licence", licence_kind=both("Разовий", "One-time"), end_use=long)
    with opened(content) as document:
        assert len(document.pages) <= 3


def test_optional_parts_leave_no_trace() -> None:
    text = words(
        printed(
            "licence",
            consignee=None, end_user_certificate=None, decision=None, reports_due=[],
            conditions=[], transit=[],
        )
    )  # fmt: skip
    for word in ("Вантажоодержувач", "Сертифікат", "Розгляд", "Звіти", "транзит", "None"):
        assert word not in text
    assert "Додаткових умов не встановлено." in text


def test_a_refusal_without_a_day_prints_the_rule_alone() -> None:
    text = words(printed("refusal", appeal={**refusal()["appeal"], "last_day": ""}))
    assert "не пізніше" not in text
    assert "30 calendar days" in text


def test_two_currencies_and_two_editions_print() -> None:
    record = licence()
    record["goods"][5] |= {"currency": "USD", "list_edition": "2026-07-01"}
    text = words(pdf.render("licence", record, canonical.dumps(record)))
    assert "Вартість, USD" in text
    assert "01.07.2026" in text


@pytest.mark.slow
def test_a_hundred_lines_repeat_the_head_and_total_once() -> None:
    record = licence(lines=100)
    content = pdf.render("licence", record, canonical.dumps(record))
    text = words(content)
    assert text.count("Разом, не більше") == 1
    assert text.count("UKTZED (HS)") > 5


def test_template_version_follows_the_sheets() -> None:
    assert len(pdf.template_version()) == 16
    assert pdf.template_version() == pdf.template_version()


def test_a_conclusion_is_not_printed_as_a_permit() -> None:
    title, holder = (
        texts.bilingual("licence_title", "conclusion"),
        texts.bilingual("holder_title", "conclusion"),
    )
    text = words(printed("licence", title=title, holder_title=holder))
    assert "Висновок щодо ведення переговорів" in text
    assert "Conclusion on Negotiations" in text
    assert "Дозвіл на експорт" not in text
    assert "Власник дозволу" not in text
