"""The company code of the state register (EDRPOU): form and check digit.

Weights for digits 1–7 are 1…7, or 7 1 2 3 4 5 6 when the first digit is 3, 4 or 5 (many copies of
the rule leave that out); a remainder of 10 is taken again with each weight raised by 2. The rule
is python-stdnum's; `tests/manufacturers/test_edrpou.py` holds every branch.

A wrong check digit is a warning, not a proof: whether the company exists, the register says.
"""

from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.ua import edrpou


def compact(text: str) -> str:
    """Return the code without spaces."""
    return str(edrpou.compact(text))


def is_well_formed(code: str) -> bool:
    """Return whether a code has eight digits."""
    return len(code) == 8 and code.isascii() and code.isdigit()


def has_right_check_digit(code: str) -> bool:
    """Return whether the last digit follows from the first seven."""
    try:
        edrpou.validate(code)
    except (InvalidChecksum, ValidationError):
        return False
    return True
