"""Logs as lines of JSON on standard error; nothing is configured for the whole process but by the server."""

from __future__ import annotations

import logging
import sys
from typing import Any, Protocol, TextIO

import structlog


class Log(Protocol):
    """What the service logs by."""

    def info(self, event: str, **facts: Any) -> Any:
        """Something happened."""

    def error(self, event: str, **facts: Any) -> Any:
        """Something went wrong that somebody must look at."""


def json_log(stream: TextIO | None = None) -> Log:
    """A log that writes lines of JSON to a stream (standard error)."""
    log: Log = structlog.wrap_logger(
        structlog.WriteLogger(stream or sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
    )
    return log


class JsonHandler(logging.Handler):
    """Writes warnings of libraries and of the core in the same form."""

    def __init__(self, log: Log) -> None:
        super().__init__(logging.WARNING)
        self.log = log

    def emit(self, record: logging.LogRecord) -> None:
        """Log one record, without the exception's message."""
        facts = {"logger": record.name, "severity": record.levelname.lower()}
        if record.exc_info and record.exc_info[0] is not None:
            facts["error"] = record.exc_info[0].__name__
        self.log.error(record.getMessage(), **facts)
