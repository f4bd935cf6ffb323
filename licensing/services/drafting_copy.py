"""A new draft from an earlier one: what stays true is copied, what is of one deal is not."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from core.accounts.models import User
from core.audit import log
from core.base.errors import InvalidInput
from licensing.models import Application, GoodsLine, Licence
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


# An amended permit is of the same deal.
_DEAL = ("contract_no", "contract_date")


@dataclass(frozen=True, slots=True)
class Rest:
    """A permit to be amended, and what is left of it: position → quantity and value."""

    of: Licence
    left: Mapping[int, tuple[Decimal, Decimal]]


@transaction.atomic
def copy_application(
    *,
    actor: User,
    manufacturer: Manufacturer,
    application: Application,
    rest: Rest | None = None,
) -> tuple[Application, list[int]]:
    """Begin a draft with the lines, parties and texts of an earlier own application.

    The contract, the certificate and the files are of one deal and are not copied (domain.md
    2.4: one certificate, one transaction). A line whose code the list in force no longer has is
    left out; its position is returned beside the new draft. With `rest` the draft asks to amend a
    permit: the contract stays, and each line asks for what is left of it. Event: case.copied.
    Raises NotAllowed; InvalidInput when such a form of application no longer exists.
    """
    answers = {name: getattr(application, name) for name in _ANSWERS}
    copy = drafting.create_draft(
        actor=actor, manufacturer=manufacturer, amends=rest.of if rest else None, **answers
    )
    texts = (*_TEXTS, *_DEAL) if rest else _TEXTS
    for name in texts:
        setattr(copy, name, getattr(application, name))
    copy.save(update_fields=texts)
    version = copy.version
    for party in application.parties.all():
        values = {name: getattr(party, name) for name in _PARTY}
        drafting.save_party(actor=actor, application_id=copy.pk, version=version, values=values)
        version += 1
    left_out = _copy_lines(actor, _lines(application, rest), copy.pk, version)
    log.record(
        actor=actor,
        verb="case.copied",
        subject=copy.subject,
        data={
            "from": application.ref,
            "left_out": left_out,
            "amends": rest.of.number if rest else None,
        },
    )
    return copy, left_out


def _lines(source: Application, rest: Rest | None) -> list[GoodsLine]:
    lines = list(source.lines.select_related("product"))
    if rest is None:
        return lines
    kept = [line for line in lines if line.position in rest.left]
    for line in kept:
        line.quantity, line.value = rest.left[line.position]
    return kept


def _copy_lines(actor: User, lines: list[GoodsLine], copy_id: UUID, version: int) -> list[int]:
    left_out = []
    for line in lines:
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
