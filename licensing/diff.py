"""What changed between two revisions, field by field."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from licensing.models import AttachmentKind, PartyRole
from licensing.snapshot import Snapshot

PARTS: dict[str, Promise] = {
    "lines": _("Goods line"),
    "parties": _("Party"),
    "certificate": _("End-user certificate"),
    "files": _("File"),
    "company": _("Applicant"),
}
_KINDS: dict[str, str | Promise] = {
    str(value): label for value, label in (*PartyRole.choices, *AttachmentKind.choices)
}
FIELDS: dict[str, Promise] = {
    "title": _("Title"),
    "destination": _("Destination"),
    "under": _("Permit under which the goods left"),
    "contract_no": _("Number of the contract"),
    "contract_date": _("Date of the contract"),
    "incoterm": _("Terms of delivery"),
    "contract_place": _("Place of delivery"),
    "end_use_uk": _("Stated end use, Ukrainian"),
    "end_use_en": _("Stated end use, English"),
    "name": _("Name"),
    "name_uk": _("Name, Ukrainian"),
    "name_en": _("Name, English"),
    "address_uk": _("Address, Ukrainian"),
    "address_en": _("Address, English"),
    "country": _("Country"),
    "register_no": _("Register number"),
    "control_code": _("List code"),
    "uktzed": _("UKTZED"),
    "list_edition": _("Edition of the control list"),
    "serial_rule": _("Serial numbers"),
    "production_line_id": _("Production line"),
    "supplier": _("Supplier"),
    "needs_consent": _("Needs the consent of its supplier"),
    "consent_no": _("Number of the consent"),
    "consent_issued_on": _("Consent issued on"),
    "consent_valid_until": _("Consent valid until"),
    "consent_sha256": _("Content of the consent (SHA-256)"),
    "quantity": _("Quantity"),
    "unit": _("Unit"),
    "value": _("Value"),
    "currency": _("Currency"),
    "number": _("Number"),
    "issued_on": _("Issued on"),
    "valid_until": _("Valid until"),
    "issuer": _("Issued by"),
    "signatory_name": _("Signed by"),
    "sha256": _("Content (SHA-256)"),
    "size": _("Size"),
    "kind": _("Kind"),
}


@dataclass(frozen=True, slots=True)
class Change:
    """One field with its old and new text; "" where there was or is nothing."""

    path: str
    before: str
    after: str

    @property
    def part(self) -> str:
        """Return the thing it belongs to, in words: "Goods line 2"; "" for the whole case."""
        head = self.path.rpartition(".")[0].partition(".")[0]
        name, _space, which = head.partition(" ")
        kind, _space, place = which.partition(" ")
        words = (str(PARTS.get(name, name)), str(_KINDS.get(kind, kind)), place)
        return ", ".join(word for word in words if word)

    @property
    def field(self) -> str:
        """Return the field in words; one without words shows its own name."""
        name = self.path.rpartition(".")[2]
        return str(FIELDS.get(name, name))


def changes(before: Snapshot, after: Snapshot) -> list[Change]:
    """Return the changed fields in the order of the declared text."""
    old, new = dict(_flat(before.content())), dict(_flat(after.content()))
    paths = [*old, *(path for path in new if path not in old)]
    return [
        Change(path, old.get(path, ""), new.get(path, ""))
        for path in paths
        if old.get(path, "") != new.get(path, "")
    ]


def _flat(value: Any, path: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _flat(item, f"{path}.{key}" if path else key)
    elif isinstance(value, list | tuple):
        for which, item in _named(value):
            yield from _flat(item, f"{path} {which}")
    else:
        yield path, "" if value is None else str(value)


def _named(items: Iterable[Any]) -> Iterator[tuple[str, Any]]:
    """Name the items of a list by what they are, so that a removed one moves no other.

    A file is its kind, a party its role, a line its number; of several alike the second has 2.
    """
    seen: Counter[str] = Counter()
    for index, item in enumerate(items, start=1):
        kind = item.get("role") or item.get("kind") if isinstance(item, dict) else None
        if kind is None:
            yield str(index), item
            continue
        seen[kind] += 1
        yield f"{kind} {seen[kind]}" if seen[kind] > 1 else kind, item
