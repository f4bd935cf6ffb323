"""Which lists there are and how old they may get; the fictional lists of the demonstration."""

import json
from pathlib import Path
from typing import Any

from django.db import transaction

from core.screening.models import AgeRule, Edition, Format, WatchList
from core.screening.services.importing import import_list

DATA = Path(__file__).parents[1] / "data"


@transaction.atomic
def load_lists() -> int:
    """Insert or update the lists and their age rules from `data/lists.json`; return how many."""
    content: list[dict[str, Any]] = json.loads((DATA / "lists.json").read_text(encoding="utf-8"))
    for position, one in enumerate(content, 1):
        rules = one.pop("age_rules")
        watch_list, _made = WatchList.objects.update_or_create(
            code=one.pop("code"), defaults={**one, "position": position}
        )
        for rule in rules:
            AgeRule.objects.update_or_create(
                watch_list=watch_list, valid_from=rule.pop("valid_from"), defaults=rule
            )
    return len(content)


def load_demonstration() -> list[Edition]:
    """Import the fictional lists (`data/*.csv`); done again, they count as seen today."""
    load_lists()
    return [_import(path) for path in sorted(DATA.glob("*.csv"))]


def _import(path: Path) -> Edition:
    with path.open("rb") as stream:
        return import_list(
            actor=None,
            code=path.stem,
            stream=stream,
            file_name=path.name,
            list_format=Format.CSV,
            label="Fictional list of the demonstration",
        )
