"""The arithmetic of surplus holds for any figures."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from licensing.models import ActKind
from licensing.surplus import Arithmetic, spends

figures = st.decimals(min_value=0, max_value=10**9, places=3)
lines = st.builds(Arithmetic, figures, figures, figures, figures, figures)


@given(lines, figures)
def test_covers_exactly_when_nothing_is_overspent(line: Arithmetic, asked: Decimal) -> None:
    spent = line.state_orders + line.further_need + line.licensed + line.reserved + asked
    assert line.covers(asked) == (spent <= line.capacity)


@given(figures, st.lists(figures, max_size=12))
def test_giving_while_covered_never_goes_below_zero(
    capacity: Decimal, wishes: list[Decimal]
) -> None:
    line = Arithmetic(capacity)
    for wish in wishes:
        if line.covers(wish):
            line = Arithmetic(capacity, licensed=line.licensed + wish)
    assert line.surplus >= 0


@given(lines, figures)
def test_licensing_what_was_reserved_changes_no_surplus(line: Arithmetic, asked: Decimal) -> None:
    held = Arithmetic(line.capacity, line.state_orders, line.further_need, line.licensed,
                      line.reserved + asked)  # fmt: skip
    given_out = Arithmetic(line.capacity, line.state_orders, line.further_need,
                           line.licensed + asked, line.reserved)  # fmt: skip
    assert held.surplus == given_out.surplus == line.after(asked)


@given(lines, figures)
def test_the_state_comes_first(line: Arithmetic, more: Decimal) -> None:
    needed = Arithmetic(line.capacity, line.state_orders, line.further_need + more, line.licensed,
                        line.reserved)  # fmt: skip
    assert needed.surplus == line.surplus - more


def test_goods_leave_under_a_permit_only() -> None:
    assert [act for act in ActKind.values if spends(act)] == [ActKind.PERMIT]
