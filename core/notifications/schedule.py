"""On which days somebody is reminded of a deadline: data and one pure rule.

Days are counted on the Kyiv calendar from the due date: -3 is three days before, 0 the day itself,
7 a week overdue. Adding a kind of deadline means adding a row here and a text in ``texts``.
"""

from __future__ import annotations

from datetime import date, timedelta

OCCASIONS: dict[str, tuple[int, ...]] = {
    "decision_term": (-7, -3, -1, 0, 1, 3, 7, 14),
    "question": (-7, -3, -1, 0, 1, 3, 7),
    "opinion": (-7, -3, -1, 0, 1, 3, 7),
    "sitting": (-7, -3, -1, 0),
    "authority": (-60, -30, -14, -7, -1, 0),
    "written_reply": (-1, 0),
    "deferral": (-3, -1, 0, 1, 3, 7),
    "transfer_report": (-30, -7, -1, 0, 1, 7, 14),
    "use_report": (-30, -7, -1, 0, 1, 7, 14),
    "delivery_proof": (-30, -7, -1, 0, 1, 7, 14),
    "condition": (-30, -7, -1, 0, 1, 7, 14),
    "outcome_report": (-30, -7, -1, 0, 1, 7, 14),
}
LONGEST_NOTICE = timedelta(days=-min(min(days) for days in OCCASIONS.values()))


def occasion_on(today: date, *, kind: str, due_on: date, known_on: date) -> int | None:
    """Return the occasion that calls for a reminder today, or None.

    It is the newest one whose day has come, so a run that was missed is made good, but only
    once and only with what is still true: nothing that says "before" or "today" is sent after
    the date has passed. Days up to ``known_on``, when the date was announced, do not count.
    """
    passed = [days for days in OCCASIONS[kind] if due_on + timedelta(days=days) <= today]
    if not passed:
        return None
    newest = passed[-1]
    stale = newest <= 0 and today > due_on
    just_told = due_on + timedelta(days=newest) <= known_on
    return None if stale or just_told else newest
