"""The task list of an application as data: its sections, what each needs, and where it stands.

One section is one page with one group of questions. The states come from the declared content
and from the very checks the officer will run, so the list never promises more than they do.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from core.reference.models import Procedure
from licensing import procedure
from licensing.checks import Outcome, Reason, texts
from licensing.checks.run import Results
from licensing.rules import missing_sections
from licensing.selectors.case.timeline import Step
from licensing.snapshot import Snapshot
from licensing.tasknotes import HELD

GROUPS: dict[str, Promise] = {
    "deal": _("Company and deal"),
    "goods": _("Goods"),
    "parties": _("Parties and guarantees"),
    "submission": _("Submission"),
}


@dataclass(frozen=True, slots=True)
class Section:
    """One entry of the list: its page (`url_name`), what it asks and what is done with it."""

    key: str
    group: str
    title: Promise
    intro: Promise
    checked: Promise

    @property
    def url_name(self) -> str:
        """Return the name of the page's address."""
        return f"applications:{self.key}"

    @property
    def place(self) -> str:
        """Return where the page stands: the number and the name of its group."""
        number = list(GROUPS).index(self.group) + 1
        return f"{number}. {GROUPS[self.group]}"


SECTIONS: tuple[Section, ...] = (
    Section(
        "kind", "deal", _("Permit and destination"),
        _("What you ask for, and the country where the goods stay."),
        _("The country is compared with the dated policy on destinations."),
    ),
    Section(
        "states", "deal", _("Further countries"),
        _("A general or open permit may cover several states; name each of them."),
        _("Each country is compared with the dated policy on destinations."),
    ),
    Section(
        "origin", "deal", _("Origin of the goods"),
        _("The country from which the goods you broker set out."),
        _("It is compared with the dated policy on destinations."),
    ),
    Section(
        "contract", "deal", _("Contract"),
        _("Copy the data from the signed contract and add its file."),
        _("The file is opened and scanned; the officer compares the lines with it."),
    ),
    Section(
        "lines", "goods", _("Goods lines"),
        _("One line for each item. The decision and the balance are kept by line."),
        _("The codes are compared with the control list in force today."),
    ),
    Section(
        "transfer", "goods", _("How it is passed on"),
        _("Knowledge crosses a border without a lorry: say how, where and to whom."),
        _("The departments read these words when they give their opinions."),
    ),
    Section(
        "end_use", "goods", _("End use"),
        _("What the goods will be used for, in both languages."),
        _("The departments read these words when they give their opinions."),
    ),
    Section(
        "end_user", "parties", _("End user"),
        _("The body that will use the goods. An application has exactly one."),
        _("The name and the country are compared with the lists and the policy."),
    ),
    Section(
        "parties", "parties", _("Consignee and intermediaries"),
        _("Everybody else through whose hands goods or money pass."),
        _("Each party is looked at like the end user."),
    ),
    Section(
        "certificate", "parties", _("End-user certificate"),
        _("Copy the data from the signed certificate. One certificate covers one deal."),
        _("The signatory is compared with the lists; the embassy confirms authenticity."),
    ),
    Section(
        "files", "parties", _("Other documents"),
        _("What else the officer should read: consents, translations, powers of attorney."),
        _("Each file is opened and scanned for malware."),
    ),
    Section(
        "check", "submission", _("Check all answers"),
        _("Read once more what will be signed."), _("Nothing is sent yet."),
    ),
    Section(
        "declare", "submission", _("Declaration and signature"),
        _("Only a signatory of the company declares and submits."),
        _("The declared text is frozen: it can be read for ever and changed by nobody."),
    ),
)  # fmt: skip

_BY_KEY = {one.key: one for one in SECTIONS}

#: The field of the page where a finding is put right; without one the page itself is enough.
_FIELDS: dict[str, str] = {
    "certificate.no_position": "signatory_position",
    "certificate.no_file": "file",
    "certificate.not_confirmed": "authenticity_confirmed_on",
    "certificate.from_the_future": "issued_on",
    "certificate.expired": "valid_until",
    "certificate.ends_soon": "valid_until",
    "certificate.no_undertaking": "undertakes_no_reexport",
    "certificate.no_checks": "allows_checks",
    "certificate.fewer": "quantity_stated",
    "certificate.more": "quantity_stated",
    "certificate.goods_not_named": "goods_named",
    "certificate.other_contract": "contract_named",
    "certificate.other_end_user": "end_user_named",
    "documents.no_contract": "file",
    "documents.missing": "kind",
    "destination.missing": "destination",
    "destination.undecided": "destination",
    "destination.embargo": "destination",
    "destination.closed": "destination",
    "destination.sensitive": "destination",
}

_FIXES: dict[str, Promise] = {
    "certificate.missing": _("Add the certificate"),
    "certificate.no_file": _("Add the file"),
    "certificate.no_position": _("Add the position"),
    "certificate.no_undertaking": _("Look at the undertaking"),
    "certificate.not_confirmed": _("Add the date"),
    "documents.no_contract": _("Add the file"),
    "documents.missing": _("Add the document"),
    "standing.no_authority": _("See the company"),
}

LABELS: dict[str, Promise] = {
    "done": _("Filled in"),
    "started": _("Started"),
    "returned": _("Would be returned"),
    "not_started": _("Not started"),
    "optional": _("Optional"),
    "blocked": _("Cannot start yet"),
}


@dataclass(frozen=True, slots=True)
class Task:
    """A section with its state and what it holds in a few words."""

    section: Section
    state: str
    note: str
    is_optional: bool = False

    @property
    def label(self) -> Promise:
        """Return the word of the state."""
        return LABELS[self.state]

    @property
    def is_open(self) -> bool:
        """Tell whether the page can be worked on."""
        return self.state != "blocked"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that would be returned or asked about, and where to put it right."""

    code: str
    outcome: str
    text: str
    section: str
    action: str | Promise
    field: str = ""


def section(key: str) -> Section:
    """Return a section by its key. Raises KeyError."""
    return _BY_KEY[key]


def has_page(key: str) -> bool:
    """Tell whether a section of that name has a page."""
    return key in _BY_KEY


def after(key: str, content: Snapshot) -> str:
    """Return the key of the section these answers call for next; the last leads to itself."""
    asked = procedure.sections_of(content, procedure.rules_for(content))
    keys = [one.key for one in SECTIONS if one.key in asked or one.key == key]
    return keys[min(keys.index(key) + 1, len(keys) - 1)]


def findings(content: Snapshot, results: Results, form: Procedure) -> list[Finding]:
    """Return what would be sent back or asked about, worst first."""
    reasons = [reason for result in results.results for reason in result.reasons]
    serious = [reason for reason in reasons if reason.outcome != Outcome.CLEAR]
    found = [_finding(reason) for reason in serious]
    known = {one.section for one in found if one.outcome == Outcome.BLOCK}
    gaps = [
        Finding(
            f"missing.{place}",
            Outcome.BLOCK,
            gettext("Missing: %(part)s.") % {"part": part},
            place,
            _("Fill it in"),
        )
        for place, part in missing_sections(content, form)
        if place not in known
    ]
    order = [Outcome.BLOCK, Outcome.ATTENTION]
    return sorted([*gaps, *found], key=lambda one: order.index(Outcome(one.outcome)))


def company_is_barred(found: list[Finding]) -> bool:
    """Return whether the standing of the company itself would stop the review."""
    return any(one.section == "company" and one.outcome == Outcome.BLOCK for one in found)


def tasks(
    content: Snapshot, found: list[Finding], form: Procedure, *, signed_by: str
) -> list[Task]:
    """Return the sections that the answers call for, each with its state, in order."""
    bad = {one.section for one in found if one.outcome == Outcome.BLOCK}
    complete = not missing_sections(content, form)
    asked = procedure.sections_of(content, form)
    return [
        _task(one, content, bad, asked[one.key], complete=complete, signed_by=signed_by)
        for one in SECTIONS
        if one.key in asked
    ]


def grouped(listed: list[Task]) -> list[tuple[Promise, list[Task]]]:
    """Return the tasks under the titles of their groups."""
    return [
        (title, [one for one in listed if one.section.group == group])
        for group, title in GROUPS.items()
    ]


def progress(listed: list[Task]) -> tuple[int, int]:
    """Return how many of the sections that must be filled are done."""
    needed = [one for one in listed if not one.is_optional]
    return sum(one.state == "done" for one in needed), len(needed)


def after_submission(days: int) -> list[Step]:
    """Return what happens once it is submitted; `days` is the term of the chosen track."""
    term = ngettext("Examination, up to %(count)s day", "Examination, up to %(count)s days", days)
    return [
        Step(
            "next",
            "ring",
            _("Check of completeness"),
            gettext("returned with reasons if not whole"),
        ),
        Step(
            "next",
            "half-disc",
            term % {"count": days},
            gettext("the clock runs from the day after acceptance; a question stops it"),
        ),
        Step("next", "open-diamond", _("Sitting of the commission")),
        Step("next", "diamond", _("Permit or refusal")),
    ]


def _task(
    one: Section, content: Snapshot, bad: set[str], need: str, *, complete: bool, signed_by: str
) -> Task:
    optional = need == procedure.OPTIONAL
    if one.group == "submission":
        return Task(one, *_last_steps(one, complete=complete, signed_by=signed_by))
    filled, note = HELD[one.key](content)
    if one.key in bad and (filled or optional):
        return Task(one, "returned", note, optional)
    if not filled:
        return Task(one, "optional" if optional else "not_started", note, optional)
    return Task(one, "done" if filled == 1 else "started", note, optional)


def _last_steps(one: Section, *, complete: bool, signed_by: str) -> tuple[str, str]:
    note = gettext("Signed by %(name)s") % {"name": signed_by} if one.key == "declare" else ""
    if complete:
        return "not_started", note or gettext("Everything is filled in")
    return "blocked", note or gettext("Opens when sections 1–3 are filled in")


def _finding(reason: Reason) -> Finding:
    return Finding(
        reason.code,
        reason.outcome,
        texts.sentence(reason.code, reason.params),
        reason.section,
        _FIXES.get(reason.code, _("Put it right")),
        _FIELDS.get(reason.code, ""),
    )
