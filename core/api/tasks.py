"""Work of the night."""

from collections.abc import Callable

from celery import shared_task

from core.api import services

celery_task: Callable[..., Callable[[Callable[[], None]], object]] = shared_task


@celery_task(name="api.forget_answers", ignore_result=True, time_limit=300, soft_time_limit=270)
def forget_answers() -> None:
    """Delete the kept answers nobody will ask for again; safe to run twice."""
    services.forget_answers()
