"""The list of accounts beside the sign-in form of the demonstration."""

from typing import Any

from django import template
from django.utils.translation import get_language

from demo.people import COMPANY, OFFICIALS, PASSWORD, CompanyPerson, Official

register = template.Library()

# Who is offered: one person of each part, in the order of the journey.
_SHOWN = ("officer", "adviser_mod", "secretary", "alternate", "chair", "head", "auditor", "customs")


@register.inclusion_tag("demo/accounts.html")
def demo_accounts() -> dict[str, Any]:
    """Return name, title and address of the people offered at sign-in, in the reader's language."""
    people: list[CompanyPerson | Official] = [*COMPANY.people[:2]]
    people += [OFFICIALS[key] for key in _SHOWN]
    return {"accounts": [_line(person) for person in people], "password": PASSWORD}


def _line(person: CompanyPerson | Official) -> dict[str, str]:
    if get_language() == "en":
        name, title, firm = person.name_en, person.title_en, COMPANY.name_en
    else:
        name, title, firm = person.name_uk, person.title_uk, COMPANY.name_uk
    whole = f"{title}, {firm}" if isinstance(person, CompanyPerson) else title
    return {"name": name, "title": whole, "email": person.email}
