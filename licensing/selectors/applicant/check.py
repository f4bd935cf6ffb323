"""What would be sent back if it were submitted now: one answer for page and program."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.urls import reverse

from core.reference.models import Procedure
from licensing import procedure, snapshot, tasklist
from licensing.checks import CheckResult, Outcome, texts
from licensing.checks.run import Results, describe, examine
from licensing.models import Application
from licensing.snapshot import Snapshot
from licensing.tasklist import Finding


class PreVerdict(StrEnum):
    """What would become of the application if it were submitted as it is."""

    RETURNED = "would_be_returned"
    ASKED = "would_be_asked"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class Checked:
    """One check of the officer's with its sentences, for reading."""

    title: str
    outcome: str
    label: str
    sentences: list[str]


@dataclass(frozen=True, slots=True)
class PreCheck:
    """The findings, each with the address of the field that puts it right."""

    results: Results
    form: Procedure
    listed: list[tuple[Finding, str]]

    @property
    def at(self) -> datetime:
        """Return when the checks ran."""
        return self.results.at

    @property
    def findings(self) -> list[Finding]:
        """Return the findings, worst first."""
        return [one for one, _url in self.listed]

    @property
    def blocks(self) -> int:
        """Return how many findings would send the application back."""
        return sum(one.outcome == Outcome.BLOCK for one in self.findings)

    @property
    def attentions(self) -> int:
        """Return how many findings would be asked about."""
        return len(self.findings) - self.blocks

    @property
    def checks(self) -> list[Checked]:
        """Return every check that was run, also the clear ones."""
        return [_checked(result) for result in self.results.results]

    def content(self) -> dict[str, object]:
        """Return the same for programs: codes beside the words."""
        return {
            "at": self.at.isoformat(),
            "verdict": self._verdict(),
            "findings": [
                {
                    "code": one.code,
                    "outcome": str(one.outcome),
                    "text": one.text,
                    "section": one.section,
                    "field": one.field,
                    "url": url,
                }
                for one, url in self.listed
            ],
            "checks": {one.code: str(one.outcome) for one in self.results.results},
        }

    def _verdict(self) -> str:
        if self.blocks:
            return PreVerdict.RETURNED
        return PreVerdict.ASKED if self.attentions else PreVerdict.CLEAR


def before_submission(case: Application, content: Snapshot | None = None) -> PreCheck:
    """Run the officer's checks over the draft as it is now; nothing is kept."""
    content = content or snapshot.freeze(case)
    results = examine(content)
    form = procedure.rules_for(content)
    found = tasklist.findings(content, results, form)
    return PreCheck(results, form, [(one, _address(case, one)) for one in found])


def _address(case: Application, finding: Finding) -> str:
    """Return where a finding is put right: the field, the page, or the company's own data."""
    if finding.section == "company":
        return reverse("manufacturers:company")
    key = finding.section if tasklist.has_page(finding.section) else "tasks"
    page = reverse(f"applications:{key}", args=[case.ref])
    return f"{page}#id_{finding.field}" if finding.field else page


def _checked(result: CheckResult) -> Checked:
    label = str(Outcome(result.outcome).label)
    return Checked(texts.title(result.code), result.outcome, label, describe(result))
