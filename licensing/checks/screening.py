"""Screening: nobody of the case is on a watch list, and the lists can be relied on.

A list that is missing or too old, and a search that fails, block: what could not be screened
never passes (design, rule 10). A true match is an absolute bar (rule 4).
"""

from collections.abc import Mapping
from datetime import date

import structlog

from core.screening.selectors import ListState, lists_on
from licensing.checks.base import CheckResult, Reason, block, clear
from licensing.models import HitState, ScreeningHit
from licensing.screening import Meeting, hits_of, meetings, pair, screened_of
from licensing.snapshot import Snapshot

CODE = "screening"

log = structlog.get_logger(__name__)


def check_screening(content: Snapshot, at: date) -> CheckResult:
    """Block unjudged and true matches, and lists that are missing or stale."""
    lists = lists_on(at)
    evidence = {state.watch_list.code: _edition(state) for state in lists if state.active}
    unusable = tuple(_unusable(state) for state in lists if _stands_in_the_way(state))
    if unusable or not lists:
        return CheckResult(CODE, unusable or (block("screening.no_lists"),), evidence)
    try:
        met = meetings(content)
    except (ValueError, TypeError, LookupError, ArithmeticError, RuntimeError) as error:
        # The name itself never reaches the log.
        log.error("screening_failed", error=type(error).__name__)
        return CheckResult(CODE, (block("screening.failed"),), evidence)
    hits = hits_of(met)
    reasons = tuple(filter(None, (_judge(one, hits) for one in met)))
    return CheckResult(
        CODE,
        reasons or (_clear(content, len(met)),),
        evidence,
        absolute=any(reason.code == "screening.true_match" for reason in reasons),
    )


def _stands_in_the_way(state: ListState) -> bool:
    """Tell whether a list is needed and cannot be used; an optional one may be missing."""
    return not state.usable and (state.watch_list.required or not state.missing)


def _unusable(state: ListState) -> Reason:
    name = {"list_uk": state.watch_list.name_uk, "list_en": state.watch_list.name_en}
    if state.missing:
        return block("screening.missing", **name)
    return block("screening.stale", **name, age=str(state.age), most=str(state.max_age))


def _edition(state: ListState) -> str:
    assert state.active is not None
    return f"{state.watch_list.code.upper()} {state.seen_on} {state.active.sha256[:8]}"


def _judge(one: Meeting, hits: Mapping[tuple[str, str], ScreeningHit]) -> Reason | None:
    """Return what a meeting means; one that was cleared by two people means nothing more."""
    hit = hits.get(pair(one))
    state = hit.state if hit else HitState.NEW
    if state == HitState.CLEARED:
        return None
    code = "true_match" if state == HitState.TRUE_MATCH else "open"
    watch_list = one.found.entry.watch_list
    return block(
        f"{CODE}.{code}",
        name=one.found.subject_name,
        entry=one.found.entry.name,
        list_uk=watch_list.name_uk,
        list_en=watch_list.name_en,
    )


def _clear(content: Snapshot, cleared: int) -> Reason:
    count = str(len(screened_of(content)))
    if cleared:
        return clear("screening.cleared", count=count, cleared=str(cleared))
    return clear("screening.clear", count=count)
