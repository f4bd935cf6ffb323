"""Everything behind one decision, on one page: the record itself, its history and its proof.

What can be read from the kept record is read from it; the tables of other apps are asked only for
what came later (acts on the licence, sealed documents) and for the events.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from commission.models import AgendaItem, Protocol
from core.audit.models import Checkpoint, Event
from core.audit.selectors import latest_checkpoint
from core.audit.words import happened
from core.documents.models import IssuedDocument
from core.reference.selectors import departments, units
from licensing.checks import texts
from licensing.checks.base import Gate
from licensing.models import CriterionRisk, Decision, DecisionLine, LicenceAct
from records import presentation, words
from records.deliberation import Deliberation, read
from records.selectors import Place, places_of


@dataclass(frozen=True, slots=True)
class Happening:
    """One event for the reader: when, what, who, and its exact text."""

    at: datetime
    what: str
    said: str
    actor: str
    office: str
    number: str
    index: int | None
    body: str


@dataclass(frozen=True, slots=True)
class Checks:
    """One kept run of the checks."""

    gate: str
    at: datetime
    sha256: str
    findings: list[tuple[str, str]]
    clear: int


@dataclass(frozen=True, slots=True)
class Finding:
    """What an officer found under a criterion; `was_frozen` when it lay before the commission."""

    criterion: str
    risk: str
    word: str
    reason: str
    evidence: str
    revision: int
    at: datetime
    sha256: str
    was_frozen: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """One file behind the decision, by its digest."""

    what: str
    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Term:
    """The term of the decision with the rule behind it."""

    accepted_on: date
    days: int
    source: str
    due_on: date | None
    pauses: list[tuple[date, date | None, str]]


@dataclass(frozen=True, slots=True)
class Dossier:
    """What the page of one decision shows."""

    decision: Decision
    record: dict[str, Any]
    deliberation: Deliberation
    place: Place
    checkpoint: Checkpoint | None
    history: list[Happening]
    checks: list[Checks]
    criteria: list[Finding]
    files: list[Kept]
    documents: list[IssuedDocument]
    acts: list[LicenceAct]
    departments: dict[str, str]
    units: dict[str, str]
    readings: int
    chain: list[Decision]

    @property
    def earlier(self) -> list[Decision]:
        """Return the decisions that this one took the place of."""
        return [one for one in self.chain if one.number < self.decision.number]

    @property
    def later(self) -> list[Decision]:
        """Return the decisions that took the place of this one."""
        return [one for one in self.chain if one.number > self.decision.number]

    @property
    def lines(self) -> list[tuple[DecisionLine, str]]:
        """Return the decided lines, each with the word for its unit."""
        rows = self.decision.lines.all()
        return [(line, self.units.get(line.unit, line.unit)) for line in rows]

    @property
    def term(self) -> Term:
        """Return the statutory term as it ran."""
        kept = self.record["term"]
        return Term(
            accepted_on=date.fromisoformat(self.record["case"]["accepted_on"]),
            days=kept["days"],
            source=kept["source"],
            due_on=date.fromisoformat(kept["due_on"]) if kept["due_on"] else None,
            pauses=presentation.pauses(self.record),
        )

    @property
    def ballots(self) -> list[presentation.Ballot]:
        """Return the rounds of voting."""
        return presentation.ballots(self.deliberation, self.departments)

    @property
    def recusals(self) -> list[tuple[str, str, str]]:
        """Return who stood aside: seat, person, ground."""
        return presentation.recusals(self.deliberation, self.departments)

    @property
    def opinions(self) -> list[presentation.Opinion]:
        """Return the opinions of the departments."""
        return presentation.opinions(self.deliberation, self.departments)

    @property
    def conditions(self) -> list[presentation.Condition]:
        """Return the conditions of the licence."""
        return presentation.conditions(self.record)


def compile_dossier(decision: Decision) -> Dossier:
    """Return everything behind a decision that the caller found in scope."""
    record, checkpoint = json.loads(decision.text), latest_checkpoint()
    return Dossier(
        decision=decision,
        record=record,
        deliberation=read(decision.commission_outcome.text),
        place=places_of([decision], checkpoint)[decision.pk],
        checkpoint=checkpoint,
        history=_history(decision),
        checks=[_checks(run) for run in record["checks"]],
        criteria=_criteria(record),
        files=_files(record),
        documents=_documents(decision),
        acts=_acts(decision),
        departments={body.code: body.short for body in departments()},
        units={unit.code: str(unit) for unit in units()},
        readings=Event.objects.filter(subject=f"decision:{decision.pk}").count(),
        chain=_chain(decision),
    )


def _subjects(decision: Decision) -> set[str]:
    subjects = {f"case:{decision.application_id}"}
    for name in ("licence", "refusal"):
        if paper := getattr(decision, name, None):
            subjects.add(paper.subject)
    return subjects


def _of_sittings(decision: Decision) -> Q:
    """Return the condition on events of sittings that concern this case.

    A sitting hears many cases: what its events say of other items stays out.
    """
    number = decision.application.number
    items = AgendaItem.objects.filter(application=decision.application_id)
    wanted = Q(pk__in=[])
    for sitting, position in items.values_list("sitting_id", "position"):
        mine = Q(body__contains=f'"case":"{number}"') | Q(body__regex=rf'"item":{position}[,}}]')
        of_all = ~Q(body__contains='"case":"') & ~Q(body__contains='"item":')
        wanted |= Q(subject=f"sitting:{sitting}") & (mine | of_all)
    return wanted


def _history(decision: Decision) -> list[Happening]:
    """Return the events of the case, of its papers, and of its sittings what concerns it."""
    events = (
        Event.objects.filter(Q(subject__in=_subjects(decision)) | _of_sittings(decision))
        .select_related("actor", "place")
        .order_by("id")
    )
    return [_happening(event) for event in events]


def _happening(event: Event) -> Happening:
    place = getattr(event, "place", None)
    actor = event.actor
    return Happening(
        at=event.at,
        what=happened(event.verb),
        said=words.said(json.loads(event.body)["data"]),
        actor=actor.full_name if actor else "",
        office=actor.title if actor else "",
        number=event.number,
        index=place.index if place else None,
        body=event.body,
    )


def _checks(kept: dict[str, Any]) -> Checks:
    run = kept["run"]
    clear = sum(result["outcome"] == "clear" for result in run["results"])
    findings = [
        (reason["outcome"], texts.sentence(reason["code"], reason["params"]))
        for result in run["results"]
        for reason in result["reasons"]
        if reason["outcome"] != "clear"
    ]
    at = datetime.fromisoformat(run["at"])
    return Checks(str(Gate(run["gate"]).label), at, kept["sha256"], findings, clear)


def _criteria(record: dict[str, Any]) -> list[Finding]:
    papers = record["commission"]["deliberation"].get("papers", {})
    frozen = {row["sha256"] for row in papers.get("criteria", ())}
    return [
        Finding(
            criterion=kept["finding"]["criterion"],
            risk=kept["finding"]["risk"],
            word=str(CriterionRisk(kept["finding"]["risk"]).label),
            reason=kept["finding"]["reason"],
            evidence=kept["finding"]["evidence"],
            revision=kept["finding"]["revision"],
            at=datetime.fromisoformat(kept["finding"]["at"]),
            sha256=kept["sha256"],
            was_frozen=kept["sha256"] in frozen,
        )
        for kept in record.get("criteria", ())
    ]


def _files(record: dict[str, Any]) -> list[Kept]:
    content = record["revision"]["content"]
    found = list(content["files"])
    certificate = content["certificate"]
    if certificate and certificate["file"]:
        found.append(certificate["file"])
    return [
        Kept(words.word(words.FILES, file["kind"]), file["name"], file["sha256"], file["size"])
        for file in found
    ]


def _documents(decision: Decision) -> list[IssuedDocument]:
    protocols = Protocol.objects.filter(number=decision.commission_outcome.protocol_ref)
    numbers = [*protocols.values_list("number", flat=True)]
    documents = IssuedDocument.objects.filter(
        Q(subject__in=_subjects(decision)) | Q(kind="protocol", number__in=numbers)
    )
    return list(documents.select_related("file").order_by("sealed_at"))


def _chain(decision: Decision) -> list[Decision]:
    """Return the decisions on the case, and those before and after on an amended permit.

    The first one first; none of them was ever touched.
    """
    chained = Decision.objects.filter(
        Q(application=decision.application_id)
        | Q(licence__amends__decision=decision)
        | Q(licence__amended_by__decision=decision)
    )
    return list(chained.only("number", "decided_at", "outcome").order_by("number"))


def _acts(decision: Decision) -> list[LicenceAct]:
    licence = getattr(decision, "licence", None)
    return list(licence.acts.select_related("by").order_by("at")) if licence else []


def document_of(decision: Decision, number: str) -> IssuedDocument | None:
    """Return a sealed document that belongs to a decision, or None."""
    return next((paper for paper in _documents(decision) if paper.number == number), None)
