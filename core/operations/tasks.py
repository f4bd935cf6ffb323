"""Work of the clock that needs more than one room of the platform."""

from celery import shared_task

from core.operations import stamping


@shared_task(name="operations.stamp")  # type: ignore[untyped-decorator]  # Celery is untyped
def stamp() -> None:
    """Have the head of the ledger stamped when that is due; say when the next one is."""
    stamping.keep_stamped()
