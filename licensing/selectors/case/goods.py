"""The goods lines beside what the latest run of the checks says of national need."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from uuid import UUID

from licensing.checks import CheckResult, Outcome
from licensing.checks.run import read_run
from licensing.models import Application
from licensing.snapshot import Line, Snapshot
from manufacturers.models import ProductionLine

CHECK = "national_need"


@dataclass(frozen=True, slots=True)
class GoodsRow:
    """One goods line; `left` is the surplus of its production line after approval, if counted."""

    line: Line
    left: Decimal | None
    #: What the check of national need said of the production line.
    outcome: Outcome = Outcome.CLEAR


def goods_rows(case: Application, content: Snapshot) -> list[GoodsRow]:
    """Return the lines with the surplus that the run on the page has kept.

    One query where the check found something: it names production lines by their names.
    """
    result = _kept(case)
    if result is None:
        return [GoodsRow(line, None) for line in content.lines]
    said = _outcomes(result, content)
    return [
        GoodsRow(
            line,
            _result(result.evidence.get(f"line:{line.production_line_id}", "")),
            said.get(line.production_line_id, Outcome.CLEAR),
        )
        for line in content.lines
    ]


def _kept(case: Application) -> CheckResult | None:
    run = case.latest_checks
    if run is None or run.revision_id != case.current_revision_id:
        return None
    return next((result for result in read_run(run).results if result.code == CHECK), None)


def _outcomes(result: CheckResult, content: Snapshot) -> dict[str, Outcome]:
    """Return the outcome by production line, where it is not clear."""
    found = {
        str(reason.params["line"]): reason.outcome
        for reason in result.reasons
        if reason.outcome != Outcome.CLEAR and "line" in reason.params
    }
    if not found:
        return {}
    keys = [UUID(line.production_line_id) for line in content.lines if line.production_line_id]
    names = ProductionLine.objects.filter(pk__in=keys).values_list("pk", "name_uk")
    return {str(key): found[name] for key, name in names if name in found}


def _result(sums: str) -> Decimal | None:
    """Return what a kept computation ends in: "960 − 540 − … = 64"."""
    try:
        return Decimal(sums.rpartition("= ")[2])
    except InvalidOperation:
        return None
