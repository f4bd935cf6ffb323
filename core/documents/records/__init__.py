"""What each official document says, as plain data.

A record is the document. The printed page is drawn from it, the same text travels inside the PDF as
`record.json`, and the digest on every page is the SHA-256 of its canonical text. The apps that own
the business fill these shapes; this app only prints and seals them, so a field that is not here
cannot reach paper.

Rules for every field
* Bilingual text is ``{"uk": …, "en": …}``. Ukrainian is the text in law, English is a help.
* Money and quantities are decimal strings with a point ("5520000.00", "48"); no floats.
* Dates are ISO ("2026-11-24") and legal dates of Kyiv; instants are ISO in UTC with "Z".
* Numbers are the plain ones ("DL-2026-00417"); the printer adds the two check digits.
* Absent text is "", absent objects are None, absent lists are []. Keys are never left out.

The order of fields is the order on paper. Nothing that the table "what may not appear where" in
`docs/documents.md` forbids has a field to go to.
"""

from core.documents.records.addendum import ADDENDUM_SCHEMA, AddendumRecord
from core.documents.records.extract import EXTRACT_SCHEMA, ExtractRecord
from core.documents.records.licence import (
    LICENCE_SCHEMA,
    LicenceCondition,
    LicenceRecord,
    LicensedLine,
    ReportDue,
)
from core.documents.records.protocol import (
    PROTOCOL_SCHEMA,
    Dissent,
    FormulaRow,
    ProtocolCondition,
    ProtocolElector,
    ProtocolItem,
    ProtocolPaper,
    ProtocolRecord,
    ProtocolRecusal,
    ProtocolRound,
    ProtocolSignatory,
    RollCallVote,
    Vote,
)
from core.documents.records.refusal import (
    REFUSAL_SCHEMA,
    Appeal,
    ApplicationReference,
    GroundBlock,
    RefusalRecord,
    RefusedLine,
    RelatedLicence,
)
from core.documents.records.shared import (
    Bilingual,
    Certificate,
    CommissionDecision,
    Contract,
    FurtherParty,
    Letterhead,
    Party,
    Place,
    Signatory,
)
from core.documents.records.shipment import SHIPMENT_SCHEMA, ShipmentRecord, WrittenOff

AnyRecord = (
    LicenceRecord | RefusalRecord | ProtocolRecord | ExtractRecord | AddendumRecord | ShipmentRecord
)

__all__ = [
    "ADDENDUM_SCHEMA",
    "EXTRACT_SCHEMA",
    "LICENCE_SCHEMA",
    "PROTOCOL_SCHEMA",
    "REFUSAL_SCHEMA",
    "SHIPMENT_SCHEMA",
    "AddendumRecord",
    "AnyRecord",
    "Appeal",
    "ApplicationReference",
    "Bilingual",
    "Certificate",
    "CommissionDecision",
    "Contract",
    "Dissent",
    "ExtractRecord",
    "FormulaRow",
    "FurtherParty",
    "GroundBlock",
    "Letterhead",
    "LicenceCondition",
    "LicenceRecord",
    "LicensedLine",
    "Party",
    "Place",
    "ProtocolCondition",
    "ProtocolElector",
    "ProtocolItem",
    "ProtocolPaper",
    "ProtocolRecord",
    "ProtocolRecusal",
    "ProtocolRound",
    "ProtocolSignatory",
    "RefusalRecord",
    "RefusedLine",
    "RelatedLicence",
    "ReportDue",
    "RollCallVote",
    "ShipmentRecord",
    "Signatory",
    "Vote",
    "WrittenOff",
]
