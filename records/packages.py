"""Evidence packages: ordered at the desk, built by a worker, fetched as often as needed.

The folder of `records.bundle` is built beside its place, packed into one ZIP file and moved there
when it is whole. Nothing is compressed twice and nothing is held in memory: files go to disk one
after another, and the download reads any part of the file.
"""

import shutil
import zipfile
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from core.accounts.models import User
from core.audit.log import record
from core.base import canonical, clock
from core.work.models import LongWork
from core.work.services import start
from records import bundle, policies
from records.filters import Filter
from records.models import Package

KIND = "records.package"
KEPT_DAYS = 30


class _Halves:
    """Building and packing are each half of the work."""

    def __init__(self, watch: bundle.Watch) -> None:
        self.watch = watch
        self.total = 0

    def expect(self, total: int) -> None:
        """Leave as much room for the packing."""
        self.total = max(total, 1)
        self.watch.expect(2 * self.total)

    def advance(self, by: int = 1) -> None:
        """Pass it on."""
        self.watch.advance(by)

    def packed(self, number: int, files: int) -> None:
        """Count the file `number` of so many as packed."""
        self.watch.advance(self.total * number // files - self.total * (number - 1) // files)


@transaction.atomic
def order(*, actor: User, wanted: Filter, purpose: str, withheld: Sequence[str] = ()) -> Package:
    """Ask for a package; a worker builds it. Only an auditor. Event: `package.ordered`."""
    policies.authorise_export(actor)
    package = Package.objects.create(
        ordered_by=actor, filter=wanted.as_data(), purpose=purpose, withheld=list(withheld)
    )
    about = {"filter": package.filter, "purpose": purpose, "withheld": package.withheld}
    record(actor=actor, verb="package.ordered", subject=package.subject, data=about)
    package.work = start(
        actor=actor, kind=KIND, args={"package_id": str(package.pk)}, subject=package.subject
    )
    package.save(update_fields=["work"])
    return package


def build(package_id: UUID, watch: bundle.Watch) -> str:
    """Build an ordered package; return the address of its page. Safe to run again."""
    package = Package.objects.select_related("ordered_by").get(pk=package_id)
    if not package.is_ready:
        _build(package, _Halves(watch))
    return reverse("records:package", args=[package.pk])


def _build(package: Package, halves: _Halves) -> None:
    root = Path(settings.PACKAGES_ROOT)
    draft = root / f".{package.pk}"
    shutil.rmtree(draft, ignore_errors=True)
    try:
        folder = draft / package.name
        ordered = bundle.Order(
            Filter.from_data(package.filter),
            package.purpose,
            package.withheld,
            package.ordered_by,
        )
        folder.mkdir(parents=True)
        made = bundle.fill(folder, ordered, halves)
        packed = draft / "package.zip"
        _pack(folder, packed, halves)
        package.decisions = made.decisions
        _keep(package, packed)
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _pack(folder: Path, packed: Path, halves: _Halves) -> None:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for number, path in enumerate(files, 1):
            # Sealed PDFs are compressed inside already.
            method = zipfile.ZIP_STORED if path.suffix == ".pdf" else zipfile.ZIP_DEFLATED
            archive.write(path, path.relative_to(folder.parent), compress_type=method)
            halves.packed(number, len(files))


@transaction.atomic
def _keep(package: Package, packed: Path) -> None:
    with packed.open("rb") as file:
        package.sha256 = canonical.digest_file(file)
    package.size = packed.stat().st_size
    package.made_at = clock.now()
    package.save(update_fields=["sha256", "size", "made_at", "decisions"])
    record(
        actor=package.ordered_by,
        verb="package.built",
        subject=package.subject,
        data={"sha256": package.sha256, "bytes": package.size, "decisions": package.decisions},
    )
    packed.replace(path_of(package))


def log_fetch(*, actor: User, package: Package) -> None:
    """Write down that somebody began to fetch the file. Event: `package.fetched`."""
    policies.authorise_export(actor)
    record(
        actor=actor,
        verb="package.fetched",
        subject=package.subject,
        data={"sha256": package.sha256},
    )


def forget_old() -> int:
    """Remove files of packages built long ago; the orders stay. Return how many went."""
    old = Package.objects.filter(made_at__lt=clock.now() - timedelta(days=KEPT_DAYS))
    gone = 0
    for package in old.iterator():
        if path_of(package).exists():
            path_of(package).unlink()
            gone += 1
    return gone


def path_of(package: Package) -> Path:
    """Return where the file of a package lies."""
    return Path(settings.PACKAGES_ROOT) / f"{package.pk}.zip"


def is_kept(package: Package) -> bool:
    """Tell whether the file can be fetched."""
    return package.is_ready and path_of(package).exists()


def lately() -> QuerySet[Package]:
    """Return the newest orders, fifty at most."""
    return Package.objects.select_related("ordered_by", "work")[:50]


def find(package_id: UUID) -> Package | None:
    """Return an order, or None."""
    return Package.objects.select_related("ordered_by", "work").filter(pk=package_id).first()


def work_shown(package: Package, reader: User) -> LongWork | None:
    """Return the work behind an order for the person whose work it is."""
    return package.work if package.ordered_by_id == reader.pk else None
