"""Lines that a department leaves out of its support: "we agree, but for line 2"."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from commission.models import LineException, Opinion, Verdict
from core.base.errors import InvalidInput
from licensing import snapshot
from licensing.models import Revision


@dataclass(frozen=True, slots=True)
class ExceptionDraft:
    """A declared line by its position, and why the department does not agree to it."""

    line: int
    reason: str


def checked(
    revision: Revision, verdict: Verdict, exceptions: Iterable[ExceptionDraft]
) -> list[ExceptionDraft]:
    """Return the exceptions in the order of lines.

    Raises InvalidInput for an unknown or repeated line, a missing reason, an opinion that opposes
    the whole anyway, and when nothing would be left to agree to.
    """
    rows = sorted(exceptions, key=lambda row: row.line)
    declared = {line.position for line in snapshot.read(revision.text).lines}
    named = [row.line for row in rows]
    if not declared.issuperset(named) or len(set(named)) != len(named):
        message = _("Name each line of the application at most once.")
        raise InvalidInput("line_wrong", message, field="verdict")
    for row in rows:
        if not row.reason.strip():
            message = _("Say why your department does not agree to line %(line)s.")
            field = f"exception_{row.line}"
            raise InvalidInput("reason_missing", message, field=field, line=row.line)
    if rows and verdict == Verdict.OPPOSE:
        message = _("You oppose the whole application; lines need not be named.")
        raise InvalidInput("exceptions_unexpected", message, field="verdict")
    if rows and len(rows) == len(declared):
        message = _("No line is left that your department agrees to: choose “oppose”.")
        raise InvalidInput("nothing_agreed", message, field="verdict")
    return rows


def content(exceptions: Sequence[ExceptionDraft]) -> list[dict[str, object]]:
    """Return the exceptions as they enter the text of the opinion."""
    return [{"line": row.line, "reason": row.reason.strip()} for row in exceptions]


def write(opinion: Opinion, exceptions: Sequence[ExceptionDraft]) -> None:
    """Keep the exceptions of an opinion given just now."""
    LineException.objects.bulk_create(
        LineException(opinion=opinion, line=row.line, reason=row.reason.strip())
        for row in exceptions
    )
