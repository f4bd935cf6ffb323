"""The labelled pairs and what the matcher reaches on them.

The first three files were written by hand, with invented people and firms, to look like what
screening meets: other scripts and spellings, word order, missing and short names, initials,
typing errors, legal forms, and on the other side namesakes, fathers and sons, firms of one trade
and town.

    pairs.csv     the constants of the matcher were chosen on it
    held_out.csv  written afterwards; looked at once, then used for a second round
    unseen.csv    written after that round and never used to choose a constant
    by_rule*.csv  made by rule from the tables of published standards (`by_rule.py`); what was
                  missed of the first two was mended in principle, the third was judged once
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from core.screening.matching import compare

FOLDER = Path(__file__).parent
FILES = ("pairs", "held_out", "unseen", "by_rule", "by_rule_second", "by_rule_third")


@dataclass(frozen=True)
class Figures:
    """Precision and recall of one threshold."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        """Return the harmonic mean of both."""
        return 2 * self.precision * self.recall / (self.precision + self.recall)


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of one file."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as source:
        return list(csv.DictReader(source))


def judge(rows: Iterable[dict[str, str]], threshold: float) -> Figures:
    """Return how well the scores from `threshold` on tell the pairs apart."""
    true = false = missed = 0
    for row in rows:
        found = compare(row["schema"], row["name1"], row["name2"]).score >= threshold
        same = row["same"] == "1"
        true += found and same
        false += found and not same
        missed += same and not found
    return Figures(precision=true / (true + false), recall=true / (true + missed))
