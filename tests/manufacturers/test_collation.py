"""Ukrainian order without ICU."""

from manufacturers.collation import sort_key


def in_order(*names: str) -> bool:
    return [*names] == sorted(names, key=sort_key)


def test_letters_follow_the_ukrainian_alphabet():
    assert in_order("Гай", "Ґава", "Джміль", "Ера", "Єва", "Зоря", "Ива", "Іва", "Їжак", "Йод")


def test_the_name_counts_not_the_legal_form():
    assert in_order("ПрАТ «Аеро»", "ТОВ «Бриз»", "ДП «Верстак-12»")


def test_digits_come_before_letters_and_latin_after():
    assert in_order("12 місяців", "Абрикос", "Aero")


def test_a_shorter_name_comes_first():
    assert in_order("Сиволіт", "Сиволіт Аеро", "Сиволітний")


def test_keys_are_plain_ascii_and_short():
    key = sort_key("Щ" * 200, "99000175")
    assert key.isascii()
    assert len(key) <= 900


def test_equal_names_are_told_apart_by_their_code():
    assert sort_key("Хвиля", "99000620") != sort_key("Хвиля", "99000790")
