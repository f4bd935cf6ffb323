"""Work of the worker that belongs to files alone."""

from celery import shared_task

from core.documents import services


@shared_task(name="documents.rescan")  # type: ignore[untyped-decorator]  # Celery is untyped
def rescan() -> None:
    """Scan again what came while the scanner was away."""
    services.rescan_quarantined()
