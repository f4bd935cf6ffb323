"""The data of licensing. Rules that the database can hold are held here as constraints."""

from licensing.licence_life import LicenceState
from licensing.models.access import (
    ApplicationGroupObjectPermission,
    ApplicationUserObjectPermission,
)
from licensing.models.application import (
    ActKind,
    Application,
    Kind,
    Preparer,
    ReturnNote,
    Subject,
    Track,
)
from licensing.models.checks import CheckNote, CheckRun, DataMark, NoteReason
from licensing.models.decision import Decision, DecisionLine, LineOutcome, Refusal
from licensing.models.drafting import AnswerDraft, Presence
from licensing.models.goods import GoodsLine
from licensing.models.licence import Licence, LicenceAct
from licensing.models.moved import MovedTerm
from licensing.models.need import (
    ClaimState,
    MinistryStatement,
    StatementAnswer,
    StatementKind,
    StopOrder,
    SurplusClaim,
)
from licensing.models.notes import CaseNote, CriterionFinding, CriterionRisk, Mention
from licensing.models.outcome import CommissionOutcome, OutcomeKind
from licensing.models.parties import (
    Attachment,
    AttachmentKind,
    EndUserCertificate,
    Party,
    PartyRole,
)
from licensing.models.proof import OwedProof
from licensing.models.reports import HandedReport, OwedReport, ReportAnswer, ReportKind
from licensing.models.requests import InformationRequest, Pause, RequestFile, RequestMessage, Side
from licensing.models.revision import Revision
from licensing.models.screening import (
    CaseHit,
    ClearanceReason,
    HitState,
    Rescreening,
    ScreeningHit,
)
from licensing.models.search import SearchHit, SearchTerm
from licensing.models.worklist import SavedFilter

__all__ = [
    "ActKind",
    "AnswerDraft",
    "Application",
    "ApplicationGroupObjectPermission",
    "ApplicationUserObjectPermission",
    "Attachment",
    "AttachmentKind",
    "CaseHit",
    "CaseNote",
    "CheckNote",
    "CheckRun",
    "ClaimState",
    "ClearanceReason",
    "CommissionOutcome",
    "CriterionFinding",
    "CriterionRisk",
    "DataMark",
    "Decision",
    "DecisionLine",
    "EndUserCertificate",
    "GoodsLine",
    "HandedReport",
    "HitState",
    "InformationRequest",
    "Kind",
    "Licence",
    "LicenceAct",
    "LicenceState",
    "LineOutcome",
    "Mention",
    "MinistryStatement",
    "MovedTerm",
    "NoteReason",
    "OutcomeKind",
    "OwedProof",
    "OwedReport",
    "Party",
    "PartyRole",
    "Pause",
    "Preparer",
    "Presence",
    "Refusal",
    "ReportAnswer",
    "ReportKind",
    "RequestFile",
    "RequestMessage",
    "Rescreening",
    "ReturnNote",
    "Revision",
    "SavedFilter",
    "ScreeningHit",
    "SearchHit",
    "SearchTerm",
    "Side",
    "StatementAnswer",
    "StatementKind",
    "StopOrder",
    "Subject",
    "SurplusClaim",
    "Track",
]
