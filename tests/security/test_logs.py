"""What a log line says of a fault: its kind and its place, never the words in it."""

import io
import logging
from collections.abc import Callable, Iterator

import pytest
import structlog
from celery import shared_task

from config.celery import app
from config.logging import logging_config

SECRET = "Key (email)=(tykholis@sivolit.example) already exists."


@pytest.fixture(params=[True, False], ids=["for people", "for programs"])
def lines(request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """The house's logging, written where the test can read it."""
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    logging_config(level="INFO", readable=request.param)
    written = io.StringIO()
    handler = root.handlers[0]
    assert isinstance(handler, logging.StreamHandler)
    handler.setStream(written)
    yield written.getvalue
    root.handlers[:] = before
    root.setLevel(level)


def quote_somebody() -> None:
    restricted = SECRET
    try:
        raise KeyError(restricted)
    except KeyError as cause:
        raise ValueError(restricted) from cause


def test_a_fault_is_told_without_its_words(lines):
    for log in (logging.getLogger("django.request").error, structlog.get_logger("x").error):
        try:
            quote_somebody()
        except ValueError:
            log("failed", exc_info=True)
    assert "sivolit" not in lines()
    assert lines().count("builtins.ValueError") == lines().count("builtins.KeyError") == 2
    assert lines().count("quote_somebody") == 4


@shared_task(name="tests.quote_somebody")
def quoting_task() -> None:
    quote_somebody()


def test_a_task_that_fails_quotes_nobody(lines):
    quoting_task.apply()
    assert "tests.quote_somebody" in lines()
    assert "quote_somebody" in lines().replace("tests.quote_somebody", "")
    assert "sivolit" not in lines()


def test_a_worker_keeps_the_logs_of_the_house(lines):
    before = logging.getLogger().handlers[:]
    app.log.setup(loglevel="WARNING", redirect_stdouts=False)
    assert logging.getLogger().handlers == before
