"""National need: exports spend surplus, counted for each production line (design, rule 5).

The figures rest on restricted statements of the defence ministry, so no company reads this check.
"""

from datetime import date

from licensing.checks.base import CheckResult, Reason, attention, block, clear
from licensing.models import ActKind, MinistryStatement, StatementKind
from licensing.selectors.need.arithmetic import (
    Asked,
    arithmetic,
    asked_of_lines,
    statement_in_force,
    stop_order_in_force,
)
from licensing.snapshot import Snapshot
from licensing.surplus import Arithmetic, spends

CODE = "national_need"


def check_national_need(content: Snapshot, at: date) -> CheckResult:
    """Block what the surplus or the ministry does not allow; point at goods of no counted line."""
    if content.act == ActKind.REEXPORT:
        return CheckResult(CODE, (clear("need.left_already"),))
    asked = asked_of_lines(content)
    evidence: dict[str, str] = {}
    reasons = list(_uncounted(content, asked))
    for one in asked:
        figures = arithmetic(one.line, at, besides=content.case_id)
        statement = statement_in_force(one.line, at)
        reasons += _judge(one, figures, statement, at)
        evidence |= _evidence(one, figures, statement)
    serious = tuple(reason for reason in reasons if reason.outcome != "clear")
    return CheckResult(CODE, serious or tuple(reasons), evidence)


def _uncounted(content: Snapshot, asked: list[Asked]) -> list[Reason]:
    counted = {position for one in asked for position in one.parts}
    rest = [line for line in content.lines if line.position not in counted]
    none = ", ".join(str(line.position) for line in rest if not line.production_line_id)
    wrong = ", ".join(str(line.position) for line in rest if line.production_line_id)
    counts = none and spends(content.act)
    found = [attention("need.not_counted", "lines", lines=none)] if counts else []
    return [*found, block("need.other_line", "lines", lines=wrong)] if wrong else found


def _judge(
    one: Asked, figures: Arithmetic | None, statement: MinistryStatement | None, at: date
) -> list[Reason]:
    line = one.line.name_uk
    if not one.spends:
        return _talks(one, statement, at)
    if figures is None:
        return [block("need.no_capacity", "lines", line=line, year=str(at.year))]
    if (stop := stop_order_in_force(one.line, at)) is not None:
        return [block("need.stopped", "lines", line=line, since=stop.starts_on.isoformat())]
    asked, left = _plain(one.quantity), _plain(figures.surplus)
    if not figures.covers(one.quantity):
        return [block("need.short", "lines", line=line, asked=asked, left=left)]
    said = _statement(one, figures, statement)
    after = _plain(figures.after(one.quantity))
    return said or [clear("need.clear", line=line, asked=asked, after=after)]


def _talks(one: Asked, statement: MinistryStatement | None, at: date) -> list[Reason]:
    """Negotiations spend nothing: what would stop the goods later is only pointed at."""
    line = one.line.name_uk
    if (stop := stop_order_in_force(one.line, at)) is not None:
        return [attention("need.stopped", "lines", line=line, since=stop.starts_on.isoformat())]
    if statement is not None and statement.kind == StatementKind.OBJECTION:
        return [attention("need.objection", "lines", line=line, number=statement.number)]
    return [clear("need.talks", line=line)]


def _statement(
    one: Asked, figures: Arithmetic, statement: MinistryStatement | None
) -> list[Reason]:
    line = one.line.name_uk
    if statement is None:
        return [attention("need.no_statement", "lines", line=line)]
    number = statement.number
    if statement.kind == StatementKind.OBJECTION:
        return [block("need.objection", "lines", line=line, number=number)]
    if statement.kind == StatementKind.LATER and statement.not_before:
        day = statement.not_before.isoformat()
        return [attention("need.later", "lines", line=line, number=number, day=day)]
    spent = figures.licensed + figures.reserved + one.quantity
    if statement.cap is not None and spent > statement.cap:
        cap = _plain(statement.cap)
        return [block("need.over_cap", "lines", line=line, number=number, cap=cap)]
    return []


def _evidence(
    one: Asked, figures: Arithmetic | None, statement: MinistryStatement | None
) -> dict[str, str]:
    if figures is None:
        return {}
    parts = (
        figures.capacity, figures.state_orders, figures.further_need, figures.licensed,
        figures.reserved, one.quantity,
    )  # fmt: skip
    sums = " − ".join(_plain(part) for part in parts)
    said = statement.number if statement else ""
    left = _plain(figures.after(one.quantity))
    return {f"line:{one.line.pk}": f"{sums} = {left}", f"statement:{one.line.pk}": said}


def _plain(number: object) -> str:
    return f"{number:f}".rstrip("0").rstrip(".") if "." in f"{number:f}" else f"{number:f}"
