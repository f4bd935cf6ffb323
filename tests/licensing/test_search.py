"""Search: any spelling, only what the person may see, at a cost that does not grow."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from licensing.models import SearchHit, SearchTerm
from licensing.search import key_of
from licensing.selectors.search import search
from tests import builders


def numbers(results) -> set[str]:
    found = {case.number for case in results.cases}
    return found | {
        case.number for group in results.groups for one in group.found for case in one.cases
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Сиволіт", "Syvolit"),
        ("Сиволіт", "Sivolit"),
        ("Яворище", "Yavoryshche"),
        ("Хмельницький", "Khmelnytskyi"),
        ("Підкам’янський", "Підкам'янський"),
        ("Ґудзик", "Гудзик"),
        ("Café", "cafe"),
    ],
)
def test_every_spelling_has_one_key(one, other):
    assert key_of(one) == key_of(other)


@pytest.mark.parametrize(
    "words",
    [
        "Сиволіт",
        "syvolit",
        "Сивалит",
        "Вестргавн",
        "vesterhavn",
        "БпЛА",
        "Розвідувальнй",
        "99000175",
    ],
)
def test_a_case_is_found_by_every_name_in_it(cast, words):
    case = builders.submitted(cast)
    words = cast.company.edrpou if words.isdigit() else words
    assert case.number in numbers(search(cast.officer, words))


@pytest.mark.parametrize("cut", [slice(None), slice(3, None), slice(8, None)])
def test_a_case_is_found_by_its_number_or_the_end_of_it(cast, cut):
    case = builders.submitted(cast)
    words = case.number[cut]
    assert [found.number for found in search(cast.officer, words).cases] == [case.number]


def test_a_licence_is_found_by_its_printed_number(cast):
    licence = builders.decided(cast).licence
    assert [one.number for one in search(cast.head, licence.number + "-29").licences] == [
        licence.number
    ]


def test_a_case_is_found_by_the_papers_that_came_of_it(cast):
    decision = builders.decided(cast, lines=[builders.refuse(1), builders.refuse(2)])
    for paper in (
        decision.number,
        decision.refusal.number,
        f"{decision.refusal.number.lower()}-29",
    ):
        found = search(cast.head, paper)
        assert [one.number for one in found.cases] == [decision.application.number], paper
        assert search(cast.foreign_preparer, paper).is_empty


def test_a_company_searches_its_own_cases_only(cast):
    case = builders.submitted(cast)
    assert case.number in numbers(search(cast.preparer, "Vesterhavn"))
    for words in ("Vesterhavn", "Сиволіт", case.number):
        assert search(cast.foreign_preparer, words).is_empty


def test_a_restricted_case_is_found_by_those_who_may_read_it(cast):
    case = builders.accepted(cast)
    case.restricted = True
    case.save(update_fields=["restricted"])
    for words in ("Vesterhavn", case.number):
        assert search(cast.second_officer, words).is_empty
        for reader in (cast.officer, cast.head, cast.auditor):
            assert case.number in numbers(search(reader, words))


def test_a_name_that_left_the_declared_text_is_found_no_more(cast):
    case = builders.accepted(cast)
    from licensing.services import case as cases
    from licensing.services import drafting

    drafting.open_amendment(
        actor=cast.preparer, application_id=case.pk, version=builders.version(case.pk)
    )
    drafting.save_party(
        actor=cast.preparer,
        application_id=case.pk,
        version=builders.version(case.pk),
        values=builders.END_USER | {"name_uk": "Адміралтейство", "name_en": "Admiralty"},
        party_id=case.parties.get().pk,
    )
    assert case.number in numbers(search(cast.officer, "Vesterhavn"))
    cases.amend(
        actor=cast.signatory,
        application_id=case.pk,
        version=builders.version(case.pk),
        declaration=builders.DECLARATION,
    )
    assert case.number in numbers(search(cast.officer, "Адміралтейство"))
    assert search(cast.officer, "Vesterhavn").is_empty


def test_the_page_costs_the_same_whatever_is_found(cast, client):
    builders.submitted(cast)
    client.force_login(cast.officer)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse("search"), {"q": "syvolit"})
        assert "DZ-2026-" in page.content.decode()
        return len(queries)

    cost()
    few = cost()
    for _ in range(6):
        builders.submitted(cast)
    assert cost() == few <= 12


@pytest.mark.parametrize("words", ["", " ", "x", "%", "'; --", "\x00", "a" * 500, "﷽" * 50])
def test_hostile_words_find_nothing_and_break_nothing(cast, client, words):
    builders.submitted(cast)
    client.force_login(cast.officer)
    page = client.get(reverse("search"), {"q": words})
    assert page.status_code == 200
    assert "<script>" not in page.content.decode()


def test_the_box_is_there_for_those_who_have_something_to_search(cast, client):
    for person, seen in ((cast.officer, True), (cast.preparer, True), (cast.adviser_mod, False)):
        client.force_login(person)
        page = client.get(reverse("inbox:list")).content.decode()
        assert ('class="dz-search"' in page) is seen


def test_the_names_can_be_rebuilt(cast):
    case = builders.submitted(cast)
    SearchTerm.objects.all().delete()
    assert not SearchHit.objects.exists()
    call_command("reindex_search", verbosity=0)
    assert case.number in numbers(search(cast.officer, "Vesterhavn"))
