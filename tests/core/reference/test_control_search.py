"""The control list is found by what people type: codes in any hand, words in both languages."""

from datetime import date

import pytest

from core.base.scripts import latin_code, mixed_words
from core.reference.control_search import written_code
from core.reference.selectors import search_control_list

DAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ML10.c", "ML10.c"),
        ("ml 10 c", "ML10.c"),
        ("МЛ10с", "ML10.c"),
        ("ML10.С", "ML10.c"),
        (" 10.c ", "ML10.c"),
        ("ML6.b.1", "ML6.b.1"),
        ("дрон", "дрон"),
    ],
)
def test_codes_are_read_in_any_hand(typed, code):
    assert written_code(typed) == latin_code(code)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("ML10.c", "ML10.c"),
        ("мл10", "ML10"),
        ("дрон", "ML10.c"),
        ("морський дрон", "ML9"),
        ("Дрони", "ML10.c"),
        ("безпілотний", "ML10.c"),
        ("unmanned aircraft", "ML10.c"),
        ("приціл", "ML5.a"),
        ("thermal imaging", "ML15.d"),
        ("тепловізійний", "ML15.d"),
        ("бронежилет", "ML13.d"),
        ("РЕБ", "ML11"),
        ("helmet", "ML13.c"),
        ("helmte", "ML13.c"),
        ("гармта", "ML2.a"),
        ("хліб", ""),
        ("", ""),
        ("%_'\"\\\x00", ""),
    ],
)
def test_the_right_entry_comes_first_or_among_the_first(query, code):
    found = [entry.code for entry in search_control_list(query, DAY)]
    assert (code in found[:3]) if code else found == []


def test_words_in_two_scripts_are_noticed():
    assert mixed_words("ТОВ «Cиволіт» Motor Січ Ёлка") == ["Cиволіт"]
    assert mixed_words("Sivolit Aero 4") == []


def test_a_hostile_code_costs_no_time():
    assert written_code("1" + "a" * 500 + "!").startswith("1aaa")
