"""`python -m tests.bench`: the budgets of the design, measured. Prints; never fails by time."""

import argparse
import os
import platform
import random
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
ROOT = Path(__file__).parents[2]


def main() -> None:
    """Prepare a database of its own, run every part, print a table for each."""
    options = _options()
    random.seed(options.seed)
    django.setup()
    from django.db import connections

    from tests import database

    print(_heading(options), flush=True)
    name = f"bench_dozvil_{os.getpid()}"
    template = database.template_name()
    database.prepare_template(template)
    # Packages have a house of their own: their thousand cases would be found on every page.
    for run in (_run, _run_packages):
        database.fresh_copy(template, name)
        database.use(name)
        try:
            run(options, name)
        finally:
            connections.close_all()
            database.drop(name)


def _run_packages(options: argparse.Namespace, _name: str) -> None:
    from tests.bench import packages
    from tests.bench.measure import table

    if "Packages".startswith(options.only):
        made = packages.measure(options.decisions, options.packages, options.seed)
        print("\n" + table("Packages", made), flush=True)


def _run(options: argparse.Namespace, name: str) -> None:
    """Papers come first: their processes are forked before anything connects."""
    from django.conf import settings

    from core.base import clock
    from core.documents import fonts
    from demo.cast import build_cast
    from tests.bench import border, closings, inserts, log, pages, papers, screening
    from tests.bench.measure import table
    from tests.commission.conftest import THURSDAY
    from tests.commission_builders import opened

    turns = options.turns
    fonts.prepare(Path(settings.NODE_MODULES), Path(settings.FONTS_ROOT))
    if "Papers".startswith(options.only):
        print(table("Papers", papers.measure(turns, options.seed)), flush=True)
    with clock.at(THURSDAY):
        cast = build_cast()
        item = opened(cast)
        inserts.bare_copies(name)
        parts: dict[str, Callable] = {
            "Ballots": lambda: inserts.ballots(cast, item, turns * 20),
            "Events": lambda: inserts.events(cast, turns * 20),
            "Closings": lambda: closings.measure(cast, item, turns),
            "Matching": screening.quality,
            "Screening": lambda: screening.measure(turns, options.seed),
        }
        for cases in sorted(options.cases):
            parts[f"Pages, {cases} cases"] = partial(pages.measure, cast, cases, turns)
            parts[f"Log, {cases} cases"] = partial(log.measure, cast, cases, turns)
            parts[f"Border, {cases} cases"] = partial(border.measure, cast, cases, turns)
        posts = partial(border.bad_line, cast, options.calls, 4, options.seed)
        parts["Bad line of customs"] = posts
        for title in filter(lambda title: title.startswith(options.only), parts):
            print("\n" + table(title, parts[title]()), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--cases", type=int, nargs="+", default=[1000, 10_000], help="sizes of the register"
    )
    parser.add_argument("--decisions", type=int, default=1000, help="in the largest package")
    parser.add_argument("--packages", type=int, default=1000, help="clean ones that are checked")
    parser.add_argument("--calls", type=int, default=10_000, help="of customs on a bad line")
    parser.add_argument("--turns", type=int, default=20, help="runs behind each median")
    parser.add_argument("--only", default="", help="run the parts whose title starts so")
    parser.add_argument("--seed", type=int, default=20260220)
    return parser.parse_args()


def _heading(options: argparse.Namespace) -> str:
    asked = subprocess.run(
        ["git", "describe", "--always", "--dirty"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    cpus = len(os.sched_getaffinity(0))
    load = os.getloadavg()[0]
    machine = (
        f"{platform.machine()}, {cpus} cores, load {load:.1f}, Python {sys.version.split()[0]}"
    )
    commit = asked.stdout.strip() or "unknown"
    return f"machine {machine}\ncommit {commit}, seed {options.seed}, {options.turns} turns\n"


if __name__ == "__main__":
    main()
