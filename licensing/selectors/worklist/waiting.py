"""What to do next on a case, and why it is not done yet: for whom it waits, and since when."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet, Value
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.ui.formats import day_short
from licensing.lifecycle import Status
from licensing.models import Application

_TASKS: dict[str, Promise] = {
    Status.SUBMITTED: _("Completeness: accept or return"),
    Status.IN_REVIEW: _("Finish the review"),
    Status.READY: _("Place on an agenda"),
    Status.ON_AGENDA: _("Await the vote"),
    Status.CONSIDERED: _("Decide on every line"),
}


def with_waits(cases: QuerySet[Application]) -> QuerySet[Application]:
    """Add what the commission knows: departments that owe an opinion, and the sitting.

    They stand above this room; `settings.CASE_WAITS` names the function with the expressions,
    which cost no query of their own.
    """
    return cases.annotate(**_expressions())


def without_waits(cases: QuerySet[Application]) -> QuerySet[Application]:
    """Add the same columns empty, for a part of a union that does not show them."""
    return cases.annotate(
        **{name: Value(None, one.output_field) for name, one in _expressions().items()}
    )


def _expressions() -> Mapping[str, Any]:
    expressions: Mapping[str, Any] = import_string(settings.CASE_WAITS)()
    return expressions


def task_of(case: Application) -> str | Promise:
    """Return the next thing to do, verb first."""
    if case.paused_since is not None:
        return _("Await the applicant's answer")
    if case.status == Status.IN_REVIEW and case.answered_at is not None:
        return _("Check the answer to the question")
    if case.status == Status.IN_REVIEW and case.latest_checks and case.latest_checks.blocks:
        return _("Resolve what blocks")
    return _TASKS.get(case.status, "")


def why_waits(case: Application) -> str | Promise:
    """Return what the case waits for; the case comes from `with_waits`."""
    if case.paused_since is not None:
        return _("waits for the applicant")
    if case.amendment_open:
        return _("waits for the amended text")
    return _REASONS[Status(case.status)](case)


def days_waiting(case: Application) -> int:
    """Return for how many days the case has been where it is (calendar days in Kyiv)."""
    since = case.paused_since or _day(case.moved_at or case.submitted_at or case.created_at)
    return max(0, (clock.today() - since).days)


def _day(at: datetime) -> date:
    return clock.kyiv_date(at)


def _new(case: Application) -> str | Promise:
    return _("waits for its officer") if case.officer_id else _("waits for an officer to take it")


def _reviewed(case: Application) -> str | Promise:
    known = vars(case)
    awaited: Sequence[str] = known.get("awaits") or ()
    if awaited:
        text = _("waits for opinions: %(bodies)s, until %(day)s")
        return text % {"bodies": ", ".join(awaited), "day": day_short(known["awaits_until"])}
    if case.latest_checks and case.latest_checks.blocks:
        return _("waits for what blocks to be resolved")
    return _("waits for its officer")


def _on_agenda(case: Application) -> str | Promise:
    known = vars(case)
    if not known.get("sitting"):
        return _("waits for the commission")
    text = _("waits for sitting %(number)s of %(day)s")
    return text % {"number": known["sitting"], "day": day_short(clock.kyiv_date(known["sits_at"]))}


def _ready(case: Application) -> str | Promise:
    return _("waits for a place on an agenda")


def _considered(case: Application) -> str | Promise:
    return _("waits for the head of licensing")


_REASONS: dict[str, Callable[[Application], str | Promise]] = {
    Status.SUBMITTED: _new,
    Status.IN_REVIEW: _reviewed,
    Status.READY: _ready,
    Status.ON_AGENDA: _on_agenda,
    Status.CONSIDERED: _considered,
}
