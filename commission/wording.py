"""The Ukrainian words of the protocol. Legal wording, so it is data here and not a translation.

The interface says the same in the reader's language through its own texts; the protocol and the
frozen question are in Ukrainian for everybody (documents.md 4).
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from commission.models import Proposal
from commission.proposals import Advice, LineProposal

SITTING_KIND = {
    "ordinary": "Чергове засідання",
    "extraordinary": "Позачергове засідання",
    "written": "Письмове опитування",
}
SILENT = "Відповіді у строк не надійшло; мовчання не є згодою."
IN_WRITING = {
    "tie": "Письмове опитування: голоси розділилися порівну; справу передано на засідання.",
    "no_quorum": "Письмове опитування: відповідей менше за кворум; справу передано на засідання.",
    "rejected": "Письмове опитування: більшості немає; справу передано на засідання.",
    "carried": "Письмове опитування: відмову розглядають лише на засіданні.",
}
CALLED_IN = "Письмове опитування припинено без результату, справу передано на засідання: {reason}"
ANNULLED = "Голосування скасовано. Запропоновано: {proposed}; підтверджено: {confirmed}. {reason}"
FILED = "подано в системі, відбиток {digits}"
REPLIED = {"entitled": "відповіли", "absent": "не відповіли"}
COMMISSION = "Міжвідомча комісія з питань експортного контролю"
ACTS_AS = {"principal": "основний", "alternate": "заступник"}
CHAIR = "голова"
ELECTOR_STATE = {
    "entitled": "присутні",
    "absent": "відсутні",
    "recused": "відвід місця",
    "stood_aside": "відвід особи",
    "vacant": "вакантне",
}
RECUSAL_KIND = {"personal": "особистий", "institutional": "інституційний"}
RECUSAL_EFFECT = {
    "personal": "База не змінюється; діє заступник, якщо він присутній.",
    "institutional": "Місце вилучено з бази і чисельника.",
}
RULES = {
    ("base", "filled"): "заповнені місця − відведені місця",
    ("base", "all"): "усі місця − відведені місця",
    ("quorum", "present_over_base"): "присутні з правом голосу × {den} > база × {num}",
    ("floor", "floor_seats"): "база не менша за найменшу кількість місць",
    ("floor", "floor_share"): "база × знаменник не менша за місця × чисельник",
    ("mandatory", "mandatory_present"): "обов'язкові місця присутні",
    ("majority", "for_over_present"): "«за» × {den} > присутні з правом голосу × {num}",
    ("majority", "for_over_voting"): "«за» × {den} > голоси «за» і «проти» × {num}",
    ("veto", "veto_seats"): "немає «проти» від місць із правом заперечення",
    ("tie", "for_equals_against"): "голоси «за» і «проти» рівні",
    ("casting", "chair_casting_vote"): "вирішальний голос головуючого",
    ("result", "for_against_abstain"): "за / проти / утрималися",
}
HOLDS = {
    ("quorum", True): "кворум є",
    ("quorum", False): "кворуму немає",
    ("floor", False): "замало місць, кворуму немає",
    ("mandatory", True): "присутні",
    ("mandatory", False): "кворуму немає",
    ("majority", True): "прийнято",
    ("majority", False): "не прийнято",
    ("veto", False): "не прийнято",
    ("tie", True): "голоси розділилися порівну",
    ("casting", True): "прийнято",
    ("casting", False): "не прийнято",
}
FIRST_READING = "Перше читання, умова відомства «{owner}»:"
CHANGED = "«{old}» пропонується викласти так: «{new}»."
DROPPED = "«{old}» пропонується вилучити."
AGREED = "Відомство погодилося"
NOT_AGREED = "Відомство не погодилося: {reason}"
MANDATE_ENDED = "Повноваження припинено під час голосування."
NOT_VOTED = "Присутній, бюлетеня не подав."
DECISION = {
    "recommend": "Рекомендувати видати дозвіл.",
    "recommend_partly": "Рекомендувати видати дозвіл частково.",
    "refuse": "Рекомендувати відмовити.",
}
NOT_CARRIED = "Пропозицію не прийнято: {text} Комісія не рекомендує видавати дозвіл."
DEFERRED = "Відкладено: {reason}"
WITHDRAWN = "Заявник відкликав заяву; питання знято."
EXECUTOR = "керівник ліцензування"
CHAIR_OFFICE = "Голова комісії"
SECRETARY_OFFICE = "Секретар комісії"
APPLICATION_PAPER = "Заява і додатки"
CHECKS_PAPER = "Результати перевірок"
CRITERION_PAPER = "Оцінка за критерієм {code}"


def numbers(positions: Iterable[int]) -> str:
    """Return "1, 2, 4–6" for line numbers."""
    runs: list[list[int]] = []
    for position in sorted(positions):
        if runs and position == runs[-1][-1] + 1:
            runs[-1].append(position)
        else:
            runs.append([position])
    return ", ".join(
        str(run[0]) if len(run) == 1 else f"{run[0]}{'–' if len(run) > 2 else ', '}{run[-1]}"
        for run in runs
    )


def _lines_word(positions: list[int]) -> str:
    return f"рядок {positions[0]}" if len(positions) == 1 else f"рядки {numbers(positions)}"


BY_DAY = {"uk": "виконати до {day:%d.%m.%Y}", "en": "to be met by {day:%d.%m.%Y}"}
BY_DAYS = {
    "uk": "виконати за {days} дн. від видачі дозволу",
    "en": "to be met within {days} days of issue",
}


def proposal(kind: Proposal, lines: Iterable[LineProposal], conditional: bool) -> str:
    """Return the sentence put to the vote, made from the proposals by line."""
    rows = list(lines)
    granted = [line.position for line in rows if line.advice is Advice.APPROVE]
    capped = [line.position for line in rows if line.advice is Advice.CAP]
    refused = [line for line in rows if line.advice is Advice.REFUSE]
    codes = ", ".join(sorted({code for line in refused for code in line.criteria}))
    if kind == Proposal.REFUSE:
        return f"Рекомендувати відмовити у видачі дозволу за критеріями: {codes}."
    parts = []
    if granted:
        parts.append(_lines_word(granted))
    if capped:
        parts.append(f"{_lines_word(capped)} у межах зазначеної кількості")
    words = f"Рекомендувати видати дозвіл на {' та '.join(parts)}"
    words += " з умовами відомств." if conditional else "."
    if refused:
        gone = _lines_word([line.position for line in refused])
        words += f" Відмовити: {gone}, критерії {codes}."
    return words


def term(condition: Mapping[str, Any], language: str = "uk") -> str:
    """Return the term of a frozen condition: its own words, then the day that can be counted.

    A text frozen before terms could be counted has the words alone.
    """
    due = condition.get("due") or {}
    counted = ""
    if due.get("on"):
        counted = BY_DAY[language].format(day=date.fromisoformat(due["on"]))
    elif due.get("days"):
        counted = BY_DAYS[language].format(days=due["days"])
    return "; ".join(part for part in (condition["term"][language], counted) if part)
