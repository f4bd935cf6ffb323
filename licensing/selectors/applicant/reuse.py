"""What a company may use again: parties of earlier applications, products of its catalogue."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from licensing.models import Application, Party
from licensing.selectors.applicant.drafts import party_values
from manufacturers.models import Manufacturer, Product
from manufacturers.selectors import catalogue_page, products_of

MOST_OFFERED = 12


@dataclass(frozen=True, slots=True)
class Known:
    """A party of an earlier application, offered for reuse."""

    party: Party

    @property
    def where(self) -> str:
        """Return the application it stood in last."""
        return self.party.application.number or self.party.application.title


def known_parties(case: Application) -> list[Known]:
    """Return the parties of the company's other applications, each once, newest first."""
    rows = _of_company(case.manufacturer).exclude(application=case)
    once: dict[tuple[str, str], Party] = {}
    for party in rows.select_related("application").order_by("-created_at")[: MOST_OFFERED * 8]:
        once.setdefault((party.name_en.casefold(), party.country), party)
    return [Known(party) for party in list(once.values())[:MOST_OFFERED]]


def reused_party(case: Application, key: str) -> dict[str, object]:
    """Return an earlier party as the values of a form; {} when none is named.

    Raises Http404 for a party of another company: its existence is nobody's business.
    """
    wanted = _key(key)
    if wanted is None:
        return {}
    found = _of_company(case.manufacturer).filter(pk=wanted).first()
    if found is None:
        raise Http404
    values = party_values(found)
    return {name: value for name, value in values.items() if name not in {"id", "role"}}


def catalogue(case: Application, query: str = "") -> list[Product]:
    """Return the first products of the company's catalogue that match, for a new line."""
    return list(catalogue_page(case.manufacturer, query=query).products)[:MOST_OFFERED]


def reused_product(case: Application, key: str) -> dict[str, object]:
    """Return a product of the company as the values of a line; {} when none is named.

    Raises Http404 for a foreign or an archived one.
    """
    wanted = _key(key)
    if wanted is None:
        return {}
    product = products_of(case.manufacturer).filter(pk=wanted).first()
    if product is None:
        raise Http404
    return {
        "product": product.pk,
        "name_uk": product.name_uk,
        "name_en": product.name_en,
        "control_code": product.control_code,
        "uktzed": product.uktzed,
        "unit": product.unit.code,
    }


def _key(text: str) -> UUID | None:
    """Return the id, None for an empty text. Raises Http404 for anything else."""
    try:
        return UUID(text) if text else None
    except ValueError as problem:
        raise Http404 from problem


def _of_company(company: Manufacturer) -> QuerySet[Party]:
    return Party.objects.filter(application__manufacturer=company)
