"""Drafting: the company writes the working text, section by section, several people at once.

Each save names the version it was made from; a save over somebody else's change is refused
with StaleForm and nothing is lost. The same functions serve an amendment of a case in review.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from django.db import models, transaction
from django.db.models import F
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.audit import log
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed
from core.documents.models import StoredFile
from licensing import policies
from licensing.models import (
    ActKind,
    Application,
    Attachment,
    EndUserCertificate,
    GoodsLine,
    Kind,
    Licence,
    Party,
    Subject,
    Track,
)
from licensing.policies import Deed
from licensing.rules import (
    require_currency,
    require_form,
    require_known_code,
    require_paper,
    require_plausible,
)
from licensing.services._advance import expect_version, lock, touch
from licensing.services.drafting_products import name_product
from manufacturers.models import Manufacturer
from manufacturers.policies import prepares_or_signs

if TYPE_CHECKING:
    from django_stubs_ext.db.models.manager import RelatedManager

Row = TypeVar("Row", bound=models.Model)

#: What a section of the task list may write on the application itself.
SECTIONS: dict[str, frozenset[str]] = {
    "kind": frozenset({"act", "kind", "subject_kind", "track", "title", "destination"}),
    "states": frozenset({"other_destinations"}),
    "origin": frozenset({"origin"}),
    "transfer": frozenset({"transfer"}),
    "contract": frozenset({"contract_no", "contract_date", "incoterm", "contract_place"}),
    "end_use": frozenset({"end_use_uk", "end_use_en"}),
}


@transaction.atomic
def create_draft(
    *,
    actor: User,
    manufacturer: Manufacturer,
    act: str = ActKind.PERMIT,
    kind: str = Kind.ONE_TIME,
    subject_kind: str = Subject.GOODS,
    track: str = Track.MILITARY,
    title: str = "",
    destination: str = "",
    amends: Licence | None = None,
) -> Application:
    """Begin an application of a company, or for a change of a permit. Event: case.drafted.

    Raises NotAllowed; InvalidInput at `kind` or `track` when there is no such form today.
    """
    if not prepares_or_signs(actor, manufacturer):
        raise NotAllowed("not_allowed", _("You do not prepare applications for this company."))
    _require_new_deal(act)
    require_form(act, kind, subject_kind, track)
    application = Application.objects.create(
        manufacturer=manufacturer,
        act=act,
        kind=kind,
        subject_kind=subject_kind,
        track=track,
        title=title,
        destination=destination,
        amends=amends,
        prepared_by=actor,
        saved_at=clock.now(),
        saved_by=actor,
    )
    log.record(actor=actor, verb="case.drafted", subject=application.subject)
    return application


@transaction.atomic
def save_section(
    *,
    actor: User,
    application_id: UUID,
    version: int,
    section: str,
    values: Mapping[str, Any],
) -> Application:
    """Save the answers of one section; only the fields of that section are written.

    Raises StaleForm when somebody saved in between, KeyError for an unknown section.
    """
    application = _editable(actor, application_id, version)
    allowed = SECTIONS[section]
    if section == "kind":
        _require_own_deal(application)
        _require_new_deal(str(values.get("act", "")))
        _require_permit(application, str(values.get("act", application.act)))
        names = ("act", "kind", "subject_kind", "track")
        require_form(*(values.get(name, getattr(application, name)) for name in names))
    _saved(application, actor, **{name: values[name] for name in values.keys() & allowed})
    return application


@transaction.atomic
def add_line(
    *, actor: User, application_id: UUID, version: int, values: Mapping[str, Any]
) -> GoodsLine:
    """Add a goods line at the end. Raises InvalidInput for unknown codes or absurd figures."""
    application = _editable(actor, application_id, version)
    _require_own_deal(application)
    line = GoodsLine(application=application, position=application.lines.count() + 1)
    _fill_line(line, values)
    _saved(application, actor)
    return line


@transaction.atomic
def change_line(
    *, actor: User, application_id: UUID, version: int, line_id: UUID, values: Mapping[str, Any]
) -> GoodsLine:
    """Change a goods line of the application."""
    application = _editable(actor, application_id, version)
    _require_own_deal(application)
    line = _own(application.lines, line_id)
    _fill_line(line, values)
    _saved(application, actor)
    return line


@transaction.atomic
def remove_line(*, actor: User, application_id: UUID, version: int, line_id: UUID) -> None:
    """Remove a goods line; the lines after it move up."""
    application = _editable(actor, application_id, version)
    _require_own_deal(application)
    line = _own(application.lines, line_id)
    line.delete()
    application.lines.filter(position__gt=line.position).update(position=F("position") - 1)
    _saved(application, actor)


@transaction.atomic
def save_party(
    *,
    actor: User,
    application_id: UUID,
    version: int,
    values: Mapping[str, Any],
    party_id: UUID | None = None,
) -> Party:
    """Add a party, or change the one named. Raises InvalidInput for a second end user."""
    application = _editable(actor, application_id, version)
    party = _own(application.parties, party_id) if party_id else Party(application=application)
    _fill(party, values)
    _require_one_end_user(application, party)
    party.save()
    _saved(application, actor)
    return party


@transaction.atomic
def remove_party(*, actor: User, application_id: UUID, version: int, party_id: UUID) -> None:
    """Remove a party from the application."""
    application = _editable(actor, application_id, version)
    _own(application.parties, party_id).delete()
    _saved(application, actor)


@transaction.atomic
def save_certificate(
    *,
    actor: User,
    application_id: UUID,
    version: int,
    values: Mapping[str, Any],
    file: StoredFile | None = None,
) -> EndUserCertificate:
    """Save the end-user certificate; a file given replaces the one before."""
    application = _editable(actor, application_id, version)
    certificate = EndUserCertificate.objects.filter(application=application).first()
    certificate = certificate or EndUserCertificate(application=application)
    _fill(certificate, values)
    if file is not None:
        certificate.file = file
    if certificate.valid_until and certificate.valid_until < certificate.issued_on:
        raise InvalidInput(
            "ends_before_start", _("It ends before it was issued."), field="valid_until"
        )
    certificate.save()
    _saved(application, actor)
    return certificate


@transaction.atomic
def attach_file(
    *, actor: User, application_id: UUID, version: int, kind: str, file: StoredFile
) -> Attachment:
    """Attach a received file; the same file under the same kind is attached once."""
    application = _editable(actor, application_id, version)
    attachment, _new = Attachment.objects.get_or_create(
        application=application, kind=require_paper(kind), file=file
    )
    _saved(application, actor)
    return attachment


@transaction.atomic
def detach_file(*, actor: User, application_id: UUID, version: int, attachment_id: UUID) -> None:
    """Take a file off the application; frozen revisions keep it."""
    application = _editable(actor, application_id, version)
    _own(application.attachments, attachment_id).delete()
    _saved(application, actor)


@transaction.atomic
def discard_draft(*, actor: User, application_id: UUID, version: int) -> None:
    """Delete a draft that was never submitted.

    Event: case.discarded. Raises Conflict, StaleForm.
    """
    application = lock(application_id)
    policies.authorise(actor, Deed.EDIT, application)
    expect_version(application, version)
    _require_own_deal(application)
    if application.number:
        raise Conflict("was_submitted", _("What was once submitted is withdrawn, not deleted."))
    log.record(actor=actor, verb="case.discarded", subject=application.subject)
    application.delete()


@transaction.atomic
def open_amendment(*, actor: User, application_id: UUID, version: int) -> Application:
    """Let the company edit a case in review; officers keep reading the last revision.

    Event: case.amendment_opened. The new text counts once `case.amend` declares it.
    """
    application = lock(application_id)
    expect_version(application, version)
    policies.authorise(actor, Deed.OPEN_AMENDMENT, application)
    touch(application, actor=actor, event="case.amendment_opened", amendment_open=True)
    return application


def _editable(actor: User, application_id: UUID, version: int) -> Application:
    application = lock(application_id)
    policies.authorise(actor, Deed.EDIT, application)
    expect_version(application, version)
    return application


def _require_new_deal(act: str) -> None:
    """Raise InvalidInput for a consent to re-export: it is asked for under the permit itself."""
    if act == ActKind.REEXPORT:
        raise InvalidInput(
            "asked_under_permit",
            _("To pass goods on is asked for on the page of the permit under which they left."),
            field="act",
        )


def _require_permit(application: Application, act: str) -> None:
    """Raise InvalidInput where a permit is to be amended by something that is none."""
    if application.amends_id and act != ActKind.PERMIT:
        message = _("This application asks for a change of a permit, so it asks for a permit.")
        raise InvalidInput("amends_a_permit", message, field="act")


def _require_own_deal(application: Application) -> None:
    """Raise Conflict where goods and country are those of a request to pass goods on."""
    if application.act == ActKind.REEXPORT:
        raise Conflict(
            "told_by_request", _("This is told by the end user's letter and stays as it is.")
        )


def _saved(application: Application, actor: User, **changes: Any) -> None:
    touch(application, actor=actor, saved_at=clock.now(), saved_by=actor, **changes)


_NOT_ANSWERS = frozenset({"id", "application", "position", "file", "product", "product_facts"})


def _fill(row: GoodsLine | Party | EndUserCertificate, values: Mapping[str, Any]) -> None:
    own = {field.name for field in row._meta.fields} - _NOT_ANSWERS
    for name in own & values.keys():
        setattr(row, name, values[name])


def _fill_line(line: GoodsLine, values: Mapping[str, Any]) -> None:
    require_plausible(values)
    require_currency(str(values.get("currency", "")))
    entry = require_known_code(str(values.get("control_code", "")))
    _fill(line, values)
    # The code means what the edition in force says; the edition is kept beside it.
    line.list_edition = entry.edition
    if "product" in values:
        name_product(line, values["product"])
    line.save()


def _own(rows: "RelatedManager[Row]", row_id: UUID) -> Row:
    """Return a row of this very application; a foreign id is not found (404)."""
    return get_object_or_404(rows.all(), pk=row_id)


def _require_one_end_user(application: Application, party: Party) -> None:
    others = application.parties.filter(role="end_user").exclude(pk=party.pk)
    if party.role == "end_user" and others.exists():
        raise InvalidInput(
            "second_end_user", _("The application already names an end user."), field="role"
        )
