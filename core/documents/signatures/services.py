"""The verbs: keep a signature that was received, and let officers judge what no verifier can."""

from typing import Any

from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit import log
from core.base import canonical, clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.documents import intake, storage
from core.documents.models import ReceivedSignature, SignatureReview
from core.documents.models import SignatureVerdict as Verdict
from core.documents.signatures import verifiers
from core.documents.signatures.containers import Enclosed, Form, NotOfThisText, enclosed
from core.documents.signatures.selectors import get_signature, standing_of
from core.documents.signatures.verifiers import Report

#: The poorest word of several signatures in one container is the word for the file.
_WORST_FIRST = (Verdict.BROKEN, Verdict.UNDECIDED, Verdict.UNKNOWN_SIGNER, Verdict.VALID)


@transaction.atomic
def receive_signature(
    *, actor: User, subject: str, text: str, upload: "File[Any]", about: str, number: str
) -> ReceivedSignature:
    """Keep a signature file over `text`, exactly as it came; return its row.

    `subject` is what was signed ("revision:<pk>"), `about` the subject of the event, `number` its
    public number. The caller has asked its policy. Raises InvalidInput (field `signature`) for a
    file that is no signature, signs another text, does not hold, or was sent before. Event:
    signature.received with digests and report.
    """
    file = intake.receive(actor=actor, upload=upload, field="signature", kinds=intake.SIGNATURES)
    found = _signatures_in(storage.open_bytes(file.sha256), text)
    report = _check(found)
    if report.verdict == Verdict.BROKEN:
        raise _refusal("signature_broken", _("The signature does not hold. Sign the text again."))
    kept = ReceivedSignature(
        subject=subject,
        text_sha256=canonical.digest(text),
        file=file,
        file_sha256=file.sha256,
        form=found[0].form,
        verdict=report.verdict,
        report=report.facts(),
        received_by=actor,
        received_at=clock.now(),
    )
    _insert(kept)
    facts = {name: getattr(kept, name) for name in ("text_sha256", "file_sha256", "form", "report")}
    log.record(
        actor=actor,
        verb="signature.received",
        subject=about,
        number=number,
        data={"signature": kept.pk, "of": subject} | facts,
    )
    return kept


@transaction.atomic
def review_signature(
    *, actor: User, signature_id: Any, accepted: bool, basis: str, about: str, number: str
) -> SignatureReview:
    """Keep what an officer found outside the site; two that agree make the signature stand.

    The caller holds the lock of what the text belongs to and has asked its policy. `basis` says
    how the signature was checked (which service, when). Raises NotAllowed to whoever sent the
    signature, Conflict where nothing is to be judged or she judged before, InvalidInput without
    a basis. Event: signature.reviewed.
    """
    signature = get_signature(signature_id)
    if signature.received_by_id == actor.pk:
        raise NotAllowed("own_signature", _("Whoever sent a signature does not judge it."))
    if not standing_of(signature).is_open or signature.reviews.filter(by=actor).exists():
        raise Conflict("nothing_to_judge", _("There is nothing for you to judge here."))
    if not basis.strip():
        raise InvalidInput("basis_missing", _("Say how you checked the signature."), field="basis")
    review = SignatureReview.objects.create(
        signature=signature, accepted=accepted, basis=basis.strip(), by=actor, at=clock.now()
    )
    log.record(
        actor=actor,
        verb="signature.reviewed",
        subject=about,
        number=number,
        data={"signature": signature.pk, "accepted": accepted, "basis": review.basis},
    )
    return review


def _signatures_in(content: bytes, text: str) -> list[Enclosed]:
    try:
        return enclosed(content, text.encode())
    except NotOfThisText as error:
        message = _("The file does not sign this text. Download the text, sign it and send that.")
        raise _refusal("signature_of_another_text", message) from error


def _check(found: list[Enclosed]) -> Report:
    reports = [_report(one) for one in found]
    return min(reports, key=lambda report: _WORST_FIRST.index(report.verdict))


def _report(one: Enclosed) -> Report:
    if one.form == Form.XADES:
        return Report(Verdict.UNDECIDED, "", algorithm="XAdES")
    try:
        return verifiers.verify(one.cms, one.covered)
    except (ValueError, TypeError, KeyError):
        return Report(Verdict.BROKEN, "")


def _insert(kept: ReceivedSignature) -> None:
    try:
        with transaction.atomic():
            kept.save(force_insert=True)
    except IntegrityError as error:
        message = _("This signature was sent before.")
        raise _refusal("signature_known", message) from error


def _refusal(code: str, message: Any) -> InvalidInput:
    return InvalidInput(code, message, field="signature")
