"""Tables of the commission, by use: seats, rules, opinions, sittings, votes."""

from commission.models.addenda import Addendum
from commission.models.conditions import ConditionChange
from commission.models.opinions import (
    Condition,
    Finding,
    LineException,
    Opinion,
    OpinionRequest,
    Risk,
    Verdict,
)
from commission.models.protocols import (
    Extract,
    Office,
    Protocol,
    ProtocolComment,
    ProtocolSignature,
    ProtocolVersion,
    Statement,
)
from commission.models.rules import RulePack
from commission.models.seats import Mandate, MandateRole, Seat, SeatKind
from commission.models.sittings import (
    AgendaItem,
    Attendance,
    ItemState,
    ProtocolState,
    Recusal,
    RecusalKind,
    Sitting,
    SittingKind,
    SittingState,
)
from commission.models.urgency import Urgency
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
    "Addendum",
    "AgendaItem",
    "Annulment",
    "Attendance",
    "Ballot",
    "CastingVote",
    "Condition",
    "ConditionChange",
    "Dissent",
    "Elector",
    "ElectorState",
    "Extract",
    "Finding",
    "ItemState",
    "LineException",
    "Mandate",
    "MandateRole",
    "Office",
    "Opinion",
    "OpinionRequest",
    "Proposal",
    "Protocol",
    "ProtocolComment",
    "ProtocolSignature",
    "ProtocolState",
    "ProtocolVersion",
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
    "Statement",
    "Urgency",
    "Verdict",
    "VoteChoice",
]
