"""What is decided on each line, checked against what was declared."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext_lazy as _

from core.base.errors import InvalidInput
from core.reference.models import RefusalGround
from licensing.models import LineOutcome
from licensing.snapshot import Line, Snapshot

CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class LineDecision:
    """The head's decision on one line, as entered.

    `quantity` is needed for a cap only; `value` without a figure is computed in proportion.
    Grounds and reasons are needed for a refusal and for a cap, which refuses the rest.
    """

    position: int
    outcome: str
    quantity: Decimal | None = None
    value: Decimal | None = None
    cap_uk: str = ""
    cap_en: str = ""
    grounds: tuple[str, ...] = ()
    reason_uk: str = ""
    reason_en: str = ""


@dataclass(frozen=True, slots=True)
class Ruled:
    """A declared line with the amounts that the act gives and those that it withholds."""

    line: Line
    decision: LineDecision
    quantity: Decimal
    value: Decimal
    criteria: tuple[str, ...]

    @property
    def is_granted(self) -> bool:
        """Tell whether anything of the line goes into the licence."""
        return self.decision.outcome != LineOutcome.REFUSED

    @property
    def refused_quantity(self) -> Decimal:
        """Return what the act withholds of the line."""
        return self.line.quantity - self.quantity


def rule_on(
    content: Snapshot,
    decisions: Sequence[LineDecision],
    grounds: Mapping[str, RefusalGround],
) -> list[Ruled]:
    """Return every declared line with its decision.

    Raises InvalidInput when a line is missing or decided twice, a cap is not below the declared
    quantity, or a refusal lacks its grounds and reasons.
    """
    given = {decision.position: decision for decision in decisions}
    if len(given) != len(decisions) or given.keys() != {line.position for line in content.lines}:
        raise InvalidInput("lines_incomplete", _("Decide on every line, and on each once."))
    return [_rule(line, given[line.position], grounds) for line in content.lines]


def _rule(line: Line, decision: LineDecision, grounds: Mapping[str, RefusalGround]) -> Ruled:
    outcome = LineOutcome(decision.outcome)
    if outcome != LineOutcome.APPROVED:
        _require_grounds(decision, grounds)
    quantity = _granted(line, decision)
    return Ruled(
        line=line,
        decision=decision,
        quantity=quantity,
        value=_value(line, decision, quantity),
        criteria=_criteria(decision, grounds),
    )


def _granted(line: Line, decision: LineDecision) -> Decimal:
    if decision.outcome == LineOutcome.APPROVED:
        return line.quantity
    if decision.outcome == LineOutcome.REFUSED:
        return Decimal(0)
    quantity = decision.quantity
    if quantity is None or not 0 < quantity < line.quantity:
        raise InvalidInput(
            "cap_out_of_range",
            _("Line %(line)s: the cap must be above zero and below the declared quantity."),
            field=f"line-{line.position}-quantity",
            line=line.position,
        )
    return quantity


def _value(line: Line, decision: LineDecision, quantity: Decimal) -> Decimal:
    if decision.outcome != LineOutcome.CAPPED:
        return line.value if quantity else Decimal(0)
    value = decision.value or (line.value * quantity / line.quantity).quantize(CENT, ROUND_HALF_UP)
    if not 0 < value <= line.value:
        raise InvalidInput(
            "value_out_of_range",
            _("Line %(line)s: the value must be above zero and not above the declared one."),
            field=f"line-{line.position}-value",
            line=line.position,
        )
    return value


def _require_grounds(decision: LineDecision, grounds: Mapping[str, RefusalGround]) -> None:
    known = decision.grounds and all(code in grounds for code in decision.grounds)
    if not known or not decision.reason_uk.strip() or not decision.reason_en.strip():
        raise InvalidInput(
            "grounds_missing",
            _("Line %(line)s: give at least one ground and the reasons in both languages."),
            field=f"line-{decision.position}-grounds",
            line=decision.position,
        )


def _criteria(decision: LineDecision, grounds: Mapping[str, RefusalGround]) -> tuple[str, ...]:
    codes = {
        ground.criterion.code
        for code in decision.grounds
        if (ground := grounds[code]).criterion is not None
    }
    return tuple(sorted(codes))
