"""The page of national need: the arithmetic of each production line, with its sources."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.base import clock
from core.ui import formats
from licensing import snapshot
from licensing.models import Application, ClaimState, MinistryStatement, StopOrder, SurplusClaim
from licensing.selectors.need import (
    Asked,
    arithmetic,
    asked_of_lines,
    claims_on,
    statement_in_force,
    stop_order_in_force,
)
from licensing.surplus import NOTHING, Arithmetic
from manufacturers.models import ProductionLine


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the computation."""

    sign: str
    part: str
    number: str
    source: str | SafeString = ""
    total: bool = False


@dataclass(frozen=True, slots=True)
class Bar:
    """One piece of the bar, in thousandths of the capacity."""

    kind: str
    start: int
    width: int


@dataclass(frozen=True, slots=True)
class LineNeed:
    """One production line of the case: figures, what else binds it, and who waits beside."""

    line: ProductionLine
    year: int
    asked: Decimal
    figures: Arithmetic | None
    after: Decimal | None
    rows: list[Row]
    bars: list[Bar]
    statement: MinistryStatement | None
    waiting: list[MinistryStatement]
    stop: StopOrder | None
    others: list[SurplusClaim]
    spends: bool = True

    @property
    def is_short(self) -> bool:
        """Tell whether the case asks for more than is left."""
        return self.spends and self.after is not None and self.after < NOTHING


def needs_of(case: Application) -> list[LineNeed]:
    """Return the computation of every production line that the case asks goods of."""
    content = snapshot.read(case.declared.text)
    return [_need(case, one) for one in asked_of_lines(content)]


def _need(case: Application, one: Asked) -> LineNeed:
    today = clock.today()
    # A case that already holds its share is not counted against itself.
    figures = arithmetic(one.line, today, besides=str(case.pk))
    statement = statement_in_force(one.line, today)
    others = list(claims_on(one.line, today.year, besides=str(case.pk)))
    return LineNeed(
        line=one.line,
        year=today.year,
        asked=one.quantity,
        figures=figures,
        after=figures.after(one.quantity) if figures else None,
        rows=_rows(case, one, figures, statement, others) if figures else [],
        bars=_bars(figures, one.quantity) if figures else [],
        statement=statement,
        waiting=list(one.line.statements.filter(answer__isnull=True)),
        stop=stop_order_in_force(one.line, today),
        others=others,
        spends=one.spends,
    )


def _rows(
    case: Application,
    one: Asked,
    figures: Arithmetic,
    statement: MinistryStatement | None,
    others: list[SurplusClaim],
) -> list[Row]:
    here = format_html('<a href="{}">{}</a>', reverse("cases:lines", args=[case.ref]), case.ref)
    said = _("no statement in force")
    if statement:
        said = _("statement %(number)s of %(day)s, in force until %(ends)s") % {
            "number": statement.number,
            "day": formats.day(statement.dated),
            "ends": formats.day(statement.valid_until),
        }
    return [
        _row("", _("Declared capacity"), figures.capacity, one.line.name),
        _row("−", _("State orders of the year"), figures.state_orders, one.line.name),
        _row("−", _("Further need of the forces"), figures.further_need, said),
        _row("=", _("Free for export"), figures.exportable),
        _row("−", _("Licensed"), figures.licensed, _papers(others, ClaimState.LICENSED)),
        _row("−", _("Reserved for other cases"), figures.reserved,
             _papers(others, ClaimState.RESERVED)),
        _row("−", _("This application"), one.quantity, here),
        Row("=", _("Surplus after approval"), formats.number(figures.after(one.quantity)),
            total=True),
    ]  # fmt: skip


def _row(sign: str, part: str, number: Decimal, source: str | SafeString = "") -> Row:
    return Row(sign, part, formats.number(number), source)


def _papers(claims: list[SurplusClaim], state: ClaimState) -> SafeString:
    """Return links to the permits or cases that hold this part."""
    links = SafeString("")
    for claim in claims:
        if claim.state != state:
            continue
        if claim.licence:
            name = claim.licence.number
            url = reverse("licences:detail", args=[name])
        elif claim.application.restricted:
            # Its number is for those who may open it; they find it on their list.
            links = format_html("{}{}{}", links, " · " if links else "", _("a restricted case"))
            continue
        else:
            name = claim.application.ref
            url = reverse("cases:detail", args=[name])
        gap = " · " if links else ""
        links = format_html('{}{}<a href="{}">{}</a>', links, gap, url, name)
    return links


def _bars(figures: Arithmetic, asked: Decimal) -> list[Bar]:
    """Return the pieces of the bar from the left; what does not fit is cut at the capacity."""
    if figures.capacity <= NOTHING:
        return []
    pieces = (
        ("orders", figures.state_orders),
        ("need", figures.further_need),
        ("given", figures.licensed + figures.reserved),
        ("asked", asked),
    )
    found, start = [], 0
    for kind, quantity in pieces:
        width = min(round(quantity * 1000 / figures.capacity), 1000 - start)
        if width > 0:
            found.append(Bar(kind, start, width))
        start += max(width, 0)
    return found
