"""A list changed: every open case and every live licence is screened again, in batches.

The import promises the first batch in its own transaction; each batch promises the next one. A
worker that is killed loses nothing: a batch and its progress are one transaction.
"""

from datetime import timedelta
from typing import IO
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.audit import log
from core.base import clock
from core.notifications import deadlines, outbox
from core.notifications.texts import Kind as Notice
from core.screening.models import Edition, EditionState
from core.screening.selectors import lists_on
from core.screening.services import confirm_edition, import_list
from licensing import snapshot
from licensing.checks import Gate
from licensing.checks.run import run_checks
from licensing.lifecycle import OPEN
from licensing.models import Application, LicenceState, Rescreening
from licensing.screening import register, screened_of
from licensing.selectors.upward import licences_under_way
from licensing.services import _notices as notices
from licensing.services._advance import lock

RESCREEN = "licensing.rescreen"
LIST_AGE = "list_age"
BATCH = 50
_LIVE = (LicenceState.VALID, LicenceState.SUSPENDED)


@transaction.atomic
def take_list(
    *,
    actor: User | None,
    code: str,
    stream: IO[bytes],
    file_name: str,
    list_format: str,
    label: str = "",
) -> Edition:
    """Import a list and promise the re-screening; see `import_list` for what is raised."""
    edition = import_list(
        actor=actor,
        code=code,
        stream=stream,
        file_name=file_name,
        list_format=list_format,
        label=label,
    )
    if edition.state == EditionState.ACTIVE:
        _await_next(edition)
        begin(edition)
    return edition


@transaction.atomic
def confirm_list(*, actor: User, edition_id: UUID) -> Edition:
    """Confirm a waiting edition and promise the re-screening; see `confirm_edition`."""
    edition = confirm_edition(actor=actor, edition_id=edition_id)
    _await_next(edition)
    begin(edition)
    return edition


def _await_next(edition: Edition) -> None:
    """The next edition must be there before this one is too old to screen by (design, rule 10)."""
    code = edition.watch_list.code
    state = next(one for one in lists_on(clock.today()) if one.watch_list.code == code)
    if state.seen_on is None or state.max_age is None:
        return
    deadlines.open_deadline(
        kind=LIST_AGE,
        subject=f"list:{code}",
        number=code,
        link="/lists/",
        due_on=state.seen_on + timedelta(days=state.max_age),
        recipients=people_with_role(Role.REFERENCE_ADMIN),
        reason=state.source,
    )


def begin(edition: Edition) -> Rescreening:
    """Promise to screen everything that is live against the lists as they are now, once."""
    found, made = Rescreening.objects.get_or_create(
        edition=edition, defaults={"total": live_cases().count(), "started_at": clock.now()}
    )
    if made:
        _promise(found)
    return found


def live_cases() -> "QuerySet[Application]":
    """Return the open cases and those under whose licence goods may leave, or come to leave."""
    in_time = Q(licences__valid_until__gte=clock.today())
    in_force = in_time & Q(licences__state__in=_LIVE)
    # What was announced before a permit was replaced may still cross under it.
    rest = in_time & Q(licences__state=LicenceState.AMENDED, licences__in=licences_under_way())
    return Application.objects.filter(Q(status__in=OPEN) | in_force | rest).distinct()


@transaction.atomic
def screen_next_batch(*, rescreening_id: UUID, done: int) -> int:
    """Screen the next cases; return how many new hits they gave.

    `done` is the progress the promise was made at: a promise that comes twice does nothing.
    Event, when the last batch is done: lists.rescreened.
    """
    run = Rescreening.objects.select_for_update().get(pk=rescreening_id)
    if run.done != done or run.finished_at is not None:
        return 0
    waiting = live_cases().filter(pk__gt=run.last) if run.last else live_cases()
    batch = list(waiting.select_related("current_revision").order_by("pk")[:BATCH])
    hits = sum(_screen(case, run) for case in batch)
    run.new_hits += hits
    run.done += len(batch)
    run.last = batch[-1].pk if batch else run.last
    if len(batch) < BATCH:
        _finish(run)
    else:
        _promise(run)
    run.save()
    return hits


def _screen(case: Application, run: Rescreening) -> int:
    content = snapshot.read(case.declared.text)
    run.parties += len(screened_of(content))
    fresh = register(case, content, run)
    if not fresh:
        return 0
    if case.status in OPEN:
        run_checks(lock(case.pk), Gate.LISTS)
    notices.tell_officials(
        case, _readers(case), Notice.SCREENING_HIT, key=f"rescreened:{run.pk}:{case.pk}"
    )
    return len(fresh)


def _readers(case: Application) -> list[User]:
    """Return who judges: the officers; for a licence in force also those who may suspend it."""
    found = notices.officers_of(case)
    if case.status not in OPEN:
        found = [*found, *people_with_role(Role.HEAD)]
    return list({person.pk: person for person in found}.values())


def _promise(run: Rescreening) -> None:
    outbox.enqueue(
        task=RESCREEN,
        key=f"rescreen:{run.pk}:{run.done}",
        args={"rescreening_id": str(run.pk), "done": run.done},
    )


def _finish(run: Rescreening) -> None:
    # Cases that were opened meanwhile were screened at their own gates.
    run.total = run.done
    run.finished_at = clock.now()
    log.record(
        actor=None,
        verb="lists.rescreened",
        subject=f"list:{run.edition.watch_list.code}",
        data={
            "edition": str(run.edition_id),
            "cases": run.done,
            "parties": run.parties,
            "new_hits": run.new_hits,
        },
    )
