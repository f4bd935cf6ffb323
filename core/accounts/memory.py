"""Answers about a person's rights, remembered while one safe request is answered.

A page asks the same policy many times. Services never run in a remembering request (only GET and
HEAD remember), so what is written is always checked against the database as it is. A question of
what exists for a person remembers for itself, whatever the request.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

Answer = TypeVar("Answer")

_answers: ContextVar[dict[tuple[object, ...], Any] | None] = ContextVar(
    "dozvil_rights", default=None
)


@contextmanager
def remembering() -> Iterator[None]:
    """Remember answers while the block runs; within a block that remembers, go on with it."""
    known = _answers.get()
    token = _answers.set({} if known is None else known)
    try:
        yield
    finally:
        _answers.reset(token)


def is_remembering() -> bool:
    """Tell whether a safe request is being answered."""
    return _answers.get() is not None


def remembered(key: tuple[object, ...], compute: Callable[[], Answer]) -> Answer:
    """Return the remembered answer for `key`, or compute it."""
    answers = _answers.get()
    if answers is None:
        return compute()
    if key not in answers:
        answers[key] = compute()
    answer: Answer = answers[key]
    return answer
