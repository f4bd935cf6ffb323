"""The verbs: place and lift a hold; propose, judge and carry out a disposal."""

import json
from collections.abc import Iterable
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit.log import record
from core.audit.models import Event
from core.base import canonical, clock
from core.base.errors import Conflict, InvalidInput
from core.base.numbers import Kind, next_number
from core.documents import disposal
from core.notifications import outbox
from licensing.models import Application
from licensing.selectors.scope import visible_to
from records import policies
from records.models import DisposalAct, DisposalVerdict, Disposed, Hold, HoldLift
from records.retention import selectors
from records.retention.rules import schedule_on
from records.retention.selectors import CaseFile, Due

SCHEMA = "dozvil.disposal.1"
ERASE = "records.erase"


@transaction.atomic
def place_hold(*, actor: User, number: str, basis: str, reason: str) -> Hold:
    """Keep every file of a case until the hold is lifted. Event: `hold.placed`.

    Raises NotAllowed, InvalidInput (field `number`) for a case that the person cannot see.
    """
    office = policies.office_of_hold(actor)
    application = visible_to(actor).filter(number=number.strip().upper()).first()
    if application is None:
        raise InvalidInput("no_such_case", _("There is no case of this number."), field="number")
    hold = Hold.objects.create(
        application=application, office=office, basis=basis, reason=reason, placed_by=actor
    )
    _write("hold.placed", actor, hold, {"basis": basis, "reason": reason, "office": str(office)})
    return hold


@transaction.atomic
def lift_hold(*, actor: User, hold_id: UUID, reason: str) -> HoldLift:
    """End a hold: the office that placed it. Event: `hold.lifted`. Raises NotAllowed, Conflict."""
    hold = selectors.get_hold(hold_id)
    policies.authorise_lifting(actor, hold)
    try:
        with transaction.atomic():
            lift = HoldLift.objects.create(hold=hold, reason=reason, lifted_by=actor)
    except IntegrityError as error:
        raise Conflict("lifted_already", _("The hold was lifted already.")) from error
    _write("hold.lifted", actor, hold, {"basis": hold.basis, "reason": reason})
    return lift


@transaction.atomic
def propose(*, actor: User, numbers: Iterable[str], reason: str) -> DisposalAct:
    """Propose to dispose of the files of cases whose term is over. Event: `disposal.proposed`.

    The act is a record: canonical text with every file by its digest. Raises NotAllowed,
    InvalidInput (field `cases`) when a case is not due, is held, or has no file of its own.
    """
    policies.authorise_proposing(actor)
    wanted = sorted(set(numbers))
    cases = selectors.due_again(wanted, clock.today())
    if len(cases) != len(wanted) or not cases or any(case.is_held for case in cases):
        raise InvalidInput("not_due", _("A chosen case is not due or is held."), field="cases")
    files = selectors.files_of([case.application.pk for case in cases])
    if not files:
        raise InvalidInput(
            "no_files", _("The chosen cases have no file that is theirs alone."), field="cases"
        )
    number = next_number(Kind.DISPOSAL, clock.today())
    text = canonical.dumps(_content(number, actor, reason, cases, files))
    act = DisposalAct.objects.create(
        number=number,
        reason=reason,
        text=text,
        sha256=canonical.digest(text),
        proposed_by=actor,
    )
    data = {"sha256": act.sha256, "cases": wanted, "files": len(files), "reason": reason}
    record(actor=actor, verb="disposal.proposed", subject=act.subject, number=act.number, data=data)
    return act


@transaction.atomic
def judge(*, actor: User, act_id: UUID, confirmed: bool, reason: str = "") -> DisposalVerdict:
    """Confirm or reject an act as the second person; confirmed files lose their content.

    Events: `disposal.confirmed` with every digest and `case.files_disposed` on each case, or
    `disposal.rejected`. Raises NotAllowed, Conflict when somebody was faster, a hold was placed
    or a case is no longer due, InvalidInput (field `reason`) for a rejection without a reason.
    """
    act = selectors.get_act(act_id)
    policies.authorise_judging(actor, act)
    if not confirmed and not reason.strip():
        raise InvalidInput("reason_missing", _("Say why the act is rejected."), field="reason")
    try:
        with transaction.atomic():
            verdict = DisposalVerdict.objects.create(
                act=act, confirmed=confirmed, reason=reason.strip(), by=actor
            )
    except IntegrityError as error:
        raise Conflict("judged_already", _("The act was judged already.")) from error
    if confirmed:
        _dispose(actor, act)
    else:
        _record(actor, "disposal.rejected", act, {"reason": reason.strip()})
    return verdict


def erase(act_id: UUID) -> None:
    """Remove the bytes of a confirmed act; safe to run again. Event: `disposal.erased`, once."""
    act = selectors.get_act(act_id)
    digests = sorted(set(act.disposed.values_list("sha256", flat=True)))
    gone = [digest for digest in digests if disposal.erase(digest)]
    with transaction.atomic():
        if not Event.objects.filter(subject=act.subject, verb="disposal.erased").exists():
            shared = sorted(set(digests) - set(gone))
            _record(None, "disposal.erased", act, {"erased": len(gone), "shared": shared})


def _dispose(actor: User, act: DisposalAct) -> None:
    content = json.loads(act.text)
    cases = {case["case"]: case for case in content["cases"]}
    locked = Application.objects.filter(number__in=cases).order_by("pk").select_for_update()
    ids = {str(one.number): one.pk for one in locked}
    if held := selectors.under_hold(ids.values()):
        raise Conflict("held", _("Under a hold now: %(cases)s."), cases=", ".join(held))
    due = {case.application.number: case for case in selectors.due_again(cases, clock.today())}
    files = {str(one.file.pk): one for one in selectors.files_of(ids.values())}
    listed = {file["id"] for case in cases.values() for file in case["files"]}
    if set(due) != set(cases) or not listed <= set(files):
        raise Conflict("not_due_now", _("A case or a file of the act is needed again."))
    for number, case in cases.items():
        _dispose_of_case(actor, act, due[number], [files[one["id"]] for one in case["files"]])
    digests = sorted(one["sha256"] for case in cases.values() for one in case["files"])
    _record(actor, "disposal.confirmed", act, {"sha256": act.sha256, "files": digests})
    outbox.enqueue(task=ERASE, key=f"erase:{act.pk}", args={"act_id": str(act.pk)})


def _dispose_of_case(actor: User, act: DisposalAct, case: Due, files: list[CaseFile]) -> None:
    today = clock.today()
    for one in files:
        Disposed.objects.create(
            act=act,
            application=case.application,
            file=one.file,
            sha256=one.file.sha256,
            retention=case.retention,
            due_on=case.due_on,
            disposed_on=today,
        )
        disposal.mark(one.file, today)
    record(
        actor=actor,
        verb="case.files_disposed",
        subject=case.application.subject,
        number=case.application.number or "",
        data={"act": act.number, "files": sorted(one.file.sha256 for one in files)},
    )


def _content(
    number: str, actor: User, reason: str, cases: list[Due], files: list[CaseFile]
) -> dict[str, object]:
    """Return the record of an act. Names of files stay out: they may name people."""
    schedule = schedule_on(clock.today())
    return {
        "schema": SCHEMA,
        "number": number,
        "proposed_by": actor.full_name,
        "proposed_on": clock.today(),
        "reason": reason,
        "rules": {"edition": schedule.valid_from, "source": schedule.source},
        "cases": [
            {
                "case": case.application.number,
                "class": str(case.retention),
                "last_day": case.last_day,
                "due_on": case.due_on,
                "files": sorted(
                    (_file(one) for one in files if one.application_id == case.application.pk),
                    key=lambda file: str(file["id"]),
                ),
            }
            for case in cases
        ],
    }


def _file(one: CaseFile) -> dict[str, object]:
    return {
        "id": str(one.file.pk),
        "sha256": one.file.sha256,
        "bytes": one.file.size,
        "what": one.what,
    }


def _write(verb: str, actor: User, hold: Hold, data: dict[str, object]) -> None:
    case = hold.application
    record(actor=actor, verb=verb, subject=case.subject, number=case.number or "", data=data)


def _record(actor: User | None, verb: str, act: DisposalAct, data: dict[str, object]) -> None:
    record(actor=actor, verb=verb, subject=act.subject, number=act.number, data=data)
