import threading
from datetime import date

import pytest
from django.db import connection, transaction

from core.base.numbers import Kind, next_number, with_check_digits, without_check_digits

NEW_YEAR = date(2031, 1, 1)


@pytest.mark.django_db
def test_numbers_run_without_gaps_within_kind_and_year():
    assert next_number(Kind.CASE, NEW_YEAR) == "DZ-2031-00001"
    assert next_number(Kind.CASE, NEW_YEAR) == "DZ-2031-00002"
    assert next_number(Kind.LICENCE, NEW_YEAR) == "DL-2031-00001"
    assert next_number(Kind.CASE, date(2032, 1, 1)) == "DZ-2032-00001"


@pytest.mark.django_db
def test_a_rolled_back_number_is_given_again():
    with pytest.raises(RuntimeError), transaction.atomic():
        next_number(Kind.REFUSAL, NEW_YEAR)
        raise RuntimeError
    assert next_number(Kind.REFUSAL, NEW_YEAR) == "DN-2031-00001"


def test_two_connections_never_share_a_number(committed_db):
    taken: list[str] = []

    def take() -> None:
        for _ in range(20):
            with transaction.atomic():
                taken.append(next_number(Kind.CASE, NEW_YEAR))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(taken) == [f"DZ-2031-{n:05d}" for n in range(1, 101)]


def test_check_digits_catch_a_swap():
    number = with_check_digits("DL-2026-00417")
    assert without_check_digits(number) == "DL-2026-00417"
    with pytest.raises(ValueError, match="check digits"):
        without_check_digits(number.replace("00417", "00471"))
