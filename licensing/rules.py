"""What makes an application complete and a figure plausible: pure predicates with reasons."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.base.errors import InvalidInput
from core.reference.codes import is_currency
from core.reference.models import ControlListEntry
from core.reference.selectors import control_entry
from licensing.models.goods import MOST_MONEY, MOST_UNITS
from licensing.snapshot import Snapshot


def missing_sections(content: Snapshot) -> list[tuple[str, Promise]]:
    """Return (section, what is missing) for everything that must be there to submit."""
    wanted: tuple[tuple[str, bool, Promise], ...] = (
        ("kind", bool(content.title and content.destination), _("Title and destination")),
        (
            "contract",
            bool(content.contract_no and content.contract_date),
            _("Number and date of the contract"),
        ),
        ("lines", bool(content.lines), _("At least one goods line")),
        ("parties", content.end_user is not None, _("The end user")),
        ("end_use", bool(content.end_use_uk), _("What the goods will be used for")),
        ("certificate", content.certificate is not None, _("The end-user certificate")),
        (
            "files",
            any(file.kind == "contract" for file in content.files),
            _("The file of the contract"),
        ),
    )
    return [(section, reason) for section, there, reason in wanted if not there]


def require_complete(content: Snapshot) -> None:
    """Raise InvalidInput naming every missing part."""
    missing = missing_sections(content)
    if missing:
        raise InvalidInput(
            "incomplete",
            _("Not complete yet: %(parts)s."),
            parts="; ".join(str(reason) for _section, reason in missing),
        )


def require_plausible(values: Mapping[str, Any]) -> None:
    """Raise InvalidInput for a quantity or value that is not positive or is absurd."""
    _require_between(values.get("quantity"), MOST_UNITS, "quantity")
    _require_between(values.get("value"), MOST_MONEY, "value")


def require_currency(code: str) -> None:
    """Raise InvalidInput unless the code is a currency of ISO 4217 in use."""
    if not is_currency(code):
        raise InvalidInput("currency_unknown", _("Unknown currency."), field="currency")


def require_known_code(code: str) -> ControlListEntry:
    """Return the entry of the control list in force today; raise InvalidInput without one."""
    if not code:
        raise InvalidInput("code_missing", _("Give the control list code."), field="control_code")
    entry = control_entry(code, clock.today())
    if entry is None:
        raise InvalidInput(
            "code_unknown", _("The control list has no such code."), field="control_code"
        )
    return entry


def _require_between(amount: Decimal | None, most: Decimal, field: str) -> None:
    if amount is None or amount <= 0:
        raise InvalidInput("not_positive", _("Enter a number greater than zero."), field=field)
    if amount > most:
        raise InvalidInput("absurd", _("This is more than can be; check the number."), field=field)
