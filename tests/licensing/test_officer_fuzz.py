"""Every form of the officials' pages about cases, in every state of a case; and their searches.

The walk is that of the company's side: addresses come from the resolver, forms and fields from
the pages. A page that gets a form later is fuzzed without a word here.
"""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import get_resolver, reverse

from core.base import clock
from demo.cast import Cast
from licensing.models import Application, ScreeningHit
from licensing.services import access, filters, need, screening
from tests import builders
from tests.licensing.test_company_fuzz import (
    Form,
    a_megabyte_is_answered,
    forms_on,
    hostile_files_are_refused,
    no_text_breaks_a_page,
)
from tests.manufacturers.test_fuzz import NAUGHTY
from tests.manufacturers.test_pages import browser
from tests.security import places
from tests.security.test_permission_matrix import patterns

pytestmark = [pytest.mark.slow, pytest.mark.django_db]

ROOMS = ("cases:", "statements:", "reference:", "lists:", "absence:")
ADDRESSES = sorted((n, keys) for n, keys in patterns(get_resolver()) if n.startswith(ROOMS))
#: What officials can send about cases; who adds a form adds it here, so that none is ever lost.
FORMS = {
    *("accept", "ask", "assign", "assign_many", "comment", "confirm", "criteria", "decide", "end"),
    *("enter", "grant", "hit_back", "hit_confirm", "hit_match", "hit_propose", "hit_take"),
    *("import", "keep_filter", "list", "note", "notes", "open", "propose", "propose_days"),
    *("propose_edition", "recheck", "reject", "remove_filter", "restrict", "return", "stop"),
    *("lift", "take", "team", "withdraw"),
}
LISTED = builders.END_USER | {
    "name_uk": "Логістика",
    "name_en": "Velmont Republican Guard Logistics",
}


def hits(cast: Cast) -> list[ScreeningHit]:
    """Return a hit that is new and one whose clearance waits for a second officer."""
    fresh = ScreeningHit.objects.get()
    case = builders.accepted(cast, party=LISTED)
    [hit] = ScreeningHit.objects.exclude(pk=fresh.pk)
    screening.propose_clearance(
        actor=cast.officer,
        application_id=case.pk,
        hit_id=hit.pk,
        version=hit.version,
        reason="other_country",
        text="Інша країна.",
    )
    return [fresh, hit]


def restricted(cast: Cast) -> Application:
    """Return a case that is open to its officer and one person more."""
    case = builders.accepted(cast)
    place = {"application_id": case.pk, "ground": "Таємниця"}
    access.restrict(actor=cast.head, version=builders.version(case.pk), **place)
    access.grant(actor=cast.head, person=cast.second_officer, **place)
    return case


def stopped(cast: Cast, line_id: Any) -> None:
    """Stop the production line of the case that asks for its goods."""
    need.stop(
        actor=cast.head,
        line_id=line_id,
        reason="Потреба фронту.",
        review_on=clock.today() + timedelta(days=60),
        ground="EU-7",
    )


def stages(cast: Cast) -> Iterator[dict[str, Any]]:
    """Yield what stands in the addresses, for one case in each state after the other."""
    world: Any = SimpleNamespace(cast=cast)
    counted = places.need.names(world)
    line = counted["cases:stop"]
    fixed: dict[str, Any] = dict(counted["statements"])
    for room in (places.screening, places.reference, places.absence):
        for values in room.names(world).values():
            fixed |= values
    kept = filters.keep_filter(actor=cast.officer, name="Мої", query="show=all")
    fixed |= {"filter_id": kept.pk, "code": "national_need"}
    yield fixed
    for hit in hits(cast):
        yield fixed | {"hit_id": hit.pk, "ref": hit.cases.get().application.number}
    question = builders.questioned(cast)
    yield fixed | {"ref": question.application.number, "request_id": question.pk}
    for make in (builders.submitted, restricted, builders.ready, builders.considered):
        yield fixed | {"ref": make(cast).number}
    stopped(cast, line["line_id"])
    yield fixed | line


@pytest.fixture
def forms(cast: Cast) -> list[Form]:
    """Every form on the officials' pages about cases, once for each set of fields."""
    cache.clear()
    found: dict[tuple[str, tuple[str, ...]], Form] = {}
    people = [browser(one) for one in (cast.officer, cast.second_officer, cast.head)]
    people.append(browser(cast.reference_admin))
    seen: set[tuple[int, str]] = set()
    for here in stages(cast):
        for name, keys in ADDRESSES:
            if keys - here.keys():
                continue
            address = reverse(name, kwargs={key: here[key] for key in keys})
            for number, client in enumerate(people):
                if (number, address) in seen:
                    continue
                seen.add((number, address))
                for form in forms_on(client, address, is_theirs):
                    found.setdefault((form.name, form.fields), form)
    return list(found.values())


def is_theirs(name: str) -> bool:
    return name.startswith(ROOMS)


def test_every_form_of_officials_takes_whatever_is_sent(forms: list[Form]) -> None:
    """One walk: to make a case in every state costs more than the sending."""
    assert {form.name for form in forms} == FORMS
    no_text_breaks_a_page(forms)
    a_megabyte_is_answered(forms)
    assert hostile_files_are_refused(forms) == {"enter", "import"}


def test_no_query_breaks_a_list_of_officials(cast: Cast) -> None:
    """The filters in the address, the places of paging, the words of the search."""
    case = builders.accepted(cast)
    client = browser(cast.officer)
    lists = [reverse(f"cases:{name}") for name in ("worklist", "team", "board")]
    lists += [reverse("search"), reverse("statements:index"), reverse("lists:index")]
    lists += [reverse(f"cases:{name}", args=[case.number]) for name in ("journal", "compare")]
    keys = ("q", "after", "show", "status", "officer", "country", "check", "sort", "page", "from")
    for address in lists:
        for kind, text in NAUGHTY.items():
            asked = client.get(address, dict.fromkeys(keys, text))
            assert asked.status_code in {200, 404}, (address, kind)
        for key in keys:
            assert client.get(address, {key: NAUGHTY["NUL"]}).status_code in {200, 404}, address
