"""Is a licence good for these goods, this quantity, this consignee, today: yes, or why not.

The answer of a moment: only an announced shipment holds goods.
"""

import json
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from licensing.models import ActKind, Licence, LicenceState
from licensing.selectors.licences.register import state_of
from tracking.policies import NO_PERMIT
from tracking.selectors.balance import BalanceLine, balance


@dataclass(frozen=True, slots=True)
class Question:
    """What lies before the officer; None and "" are not asked."""

    on: date
    position: int | None = None
    quantity: Decimal | None = None
    unit: str = ""
    consignee: str = ""


@dataclass(frozen=True, slots=True)
class Objection:
    """One reason against, with a code for programs."""

    code: str
    text: str | Promise


def objections(licence: Licence, question: Question) -> list[Objection]:
    """Return every reason against; none means the licence is good."""
    found = [*_of_state(licence, question), *_of_consignee(licence, question)]
    if question.position is not None:
        lines = {line.position: line for line in balance(licence)}
        found += _of_line(lines.get(question.position), question)
    return found


def _of_state(licence: Licence, question: Question) -> list[Objection]:
    found = []
    if licence.application.act != ActKind.PERMIT:
        found.append(Objection("no_permit", NO_PERMIT))
    state, label = state_of(licence)
    if state != LicenceState.VALID:
        found.append(Objection(f"licence_{state}", _instead(licence) or _not_valid(label)))
    if not licence.valid_from <= question.on <= licence.valid_until:
        found.append(Objection("outside_term", _("The day is outside the term of the permit.")))
    return found


def _not_valid(label: str | Promise) -> str:
    return _("The permit is “%(state)s”.") % {"state": label}


def _instead(licence: Licence) -> str:
    """Return what to read an amended permit by, "" where nothing took its place."""
    later = licence.successor
    text = _("Permit %(number)s took the place of this one.")
    return text % {"number": later.number} if later else ""


def _of_consignee(licence: Licence, question: Question) -> list[Objection]:
    if not question.consignee:
        return []
    record = json.loads(licence.record_text)
    parties = [record["end_user"], *([record["consignee"]] if record["consignee"] else [])]
    names = {_plain(name) for one in parties for name in one["name"].values()}
    numbers = {_plain(one["register_no"]) for one in parties if one["register_no"]}
    if _plain(question.consignee) in names | numbers:
        return []
    return [Objection("other_consignee", _("The permit names another consignee."))]


def _of_line(line: BalanceLine | None, question: Question) -> list[Objection]:
    if line is None:
        return [Objection("line_not_licensed", _("The line is not in the permit."))]
    found = []
    if question.unit and question.unit != line.unit:
        text = _("The line is licensed in “%(unit)s”.") % {"unit": line.unit}
        found.append(Objection("wrong_unit", text))
    if question.quantity is not None and question.quantity > line.left:
        text = _("Only %(left)s left to ship.") % {"left": f"{line.left.normalize():f}"}
        found.append(Objection("above_balance", text))
    return found


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())
