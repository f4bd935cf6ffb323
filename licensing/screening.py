"""Who of a case is screened, and what is remembered of it.

`meetings` finds, `register` keeps. Each subject is named by the digest of what identifies it:
the version of the party to which a hit is bound.
"""

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.base import canonical, clock
from core.screening.search import Found, Subject, screen
from core.screening.selectors import entries_fingerprint
from licensing.models import Application, CaseHit, PartyRole, Rescreening, ScreeningHit
from licensing.snapshot import Snapshot
from manufacturers.selectors import owners_of

APPLICANT, OWNER, ISSUER, SIGNATORY = "applicant", "owner", "issuer", "signatory"

ROLES: dict[str, Promise | str] = {
    APPLICANT: _("Applicant"),
    OWNER: _("Owner of the applicant"),
    ISSUER: _("Issuer of the certificate"),
    SIGNATORY: _("Signatory of the certificate"),
    **{role.value: role.label for role in PartyRole},
}


@dataclass(frozen=True, slots=True)
class Screened:
    """One of a case whom screening looks for, in its role."""

    role: str
    schema: str
    names: tuple[str, ...]
    country: str = ""
    register_no: str = ""
    address: str = ""

    @property
    def digest(self) -> str:
        """Return what names this version; the role is no part of it."""
        content = {key: value for key, value in asdict(self).items() if key != "role"}
        return canonical.digest(canonical.dumps(content))

    @property
    def subject(self) -> Subject:
        """Return what is looked for."""
        return Subject(self.schema, self.names, tuple(filter(None, (self.register_no,))))


@dataclass(frozen=True, slots=True)
class Meeting:
    """One of a case beside an entry that may be the same."""

    screened: Screened
    found: Found


def screened_of(content: Snapshot) -> list[Screened]:
    """Return everybody of a text: applicant, owners, parties, the certificate's two, each once.

    Owners are those of today, as the standing is: nobody is bought in unseen after submission.
    A party that is the applicant itself, or the same as another party, is looked for once.
    """
    by_digest: dict[str, Screened] = {}
    for one in _everybody(content):
        if any(one.names):
            by_digest.setdefault(one.digest, one)
    return list(by_digest.values())


def _everybody(content: Snapshot) -> Iterator[Screened]:
    company = content.company
    names = _names(company.name_uk, company.name_en)
    yield Screened(APPLICANT, "LegalEntity", names, "UA", company.edrpou, company.address_uk)
    for owner in owners_of(UUID(company.id)):
        schema = "Person" if owner.is_person else "LegalEntity"
        names = _names(owner.name_uk, owner.name_en)
        yield Screened(OWNER, schema, names, owner.country, owner.register_no)
    for party in content.parties:
        yield Screened(
            party.role,
            "LegalEntity",
            _names(party.name_uk, party.name_en),
            party.country,
            party.register_no,
            party.address_en or party.address_uk,
        )
    if content.certificate:
        yield Screened(ISSUER, "LegalEntity", _names(content.certificate.issuer))
        yield Screened(SIGNATORY, "Person", _names(content.certificate.signatory_name))


def _names(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


def meetings(content: Snapshot) -> list[Meeting]:
    """Return everybody of the text beside each entry in use that may be the same."""
    lists = entries_fingerprint()
    return [
        Meeting(one, found) for one in screened_of(content) for found in _screen(one.subject, lists)
    ]


@lru_cache(maxsize=4096)
def _screen(subject: Subject, lists: str) -> tuple[Found, ...]:
    """Screen once for as long as the lists stay as they are: entries never change."""
    return tuple(screen(subject))


def register(
    application: Application, content: Snapshot, rescreening: Rescreening | None = None
) -> list[ScreeningHit]:
    """Keep what screening meets in a case; return the hits that this case did not have yet.

    Must run inside the transaction of the act. A pair that was met before, in this case or in
    another, keeps its judgement.
    """
    met = meetings(content)
    if not met:
        return []
    ScreeningHit.objects.bulk_create(map(_hit, met), ignore_conflicts=True)
    hits = hits_of(met)
    known = set(CaseHit.objects.filter(application=application).values_list("hit_id", flat=True))
    fresh = {
        hit.pk: (hit, one.screened.role) for one in met if (hit := hits[pair(one)]).pk not in known
    }
    CaseHit.objects.bulk_create(
        (
            CaseHit(
                application=application,
                hit=hit,
                role=role,
                found_at=clock.now(),
                rescreening=rescreening,
            )
            for hit, role in fresh.values()
        ),
        ignore_conflicts=True,
    )
    return [hit for hit, _role in fresh.values()]


def pair(one: Meeting) -> tuple[str, str]:
    """Return what names the pair: version of the party, version of the entry."""
    return one.screened.digest, str(one.found.entry.pk)


def hits_of(met: Sequence[Meeting]) -> dict[tuple[str, str], ScreeningHit]:
    """Return the kept hits of these meetings, by pair."""
    hits = ScreeningHit.objects.filter(
        subject_digest__in={one.screened.digest for one in met},
        entry__in={one.found.entry.pk for one in met},
    )
    return {(hit.subject_digest, str(hit.entry_id)): hit for hit in hits}


def _hit(one: Meeting) -> ScreeningHit:
    found = one.found
    subject = asdict(one.screened)
    subject.pop("role")
    return ScreeningHit(
        subject_digest=one.screened.digest,
        subject=subject,
        entry=found.entry,
        score=Decimal(str(found.score)),
        explanation={
            "subject_name": found.subject_name,
            "entry_name": found.entry_name,
            "by_identifier": found.by_identifier,
            "parts": [
                {"left": p.left, "right": p.right, "score": f"{p.score:.2f}", "how": p.how.value}
                for p in found.match.parts
            ],
        },
    )
