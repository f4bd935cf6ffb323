"""Which reminder a day calls for: the rule alone, without a database."""

import itertools
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.roles import Role
from core.notifications import schedule, texts, wording
from core.notifications.schedule import occasion_on

DUE = date(2026, 12, 10)
LONG_AGO = date(2026, 11, 1)


def occasion(offset: int, *, kind: str = "question", known_on: date = LONG_AGO) -> int | None:
    return occasion_on(DUE + timedelta(days=offset), kind=kind, due_on=DUE, known_on=known_on)


@pytest.mark.parametrize(
    ("offset", "expected"),
    [(-8, None), (-7, -7), (-3, -3), (-1, -1), (0, 0), (1, 1), (3, 3), (7, 7)],
)
def test_each_occasion_has_its_day(offset, expected):
    assert occasion(offset) == expected


@pytest.mark.parametrize(("offset", "expected"), [(-5, -7), (-2, -3), (2, 1), (6, 3), (40, 7)])
def test_a_missed_day_is_made_good_with_the_newest_occasion(offset, expected):
    assert occasion(offset) == expected


def test_nothing_that_says_before_or_today_is_sent_after_the_day():
    assert [occasion(offset, kind="sitting") for offset in (0, 1, 2, 30)] == [0, None, None, None]


def test_who_was_told_today_is_not_reminded_today():
    assert occasion(-5, known_on=DUE - timedelta(days=5)) is None
    assert occasion(-3, known_on=DUE - timedelta(days=5)) == -3
    assert occasion(-3, known_on=DUE - timedelta(days=3)) is None


@pytest.mark.parametrize("rule", schedule.rules(), ids=lambda rule: rule.kind)
def test_every_row_has_its_texts_its_source_and_rising_days(rule):
    assert f"reminder.{rule.kind}" in texts.TEXTS
    assert wording.duty(rule.kind)
    assert list(rule.days) == sorted(set(rule.days))
    assert rule.source
    assert rule.escalate_days <= {offset for offset in rule.days if offset >= 0}
    assert not rule.escalate_to or Role(rule.escalate_to)


def test_every_duty_that_has_a_name_has_a_schedule():
    assert set(texts.DUTIES) == schedule.kinds()


def test_no_two_rows_of_a_kind_are_in_force_on_one_day():
    for one, other in itertools.combinations(schedule.rules(), 2):
        if one.kind == other.kind:
            assert min(one.valid_until or date.max, other.valid_until or date.max) < max(
                one.valid_from, other.valid_from
            )


def test_a_new_row_counts_from_its_day(monkeypatch):
    old = replace(rule_of("question"), valid_until=DUE - timedelta(days=5))
    new = replace(rule_of("question"), days=(-4, 0), valid_from=DUE - timedelta(days=4))
    monkeypatch.setattr(schedule, "rules", lambda: (old, new))
    assert [occasion(offset) for offset in (-7, -5, -4, -3, -1, 0)] == [-7, -7, -4, -4, -4, 0]


def test_a_term_that_was_over_before_it_was_recorded_is_spoken_of_from_the_next_day():
    told = DUE + timedelta(days=4)
    found = [occasion(offset, known_on=told) for offset in range(9)]
    assert found == [None] * 7 + [7, 7]


def rule_of(kind: str) -> schedule.Rule:
    return next(rule for rule in schedule.rules() if rule.kind == kind)


@given(st.sampled_from(sorted(schedule.kinds())), st.integers(-60, 60), st.integers(-60, 60))
def test_an_occasion_has_come_and_was_not_announced_after(kind, offset, known):
    known_on = DUE + timedelta(days=known)
    found = occasion(offset, kind=kind, known_on=known_on)
    if found is not None:
        assert found <= offset
        assert DUE + timedelta(days=found) > known_on
        assert found > 0 or offset <= 0
