"""What an officer and a company see: days, queue, checks, way of a case, sums."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from core.ui.icons import STATES

MONDAY = date(2026, 11, 23)


@dataclass(frozen=True)
class Cell:
    """One day of the ruler."""

    kind: str


@dataclass(frozen=True)
class Label:
    """A date under the ruler."""

    date: date
    text: str


@dataclass(frozen=True)
class Ruler:
    """The clock of a sample case."""

    cells: list[Cell]
    labels: list[Label]


@dataclass(frozen=True)
class Day:
    """One day of the deadline strip."""

    date: date
    overdue: bool = False
    today: bool = False
    entries: list[dict[str, str]] = field(default_factory=list)

    @property
    def weekend(self) -> bool:
        """Whether nobody works."""
        return self.date.weekday() > 4 and not self.overdue


def _entry(tone: str, title: str, note: str) -> dict[str, str]:
    return {"tone": tone, "title": title, "note": note, "url": "#"}


_ENTRIES = {
    1: [_entry("bad", "…0362", "строк сьогодні")],
    2: [_entry("accent", "…0409", "висновок МЗС")],
    3: [_entry("sitting", "Засідання № 9", "7 питань, 10:00")],
    4: [_entry("warn", "…0377", "3 дні лишилося")],
    8: [_entry("warn", "…0385", "7 днів лишилося")],
    11: [_entry("accent", "…0398", "відповідь заявника")],
}

strip = [
    Day(MONDAY, overdue=True, entries=[_entry("bad", "…0349", "висновок МО, 2 дні тому")]),
    *(
        Day(MONDAY + timedelta(days=ahead), today=ahead == 1, entries=_ENTRIES.get(ahead, []))
        for ahead in range(1, 14)
    ),
]

_KINDS = (
    *(["counted"] * 5 + ["paused"] * 3 + ["counted"] * 11),
    *(["today"] + ["left"] + ["sitting"] + ["left"] * 6 + ["forecast"] * 8),
    *(["left"] * 11 + ["end"]),
)
ruler = Ruler(
    [Cell(kind) for kind in _KINDS],
    [
        Label(date(2026, 11, 5), "день 1"),
        Label(date(2026, 11, 24), "сьогодні"),
        Label(date(2026, 12, 5), "прогноз"),
        Label(date(2026, 12, 22), "кінець строку"),
    ],
)

chips = [
    {"label": "Чекає на мене", "count": 5, "url": "#", "current": True},
    {"label": "Мої справи", "count": 12, "url": "#"},
    {"label": "Є відповідь", "count": 2, "url": "#"},
    {"label": "На паузі", "count": 3, "url": "#"},
    {"label": "До 7 днів", "count": 3, "url": "#"},
    {"label": "Готові без засідання", "count": 4, "url": "#"},
]
tabs = [
    {"label": "Огляд", "url": "#", "current": True, "count": None},
    {"label": "Рядки", "url": "#", "count": 3},
    {"label": "Сторони", "url": "#", "count": 6},
    {"label": "Документи", "url": "#", "count": 11},
    {"label": "Журнал", "url": "#", "count": 46},
]
counts = {"block": 1, "attention": 2, "clear": 5}
checks = [
    {
        "outcome": "block",
        "name": "Політика щодо країни",
        "word": "Блокує",
        "reasons": ["Правило від 01.09.2026 забороняє вивезення. Голосування цього не змінить."],
        "evidence": "список від 23.11.2026",
        "action": {"url": "#", "label": "Розглянути"},
    },
    {
        "outcome": "attention",
        "name": "Сертифікат кінцевого споживача",
        "word": "Увага",
        "reasons": ["Справжність ще не підтверджено посольством; запит № 118 від 16.11."],
        "evidence": "Чинний до 30.06.2027",
        "action": {"url": "#", "label": "Запит"},
    },
    {
        "outcome": "clear",
        "name": "Статус заявника",
        "word": "Без зауважень",
        "reasons": ["Облік і повноваження чинні на дату подання й сьогодні."],
    },
    {
        "outcome": "clear",
        "name": "Документи",
        "word": "Без зауважень",
        "reasons": ["11 з 11 за переліком; оригінали двох гарантій отримано 12.11."],
    },
]
journey = [
    {"state": "done", "icon": "tick-disc", "title": "Подано, редакція 1", "note": "2 лист."},
    {"state": "done", "icon": "tick-disc", "title": "Прийнято як повну", "note": "4 лист."},
    {"state": "done", "icon": "ring-bars", "title": "Пауза 3 дні", "note": "10–12 лист."},
    {"state": "now", "icon": "half-disc", "title": "На розгляді", "note": "висновки 3 з 5"},
    {"state": "next", "icon": "ring", "title": "Готова", "note": "бракує: 2 висновки"},
    {"state": "next", "icon": "calendar", "title": "Засідання № 9", "note": "чт 26 лист."},
    {"state": "next", "icon": "open-diamond", "title": "Рішення комісії", "note": ""},
    {"state": "next", "icon": "diamond", "title": "Акт органу", "note": "прогноз 3–10 грудня"},
]
summary = [("Готує", "О. Межибровська"), ("Вирішує", "В. Буковець"), ("Доступ", "усі інспектори")]
ledger = [
    {"sign": "", "part": "Підтверджена спроможність", "number": "960", "source": "Акт № 31"},
    {"sign": "−", "part": "Державні контракти", "number": "540", "source": "Реєстр на 20.11.2026"},
    {"sign": "=", "part": "Надлишок", "number": "420", "source": "", "total": True},
]
lines = [
    ("Розвідувальний БпЛА «Сиволіт С-4»", "ML10.c", Decimal(24), Decimal("2136000.00")),
    ("Наземна станція керування С-4Н", "ML10.c", Decimal(8), Decimal("312000.00")),
]
total = Decimal("2448000.00")
digest = "9c4107be52d8e6f1" * 4
states = [(domain, sorted(values)) for domain, values in STATES.items()]
ages = [("0–15", 41), ("16–30", 37), ("31–45", 22), ("46–90", 9), ("понад 90", 3)]
