"""What is due, what is held and what lies in an act. Who may ask is said by `records.policies`."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    DateField,
    Exists,
    F,
    ForeignObjectRel,
    Max,
    OuterRef,
    Q,
    QuerySet,
)
from django.db.models.functions import Coalesce, ExtractYear, TruncDate
from django.http import Http404

from core.audit.models import Event
from core.base import clock
from core.documents.models import StoredFile
from licensing.lifecycle import CLOSED, Status
from licensing.models import (
    Application,
    Attachment,
    EndUserCertificate,
    HandedReport,
    RequestFile,
)
from records.models import DisposalAct, Disposed, Hold
from records.retention.rules import RetentionClass, Schedule, schedule_on

#: So many cases at most go into one act: a person reads it before she confirms.
IN_ONE_ACT = 100

# Where the files of a case hang: model, path to the case, what they are.
_PLACES = (
    (Attachment, "application_id", "attachment"),
    (EndUserCertificate, "application_id", "certificate"),
    (RequestFile, "message__request__application_id", "answer"),
    (HandedReport, "owed__licence__application_id", "report"),
)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """One file of a case that still has its content."""

    application_id: UUID
    file: StoredFile
    what: str


@dataclass(frozen=True, slots=True)
class Due:
    """A closed case with the day on which its files may go."""

    application: Application
    retention: RetentionClass
    last_day: date
    due_on: date
    is_held: bool


@dataclass(frozen=True, slots=True)
class Coming:
    """How many cases come due on one day."""

    due_on: date
    cases: int


def due_cases(day: date) -> QuerySet[Application]:
    """Return the closed cases whose term is over and whose files still have their content."""
    schedule = schedule_on(day)
    over = Q(pk__in=[])
    for retention in RetentionClass:
        # Due on 1 January of (year + 1 + term), so over when the year lies before day - term.
        first_kept = date(day.year - schedule.years(retention), 1, 1)
        over |= _of_class(retention) & Q(("last_day__lt", first_kept))
    rows: QuerySet[Application] = _closed().filter(over, _has_files())
    return rows.order_by(F("last_day"), "number")


def due(day: date, limit: int = IN_ONE_ACT) -> list[Due]:
    """Return the first cases that may be disposed of, the oldest first, held ones marked."""
    schedule = schedule_on(day)
    rows = due_cases(day).select_related("manufacturer").annotate(is_held=Exists(_open_holds()))
    return [_due(row, schedule) for row in rows[:limit]]


def due_again(numbers: Iterable[str], day: date) -> list[Due]:
    """Return those of the named cases that are due on a day."""
    schedule = schedule_on(day)
    rows = due_cases(day).filter(number__in=list(numbers)).annotate(is_held=Exists(_open_holds()))
    return [_due(row, schedule) for row in rows]


def coming(day: date) -> list[Coming]:
    """Return on which days how many cases come due later, by the terms in force now."""
    schedule = schedule_on(day)
    counts: Counter[date] = Counter()
    for retention in RetentionClass:
        rows = _closed().filter(_of_class(retention), _has_files())
        years = rows.annotate(year=ExtractYear("last_day")).values_list("year", flat=True)
        for year in years:
            counts[schedule.due_on(retention, date(year, 1, 1))] += 1
    return [Coming(due_on, counts[due_on]) for due_on in sorted(counts) if due_on > day]


def files_of(applications: Iterable[UUID]) -> list[CaseFile]:
    """Return the files of these cases that have their content and belong to nothing else.

    A file that anything else in the house refers to stays, whatever its case.
    """
    wanted = list(applications)
    found: dict[UUID, CaseFile] = {}
    inside: Counter[UUID] = Counter()
    for model, path, what in _PLACES:
        rows = model.objects.filter(
            **{f"{path.removesuffix('_id')}__in": wanted}, file__disposed_on__isnull=True
        )
        for application_id, file_id in rows.values_list(path, "file_id"):
            if file_id is not None:
                inside[file_id] += 1
                found.setdefault(file_id, CaseFile(application_id, StoredFile(pk=file_id), what))
    everywhere = _references(list(found))
    kept = StoredFile.objects.in_bulk([one for one in found if everywhere[one] == inside[one]])
    return [
        CaseFile(one.application_id, kept[key], one.what)
        for key, one in found.items()
        if key in kept
    ]


def under_hold(applications: Iterable[UUID]) -> list[str]:
    """Return the numbers of those of the cases that are under a hold."""
    held = Hold.objects.filter(application__in=list(applications), lift__isnull=True)
    numbers = held.order_by("application__number").values_list("application__number", flat=True)
    return [number for number in dict.fromkeys(numbers) if number]


def holds() -> QuerySet[Hold]:
    """Return the open holds, newest first, fifty at most."""
    return _holds().filter(lift__isnull=True)[:50]


def get_hold(hold_id: UUID) -> Hold:
    """Return one hold. Raises Http404."""
    found = _holds().filter(pk=hold_id).first()
    if found is None:
        raise Http404
    return found


def acts() -> QuerySet[DisposalAct]:
    """Return the newest acts of disposal, fifty at most."""
    return _acts().annotate(files=Count("disposed"))[:50]


def get_act(act_id: UUID) -> DisposalAct:
    """Return one act. Raises Http404."""
    found = _acts().filter(pk=act_id).first()
    if found is None:
        raise Http404
    return found


def erasure_of(act: DisposalAct) -> Event | None:
    """Return the event of the erasure of a confirmed act, or None while a worker has it."""
    return Event.objects.filter(subject=act.subject, verb="disposal.erased").first()


def _holds() -> QuerySet[Hold]:
    return Hold.objects.select_related("application", "placed_by", "lift__lifted_by")


def _acts() -> QuerySet[DisposalAct]:
    return DisposalAct.objects.select_related("proposed_by", "verdict__by")


def _open_holds() -> QuerySet[Hold]:
    return Hold.objects.filter(application=OuterRef("pk"), lift__isnull=True)


def _closed() -> QuerySet[Application]:
    """Return the closed cases with the day from which their term runs, in Kyiv."""
    closed = Application.objects.filter(status__in=sorted(CLOSED), number__isnull=False)
    ended = TruncDate("closed_at", tzinfo=clock.KYIV, output_field=DateField())
    return closed.annotate(ends=Max("licences__valid_until")).annotate(
        last_day=Coalesce("ends", ended)
    )


def _of_class(retention: RetentionClass) -> Q:
    if retention == RetentionClass.GRANTED:
        return Q(ends__isnull=False)
    if retention == RetentionClass.REFUSED:
        return Q(ends__isnull=True, status=Status.DECIDED)
    return Q(ends__isnull=True) & ~Q(status=Status.DECIDED)


def _has_files() -> Q:
    condition = Q(pk__in=[])
    for model, path, _what in _PLACES:
        rows = model.objects.filter(
            **{path: OuterRef("pk")}, file__isnull=False, file__disposed_on__isnull=True
        )
        condition |= Q(Exists(rows))
    return condition


def _due(row: Application, schedule: Schedule) -> Due:
    last_day: date | datetime = row.last_day  # type: ignore[attr-defined]
    retention = _class_of(row)
    day = last_day.date() if isinstance(last_day, datetime) else last_day
    due_on = schedule.due_on(retention, day)
    return Due(row, retention, day, due_on, row.is_held)  # type: ignore[attr-defined]


def _class_of(row: Application) -> RetentionClass:
    if row.ends is not None:  # type: ignore[attr-defined]
        return RetentionClass.GRANTED
    decided = row.status == Status.DECIDED
    return RetentionClass.REFUSED if decided else RetentionClass.UNFINISHED


def _references(files: list[UUID]) -> Counter[UUID]:
    """Count every row of the house that refers to these files."""
    counts: Counter[UUID] = Counter()
    for field in _referring():
        rows = field.model._base_manager.filter(**{f"{field.name}__in": files})
        counts.update(rows.values_list(f"{field.name}_id", flat=True))
    return counts


def _referring() -> Iterator[Any]:
    for relation in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(relation, ForeignObjectRel) and relation.related_model != Disposed:
            yield relation.field
