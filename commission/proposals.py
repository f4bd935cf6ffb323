"""What can be proposed for one line of a case: pure values shared by service, words and forms."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Advice(StrEnum):
    """What is proposed for one line."""

    APPROVE = "approve"
    CAP = "cap"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class LineProposal:
    """The proposal for one line; `quantity` is the cap, `criteria` carry a refusal."""

    position: int
    advice: Advice
    quantity: Decimal | None = None
    criteria: tuple[str, ...] = ()
