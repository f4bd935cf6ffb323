"""The company code: every branch of the rule, and texts that are no code at all."""

import pytest

from manufacturers import edrpou


@pytest.mark.parametrize(
    "code",
    [
        "32855961",  # first digit 3: weights 7 1 2 3 4 5 6
        "23226362",  # first digit 2: weights 1 to 7
        "00034022",  # zeros lead
        "00000017",  # remainder 10: second pass
        "99000175",
    ],
)
def test_right_check_digits(code):
    assert edrpou.has_right_check_digit(code)


@pytest.mark.parametrize("code", ["32855968", "99000176", "00000010", "1234567", "", "9900017x"])
def test_wrong_check_digits(code):
    assert not edrpou.has_right_check_digit(code)


@pytest.mark.parametrize("first", "3459")
def test_every_other_last_digit_is_wrong(first):
    right = [f"{first}285596{digit}" for digit in range(10)]
    assert sum(edrpou.has_right_check_digit(code) for code in right) == 1


def test_spaces_are_dropped_and_form_is_checked():
    assert edrpou.compact(" 9900 0175 ") == "99000175"
    assert edrpou.is_well_formed("99000175")
    assert not edrpou.is_well_formed("٩٩٠٠٠١٧٥")  # digits, but not ASCII ones
    assert not edrpou.is_well_formed("990001755")
