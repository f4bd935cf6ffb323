"""The file of customs: broken rows are told, and nothing is half imported."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from core.base.errors import InvalidInput, NotAllowed
from tests.tracking import hands
from tracking.models import Shipment
from tracking.services.customs_file import import_file

HEAD = "Дозвіл;Декларація;Дата;Позиція;Кількість;Одиниця;Серійні номери\n"


def sheet(licence, *rows):
    return (HEAD + "".join(f"{licence.number};{row}\n" for row in rows)).encode()


def test_rows_of_one_declaration_are_one_shipment(cast, licence):
    content = sheet(
        licence, "UA/1;24.11.2026;1;2;pcs;С4-1…2", "UA/1;24.11.2026;2;1;;", "UA/2;2026-11-24;1;3;;"
    )
    done = import_file(actor=cast.customs, content=content)
    assert (done.shipments, done.wrong) == (2, 0)
    assert hands.drawn(licence) == (5, 445000)
    assert Shipment.objects.get(declaration="UA/1").state == "confirmed"


@pytest.mark.parametrize(
    "broken",
    [
        "UA/2;24.11.2026;1;999;;",
        "UA/2;24.11.2025;1;1;;",
        "UA/2;25.11.2026;1;1;;",
        "UA/2;колись;1;1;;",
        "UA/2;24.11.2026;1;багато;;",
        "UA/2;24.11.2026;1;NaN;;",
        "UA/2;24.11.2026;1;-1;;",
        "UA/2;24.11.2026;9;1;;",
        "UA/2;24.11.2026;1;1;kg;",
        "UA/2;24.11.2026;1;1;;C4-1",
        ";24.11.2026;1;1;;",
        "UA/1;23.11.2026;2;1;;",
    ],
)
def test_one_broken_row_undoes_the_file(cast, licence, broken):
    right = "UA/1;24.11.2026;1;2;pcs;C4-1…2"
    done = import_file(actor=cast.customs, content=sheet(licence, right, broken))
    assert done.shipments == 0
    assert done.rows[1].problem
    assert hands.drawn(licence) == (0, 0)
    assert not Shipment.objects.exists()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (HEAD.encode(), "empty"),
        (b"\0\1", "not_text"),
        ("Дозвіл;Дата\nDL;1\n".encode("cp1251"), "columns"),
        (b"x" * 1_000_001, "too_large"),
    ],
)
def test_a_file_that_is_none_is_refused(cast, content, code):
    with pytest.raises(InvalidInput) as refused:
        import_file(actor=cast.customs, content=content)
    assert refused.value.code == code


def test_only_customs_imports(cast, licence):
    for person in (cast.signatory, cast.officer, cast.head, cast.auditor):
        with pytest.raises(NotAllowed):
            import_file(actor=person, content=sheet(licence))


def test_the_page_reports_rows(cast, licence):
    client = Client()
    client.force_login(cast.customs)
    url = reverse("licences:customs_file")
    content = sheet(licence, "UA/1;24.11.2026;1;<b>;;")
    bad = client.post(url, {"file": SimpleUploadedFile("a.csv", content)})
    assert bad.status_code == 422
    assert "&lt;b&gt;" in bad.content.decode()
    assert client.post(url, {"file": SimpleUploadedFile("a.csv", b"x")}).status_code == 422
    good = sheet(licence, "UA/1;24.11.2026;1;1;;")
    assert client.post(url, {"file": SimpleUploadedFile("a.csv", good)}).status_code == 200
    assert hands.drawn(licence)[0] == 1
