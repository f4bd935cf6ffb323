"""The components of every page; a builtin library, so no template loads it. See docs/ui.md."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from django import forms, template
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext

from core.ui import formats, icons
from core.ui.forms import errors_of
from core.ui.ruler import Ruler, places_of

register = template.Library()

Component = Mapping[str, object]


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a shape; it says nothing to a screen reader, the word beside it does."""
    drawing = mark_safe(icons.SHAPES[name])  # noqa: S308  (our own constant)
    return format_html(
        '<svg class="dz-icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">{}</svg>',
        drawing,
    )


@register.simple_tag
def status_tag(domain: str, value: str, label: object = "") -> SafeString:
    """Show a state as shape, word and tone: `{% status_tag "case" case.status label %}`."""
    return _state("components/tag.html", domain, value, str(label or value))


@register.simple_tag
def state(domain: str, value: str, label: object = "") -> SafeString:
    """Show a state quietly: shape and word without the box."""
    return _state("components/state.html", domain, value, str(label or value))


# A list shows the same few states over and over: each is drawn once. Typed, because a safe text
# is not the plain text of the same letters.
@lru_cache(maxsize=1024, typed=True)
def _state(component: str, domain: str, value: str, label: str) -> SafeString:
    shape, tone = icons.STATES[domain][value]
    return render_to_string(component, {"icon": shape, "tone": tone, "label": label})


@register.inclusion_tag("components/error_summary.html")
def error_summary(form: forms.BaseForm) -> Component:
    """List the errors of a form on top of the page, each linked to its field."""
    return {"errors": errors_of(form)}


@register.inclusion_tag("components/day_ruler.html")
def day_ruler(ruler: Ruler, labels: bool = True) -> Component:
    """Draw one cell a day: `ruler.cells` with `kind`; `ruler.labels` with `date`, `text`."""
    # A worklist draws a thousand cells of five kinds: each kind is written once.
    cells = mark_safe("".join([_cell(cell.kind) for cell in ruler.cells]))  # noqa: S308
    return {"cells": cells, "places": places_of(ruler) if labels else []}


@cache
def _cell(kind: str) -> SafeString:
    return format_html('<span class="dz-ruler__cell dz-ruler__cell--{}"></span>', kind)


@register.simple_tag
def select_options(groups: Iterable[tuple[str | None, Sequence[Component], int]]) -> SafeString:
    """Write the options of a list as `Select.optgroups` gives them, ten times as fast as a loop."""
    return mark_safe("".join([_group(name, options) for name, options, _index in groups]))  # noqa: S308


def _group(name: str | None, options: Sequence[Component]) -> SafeString:
    written = mark_safe("".join([_option(one) for one in options]))  # noqa: S308
    return format_html('<optgroup label="{}">{}</optgroup>', name, written) if name else written


def _option(one: Component) -> SafeString:
    attributes = one["attrs"]
    closed = isinstance(attributes, dict) and attributes.get("disabled")
    return _written(str(one["value"]), str(one["label"]), bool(one["selected"]), bool(closed))


# The same 250 countries stand on most forms.
@lru_cache(maxsize=4096, typed=True)
def _written(value: str, label: str, chosen: bool, closed: bool) -> SafeString:
    marks = mark_safe(" selected" * chosen + " disabled" * closed)  # noqa: S308
    return format_html('<option value="{}"{}>{}</option>', value, marks, label)


@register.inclusion_tag("components/journey.html")
def journey(steps: Iterable[object]) -> Component:
    """Draw the way of a case: steps with `state` (done, now, next), `icon`, `title`, `note`."""
    return {"steps": steps}


@register.inclusion_tag("components/checks.html")
def checks_panel(results: Iterable[object]) -> Component:
    """List check results, worst first: `outcome`, `name`, `reasons`, `evidence`, `action`."""
    return {"results": results}


@register.simple_tag
def check_counts(counts: Mapping[str, int]) -> SafeString:
    """Show counts by outcome: a dict with block, attention and clear."""
    return _counts(str(get_language()), **counts)


@lru_cache(maxsize=1024)
def _counts(_language: str, **counts: int) -> SafeString:
    return render_to_string("components/check_counts.html", {"counts": counts})


@register.inclusion_tag("components/summary.html")
def summary_list(rows: Iterable[tuple[object, object]]) -> Component:
    """Show label and value pairs."""
    return {"rows": rows}


@register.inclusion_tag("components/chips.html")
def filter_chips(chips: Iterable[object]) -> Component:
    """Show saved filters: `label`, `count`, `url`, `current`."""
    return {"chips": chips}


@register.inclusion_tag("components/pager.html")
def pager(newer: str = "", older: str = "") -> Component:
    """Lead to the neighbouring pages of a keyset list; empty means there is none."""
    return {"newer": newer, "older": older}


@register.inclusion_tag("components/tabs.html")
def tab_links(tabs: Iterable[object], name: str = "") -> Component:
    """Link the parts of a page: `label`, `url`, `current`, `count`, `alarm`; `name` is theirs."""
    return {"tabs": tabs, "name": name}


@register.inclusion_tag("components/deadline_strip.html")
def deadline_strip(days: Iterable[object]) -> Component:
    """Show two weeks: days with `date`, `overdue`, `today`, `weekend`, `entries`."""
    return {"days": days}


@register.inclusion_tag("components/seat_tiles.html")
def seat_tiles(seats: Iterable[object]) -> Component:
    """Show seats in their fixed order: `short`, `state`, `label`, `mine`."""
    return {"seats": seats}


@register.inclusion_tag("components/roll_call.html")
def roll_call(rows: Iterable[object]) -> Component:
    """Show votes by seat after the close: `short`, `name`, `choice`, `label`, `reason`."""
    return {"rows": rows}


@register.inclusion_tag("components/opinion_matrix.html")
def opinion_matrix(criteria: Iterable[object], rows: Iterable[object]) -> Component:
    """Show departments by criteria: rows with `short`, `cells` (risk, label), `verdict`."""
    return {"criteria": criteria, "rows": rows}


@register.inclusion_tag("components/frozen_text.html")
def frozen_text(text: str, conditions: Iterable[object], digest: str, frozen_at: Any) -> Component:
    """Show what is voted or signed: text, conditions (`text`, `owner`), digest and time."""
    return {"text": text, "conditions": conditions, "digest": digest, "frozen_at": frozen_at}


@register.inclusion_tag("components/ledger.html")
def ledger_arithmetic(rows: Iterable[object]) -> Component:
    """Show a computation: rows with `sign`, `part`, `number`, `source`, `total`."""
    return {"rows": rows}


@register.filter
def money(value: Decimal | int, currency: str = "") -> str:
    """`{{ line.value|money:line.currency }}`."""
    return formats.money(value, currency)


@register.filter
def quantity(value: Decimal | int) -> str:
    """Show a quantity without trailing zeros."""
    return formats.number(value)


@register.filter
def day(value: date | datetime | None) -> str:
    """Show a date for tables; nothing for None."""
    return formats.day(value) if value else ""


@register.filter
def day_in_words(value: date | datetime | None) -> str:
    """Show a date for prose."""
    return formats.day_in_words(value) if value else ""


@register.filter
def month_name(value: date) -> str:
    """Show a month with its year as a heading."""
    return formats.month_name(value)


@register.filter
def day_short(value: date | datetime | None) -> str:
    """Show a date for tight places."""
    return formats.day_short(value) if value else ""


@register.filter
def weekday(value: date | datetime, width: str = "EEE") -> str:
    """Show the name of the day."""
    return formats.weekday(value, width)


@register.filter
def moment(value: datetime | None) -> str:
    """Show an instant in Kyiv time."""
    return formats.moment(value) if value else ""


@register.filter
def days(count: int) -> str:
    """Show a number of days with the right plural: 1 день, 3 дні, 28 днів."""
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": formats.number(count)}


@register.filter
def fours(value: str) -> SafeString:
    """Show hex digits in groups of four, in monospace."""
    return format_html('<code class="dz-digest">{}</code>', formats.digest(value))


@register.filter
def reference(value: str) -> SafeString:
    """Show a reference number that never breaks over lines."""
    return format_html('<span class="dz-reference">{}</span>', value)
