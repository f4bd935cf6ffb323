"""Placing events in the log of the ledger, and proving the whole log from its texts."""

from core.audit import ledger
from core.audit.models import Event
from core.audit.verify import Report, verify_log
from demo.cast import Cast
from tests.bench.measure import Row, Said, milliseconds
from tests.bench.pages import fill


def measure(cast: Cast, cases: int, turns: int) -> list[Row | Said]:
    """Fill up to so many cases, place their events, and prove the log over and over."""
    filling = fill(cast, cases)
    placing = milliseconds(ledger.sequence)
    events = Event.objects.count()
    proving = [milliseconds(lambda: prove(events)) for _ in range(turns)]
    seconds = sorted(proving)[len(proving) // 2] / events * 100
    return [
        filling,
        Said("placing", f"{events} events in {placing / 1000:.2f} s"),
        Row("proving all of them", proving, "100 000 in 2 s", f"100 000 in {seconds:.2f} s"),
    ]


def prove(events: int) -> None:
    """Read and hash the whole log; a finding, or an event without its place, is a failure."""
    report = Report()
    assert list(verify_log(report, None)) == []
    assert report.placed == events
