"""Data changed: the open cases that rest on them are checked again, each once.

The log of events is the one place that every change passes through, so it is read from where
reading stopped: no service below has to know who depends on it, and none can forget to tell.
An event is read after it got its position, so a slow transaction is never skipped.
"""

from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.audit import log
from core.audit.models import Event, LogLeaf
from core.notifications import outbox
from core.notifications.texts import Kind as Notice
from core.reference.models import ChangeKind
from licensing.checks import Gate
from licensing.checks.run import run_checks, worse_than
from licensing.lifecycle import OPEN, Status
from licensing.models import Application, CheckRun, DataMark
from licensing.services import _notices as notices
from licensing.services._advance import lock

RECHECK = "licensing.recheck"
MOST_EVENTS = 1000


def _of_company(key: str) -> Q:
    return Q(manufacturer=key)


def _of_product(key: str) -> Q:
    return Q(lines__product=key)


def _of_line(key: str) -> Q:
    return Q(lines__product__production_line=key)


def _of_country(key: str) -> Q:
    named = Q(destination=key) | Q(origin=key) | Q(other_destinations__contains=[key])
    # A text that is being amended may name a country that its working rows name no more.
    return named | Q(parties__country=key) | Q(amendment_open=True)


def _of_form(key: str) -> Q:
    act, kind, subject = key.split("/")
    return Q(act=act, kind=kind, subject_kind=subject)


#: Which cases rest on what a confirmed change of the rules changed; other kinds move terms only.
_BY_RULE: Mapping[str, Callable[[str], Q]] = {
    ChangeKind.DESTINATION: _of_country,
    ChangeKind.FEE: _of_form,
    ChangeKind.CHECKLIST: _of_form,
}


def _of_rule(key: str) -> Q:
    kind, _, rest = key.partition(":")
    found = _BY_RULE.get(kind)
    return found(rest) if found else Q(pk__in=[])


#: The events that change what a check looks at, with the cases that rest on their subject.
AFFECTED: Mapping[str, Callable[[str], Q]] = {
    "company.changed": _of_company,
    "company.verified": _of_company,
    "company.authority_added": _of_company,
    "company.renewal_confirmed": _of_company,
    "company.owner_added": _of_company,
    "company.owner_ended": _of_company,
    "product.changed": _of_product,
    "product.archived": _of_product,
    "product.restored": _of_product,
    "line.archived": _of_line,
    "line.restored": _of_line,
    "line.capacity_declared": _of_line,
    "line.order_added": _of_line,
    "line.order_changed": _of_line,
    "line.order_cancelled": _of_line,
    "line.statement_confirmed": _of_line,
    "line.stopped": _of_line,
    "line.released": _of_line,
    "reference.confirmed": _of_rule,
}


@transaction.atomic
def follow_changes() -> int:
    """Read on in the log and promise the checks of every case concerned; return how many.

    Whoever comes second waits and reads on from there. The first reading starts at the end.
    """
    mark = _mark()
    leaves = LogLeaf.objects.filter(index__gt=mark.read_to).order_by("index")
    read = list(leaves.values_list("index", "event_id")[:MOST_EVENTS])
    if not read:
        return 0
    last = read[-1][0]
    events = Event.objects.filter(pk__in=[event for _index, event in read], verb__in=AFFECTED)
    cases = _open_cases(events)
    outbox.enqueue_many(
        outbox.Entry(
            task=RECHECK,
            key=f"recheck:{last}:{case}",
            args={"application_id": str(case), "position": last},
        )
        for case in cases
    )
    mark.read_to = last
    mark.save(update_fields=["read_to"])
    return len(cases)


def _mark() -> DataMark:
    end = LogLeaf.objects.aggregate(last=Max("index"))["last"]
    DataMark.objects.bulk_create(
        [DataMark(pk=1, read_to=-1 if end is None else end)], ignore_conflicts=True
    )
    return DataMark.objects.select_for_update().get(pk=1)


def _open_cases(events: Iterable[Event]) -> list[UUID]:
    found: set[UUID] = set()
    for verb, subject in {(event.verb, event.subject) for event in events}:
        concerned = AFFECTED[verb](subject.partition(":")[2])
        found.update(
            Application.objects.filter(concerned, status__in=OPEN).values_list("pk", flat=True)
        )
    return sorted(found)


@transaction.atomic
def recheck(*, application_id: UUID, position: int) -> CheckRun | None:
    """Run the checks of a case that is still open, keep the run, tell what became worse.

    `position` is the place in the log up to which data are taken into account.
    Event: checks.rerun. A refused list or a failed search blocks; it never passes (rule 10).
    """
    case = lock(application_id)
    if case.status not in OPEN:
        return None
    before = case.latest_checks
    run = run_checks(case, Gate.DATA)
    worse = worse_than(before, run)
    log.record(
        actor=None,
        verb="checks.rerun",
        subject=case.subject,
        number=case.number or "",
        data={"sha256": run.sha256, "read_to": position, "worse": worse},
    )
    if worse:
        notices.tell_officials(
            case, _concerned(case), Notice.CHECKS_WORSE, key=f"worse:{case.pk}:{position}"
        )
    return run


def _concerned(case: Application) -> list[User]:
    """Return who acts next on the case: its officer, and whoever has it on the table."""
    further = {
        Status.READY: Role.SECRETARY,
        Status.ON_AGENDA: Role.SECRETARY,
        Status.CONSIDERED: Role.HEAD,
    }
    role = further.get(Status(case.status))
    found = [*notices.officers_of(case), *(people_with_role(role) if role else [])]
    return list({person.pk: person for person in found}.values())
