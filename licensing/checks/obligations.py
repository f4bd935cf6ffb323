"""Obligations: who is late with reports and proofs is asked before getting more (domain.md 1.7).

Late duties weigh on new applications of the same company and on those to the same end user. The
second is told to officials only: no company learns of another.
"""

from collections.abc import Iterable
from datetime import date

from licensing.checks.base import CheckResult, Reason, attention, clear
from licensing.selectors.licences.obligations import Owed, late_of_company, late_of_end_user
from licensing.snapshot import Snapshot

CODE = "obligations"
OF_END_USER = "end_user_obligations"


def check_obligations(content: Snapshot, at: date) -> CheckResult:
    """Point at what the applicant owes under earlier permits and is late with."""
    late = late_of_company(content.company.id, at)
    reasons = tuple(_reasons(late)) or (clear("obligations.clear"),)
    return CheckResult(CODE, reasons, {"on": at.isoformat(), "late": str(len(late))})


def check_end_user_obligations(content: Snapshot, at: date) -> CheckResult:
    """Point at what is late under permits of other companies to the same end user."""
    party = content.end_user
    late = late_of_end_user(party, content.company.id, at) if party else []
    reasons = tuple(_reasons(late)) or (clear("end_user_obligations.clear"),)
    return CheckResult(OF_END_USER, reasons, {"on": at.isoformat(), "late": str(len(late))})


def _reasons(late: Iterable[Owed]) -> Iterable[Reason]:
    for one in late:
        yield attention(
            f"obligations.{one.kind}", number=one.licence.number, due=one.due_on.isoformat()
        )
