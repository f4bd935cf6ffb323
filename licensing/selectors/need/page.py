"""The page of national need: the arithmetic of each production line, with its sources."""

from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core.base import clock
from core.ui import formats
from licensing import snapshot
from licensing.checks import Outcome
from licensing.models import (
    Application,
    ClaimState,
    MinistryStatement,
    StatementKind,
    StopOrder,
    SurplusClaim,
)
from licensing.selectors.need.arithmetic import (
    Asked,
    arithmetic,
    asked_of_lines,
    claims_on,
    statement_in_force,
    stop_order_in_force,
)
from licensing.surplus import NOTHING, Arithmetic
from manufacturers.models import ProductionLine, StateOrder
from manufacturers.selectors import capacity_in_force, orders_of


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
    def given(self) -> Decimal:
        """Return what permits and reservations hold."""
        return self.figures.licensed + self.figures.reserved if self.figures else NOTHING

    @property
    def mark(self) -> Outcome:
        """Return what the ministry's word means for the case, for the mark beside it."""
        if not self.spends or self.statement is None:
            return Outcome.ATTENTION
        if self.statement.kind == StatementKind.OBJECTION or self.is_over_cap:
            return Outcome.BLOCK
        later = self.statement.kind == StatementKind.LATER
        return Outcome.ATTENTION if later else Outcome.CLEAR

    @property
    def under_cap(self) -> Decimal | None:
        """Return what the ministry's limit leaves after approval, None without a limit."""
        if self.statement is None or self.statement.cap is None or self.figures is None:
            return None
        spent = self.figures.licensed + self.figures.reserved + self.asked
        return self.statement.cap - spent

    @property
    def is_over_cap(self) -> bool:
        """Tell whether the case asks for more than the ministry's limit leaves."""
        return self.under_cap is not None and self.under_cap < NOTHING

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
    return [
        _row("", _("Declared capacity"), figures.capacity, _declaration(one.line)),
        _row("−", _("State orders of the year"), figures.state_orders, _orders(one.line)),
        _row("−", _("Further need of the forces"), figures.further_need, _said(statement)),
        _row("=", _("Free for export"), figures.exportable),
        _row("−", _("Licensed"), figures.licensed, _papers(others, ClaimState.LICENSED)),
        _row("−", _("Reserved for other cases"), figures.reserved,
             _papers(others, ClaimState.RESERVED)),
        _row("−", _("This application"), one.quantity, here),
        Row("=", _("Surplus after approval"), formats.number(figures.after(one.quantity)),
            total=True),
    ]  # fmt: skip


def _declaration(line: ProductionLine) -> SafeString:
    """Return the line on its company's page, and the proof of what it declared."""
    company = reverse("manufacturers:detail", args=[line.manufacturer_id])
    name = format_html('<a href="{}#line-{}">{}</a>', company, line.pk, line.name)
    declared = capacity_in_force(line, clock.today().year)
    if declared is None:
        return name
    proof = reverse("manufacturers:proof", args=[line.pk, declared.proof_id])
    said = _("proof of %(day)s") % {"day": formats.day(declared.declared_at)}
    return format_html('{} · <a href="{}">{}</a>', name, proof, said)


def _orders(line: ProductionLine) -> SafeString:
    """Return the contracts of the year, each with its quantity and, where one is kept, its file."""
    of_year = orders_of(line).filter(year=clock.today().year, cancelled_at__isnull=True)
    return format_html_join(" · ", "{}", ((_order(line, order),) for order in of_year))


def _order(line: ProductionLine, order: StateOrder) -> SafeString:
    number, quantity = order.number, formats.number(order.quantity)
    if order.proof_id is None:
        return format_html("{}: {}", number, quantity)
    proof = reverse("manufacturers:proof", args=[line.pk, order.proof_id])
    return format_html('<a href="{}">{}</a>: {}', proof, number, quantity)


def _said(statement: MinistryStatement | None) -> str | SafeString:
    if statement is None:
        return _("no statement in force")
    said = _("statement %(number)s of %(day)s, in force until %(ends)s") % {
        "number": statement.number,
        "day": formats.day(statement.dated),
        "ends": formats.day(statement.valid_until),
    }
    url = reverse("statements:statement", args=[statement.pk])
    return format_html('<a href="{}">{}</a>', url, said)


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
