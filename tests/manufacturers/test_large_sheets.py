"""Large sheets: a worker checks and writes them, and any moment may be its last."""

import io
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from core.base import clock
from core.base.errors import Conflict
from core.notifications import outbox
from core.work.models import LongWork
from core.work.running import Cancelled, Progress
from manufacturers import services
from manufacturers.models import Product, ProductSheet
from manufacturers.services import sheets
from manufacturers.tasks import work_on_sheet
from tests.manufacturers.goods import a_product
from tests.manufacturers.test_pages import browser
from tests.manufacturers.test_sheets import FILES, HEAD, ROWS, book, problems, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def by_worker(monkeypatch):
    monkeypatch.setattr(sheets, "AT_ONCE_BYTES", 10)
    monkeypatch.setattr(sheets, "AT_ONCE_ROWS", 1)
    monkeypatch.setattr(sheets, "BATCH", 2)


def test_a_large_sheet_is_checked_and_written_by_a_worker(cast, by_worker):
    a_product(cast, name_uk="Станція С-5Н")
    client = browser(cast.preparer)
    answer = client.post("/products/import/", {"file": ContentFile(FILES["xlsx"], name="a.xlsx")})
    sheet = ProductSheet.objects.get()
    page = reverse("manufacturers:sheet", args=[sheet.pk])
    assert (answer["Location"], sheet.state, sheet.total) == (page, "reading", 0)
    assert "Рядки перевіряються" in client.get(page).content.decode()
    with pytest.raises(Conflict):
        services.import_sheet(actor=cast.preparer, sheet_id=sheet.pk)
    outbox.drain()
    sheet.refresh_from_db()
    assert (sheet.state, sheet.total, sheet.wrong) == ("checked", 3, 1)
    work = LongWork.objects.get()
    assert (work.state, work.done, work.result) == ("done", 3, page)
    with pytest.raises(Conflict):
        services.import_sheet(actor=cast.preparer, sheet_id=sheet.pk)
    client.post(reverse("manufacturers:sheet_import", args=[sheet.pk]), {"only_right": "1"})
    assert Product.objects.count() == 1
    outbox.drain()
    assert Product.objects.count() == 3
    sheet.refresh_from_db()
    assert (sheet.state, sheet.imported, sheet.settled_by) == ("imported", 2, cast.preparer)


def test_a_large_file_that_is_no_sheet_is_refused_by_the_worker_in_words(cast, by_worker):
    sheet = send(cast, "Назва;Ціна\nА;1\nБ;2".encode())
    outbox.drain()
    sheet.refresh_from_db()
    assert (sheet.state, sheet.rows.count()) == ("refused", 0)
    page = reverse("manufacturers:sheet", args=[sheet.pk])
    words = browser(cast.preparer).get(page).content.decode()
    assert "Код контрольного списку" in words


def test_stopping_the_check_leaves_nothing_and_a_worker_may_begin_anew(cast, by_worker):
    sheet = send(cast, FILES["xlsx"])

    class Killed(Exception):
        pass

    def die(_count: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        sheets.read_sheet(sheet_id=sheet.pk, step=die)
    assert sheet.rows.count() == 2
    done = sheets.read_sheet(sheet_id=sheet.pk, step=lambda _count: None)
    assert (done.total, done.rows.count()) == (3, 3)
    other = send(cast, FILES["xlsx"])
    work = LongWork.objects.filter(subject=other.subject).get()
    LongWork.objects.filter(pk=work.pk).update(state="running", cancel_asked_at=clock.now())
    outbox.drain()
    # It was stopped before a worker took it up: the person sets it aside herself.
    services.discard_sheet(actor=cast.preparer, sheet_id=other.pk)
    other.refresh_from_db()
    assert (other.state, other.rows.count(), Product.objects.count()) == ("discarded", 0, 0)


def test_a_check_stopped_midway_leaves_no_rows(cast, by_worker):
    sheet = send(cast, FILES["xlsx"])
    work = LongWork.objects.get(subject=sheet.subject)

    class Stopped(Progress):
        def advance(self, by: int = 1) -> None:
            raise Cancelled

    with pytest.raises(Cancelled):
        work_on_sheet(Stopped(work))
    sheet.refresh_from_db()
    assert (sheet.state, sheet.rows.count()) == ("discarded", 0)
    with pytest.raises(Conflict):
        services.discard_sheet(actor=cast.preparer, sheet_id=sheet.pk)


def test_nothing_is_written_when_a_row_became_wrong_after_the_check(cast, by_worker):
    sheet = send(cast, FILES["xlsx"])
    outbox.drain()
    services.import_sheet(actor=cast.preparer, sheet_id=sheet.pk)
    a_product(cast, name_uk=ROWS[2][0])
    outbox.drain()
    assert Product.objects.count() == 1
    assert LongWork.objects.filter(state="failed").get().problem.startswith("У деяких рядках")


def test_a_merge_over_the_whole_sheet_is_no_work(cast):
    small = book([HEAD, *ROWS], lambda page: page.merge_cells("A4:B4"))
    page = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(small)) as good, zipfile.ZipFile(page, "w") as bad:
        for name in good.namelist():
            bad.writestr(name, good.read(name).replace(b"A4:B4", b"A3:CV1048576"))
    sheet = send(cast, page.getvalue(), "a.xlsx")
    assert [len(found) for found in problems(sheet)] == [0, 4, 5]
