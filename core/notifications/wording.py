"""A notice put into words, at reading time and in the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from core.base import clock
from core.notifications.texts import DUTIES, TEXTS, Params


@dataclass(frozen=True)
class Rendered:
    """A notice in words, in the language active when it was made."""

    subject: str
    body: str


def require(kind: str, params: Params) -> None:
    """Raise ValueError unless ``kind`` exists and ``params`` fill its text completely."""
    text = TEXTS.get(kind)
    if text is None:
        raise ValueError(f"no text for notices of kind {kind}")
    if missing := text.needs() - params.keys():
        raise ValueError(f"the notice {kind} lacks {sorted(missing)}")


def render(kind: str, params: Params) -> Rendered:
    """Return subject and body in the active language."""
    text = TEXTS[kind]
    words = {name: _word(name, value) for name, value in params.items()}
    if "days" in params:
        words["left"] = time_left(int(params["days"]))
    return Rendered(subject=str(text.subject) % words, body=str(text.body) % words)


def time_left(days: int) -> str:
    """Say how far a date is: days remaining, today, or days overdue (negative)."""
    if days == 0:
        return str(_("today"))
    if days > 0:
        return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    late = -days
    return ngettext("%(days)d day overdue", "%(days)d days overdue", late) % {"days": late}


def duty(kind: str) -> str:
    """Name what is owed under a kind of deadline, for lists."""
    return str(DUTIES[kind])


def _word(name: str, value: str | int) -> str:
    if name.endswith("_on"):
        return _day(date.fromisoformat(str(value)))
    if name.endswith("_at"):
        moment = datetime.fromisoformat(str(value)).astimezone(clock.KYIV)
        return f"{_day(moment.date())}, {moment:%H:%M}"
    return str(value)


def _day(value: date) -> str:
    return format_date(value, "d MMMM y", locale=get_language() or "uk")
