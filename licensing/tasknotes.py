"""What a section of the task list holds: 0 nothing, a part, or 1 all of it; and in a few words."""

from collections.abc import Callable

from django.utils.translation import gettext, ngettext

from core.ui.formats import day, money
from licensing.procedure import ON_OWN_PAGE
from licensing.snapshot import Snapshot


def _kind(content: Snapshot) -> tuple[float, str]:
    return (1 if content.title and content.destination else 0.5), content.destination_name


def _contract(content: Snapshot) -> tuple[float, str]:
    if not content.contract_no:
        return 0, ""
    note = gettext("Contract No. %(number)s") % {"number": content.contract_no}
    if content.contract_date:
        note = gettext("%(contract)s of %(day)s") % {
            "contract": note,
            "day": day(content.contract_date),
        }
    there = any(file.kind == "contract" for file in content.files)
    return (1 if there and content.contract_date else 0.5), note


def _lines(content: Snapshot) -> tuple[float, str]:
    count = len(content.lines)
    if not count:
        return 0, ""
    sums = [money(value, currency) for currency, value in sorted(content.totals.items())]
    lines = ngettext("%(count)s line", "%(count)s lines", count) % {"count": count}
    return 1, ", ".join([lines, *sums])


def _end_use(content: Snapshot) -> tuple[float, str]:
    filled = bool(content.end_use_uk) + bool(content.end_use_en)
    return filled / 2, content.end_use[:80]


def _end_user(content: Snapshot) -> tuple[float, str]:
    party = content.end_user
    return (1, f"{party.name}, {party.country_name}") if party else (0, "")


def _parties(content: Snapshot) -> tuple[float, str]:
    others = [party.name for party in content.parties if party.role != "end_user"]
    return (1, ", ".join(others)) if others else (0, gettext("The end user takes the goods itself"))


def _certificate(content: Snapshot) -> tuple[float, str]:
    found = content.certificate
    if found is None:
        return 0, ""
    note = gettext("No. %(number)s of %(day)s") % {
        "number": found.number,
        "day": day(found.issued_on),
    }
    return (1 if found.file else 0.5), note


def _states(content: Snapshot) -> tuple[float, str]:
    return (1, ", ".join(content.states)) if content.other_destinations else (0, "")


def _origin(content: Snapshot) -> tuple[float, str]:
    return (1, content.origin_name) if content.origin else (0, "")


def _transfer(content: Snapshot) -> tuple[float, str]:
    return (1, content.transfer[:80]) if content.transfer else (0, "")


def _files(content: Snapshot) -> tuple[float, str]:
    count = sum(file.kind not in ON_OWN_PAGE for file in content.files)
    words = ngettext("%(count)s file", "%(count)s files", count) % {"count": count}
    return (1, words) if count else (0, "")


HELD: dict[str, Callable[[Snapshot], tuple[float, str]]] = {
    "kind": _kind,
    "states": _states,
    "origin": _origin,
    "transfer": _transfer,
    "contract": _contract,
    "lines": _lines,
    "end_use": _end_use,
    "end_user": _end_user,
    "parties": _parties,
    "certificate": _certificate,
    "files": _files,
}
