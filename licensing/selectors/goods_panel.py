"""The goods lines beside what the latest run of the checks says of national need."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from licensing.checks.run import read_run
from licensing.models import Application
from licensing.snapshot import Line, Snapshot

CHECK = "national_need"


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """One goods line; `left` is the surplus of its production line after approval, if counted."""

    line: Line
    left: Decimal | None

    @property
    def is_short(self) -> bool:
        """Tell whether the surplus does not cover the case."""
        return self.left is not None and self.left < 0


def goods_rows(case: Application, content: Snapshot) -> list[GoodsRow]:
    """Return the lines with the surplus that the run on the page has kept (no query)."""
    kept = _evidence(case)
    return [
        GoodsRow(line, _result(kept.get(f"line:{line.production_line_id}", "")))
        for line in content.lines
    ]


def _evidence(case: Application) -> dict[str, str]:
    run = case.latest_checks
    if run is None or run.revision_id != case.current_revision_id:
        return {}
    return next(
        (dict(result.evidence) for result in read_run(run).results if result.code == CHECK), {}
    )


def _result(sums: str) -> Decimal | None:
    """Return what a kept computation ends in: "960 − 540 − … = 64"."""
    try:
        return Decimal(sums.rpartition("= ")[2])
    except InvalidOperation:
        return None
