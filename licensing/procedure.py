"""Which form of application this is, and what it asks for: dated data read against the answers.

The rows come from `core.reference` (`data/procedures.json`). A rule is a word: "required",
"optional" or "when:<fact>". What each fact means stands here, in `FACTS`, and nowhere else.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.base.errors import InvalidInput
from core.reference.models import Paper, Procedure
from core.reference.selectors import papers, procedure
from licensing.models import AttachmentKind, PartyRole
from licensing.snapshot import Snapshot

REQUIRED, OPTIONAL = "required", "optional"

#: Facts of the answers on which a section or a paper may depend.
FACTS: dict[str, Callable[[Snapshot], bool]] = {
    "consent_missing": lambda content: any(
        part.lacks_consent for line in content.lines for part in line.components
    ),
    "intermediary": lambda content: any(
        party.role == PartyRole.INTERMEDIARY for party in content.parties
    ),
}

#: These are added on the page of what they prove, not on the page of documents.
ON_OWN_PAGE = frozenset({AttachmentKind.CONTRACT.value, AttachmentKind.CERTIFICATE.value})


@dataclass(frozen=True, slots=True)
class Wanted:
    """One line of the checklist: the paper, whether it must be there, and the files sent."""

    paper: Paper
    required: bool
    names: tuple[str, ...]

    @property
    def is_missing(self) -> bool:
        """Tell whether the officer would send the application back for it."""
        return self.required and not self.names


def rules_for(content: Snapshot, on: date | None = None) -> Procedure:
    """Return what the declared form asks for on a day. Raises InvalidInput when there is none."""
    return require_form(content.act, content.kind, content.subject_kind, on)


def require_form(act: str, kind: str, subject: str, on: date | None = None) -> Procedure:
    """Return the form of application; raise InvalidInput at `kind` for one that does not exist."""
    found = procedure(act, kind, subject, on or clock.today())
    if found is None:
        raise InvalidInput(
            "no_such_form",
            _("There is no such form of application. Choose another kind or subject."),
            field="kind",
        )
    return found


def asks(rule: str, content: Snapshot) -> str:
    """Return "required", "optional" or "" for a rule read against the answers."""
    if rule in {REQUIRED, OPTIONAL}:
        return rule
    return REQUIRED if FACTS[rule.removeprefix("when:")](content) else ""


def sections_of(content: Snapshot, rules: Procedure) -> dict[str, str]:
    """Return the sections that these answers call for, with "required" or "optional"."""
    read = {key: asks(rule, content) for key, rule in rules.sections.items()}
    return {key: need for key, need in read.items() if need}


def checklist(content: Snapshot, rules: Procedure) -> list[Wanted]:
    """Return the papers these answers call for, in the order of the list (one query)."""
    needs = {code: asks(rule, content) for code, rule in rules.papers.items()}
    return [
        Wanted(paper, needs[paper.code] == REQUIRED, _names(content, paper.code))
        for paper in papers()
        if needs.get(paper.code)
    ]


def _names(content: Snapshot, code: str) -> tuple[str, ...]:
    return tuple(file.name for file in content.files if file.kind == code)
