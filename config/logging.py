"""Structured logs (structlog): one line an event, no personal data, readable in the demo."""

import logging.config
import sys
import traceback
from collections.abc import Mapping
from typing import Any

import structlog

SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]

LOGGERS = {
    # Libraries that tell every step at INFO drown what the house has to say.
    "fontTools": {"level": "WARNING"},
    "weasyprint": {"level": "WARNING"},
    # These warn of a certificate that they do not know by the name of the person in it.
    "pyhanko": {"level": "CRITICAL"},
    "pyhanko_certvalidator": {"level": "CRITICAL"},
}


def logging_config(*, level: str, readable: bool) -> dict[str, Any]:
    """Configure the standard and structured loggers; return what was configured.

    `level` is a standard level name; `readable` prints for people instead of JSON lines.
    """
    stderr = {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_text"]}
    config = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": _formatter(readable)},
        "filters": {"no_text": {"()": _NoTextOfFaults}},
        "handlers": {"stderr": stderr},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": LOGGERS,
    }
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[*SHARED, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return config


def _formatter(readable: bool) -> dict[str, Any]:
    for_people = structlog.dev.ConsoleRenderer(colors=False)
    return {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _fault_without_its_text,
            for_people if readable else structlog.processors.JSONRenderer(),
        ],
        "foreign_pre_chain": SHARED,
    }


def _fault_without_its_text(_logger: object, _name: str, event: Any) -> Any:
    """Say what failed and where. The text of a fault may quote a person or a closed file."""
    told = event.pop("exc_info", None)
    problem = sys.exc_info()[1] if told is True else told[1] if isinstance(told, tuple) else told
    if isinstance(problem, BaseException):
        event["exception"] = "\n".join(_places(problem))
    return event


def _places(problem: BaseException) -> list[str]:
    """Return the kind of a fault, the lines it came through, and the same of what caused it."""
    cause = problem.__cause__ or problem.__context__
    frames = traceback.extract_tb(problem.__traceback__)
    return [
        f"{type(problem).__module__}.{type(problem).__qualname__}",
        *(f"  {frame.filename}:{frame.lineno} {frame.name}" for frame in frames),
        *(_places(cause) if cause else []),
    ]


class _NoTextOfFaults(logging.Filter):
    """Celery writes the text of a task's fault into the line itself: taken out here."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every line pass, this one with less in it."""
        if isinstance(record.args, Mapping) and "exc" in record.args:
            record.args = {**record.args, "exc": "", "traceback": ""}
        return True
