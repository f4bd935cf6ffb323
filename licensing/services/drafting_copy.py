"""A new draft from an earlier one: what stays true is copied, what is of one deal is not."""

from uuid import UUID

from django.db import transaction

from core.accounts.models import User
from core.audit import log
from core.base.errors import InvalidInput
from licensing.models import Application, GoodsLine
from licensing.services import drafting
from manufacturers.models import Manufacturer

_ANSWERS = (
    "act", "kind", "subject_kind", "track", "title", "destination",
)  # fmt: skip
_TEXTS = ("other_destinations", "origin", "transfer", "incoterm", "contract_place",
          "end_use_uk", "end_use_en")  # fmt: skip
_PARTY = ("role", "name_uk", "name_en", "country", "register_no", "address_uk", "address_en")
_LINE = (
    "name_uk", "name_en", "control_code", "uktzed", "quantity", "unit", "value", "currency",
)  # fmt: skip


@transaction.atomic
def copy_application(
    *, actor: User, manufacturer: Manufacturer, application: Application
) -> tuple[Application, list[int]]:
    """Begin a draft with the lines, parties and texts of an earlier own application.

    The contract, the certificate and the files are of one deal and are not copied (domain.md
    2.4: one certificate, one transaction). A line whose code the list in force no longer has is
    left out; its position is returned beside the new draft. Event: case.copied.
    Raises NotAllowed; InvalidInput when such a form of application no longer exists.
    """
    answers = {name: getattr(application, name) for name in _ANSWERS}
    copy = drafting.create_draft(actor=actor, manufacturer=manufacturer, **answers)
    for name in _TEXTS:
        setattr(copy, name, getattr(application, name))
    copy.save(update_fields=_TEXTS)
    version = copy.version
    for party in application.parties.all():
        values = {name: getattr(party, name) for name in _PARTY}
        drafting.save_party(actor=actor, application_id=copy.pk, version=version, values=values)
        version += 1
    left_out = _copy_lines(actor, application, copy.pk, version)
    log.record(
        actor=actor,
        verb="case.copied",
        subject=copy.subject,
        data={"from": application.ref, "left_out": left_out},
    )
    return copy, left_out


def _copy_lines(actor: User, source: Application, copy_id: UUID, version: int) -> list[int]:
    left_out = []
    for line in source.lines.select_related("product"):
        try:
            with transaction.atomic():
                drafting.add_line(
                    actor=actor, application_id=copy_id, version=version, values=_values(line)
                )
        except InvalidInput:
            left_out.append(line.position)
        else:
            version += 1
    return left_out


def _values(line: GoodsLine) -> dict[str, object]:
    """Return the answers of a line; a product that is still in use is copied as it is today."""
    product = line.product
    in_use = product is not None and product.archived_at is None
    return {name: getattr(line, name) for name in _LINE} | {
        "product": line.product_id if in_use else None
    }
