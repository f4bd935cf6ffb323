"""The runs of one act, collected so that a refusal does not take them back with the act."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from licensing.models import CheckRun

_collected: ContextVar[list[CheckRun] | None] = ContextVar("collected_runs", default=None)


@contextmanager
def collected() -> Iterator[list[CheckRun]]:
    """Collect every run made inside; an act inside another one leaves its runs to the outer."""
    if _collected.get() is not None:
        yield []
        return
    runs: list[CheckRun] = []
    token = _collected.set(runs)
    try:
        yield runs
    finally:
        _collected.reset(token)


def collect(run: CheckRun) -> None:
    """Remember a run for the act that asked for it, if somebody collects."""
    runs = _collected.get()
    if runs is not None:
        runs.append(run)
