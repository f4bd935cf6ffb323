"""Evidence packages from the desk: ordered, built, stopped, fetched in parts."""

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.db import InternalError, transaction
from django.test import Client

from core.audit.models import Event
from core.base.errors import NotAllowed
from core.notifications import outbox
from core.work import running
from core.work.models import LongWork, State
from core.work.services import cancel
from demo.cast import Cast
from records import packages
from records.bundle import Nobody
from records.filters import Filter
from records.models import Package
from tests.records import journey

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_place(settings, tmp_path: Path):
    settings.PACKAGES_ROOT = tmp_path / "packages"


def client_of(person: object) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def auditor(cast: Cast) -> Client:
    journey.decided(cast)
    return client_of(cast.auditor)


def ordered(auditor: Client, **form: object) -> Package:
    answer = auditor.post("/records/packages/", {"purpose": "Перевірка"} | form)
    assert answer.status_code == 302
    return Package.objects.latest("created_at")


@pytest.fixture
def built(auditor: Client) -> Package:
    package = ordered(auditor)
    packages.build(package.pk, Nobody())
    return packages.find(package.pk)


def test_the_worker_builds_what_was_ordered_and_it_proves_itself(auditor: Client, tmp_path: Path):
    package = ordered(auditor)
    page = auditor.get(f"/records/packages/{package.pk}/").content.decode()
    assert "<progress" in page
    outbox.drain()
    package = packages.find(package.pk)
    assert package.work.state == State.DONE
    assert package.work.result == f"/records/packages/{package.pk}/"
    content = b"".join(auditor.get(f"/records/packages/{package.pk}/file.zip").streaming_content)
    zipfile.ZipFile(BytesIO(content)).extractall(tmp_path / "out")
    program = tmp_path / "out" / package.name / "verify.py"
    done = subprocess.run(
        [sys.executable, "-I", "-S", str(program)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    verbs = Event.objects.filter(subject=package.subject).order_by("id")
    assert [event.verb for event in verbs] == [
        "package.ordered", "package.built", "package.fetched",
    ]  # fmt: skip
    assert not list(Path(packages.path_of(package)).parent.glob(".*"))


def test_a_package_can_withhold(auditor: Client):
    package = ordered(auditor, withheld=["personal", "commercial"])
    packages.build(package.pk, Nobody())
    with zipfile.ZipFile(packages.path_of(package)) as archive:
        names = {Path(name).name for name in archive.namelist()}
        row = json.loads(archive.read(f"{package.name}/data/redacted.jsonl").decode())
    assert "decisions.jsonl" not in names
    assert {part["ground"] for part in row["withheld"]} == {"personal", "commercial"}
    assert "Сиволіт" not in json.dumps(row["shown"], ensure_ascii=False)


def test_without_a_purpose_nothing_is_ordered_and_nothing_typed_is_lost(auditor: Client):
    answer = auditor.post("/records/packages/", {"purpose": "", "withheld": ["personal"]})
    assert answer.status_code == 422
    assert 'value="personal"' in answer.content.decode()
    assert "checked" in answer.content.decode()
    assert not Package.objects.exists()


def test_the_work_can_be_stopped_and_leaves_nothing(auditor: Client, cast: Cast, monkeypatch):
    package = ordered(auditor)
    monkeypatch.setattr(running, "EVERY", 0)
    whole = packages.bundle.fill

    def fill(folder, order, watch):
        made = whole(folder, order, watch)
        cancel(actor=cast.auditor, work_id=package.work_id)
        return made

    monkeypatch.setattr(packages.bundle, "fill", fill)
    outbox.drain()
    assert LongWork.objects.get(pk=package.work_id).state == State.CANCELLED
    assert not packages.find(package.pk).is_ready
    assert list(packages.path_of(package).parent.iterdir()) == []


@pytest.mark.parametrize(
    ("asked", "status", "part"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-10", 206, slice(-10, None)),
        ("bytes=5-99999999999", 206, slice(5, None)),
        ("bytes=9-3", 200, slice(None)),
        ("bytes=0-1,4-5", 200, slice(None)),
        ("bytes=x", 200, slice(None)),
        ("bytes=-", 200, slice(None)),
        ("bytes=99999999999-", 416, None),
        ("bytes=-0", 416, None),
    ],
)
def test_a_download_goes_on_where_it_stopped(auditor: Client, built: Package, asked, status, part):
    whole = packages.path_of(built).read_bytes()
    answer = auditor.get(f"/records/packages/{built.pk}/file.zip", headers={"range": asked})
    assert answer.status_code == status
    if part is None:
        assert answer["Content-Range"] == f"bytes */{len(whole)}"
    else:
        assert b"".join(answer.streaming_content) == whole[part]
        assert int(answer["Content-Length"]) == len(whole[part])


def test_another_file_is_not_glued_to_the_first_half(auditor: Client, built: Package):
    address = f"/records/packages/{built.pk}/file.zip"
    parts = {"range": "bytes=10-", "if-range": '"another"'}
    assert auditor.get(address, headers=parts).status_code == 200
    parts["if-range"] = f'"{built.sha256}"'
    assert auditor.get(address, headers=parts).status_code == 206


def test_only_the_first_byte_is_an_event(auditor: Client, built: Package):
    address = f"/records/packages/{built.pk}/file.zip"
    auditor.get(address)
    auditor.get(address, headers={"range": "bytes=100-"})
    assert Event.objects.filter(verb="package.fetched").count() == 1


def test_others_neither_order_nor_fetch(cast: Cast, built: Package):
    with pytest.raises(NotAllowed):
        packages.order(actor=cast.head, wanted=Filter(), purpose="x")
    for person, status in ((cast.head, 403), (cast.signatory, 404)):
        for address in ("", f"{built.pk}/", f"{built.pk}/file.zip"):
            answer = client_of(person).get(f"/records/packages/{address}")
            assert answer.status_code == status


def test_a_built_package_is_not_changed_in_the_database(built: Package):
    for change in ({"sha256": "0" * 64}, {"filter": {}}, {"purpose": "інше"}):
        with pytest.raises((InternalError, ValidationError)), transaction.atomic():
            Package.objects.filter(pk=built.pk).update(**change)


def test_old_files_go_and_the_page_says_so(auditor: Client, built: Package, today):
    from datetime import timedelta

    from core.base import clock

    assert packages.forget_old() == 0
    with clock.at(today + timedelta(days=packages.KEPT_DAYS + 1)):
        assert packages.forget_old() == 1
        assert packages.forget_old() == 0
    assert auditor.get(f"/records/packages/{built.pk}/file.zip").status_code == 404
    page = auditor.get(f"/records/packages/{built.pk}/", headers={"accept-language": "en"})
    assert page.status_code == 200
    assert "/file.zip" not in page.content.decode()


def test_the_lists_cost_the_same_however_long(auditor: Client, django_assert_max_num_queries):
    for _ in range(4):
        ordered(auditor)
    with django_assert_max_num_queries(16):
        assert auditor.get("/records/packages/").status_code == 200
