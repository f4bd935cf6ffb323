"""`make faults`: everything that can break breaks, and a table says what was lost.

The site is the one `make run` starts, in a folder of its own. Every act that was confirmed to
somebody must be there in the end, once and whole; the ledger is verified after each fault.
"""

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests.faults.drill import Drill, Result
from tests.site import Site

HEAD = ("fault", "acts", "lost", "duplicated", "half-written", "seconds to recover")


def main() -> int:
    """Run every fault; exit 0 when nothing was lost, doubled or left half done."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--decisions", type=int, default=200)
    wanted.add_argument("--submissions", type=int, default=500)
    wanted.add_argument("--redis-seconds", type=float, default=60)
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--only", default="", help="names of faults, separated by commas")
    options = wanted.parse_args()
    site = Site(Path(tempfile.mkdtemp(prefix="dozvil-faults-")))
    try:
        site.start()
        results = list(run(Drill(site, random.Random(options.seed)), options))
    finally:
        site.stop()
    return int(any(one.lost or one.duplicated or one.half for one in results))


def run(drill: Drill, options: argparse.Namespace) -> list[Result]:
    """Let one fault follow the other on the same site; print each row as it is known."""
    some = max(options.decisions // 10, 3)
    faults = {
        "kill": lambda: drill.killings(options.decisions),
        "redis": lambda: drill.without_redis(options.submissions, options.redis_seconds),
        "postgres": lambda: drill.without_postgres(some),
        "mail": lambda: drill.bad_mail(some),
        "disk": lambda: drill.full_disk(some),
        "scanner": lambda: drill.without_scanner(some),
        "clock": drill.jumping_clock,
        "back": lambda: drill.back_in_time(some),
    }
    chosen = options.only.split(",") if options.only else list(faults)
    row = "{:<58}{:>6}{:>7}{:>12}{:>14}{:>20}"
    print(row.format(*HEAD), flush=True)
    results = []
    for name in chosen:
        one = faults[name]()
        figures = (one.fault, one.acts, one.lost, one.duplicated, one.half, f"{one.seconds:.1f}")
        print(row.format(*figures), flush=True)
        results.append(one)
    return results


if __name__ == "__main__":
    sys.exit(main())
