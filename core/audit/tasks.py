"""Background work of the log: one beat task."""

from __future__ import annotations

from collections.abc import Callable

from celery import shared_task

from core.audit import ledger

celery_task: Callable[..., Callable[[Callable[[], None]], object]] = shared_task


@celery_task(name="audit.sequence", ignore_result=True, time_limit=120, soft_time_limit=90)
def sequence() -> None:
    """Give waiting events their places and sign the head; safe to run twice."""
    ledger.sequence()
