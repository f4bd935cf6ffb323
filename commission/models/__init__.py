"""Tables of the commission, by use: seats, rules, opinions, sittings, votes."""

from commission.models.opinions import Condition, Finding, Opinion, OpinionRequest, Risk, Verdict
from commission.models.rules import RulePack
from commission.models.seats import Mandate, MandateRole, Seat, SeatKind
from commission.models.sittings import (
    AgendaItem,
    Attendance,
    ItemState,
    Protocol,
    Recusal,
    RecusalKind,
    Sitting,
    SittingKind,
    SittingState,
)
from commission.models.votes import (
    Annulment,
    Ballot,
    CastingVote,
    Dissent,
    Elector,
    ElectorState,
    Proposal,
    Question,
    Round,
    RoundState,
    VoteChoice,
)

__all__ = [
    "AgendaItem",
    "Annulment",
    "Attendance",
    "Ballot",
    "CastingVote",
    "Condition",
    "Dissent",
    "Elector",
    "ElectorState",
    "Finding",
    "ItemState",
    "Mandate",
    "MandateRole",
    "Opinion",
    "OpinionRequest",
    "Proposal",
    "Protocol",
    "Question",
    "Recusal",
    "RecusalKind",
    "Risk",
    "Round",
    "RoundState",
    "RulePack",
    "Seat",
    "SeatKind",
    "Sitting",
    "SittingKind",
    "SittingState",
    "Verdict",
    "VoteChoice",
]
