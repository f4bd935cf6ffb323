"""Judge pairs of names, so that the matching can be judged on anyone's labelled list.

manage.py screen_names --pairs FILE.csv > judged.csv
"""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.screening.matching import compare

NEEDED = ("schema", "name1", "name2")
ADDED = ("score", "review", "hit")
Row = dict[str, str]


class Command(BaseCommand):
    """Print the pairs with score, review and hit; all other columns are kept."""

    help = "Compare pairs of names (columns schema, name1, name2); print score, review, hit."

    def add_arguments(self, parser: CommandParser) -> None:
        """Declare the options."""
        parser.add_argument("--pairs", required=True, type=Path, metavar="FILE.csv")
        parser.add_argument("--out", type=Path, metavar="FILE.csv", help="instead of printing")

    def handle(self, *, pairs: Path, out: Path | None, **options: Any) -> None:
        """Read, compare, write; stream, so that a list of any length fits."""
        try:
            with pairs.open(encoding="utf-8-sig", newline="") as source:
                self._judge(csv.DictReader(source), out)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            raise CommandError(f"{pairs}: {error}") from error

    def _judge(self, reader: "csv.DictReader[str]", out: Path | None) -> None:
        columns = list(reader.fieldnames or ())
        missing = [name for name in NEEDED if name not in columns]
        if missing:
            raise CommandError(f"missing columns: {', '.join(missing)}")
        names = [*(name for name in columns if name not in ADDED), *ADDED]
        if out is None:
            _write(self.stdout, names, judged(reader))
            return
        with out.open("w", encoding="utf-8", newline="") as target:
            _write(target, names, judged(reader))


def judged(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield each row with its score (0–1) and whether it is to be looked at and a hit."""
    for row in rows:
        match = compare(row["schema"] or "", row["name1"] or "", row["name2"] or "")
        yield row | {
            "score": f"{match.score:.4f}",
            "review": str(match.review).lower(),
            "hit": str(match.hit).lower(),
        }


def _write(target: Any, names: list[str], rows: Iterable[Row]) -> None:
    writer = csv.DictWriter(target, names, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
