"""Work of the worker for the desk: packages are built, and old ones forgotten."""

from collections.abc import Callable
from uuid import UUID

from celery import shared_task

from core.notifications.outbox import outbox_task
from core.work.running import Progress, long_work
from records import packages
from records.retention import services as retention

celery_task: Callable[..., Callable[[Callable[[], None]], object]] = shared_task


@long_work(packages.KIND, seconds=3600)
def build_package(progress: Progress) -> str:
    """Build an ordered package from its beginning; a half-built one is thrown away."""
    progress.restart()
    return packages.build(UUID(str(progress.args["package_id"])), progress)


@celery_task(name="records.forget_packages", ignore_result=True, time_limit=300)
def forget_packages() -> None:
    """Remove the files of packages that nobody needs any more; safe to run twice."""
    packages.forget_old()


@outbox_task(retention.ERASE, heavy=True)
def erase_disposed(*, act_id: str) -> None:
    """Remove the bytes that a confirmed act of disposal gave up."""
    retention.erase(UUID(act_id))
