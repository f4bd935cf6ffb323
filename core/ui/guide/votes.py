"""What a member sees: frozen text, opinions, seats, votes."""

from datetime import UTC, datetime

from core.ui.icons import STATES

frozen_at = datetime(2026, 11, 26, 8, 52, tzinfo=UTC)
text = (
    "Рекомендувати надати разовий дозвіл на рядки 1 і 2. Рядок 3, шифрувальні модулі, "
    "відхилити за критерієм 7."
)
conditions = [
    {"text": "Відвантаження не раніше 1 квітня 2027 року.", "owner": "МО"},
    {"text": "Не більш як 12 станцій на квартал.", "owner": "ГШ"},
]
criteria = [{"code": str(code), "title": f"Критерій {code}"} for code in range(1, 9)]


def _opinion(short: str, verdict: str, **risks: str) -> dict[str, object]:
    cells = []
    for code in range(1, 9):
        risk = risks.get(f"c{code}", "none")
        cells.append({"risk": risk, "icon": STATES["risk"][risk][0], "label": risk})
    return {"short": short, "cells": cells, "verdict": verdict}


opinions = [
    _opinion("ОЕК", "погодити"),
    _opinion("МО", "погодити з умовою 1", c5="medium"),
    _opinion("МЗС", "погодити з умовою 3", c4="medium"),
    _opinion("СЗР", "заперечує: перепродаж", c7="high"),
    _opinion("МЕ", "погодити", c1="not_assessed", c2="not_assessed"),
]
seats = [
    {"short": "ОЕК", "state": "sealed", "label": "запечатано"},
    {"short": "МО", "state": "open", "label": "ще ні, ваше місце", "mine": True},
    {"short": "МЗС", "state": "sealed", "label": "запечатано"},
    {"short": "МЮ", "state": "recused", "label": "відведено"},
    {"short": "СБУ", "state": "open", "label": "ще ні"},
    {"short": "ГУР", "state": "absent", "label": "відсутній"},
]
roll = [
    {"short": "ОЕК", "name": "К. Піщаний", "choice": "for", "label": "За", "reason": ""},
    {
        "short": "СЗР",
        "name": "І. Вільшанська",
        "choice": "against",
        "label": "Проти",
        "reason": "Є ознаки перепродажу.",
    },
    {
        "short": "МО",
        "name": "С. Журавник",
        "choice": "abstain",
        "label": "Утримуюсь",
        "reason": "Графік за умовою 2 ще не узгоджено.",
    },
]
choices = [("for", "plus", "За"), ("against", "minus", "Проти"), ("abstain", "ring", "Утримуюсь")]
