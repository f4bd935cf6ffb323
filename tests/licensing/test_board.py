"""The weeks of the team: whose terms end when."""

from datetime import timedelta

import pytest
from django.urls import reverse

from core.base import clock
from licensing.selectors.worklist.board import SHOWN, board_of
from licensing.services.assigning import assign
from tests import builders
from tests.builders import fresh, version

pytestmark = pytest.mark.django_db


def rows(user):
    return {row.person: row for row in board_of(user).rows}


def test_a_case_stands_with_its_officer_in_the_week_its_term_ends(cast):
    case = fresh(builders.accepted(cast))
    with clock.at(builders.kyiv(2026, 12, 1)):
        board = board_of(cast.head)
        cells = {row.person: row for row in board.rows}[cast.officer].cells
    [column] = [place for place, cell in enumerate(cells) if cell.cases == [case]]
    monday = board.mondays[column - 1]
    assert monday <= case.due_on <= monday + timedelta(days=6)


def test_what_is_late_comes_first_and_a_paused_case_is_left_out(cast):
    case = fresh(builders.accepted(cast))
    builders.questioned(cast)
    late = case.due_on + timedelta(days=1)
    with clock.at(builders.kyiv(late.year, late.month, late.day)):
        row = rows(cast.head)[cast.officer]
    assert row.cells[0].cases == [case]
    assert row.total == 1


def test_a_case_moves_with_its_officer(cast):
    case = builders.accepted(cast)
    with clock.at(builders.kyiv(2026, 12, 1)):
        assign(
            actor=cast.head,
            application_id=case.pk,
            officer=cast.second_officer,
            version=version(case.pk),
        )
        assert rows(cast.head)[cast.second_officer].total == 1
        assert rows(cast.head)[cast.officer].total == 0


def test_the_page_shows_the_first_few_and_costs_the_same(
    cast, client, django_assert_max_num_queries
):
    for _case in range(SHOWN + 2):
        builders.accepted(cast)
    with clock.at(builders.kyiv(2026, 12, 1)):
        client.force_login(cast.head)
        with django_assert_max_num_queries(8):
            answer = client.get(reverse("cases:board"))
    assert answer.content.decode().count('class="dz-strip__entry') == SHOWN
    assert [
        cell.more for row in answer.context["board"].rows for cell in row.cells if cell.more
    ] == [2]
    client.force_login(cast.preparer)
    assert client.get(reverse("cases:board")).status_code == 404
