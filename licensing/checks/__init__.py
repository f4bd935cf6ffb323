"""The checks: one file a check, one shape, run at every gate.

    check(content, at) -> CheckResult(code, outcome, reasons, evidence)

`content` is a snapshot (a draft and a revision look the same), `at` the legal date. A check
changes nothing and may read dated reference data. To add one, write its file and name it in
`CHECKS`; the pages, the kept runs and the gates follow.
"""

from licensing.checks.base import Check, CheckResult, Gate, Outcome, Reason
from licensing.checks.certificate import check_certificate
from licensing.checks.destination import check_destination
from licensing.checks.documents import check_documents
from licensing.checks.foreign_components import check_foreign_components
from licensing.checks.names import check_names
from licensing.checks.national_need import check_national_need
from licensing.checks.obligations import check_end_user_obligations, check_obligations
from licensing.checks.parties import check_parties
from licensing.checks.screening import check_screening
from licensing.checks.standing import check_standing

#: In the order a lawyer reads a file: who, with what papers, to whom, where.
CHECKS: tuple[Check, ...] = (
    check_standing,
    check_documents,
    check_certificate,
    check_destination,
    check_parties,
    check_screening,
    check_names,
    check_national_need,
    check_foreign_components,
    check_obligations,
    check_end_user_obligations,
)

#: Never told to a company: whom the authority suspects, and what the forces need (design, 2).
CONFIDENTIAL: frozenset[Check] = frozenset(
    {check_screening, check_national_need, check_end_user_obligations}
)

__all__ = ["CHECKS", "CONFIDENTIAL", "Check", "CheckResult", "Gate", "Outcome", "Reason"]
