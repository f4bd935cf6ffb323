"""The licence, printed and sealed, against bare WeasyPrint of the same page.

Every printing has text of its own, so nothing is answered from a cache of an equal line. Both
sides share the parsed sheet and the loaded fonts, and both write PDF/A-3a. Times of one paper are
processor time; the rate is by the clock on the wall.
"""

import multiprocessing
import time
from collections.abc import Iterator
from copy import deepcopy
from itertools import count
from typing import Any

import weasyprint
from django.template.loader import get_template
from django.utils import translation

from core.base import canonical
from core.documents import layout, pdf
from core.documents.sealing import sealer
from tests.bench.measure import Row, Said, milliseconds, ratio, taking_turns
from tests.core.documents.samples import LICENCE

PROCESSES = 2
A_MINUTE = 60


def measure(turns: int, seed: int) -> list[Row | Said]:
    """Print six lines and twenty-six, bare and sealed, in turns."""
    records, long = _unique(6, seed), _unique(26, seed)
    bare, printed, sealed = taking_turns(
        turns,
        lambda: print_bare(next(records)),
        lambda: print_ours(next(records)),
        lambda: sealer().seal(print_ours(next(records))),
        clock=time.process_time,
    )
    six, longer = taking_turns(
        turns,
        lambda: print_ours(next(records)),
        lambda: print_ours(next(long)),
        clock=time.process_time,
    )
    line = (Row("", longer).median - Row("", six).median) / 20
    return [
        Row("licence of six lines: bare WeasyPrint", bare),
        Row("licence of six lines: printed", printed, "at most 1.1 x", ratio(printed, bare)),
        Row("licence of six lines: printed and sealed", sealed, "", ratio(sealed, bare)),
        Row("licence of 26 lines: printed", longer),
        Said("each further line", f"{line:.1f} ms", "at most 35 ms"),
        _rate(turns, seed),
    ]


def print_ours(record: dict[str, Any]) -> bytes:
    """Print a record as the worker does."""
    return pdf.render("licence", record, canonical.dumps(record))


def print_bare(record: dict[str, Any]) -> bytes:
    """Print the same page without description, attachment, record or finishing."""
    shared = pdf.press()
    context = layout.context("licence", record, canonical.dumps(record))
    with translation.override("uk"):
        html = get_template("pdf/licence.html").render(context)
    page = weasyprint.HTML(string=pdf.EDGES.sub(lambda edge: edge[1] or "", html))
    document = page.render(
        font_config=shared.fonts, stylesheets=[shared.sheet], pdf_variant=pdf.VARIANT
    )
    return document.write_pdf(pdf_variant=pdf.VARIANT)


def _unique(lines: int, seed: int) -> Iterator[dict[str, Any]]:
    """Yield licences in which every name and condition is unlike that of any other."""
    for number in count(seed * 100_000 + lines * 1_000):
        record: dict[str, Any] = deepcopy(LICENCE)
        record["number"] = f"DL-2026-{number % 100_000:05}"
        goods = record["goods"]
        record["goods"] = [
            deepcopy(goods[at % len(goods)]) | {"line": at + 1} for at in range(lines)
        ]
        texts = [line["name"] for line in record["goods"]]
        texts += [condition["text"] for condition in record["conditions"]]
        for at, text in enumerate([*texts, record["end_use"]]):
            text["uk"] = f"{text['uk']} № {number}-{at}"
            text["en"] = f"{text['en']} No. {number}-{at}"
        yield record


def _rate(turns: int, seed: int) -> Said:
    """Seal on two processes at once, as the worker of the site does."""
    with multiprocessing.get_context("fork").Pool(PROCESSES, _warm) as pool:
        pool.map(_seal_some, [(1, seed + 1), (1, seed + 2)], chunksize=1)
        begin = time.perf_counter()
        pool.map(_seal_some, [(turns, seed + 3), (turns, seed + 4)], chunksize=1)
        minutes = (time.perf_counter() - begin) / A_MINUTE
    what = f"sealed licences of six lines, {PROCESSES} processes"
    return Said(what, f"{PROCESSES * turns / minutes:.0f} a minute", "over 100")


def _warm() -> None:
    pdf.preload()


def _seal_some(task: tuple[int, int]) -> float:
    turns, seed = task
    records = _unique(6, seed)
    return milliseconds(lambda: [sealer().seal(print_ours(next(records))) for _ in range(turns)])
