"""The shape that every check has."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from licensing.snapshot import Snapshot


class Outcome(models.TextChoices):
    """What a check says. Order is severity."""

    CLEAR = "clear", _("Clear")
    ATTENTION = "attention", _("Attention")
    BLOCK = "block", _("Blocks")


class Gate(models.TextChoices):
    """When the checks ran."""

    DRAFT = "draft", _("Draft")
    SUBMIT = "submit", _("Submission")
    ACCEPT = "accept", _("Acceptance")
    REVIEW = "review", _("Review")
    READY = "ready", _("Readiness")
    AGENDA = "agenda", _("Agenda")
    VOTE = "vote", _("Opening of the vote")
    DECIDE = "decide", _("Decision")
    LISTS = "lists", _("Change of a watch list")
    DATA = "data", _("Change of data")


@dataclass(frozen=True, slots=True)
class Reason:
    """One finding: a code with a text in `texts.py`, its figures, and where to fix it."""

    code: str
    outcome: Outcome
    params: Mapping[str, str] = field(default_factory=dict)
    section: str = ""


@dataclass(frozen=True, slots=True)
class CheckResult:
    """What one check found, with the data it looked at and how fresh they are."""

    code: str
    reasons: tuple[Reason, ...]
    evidence: Mapping[str, str] = field(default_factory=dict)
    #: An absolute bar cannot be outvoted nor waived (design, rule 4).
    absolute: bool = False

    @property
    def outcome(self) -> Outcome:
        """Return the worst of the reasons."""
        order = list(Outcome)
        return max((reason.outcome for reason in self.reasons), key=order.index, default=order[0])


Check = Callable[[Snapshot, date], CheckResult]


def clear(code: str, **params: str) -> Reason:
    """Return a quiet reason."""
    return Reason(code, Outcome.CLEAR, params)


def attention(code: str, section: str = "", **params: str) -> Reason:
    """Return a reason to look at."""
    return Reason(code, Outcome.ATTENTION, params, section)


def block(code: str, section: str = "", **params: str) -> Reason:
    """Return a reason that stops the case."""
    return Reason(code, Outcome.BLOCK, params, section)
