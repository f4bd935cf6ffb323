"""Requests of newcomers, and what an officer should notice before accepting one."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404
from rapidfuzz import fuzz, process

from core.accounts.selectors import by_email
from core.base.scripts import latin_code, mixed_words
from manufacturers import edrpou
from manufacturers.models import Enrolment, EnrolmentState, Manufacturer

SHOWN = 200
# Below this two names are different names; «Сиволіт» and «Cиволіт-Аеро» are above.
ALIKE = 85
_QUOTED = re.compile(r"[«“\"]([^»”\"]+)[»”\"]")


@dataclass(frozen=True, slots=True)
class Warnings:
    """What speaks against accepting a request, or asks for a second look."""

    same_code: Manufacturer | None
    same_registration: Manufacturer | None
    email_taken: bool
    wrong_check_digit: bool
    mixed: list[str]
    alike: list[Manufacturer]
    also_waiting: list[Enrolment]

    @property
    def blocks(self) -> bool:
        """Return whether the request cannot be accepted as it stands."""
        return bool(self.same_code or self.same_registration or self.email_taken)

    @property
    def is_clear(self) -> bool:
        """Return whether nothing was noticed."""
        return not (
            self.blocks or self.wrong_check_digit or self.mixed or self.alike or self.also_waiting
        )


def waiting_enrolments() -> QuerySet[Enrolment]:
    """Return the requests that wait, the oldest first."""
    return Enrolment.objects.filter(state=EnrolmentState.WAITING)[:SHOWN]


def get_enrolment(enrolment_id: UUID) -> Enrolment:
    """Return a request. Raises Http404. Who knows its identity may read its state."""
    related = ("company", "settled_by")
    found = Enrolment.objects.select_related(*related).filter(pk=enrolment_id).first()
    if found is None:
        raise Http404
    return found


def warnings_about(enrolment: Enrolment) -> Warnings:
    """Return what an officer should notice: duplicates, look-alike names, doubtful codes."""
    same = (
        Manufacturer.objects.exclude(pk=enrolment.company_id)
        if enrolment.company_id
        else (Manufacturer.objects.all())
    )
    same_code = same.filter(edrpou=enrolment.edrpou).first()
    waits = enrolment.state == EnrolmentState.WAITING
    return Warnings(
        same_code=same_code,
        same_registration=same.filter(registration_no=enrolment.registration_no).first(),
        email_taken=waits and by_email(enrolment.email) is not None,
        wrong_check_digit=not edrpou.has_right_check_digit(enrolment.edrpou),
        mixed=mixed_words(f"{enrolment.name_uk} {enrolment.name_en}"),
        alike=[one for one in _alike(enrolment, same) if one != same_code],
        also_waiting=list(waiting_of(enrolment.edrpou).exclude(pk=enrolment.pk) if waits else ()),
    )


def waiting_of(code: str) -> QuerySet[Enrolment]:
    """Return the waiting requests for one company code."""
    return Enrolment.objects.filter(state=EnrolmentState.WAITING, edrpou=code)


def _alike(enrolment: Enrolment, companies: QuerySet[Manufacturer]) -> list[Manufacturer]:
    """Return companies whose name reads like the one asked for, in either language."""
    names = {key: (_skeleton(uk), _skeleton(en)) for key, uk, en in
             companies.values_list("pk", "name_uk", "name_en")}  # fmt: skip
    found: dict[UUID, float] = {}
    for place, wanted in enumerate((enrolment.name_uk, enrolment.name_en)):
        pool = {key: pair[place] for key, pair in names.items()}
        hits = process.extract(_skeleton(wanted), pool, scorer=fuzz.WRatio, score_cutoff=ALIKE)
        found |= {key: max(score, found.get(key, 0)) for _name, score, key in hits}
    best = sorted(found, key=lambda key: -found[key])[:5]
    rows = companies.in_bulk(best)
    return [rows[key] for key in best]


def _skeleton(name: str) -> str:
    """Return the name between the quotation marks as the eye sees it."""
    quoted = _QUOTED.search(name)
    return latin_code((quoted.group(1) if quoted else name).upper())
