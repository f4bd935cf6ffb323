"""Reports after issue: what a licence asks for becomes a duty, and the holder hands it in.

A permit owes the fact of transfer and the use of the goods, a conclusion the outcome of the
negotiations (domain.md 1.7). Any kind is handed in here, which meets its deadline of the kind
`<kind>_report`. That a condition of the commission is kept is shown in the same way.
"""

import json
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.base import File
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit import log
from core.base import clock
from core.base.errors import InvalidInput
from core.documents import intake
from core.notifications import deadlines
from core.reference.selectors import duty_term
from licensing import licence_policies
from licensing.acts.texts import months_after
from licensing.models import HandedReport, Licence, OwedReport, ReportAnswer, ReportKind
from licensing.models.reports import ANSWERS
from licensing.services import _notices as notices


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in a report, and the letter that it came with."""

    answer: str
    letter_no: str
    letter_date: date
    text: str = ""


def expect(licence: Licence) -> list[OwedReport]:
    """Put on record every report and condition of the issued text, each with its deadline.

    Must run inside the transaction of the act.
    """
    record = json.loads(licence.record_text)
    keeping = duty_term("condition", licence.issued_on)
    last_day = months_after(licence.valid_until, keeping.months)
    owed = OwedReport.objects.bulk_create(
        [
            *(
                OwedReport(
                    licence=licence, kind=kept["kind"], due_on=date.fromisoformat(kept["due_on"])
                )
                for kept in record["reports_due"]
            ),
            *(
                OwedReport(
                    licence=licence,
                    kind=ReportKind.CONDITION,
                    due_on=date.fromisoformat(kept.get("due_on") or last_day.isoformat()),
                    about=f"{kept['number']}",
                )
                for kept in record["conditions"]
            ),
        ]
    )
    for report in owed:
        open_deadline(report, duty_term(deadline_kind(report), licence.issued_on).source)
    return owed


def deadline_kind(report: OwedReport) -> str:
    """Return the kind of deadline under which a report is owed."""
    return report.kind if report.kind == ReportKind.CONDITION else f"{report.kind}_report"


def open_deadline(report: OwedReport, reason: str) -> None:
    """Remind the company's people of a report; `reason` quotes the rule."""
    licence = report.licence
    deadlines.open_deadline(
        kind=deadline_kind(report),
        subject=report.subject,
        number=licence.number,
        link=f"/licences/reports/{report.pk}/",
        due_on=report.due_on,
        recipients=notices.company_people(licence.application),
        reason=reason,
    )


@transaction.atomic
def hand_in(*, actor: User, report_id: UUID, said: Said, upload: "File[Any]") -> HandedReport:
    """Hand a report in, or a corrected one: the next edition, and the earlier ones stay.

    Whoever prepares or signs for the holder does this, also after the last day and whatever became
    of the licence. Event: `report.handed_in`. Raises Http404, NotAllowed, and InvalidInput for an
    answer of another kind, a partial answer without words, the day of the letter, or the file.
    """
    report = _locked(report_id)
    licence_policies.authorise_report(actor, report.licence)
    _check(report, said)
    handed = HandedReport.objects.create(
        owed=report,
        edition=report.handed.count() + 1,
        answer=said.answer,
        letter_no=said.letter_no.strip(),
        letter_date=said.letter_date,
        text=said.text.strip(),
        file=intake.receive(actor=actor, upload=upload, field="upload"),
        by=actor,
        at=clock.now(),
    )
    deadlines.meet(kind=deadline_kind(report), subject=report.subject)
    _record(handed)
    return handed


def _locked(report_id: UUID) -> OwedReport:
    """Lock the licence: two people who hand in at once become two editions."""
    found = OwedReport.objects.filter(pk=report_id).first()
    if found is None:
        raise Http404
    locked = Licence.objects.select_for_update(of=("self",)).select_related("manufacturer")
    found.licence = locked.get(pk=found.licence_id)
    return found


def _check(report: OwedReport, said: Said) -> None:
    if said.answer not in ANSWERS[ReportKind(report.kind)]:
        raise InvalidInput("answer_unknown", _("Choose what happened."), field="answer")
    in_full = {ReportAnswer.MADE, ReportAnswer.USED, ReportAnswer.CONTRACT, ReportAnswer.KEPT}
    if said.answer not in in_full and not said.text.strip():
        raise InvalidInput("text_missing", _("Say what happened and why."), field="text")
    if not said.letter_no.strip():
        raise InvalidInput("letter_missing", _("Give the number of the letter."), field="letter_no")
    if not report.licence.issued_on <= said.letter_date <= clock.today():
        message = _("The letter is not older than the document, and not of a day to come.")
        raise InvalidInput("letter_day", message, field="letter_date")


def _record(handed: HandedReport) -> None:
    licence = handed.owed.licence
    log.record(
        actor=handed.by,
        verb="report.handed_in",
        subject=licence.subject,
        number=licence.number,
        data={
            "report": handed.owed.kind,
            "due_on": handed.owed.due_on,
            "edition": handed.edition,
            "answer": handed.answer,
            "letter_no": handed.letter_no,
            "letter_date": handed.letter_date,
            "text": handed.text,
            "file": handed.file.sha256,
        },
    )
