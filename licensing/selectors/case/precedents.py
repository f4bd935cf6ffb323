"""Precedents: lines decided earlier for the same product, code, end user or destination.

Only of cases the reader may open; the newest first, paged by key; one query a page.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.accounts.policies import Person
from licensing.models import Application, DecisionLine, GoodsLine
from licensing.selectors.case.end_user import cases_of_end_user
from licensing.selectors.scope import visible_to
from licensing.snapshot import Snapshot, country_name

PAGE = 25

KINDS: dict[str, Promise] = {
    "product": _("Same product"),
    "code": _("Same control code"),
    "end_user": _("Same end user"),
    "destination": _("Same destination"),
}


@dataclass(frozen=True, slots=True)
class Kind:
    """One way in which an earlier line is like these."""

    label: str | Promise
    url: str
    current: bool
    count: None = None


@dataclass(frozen=True, slots=True)
class Precedent:
    """One decided line."""

    line: DecisionLine
    case: Application
    name: str
    destination: str
    reason: str


@dataclass(frozen=True, slots=True)
class Precedents:
    """A page of decided lines."""

    kinds: list[Kind]
    current: str
    rows: list[Precedent]
    older: str


def precedents(
    user: Person, case: Application, content: Snapshot, by: str = "", after: str = ""
) -> Precedents:
    """Return decided lines of other cases that are like this one; `after` is the last id shown."""
    by = by if by in KINDS else "code"
    lines = (
        DecisionLine.objects.filter(_like(user, content, by))
        .filter(decision__application__in=visible_to(user).order_by().values("pk"))
        .exclude(decision__application=case)
        .select_related("decision__application__manufacturer")
        .annotate(name=Subquery(_name()))
        .order_by("-pk")
    )
    if after.isdecimal() and len(after) < 19:
        lines = lines.filter(pk__lt=int(after))
    found = list(lines[: PAGE + 1])
    url = reverse("cases:precedents", args=[case.ref])
    more = len(found) > PAGE
    return Precedents(
        kinds=[Kind(label, f"{url}?by={name}", name == by) for name, label in KINDS.items()],
        current=by,
        rows=[_row(line) for line in found[:PAGE]],
        older=f"{url}?by={by}&after={found[PAGE - 1].pk}" if more else "",
    )


def _like(user: Person, content: Snapshot, by: str) -> Q:
    if by == "code":
        return Q(control_code__in=_distinct(line.control_code for line in content.lines))
    if by == "destination":
        return Q(decision__application__destination=content.destination)
    if by == "end_user":
        if content.end_user is None:
            return Q(pk__in=())
        same = cases_of_end_user(user, content.end_user)
        return Q(decision__application__in=same.order_by().values("pk"))
    same_product = GoodsLine.objects.filter(
        application=OuterRef("decision__application"),
        position=OuterRef("position"),
        product__in=[UUID(one) for one in _distinct(line.product_id for line in content.lines)],
    )
    return Q(Exists(same_product))


def _distinct(values: Iterable[str]) -> list[str]:
    return sorted({value for value in values if value})


def _name() -> QuerySet[GoodsLine, str]:
    column = "name_en" if get_language() == "en" else "name_uk"
    line = GoodsLine.objects.filter(
        application=OuterRef("decision__application"), position=OuterRef("position")
    )
    return line.values_list(column)[:1]


def _row(line: DecisionLine) -> Precedent:
    case = line.decision.application
    english = get_language() == "en"
    return Precedent(
        line=line,
        case=case,
        name=vars(line)["name"] or "",
        destination=country_name(case.destination),
        reason=line.reason_en if english and line.reason_en else line.reason_uk,
    )
