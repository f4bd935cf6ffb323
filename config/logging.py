"""Structured logs (structlog): one line an event, no personal data, readable in the demo."""

import logging.config
from typing import Any

import structlog


def logging_config(*, level: str, readable: bool) -> dict[str, Any]:
    """Configure the standard and structured loggers; return what was configured.

    `level` is a standard level name; `readable` prints for people instead of JSON lines.
    """
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last = (
        structlog.dev.ConsoleRenderer(colors=False)
        if readable
        else structlog.processors.JSONRenderer()
    )
    config = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "line": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processor": last,
                "foreign_pre_chain": shared,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Libraries that tell every step at INFO drown what the house has to say.
            name: {"level": "WARNING"}
            for name in ("fontTools", "weasyprint", "pyhanko", "pyhanko_certvalidator")
        },
    }
    logging.config.dictConfig(config)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    return config
