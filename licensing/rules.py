"""What makes an application complete and a figure plausible: pure predicates with reasons."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.base.errors import InvalidInput
from core.reference.codes import is_currency
from core.reference.models import ControlListEntry, Procedure
from core.reference.selectors import control_entry, papers
from licensing import procedure
from licensing.models import AttachmentKind
from licensing.models.goods import MOST_MONEY, MOST_UNITS
from licensing.snapshot import Snapshot


def missing_sections(content: Snapshot, form: Procedure | None = None) -> list[tuple[str, Promise]]:
    """Return (section, what is missing) for everything that must be there to submit.

    Which sections must be there is dated data of the form of application, read when not given.
    """
    needed = procedure.sections_of(content, form or procedure.rules_for(content))
    return [
        (section, reason)
        for section, there, reason in _PARTS
        if needed.get(section) == procedure.REQUIRED and not there(content)
    ]


def _has_contract(content: Snapshot) -> bool:
    return any(file.kind == AttachmentKind.CONTRACT for file in content.files)


#: What a required section must hold. One section may have several parts.
_PARTS: tuple[tuple[str, Callable[[Snapshot], bool], Promise], ...] = (
    ("kind", lambda it: bool(it.title and it.destination), _("Title and destination")),
    ("states", lambda it: bool(it.other_destinations), _("The further countries")),
    ("origin", lambda it: bool(it.origin), _("The country the goods come from")),
    (
        "contract",
        lambda it: bool(it.contract_no and it.contract_date),
        _("Number and date of the contract"),
    ),
    ("contract", _has_contract, _("The file of the contract")),
    ("lines", lambda it: bool(it.lines), _("At least one goods line")),
    ("transfer", lambda it: bool(it.transfer), _("How it is passed on")),
    ("end_use", lambda it: bool(it.end_use_uk), _("What the goods will be used for")),
    ("end_user", lambda it: it.end_user is not None, _("The end user")),
    ("parties", lambda it: len(it.parties) > 1, _("The other parties of the deal")),
    ("certificate", lambda it: it.certificate is not None, _("The end-user certificate")),
)


def require_complete(content: Snapshot) -> None:
    """Raise InvalidInput naming every missing part."""
    missing = missing_sections(content)
    if missing:
        raise InvalidInput(
            "incomplete",
            _("Not complete yet: %(parts)s."),
            parts="; ".join(str(reason) for _section, reason in missing),
        )


def require_form(act: str, kind: str, subject: str, track: str) -> None:
    """Raise InvalidInput unless such an application exists today and is examined on that track."""
    if track not in procedure.require_form(act, kind, subject).tracks:
        raise InvalidInput(
            "no_such_track", _("Such an application is not examined in this way."), field="track"
        )


def require_paper(code: str) -> str:
    """Return the code; raise InvalidInput at `kind` unless it is a paper of the reference data."""
    if not any(paper.code == code for paper in papers()):
        raise InvalidInput("paper_unknown", _("Choose what this document is."), field="kind")
    return code


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
