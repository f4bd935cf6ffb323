"""The statutory clock, by hand-counted examples and by laws that hold for all dates."""

from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from licensing.clock import CellKind, Run, Stop, cells, due_on, read


def weekdays(day: date) -> bool:
    return day.weekday() < 5


DATES = st.dates(date(2026, 1, 1), date(2027, 12, 31))
LENGTHS = st.integers(1, 90)
CALENDAR_LENGTHS = st.integers(10, 90)


@st.composite
def runs(draw, lengths=LENGTHS):
    days, accepted = draw(lengths), draw(DATES)
    stops = draw(
        st.lists(
            st.tuples(st.integers(0, 60), st.integers(0, 30)).map(
                lambda pair: Stop(
                    accepted + timedelta(days=pair[0]),
                    accepted + timedelta(days=pair[0] + pair[1]),
                )
            ),
            max_size=4,
        )
    )
    return Run(days=days, accepted_on=accepted, stops=tuple(stops))


@pytest.mark.parametrize(
    ("days", "accepted", "stops", "expected"),
    [
        (45, date(2026, 11, 4), [], date(2026, 12, 21)),  # 19 December is a Saturday
        (45, date(2026, 11, 4), [("2026-11-09", "2026-11-12")], date(2026, 12, 22)),
        (30, date(2026, 3, 2), [], date(2026, 4, 1)),
        (9, date(2026, 3, 2), [], date(2026, 3, 13)),  # nine working days
        (10, date(2026, 3, 2), [], date(2026, 3, 12)),  # ten calendar days
        (
            15,
            date(2026, 3, 2),
            [("2026-03-04", "2026-03-09"), ("2026-03-06", "2026-03-11")],
            date(2026, 3, 24),  # overlapping: seven days, not ten
        ),
    ],
)
def test_examples_counted_by_hand(days, accepted, stops, expected):
    pauses = tuple(Stop(date.fromisoformat(a), date.fromisoformat(b)) for a, b in stops)
    assert due_on(Run(days, accepted, pauses), weekdays) == expected


def test_the_day_of_the_mockup():
    run = Run(45, date(2026, 11, 4), (Stop(date(2026, 11, 9), date(2026, 11, 12)),))
    seen = read(run, date(2026, 11, 24), weekdays)
    assert (seen.elapsed, seen.paused, seen.remaining) == (17, 3, 28)
    assert seen.due_on == date(2026, 12, 22)


def test_an_open_pause_holds_the_remaining_days():
    run = Run(45, date(2026, 11, 4), (Stop(date(2026, 11, 10)),))
    left = {read(run, date(2026, 11, 10) + timedelta(days=n), weekdays).elapsed for n in range(9)}
    assert left == {6}
    assert read(run, date(2026, 11, 18), weekdays).is_paused


def test_the_past_is_read_without_later_knowledge():
    before = Run(45, date(2026, 11, 4))
    after = Run(45, date(2026, 11, 4), (Stop(date(2026, 11, 20), date(2026, 11, 30)),))
    day = date(2026, 11, 15)
    assert read(before, day, weekdays) == read(after, day, weekdays)


@given(runs())
def test_the_end_is_a_working_day_after_the_acceptance(run):
    end = due_on(run, weekdays)
    assert weekdays(end)
    assert end > run.accepted_on


@given(runs())
def test_the_order_of_pauses_never_matters(run):
    backwards = Run(run.days, run.accepted_on, tuple(reversed(run.stops)))
    assert due_on(run, weekdays) == due_on(backwards, weekdays)


@given(runs())
def test_a_pause_told_twice_counts_once(run):
    twice = Run(run.days, run.accepted_on, run.stops + run.stops)
    assert due_on(run, weekdays) == due_on(twice, weekdays)


@given(runs(), st.integers(0, 60), st.integers(0, 20))
def test_one_more_pause_never_shortens_the_term(run, start, length):
    first = run.accepted_on + timedelta(days=start)
    longer = Run(
        run.days,
        run.accepted_on,
        (*run.stops, Stop(first, first + timedelta(days=length))),
    )
    assert due_on(longer, weekdays) >= due_on(run, weekdays)


@given(runs(lengths=CALENDAR_LENGTHS), st.integers(0, 120))
def test_elapsed_and_remaining_make_up_the_term(run, after):
    """Until the end, apart from days added because the end fell on a non-working day."""
    on = run.accepted_on + timedelta(days=after)
    seen = read(run, on, weekdays)
    if on > seen.due_on:
        assert seen.remaining < 0
        assert seen.is_overdue
        return
    assert not seen.is_overdue
    rolled = seen.elapsed + seen.remaining - run.days
    assert 0 <= rolled <= 2


def test_nothing_is_late_on_the_last_day_itself():
    run = Run(45, date(2026, 11, 4))
    last = due_on(run, weekdays)
    after = [read(run, last + timedelta(days=n), weekdays) for n in (0, 1, 3)]
    assert [(seen.is_overdue, seen.overdue) for seen in after] == [(False, 0), (True, 1), (True, 3)]


def test_a_pause_holds_from_the_day_it_begins_until_the_day_before_it_ends():
    run = Run(45, date(2026, 11, 4), (Stop(date(2026, 11, 9), date(2026, 11, 12)),))
    paused = [day for day in range(5, 16) if read(run, date(2026, 11, day), weekdays).is_paused]
    assert paused == [9, 10, 11]


@given(runs(), st.integers(0, 80))
def test_elapsed_never_goes_back(run, after):
    on = run.accepted_on + timedelta(days=after)
    today = read(run, on, weekdays)
    tomorrow = read(run, on + timedelta(days=1), weekdays)
    assert today.elapsed <= tomorrow.elapsed <= today.elapsed + 1


@given(runs(), st.integers(0, 120))
def test_no_day_is_paused_twice_and_none_is_elapsed_below_zero(run, after):
    on = run.accepted_on + timedelta(days=after)
    stopped = {
        run.accepted_on + timedelta(days=n)
        for n in range(1, after + 1)
        for stop in run.stops
        if stop.starts_on < run.accepted_on + timedelta(days=n) <= stop.ends_on
    }
    seen = read(run, on, weekdays)
    assert seen.paused == len(stopped)
    assert 0 <= seen.elapsed <= max(0, after - len(stopped))


@given(runs(), st.integers(0, 120))
def test_what_was_shown_on_a_day_is_recomputed_from_all_that_came_later(run, after):
    on = run.accepted_on + timedelta(days=after)
    known = tuple(
        Stop(stop.starts_on, stop.ends_on if stop.ends_on <= on else None)
        for stop in run.stops
        if stop.starts_on <= on
    )
    shown = read(Run(run.days, run.accepted_on, known), on, weekdays)
    assert read(run, on, weekdays) == shown


@given(runs(lengths=CALENDAR_LENGTHS))
def test_every_day_of_the_ruler_is_drawn_once(run):
    on = due_on(run, weekdays)
    drawn = cells(run, on, weekdays)
    assert [cell.day for cell in drawn] == sorted({cell.day for cell in drawn})
    assert drawn[0].day == run.first_day
    assert [cell.is_end for cell in drawn].count(True) == 1
    assert drawn[-1].is_end


def test_the_ruler_hatches_the_paused_days():
    run = Run(45, date(2026, 11, 4), (Stop(date(2026, 11, 9), date(2026, 11, 12)),))
    drawn = cells(run, date(2026, 11, 24), weekdays)
    paused = [cell.day.day for cell in drawn if cell.kind == CellKind.PAUSED]
    assert paused == [10, 11, 12]
    assert [cell.day.day for cell in drawn if cell.kind == CellKind.TODAY] == [24]
    gone = {cell.day for cell in drawn if cell.kind == CellKind.COUNTED}
    assert (
        max(gone)
        < date(2026, 11, 24)
        < min(cell.day for cell in drawn if cell.kind == CellKind.AHEAD)
    )


def _term(capsys, *arguments: str) -> list[str]:
    call_command("term", *arguments)
    return capsys.readouterr().out.splitlines()


def test_the_command_prints_the_end_first(db, capsys):
    lines = _term(
        capsys,
        "--track", "military", "--accepted", "2026-11-04T15:00",
        "--pause", "2026-11-09/2026-11-12", "--at", "2026-11-24T08:30",
    )  # fmt: skip
    assert lines[0] == "due 2026-12-22"
    assert "elapsed 17 of 45" in lines[1]
    assert "remaining 28" in lines[2]


def test_late_evening_in_utc_is_the_next_day_in_kyiv(db, capsys):
    assert _term(capsys, "--days", "10", "--accepted", "2026-03-02T23:30+00:00") == _term(
        capsys, "--days", "10", "--accepted", "2026-03-03"
    )


@pytest.mark.parametrize("pause", ["2026-03-09/2026-03-01", "2026-03-09", "nonsense/2026-03-01"])
def test_a_pause_that_makes_no_sense_is_refused(db, pause):
    with pytest.raises(CommandError):
        call_command("term", "--days", "10", "--accepted", "2026-03-02", "--pause", pause)


def test_the_manual_of_the_lifecycle_is_current():
    call_command("describe_lifecycle", "--check")
