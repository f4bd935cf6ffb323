"""The life of a case, on one page: who may move it, from where, to where, and why.

This table is the law of the system. The one writer (`services/_advance.py`) reads it, the
database trigger is generated from it, and so is `docs/lifecycle.md`. Nothing else knows the
order of the steps. Nothing here touches the database.
"""

from dataclasses import dataclass

import pgtrigger
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Status(models.TextChoices):
    """Where a case stands. A pause is a mark on a status, not a status."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Submitted")
    IN_REVIEW = "in_review", _("In review")
    READY = "ready", _("Ready")
    ON_AGENDA = "on_agenda", _("On agenda")
    CONSIDERED = "considered", _("Considered")
    DECIDED = "decided", _("Decided")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    LAPSED = "lapsed", _("Lapsed")


class Verb(models.TextChoices):
    """What is done to a case."""

    SUBMIT = "submit", _("Submit")
    RETURN = "return", _("Return to the applicant")
    ACCEPT = "accept", _("Accept as complete")
    AMEND = "amend", _("Amend")
    MARK_READY = "mark_ready", _("Mark as ready")
    PLACE_ON_AGENDA = "place_on_agenda", _("Place on the agenda")
    DEFER = "defer", _("Defer from the agenda")
    RECORD_OUTCOME = "record_outcome", _("Record the commission's outcome")
    ANNUL_OUTCOME = "annul_outcome", _("Annul the commission's outcome")
    DECIDE = "decide", _("Decide")
    WITHDRAW = "withdraw", _("Withdraw")
    LAPSE = "lapse", _("Lapse")
    APPEAL = "appeal", _("Appeal")


class Actor(models.TextChoices):
    """In what capacity a person may act on a case."""

    SIGNATORY = "signatory", _("signatory of the company")
    OFFICER = "officer", _("case officer")
    SECRETARY = "secretary", _("commission secretary")
    CHAIR = "chair", _("chair of the commission")
    HEAD = "head", _("head of licensing")


@dataclass(frozen=True, slots=True)
class Transition:
    """One lawful step: `actor` may take a case from `source` to `target` by `verb`."""

    source: Status
    verb: Verb
    target: Status
    actor: Actor
    why: Promise


S, V, A = Status, Verb, Actor

TRANSITIONS: tuple[Transition, ...] = (
    Transition(S.DRAFT, V.SUBMIT, S.SUBMITTED, A.SIGNATORY,
               _("The declared text is frozen as a revision and gets its number.")),
    Transition(S.SUBMITTED, V.RETURN, S.DRAFT, A.OFFICER,
               _("Something is missing; the reasons say what. The number stays.")),
    Transition(S.SUBMITTED, V.ACCEPT, S.IN_REVIEW, A.OFFICER,
               _("The package is complete: the statutory term runs from the next day.")),
    Transition(S.IN_REVIEW, V.AMEND, S.IN_REVIEW, A.SIGNATORY,
               _("A new revision is declared; the elapsed days stay counted.")),
    Transition(S.IN_REVIEW, V.MARK_READY, S.READY, A.OFFICER,
               _("Checks, questions and opinions are done; it may go before the commission.")),
    Transition(S.READY, V.PLACE_ON_AGENDA, S.ON_AGENDA, A.SECRETARY,
               _("A sitting will consider it; the papers are fixed.")),
    Transition(S.ON_AGENDA, V.DEFER, S.READY, A.SECRETARY,
               _("The sitting did not reach a result; the case waits for another.")),
    Transition(S.ON_AGENDA, V.RECORD_OUTCOME, S.CONSIDERED, A.CHAIR,
               _("The collegial act of the commission is closed and recorded.")),
    Transition(S.CONSIDERED, V.ANNUL_OUTCOME, S.ON_AGENDA, A.CHAIR,
               _("Two people annulled the vote in the same sitting; a new round follows.")),
    Transition(S.CONSIDERED, V.DECIDE, S.DECIDED, A.HEAD,
               _("The legal act of the authority: licence, refusal, or both by line.")),
    Transition(S.DRAFT, V.WITHDRAW, S.WITHDRAWN, A.SIGNATORY,
               _("The company does not pursue the returned application.")),
    Transition(S.SUBMITTED, V.WITHDRAW, S.WITHDRAWN, A.SIGNATORY,
               _("The company withdraws before the package is accepted.")),
    Transition(S.IN_REVIEW, V.WITHDRAW, S.WITHDRAWN, A.SIGNATORY,
               _("The company withdraws during the review.")),
    Transition(S.READY, V.WITHDRAW, S.WITHDRAWN, A.SIGNATORY,
               _("The company withdraws before the sitting.")),
    Transition(S.ON_AGENDA, V.WITHDRAW, S.WITHDRAWN, A.SIGNATORY,
               _("The company withdraws before the vote is closed.")),
    Transition(S.CONSIDERED, V.WITHDRAW, S.WITHDRAWN, A.SIGNATORY,
               _("The company withdraws before the decision.")),
    Transition(S.IN_REVIEW, V.LAPSE, S.LAPSED, A.OFFICER,
               _("The company did not answer a question in its term.")),
    Transition(S.DECIDED, V.APPEAL, S.IN_REVIEW, A.SIGNATORY,
               _("A refused line is appealed: a new round begins, the old act stays.")),
)  # fmt: skip

#: The case waits for no one any more.
CLOSED: frozenset[Status] = frozenset({S.DECIDED, S.WITHDRAWN, S.LAPSED})
#: The authority has the case in its hands.
OPEN: frozenset[Status] = frozenset({S.SUBMITTED, S.IN_REVIEW, S.READY, S.ON_AGENDA, S.CONSIDERED})

_BY_STEP = {(step.source, step.verb): step for step in TRANSITIONS}
_PATH = (S.DRAFT, S.SUBMITTED, S.IN_REVIEW, S.READY, S.ON_AGENDA, S.CONSIDERED, S.DECIDED)


def step(source: str, verb: Verb) -> Transition | None:
    """Return the lawful step by `verb` from `source`, or None when the law knows none."""
    return _BY_STEP.get((Status(source), verb))


def verbs_from(source: str) -> tuple[Transition, ...]:
    """Return every lawful step that starts at `source`, in the order of the table."""
    return tuple(step for step in TRANSITIONS if step.source == source)


def path() -> tuple[Status, ...]:
    """Return the straight way from draft to decided, for the journey on the case page."""
    return _PATH


def triggers() -> list[pgtrigger.Trigger]:
    """Return the database's copy of this page, generated from the table.

    A row starts as a draft, moves only by a listed step, and counts one version with each.
    """
    steps = sorted({(str(t.source), str(t.target)) for t in TRANSITIONS if t.source != t.target})
    return [
        pgtrigger.Trigger(
            name="starts_as_draft",
            when=pgtrigger.Before,
            operation=pgtrigger.Insert,
            condition=pgtrigger.Q(new__status__df=Status.DRAFT.value),
            func="RAISE EXCEPTION 'a case starts as a draft' USING ERRCODE = '23514';",
        ),
        pgtrigger.Trigger(
            name="moves_by_the_table",
            when=pgtrigger.Before,
            operation=pgtrigger.Update,
            condition=pgtrigger.Condition("OLD.status IS DISTINCT FROM NEW.status"),
            func=_guard(steps),
        ),
    ]


def _guard(steps: list[tuple[str, str]]) -> str:
    lawful = ", ".join(f"('{source}', '{target}')" for source, target in steps)
    return f"""
        IF (OLD.status, NEW.status) NOT IN ({lawful}) THEN
            RAISE EXCEPTION 'no lawful step from % to %', OLD.status, NEW.status
                USING ERRCODE = '23514';
        END IF;
        IF NEW.version <> OLD.version + 1 THEN
            RAISE EXCEPTION 'a step counts exactly one version' USING ERRCODE = '23514';
        END IF;
        RETURN NEW;
    """
