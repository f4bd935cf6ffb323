"""Notes on a case with mentions, and findings by criterion: written once, never changed."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit import log
from core.base import canonical, clock
from core.base.errors import InvalidInput, StaleForm
from core.notifications.messages import notify
from core.notifications.texts import Kind as Notice
from core.reference.models import Criterion
from licensing import policies
from licensing.models import Application
from licensing.models.notes import CaseNote, CriterionFinding, CriterionRisk, Mention
from licensing.policies import Deed
from licensing.selectors.case.notes import may_be_mentioned
from licensing.services._advance import lock, remember_preparer


@transaction.atomic
def write_note(
    *, actor: User, application_id: UUID, text: str, mentioned: Iterable[User] = ()
) -> CaseNote:
    """Write a note on a case; every mentioned person is told, her deputy too.

    Only officials who may open the case can be mentioned. Event: note.written with the digest of
    the words, which stay on the case. Raises NotAllowed, InvalidInput.
    """
    application = lock(application_id)
    policies.authorise(actor, Deed.WRITE_NOTE, application)
    words = text.strip()
    if not words:
        raise InvalidInput("text_missing", _("Write the note."), field="text")
    people = {person.pk: person for person in mentioned}
    known = may_be_mentioned(application).filter(pk__in=people)
    if known.count() != len(people):
        message = _("Only people who may open the case can be mentioned.")
        raise InvalidInput("mention_closed", message, field="mentioned")
    note = CaseNote.objects.create(
        application=application, text=words, author=actor, at=clock.now()
    )
    Mention.objects.bulk_create(Mention(note=note, person=person) for person in people.values())
    _record_note(application, note, people)
    notify(
        recipients=people.values(),
        kind=Notice.MENTIONED,
        params={"number": application.number or ""},
        link=f"/cases/{application.ref}/notes/",
        key=f"mentioned:{note.pk}",
    )
    return note


@transaction.atomic
def assess(
    *,
    actor: User,
    application_id: UUID,
    revision: int,
    criterion: str,
    risk: str,
    reason: str,
    evidence: str,
) -> CriterionFinding:
    """Keep what an officer found under a criterion of the declared revision.

    `revision` is the number of the text she read: another one meanwhile is StaleForm. Whoever
    assesses has prepared the case and never decides it (rule 3). Event: criterion.assessed.
    Raises NotAllowed, Conflict, InvalidInput for an unknown criterion or without words.
    """
    application = lock(application_id)
    policies.authorise(actor, Deed.ASSESS, application)
    if application.declared.number != revision:
        message = _("The company declared another text meanwhile. Look at it as it is now.")
        raise StaleForm("stale_revision", message)
    found = Criterion.objects.filter(code=criterion).first()
    if found is None or risk not in CriterionRisk.values:
        raise InvalidInput("criterion_unknown", _("Choose a listed criterion."), field="criterion")
    _require_words(reason=reason, evidence=evidence)
    finding = CriterionFinding.objects.create(
        application=application,
        revision=application.declared,
        criterion=found,
        risk=risk,
        reason=reason.strip(),
        evidence=evidence.strip(),
        author=actor,
        at=clock.now(),
    )
    remember_preparer(application, actor)
    _record_finding(application, finding)
    return finding


def _require_words(**given: str) -> None:
    for name, words in given.items():
        if not words.strip():
            message = _("Say what you found and what it rests on.")
            raise InvalidInput("words_missing", message, field=name)


def _record_note(application: Application, note: CaseNote, people: Iterable[UUID]) -> None:
    log.record(
        actor=note.author,
        verb="note.written",
        subject=application.subject,
        number=application.number or "",
        data={
            "note": note.pk,
            "sha256": canonical.digest(note.text),
            "mentioned": sorted(map(str, people)),
        },
    )


def _record_finding(application: Application, finding: CriterionFinding) -> None:
    log.record(
        actor=finding.author,
        verb="criterion.assessed",
        subject=application.subject,
        number=application.number or "",
        data={
            "criterion": finding.criterion.code,
            "risk": finding.risk,
            "reason": finding.reason,
            "evidence": finding.evidence,
            "revision": finding.revision.number,
        },
    )
