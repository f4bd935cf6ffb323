"""The task list of a draft: its sections as data, and how far each one is.

A section is done when nothing of it is missing, and "would be returned" when the checks that the
officer will run block on it. The same findings make the box above the list.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from licensing.checks import Outcome, texts
from licensing.checks.run import Results
from licensing.rules import missing_sections
from licensing.snapshot import Snapshot

#: state of a section → the words that stand beside its shape.
WORDS: Mapping[str, Promise] = {
    "done": _("Done"),
    "not_started": _("Not started"),
    "returned": _("Would be returned"),
    "blocked": _("Cannot start yet"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """One line of the list."""

    title: str | Promise
    url: str
    state: str
    note: str = ""

    @property
    def word(self) -> str:
        """Return the state in words."""
        return str(WORDS[self.state])


@dataclass(frozen=True, slots=True)
class Group:
    """A numbered part of the list."""

    title: str | Promise
    tasks: list[Task]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something the officer would send back, or ask about, with where to mend it."""

    outcome: str
    icon: str
    tone: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class TaskList:
    """Everything the page of a draft shows of its sections."""

    groups: list[Group]
    findings: list[Finding]
    done: int
    total: int
    complete: bool

    @property
    def blocks(self) -> int:
        """Return how many findings would stop the application."""
        return sum(finding.outcome == Outcome.BLOCK for finding in self.findings)

    @property
    def attentions(self) -> int:
        """Return how many findings deserve an explanation."""
        return len(self.findings) - self.blocks


#: section → (title, URL name, names under which rules and checks know it).
SECTIONS: tuple[tuple[Promise, tuple[tuple[Promise, str, frozenset[str]], ...]], ...] = (
    (
        _("1. Company and deal"),
        (
            (_("Kind, goods and destination"), "kind", frozenset({"kind"})),
            (_("Contract"), "contract", frozenset({"contract", "files"})),
        ),
    ),
    (
        _("2. Goods"),
        ((_("Goods lines"), "lines", frozenset({"lines"})),),
    ),
    (
        _("3. Parties and guarantees"),
        (
            (_("End user, consignee and intermediaries"), "parties", frozenset({"parties"})),
            (_("End-user certificate"), "certificate", frozenset({"certificate"})),
            (_("End use"), "end_use", frozenset({"end_use"})),
        ),
    ),
)

# Where a finding is mended; the standing of the company is mended on its own page.
_PLACE = {name: section for _t, rows in SECTIONS for _r, section, names in rows for name in names}


def task_list(ref: str, content: Snapshot, results: Results) -> TaskList:
    """Return the sections of a draft with their states, and what would be sent back."""
    missing = {section for section, _reason in missing_sections(content)}
    blocked = _blocked(results)
    groups = [
        Group(title, [_task(ref, row, missing, blocked, content) for row in rows])
        for title, rows in SECTIONS
    ]
    tasks = [task for group in groups for task in group.tasks]
    return TaskList(
        groups=[*groups, _last_group(ref, complete=not missing)],
        findings=_findings(ref, results),
        done=sum(task.state == "done" for task in tasks),
        total=len(tasks),
        complete=not missing,
    )


def _blocked(results: Results) -> set[str]:
    reasons = [reason for result in results.results for reason in result.reasons]
    return {reason.section for reason in reasons if reason.outcome == Outcome.BLOCK}


def _task(
    ref: str,
    row: tuple[Promise, str, frozenset[str]],
    missing: set[str],
    blocked: set[str],
    content: Snapshot,
) -> Task:
    title, section, names = row
    state = "not_started" if names & missing else "returned" if names & blocked else "done"
    return Task(title, _url(section, ref), state, _note(section, content))


def _note(section: str, content: Snapshot) -> str:
    """Return the second line: what is in the section."""
    totals = " + ".join(f"{amount:,.0f} {code}" for code, amount in content.totals.items())
    notes = {
        "kind": content.destination and content.destination_name,
        "contract": content.contract_no and f"№ {content.contract_no}",
        "lines": totals.replace(",", "\u00a0"),
        "parties": ", ".join(party.name for party in content.parties),
        "certificate": content.certificate.number if content.certificate else "",
        "end_use": content.end_use[:80],
    }
    return notes[section]


def _last_group(ref: str, *, complete: bool) -> Group:
    state = "not_started" if complete else "blocked"
    declare = Task(_("Declaration and signature"), _url("declare", ref) if complete else "", state)
    documents = Task(_("Other documents"), _url("files", ref), "done")
    return Group(_("4. Submission"), [documents, declare])


def _findings(ref: str, results: Results) -> list[Finding]:
    return [
        Finding(
            outcome=reason.outcome.value,
            icon="octagon-bar" if reason.outcome == Outcome.BLOCK else "triangle",
            tone="bad" if reason.outcome == Outcome.BLOCK else "warn",
            text=texts.sentence(reason.code, reason.params),
            url=_finding_url(reason.section, ref),
        )
        for result in results.results
        for reason in result.reasons
        if reason.outcome != Outcome.CLEAR
    ]


def _finding_url(section: str, ref: str) -> str:
    place = _PLACE.get(section)
    return _url(place, ref) if place else reverse("manufacturers:company")


def _url(section: str, ref: str) -> str:
    return reverse(f"applications:{section}", args=[ref])
