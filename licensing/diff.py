"""What changed between two revisions, field by field."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from licensing.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class Change:
    """One field with its old and new text; "" where there was or is nothing."""

    path: str
    before: str
    after: str


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
        for index, item in enumerate(value, start=1):
            yield from _flat(item, f"{path} {index}")
    else:
        yield path, "" if value is None else str(value)
