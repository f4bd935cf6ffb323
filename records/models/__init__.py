"""What the records room keeps itself: published figures, samples, packages, holds and disposals."""

from records.models.kept import Package, Publication, Sample, Strata
from records.models.retention import (
    DisposalAct,
    DisposalVerdict,
    Disposed,
    Hold,
    HoldLift,
    HoldOffice,
)

__all__ = [
    "DisposalAct",
    "DisposalVerdict",
    "Disposed",
    "Hold",
    "HoldLift",
    "HoldOffice",
    "Package",
    "Publication",
    "Sample",
    "Strata",
]
