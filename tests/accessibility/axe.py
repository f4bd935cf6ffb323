"""axe-core in a page: what it finds, in lines that a person can act on.

The script runs through the debugger's door, so the content policy of the page stays in force.
"""

from pathlib import Path
from typing import Any

from playwright.sync_api import Page

SCRIPT = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
TAGS = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")
# What the colours of a theme can break; everything else is the same in both.
OF_COLOURS = ("color-contrast", "link-in-text-block")

RUN = """async (only) => {
    const found = await axe.run(document, {runOnly: only, resultTypes: ['violations']});
    return found.violations;
}"""


def violations(page: Page) -> list[str]:
    """Return everything against WCAG 2.2 AA and good practice on the open page."""
    page.evaluate(f"() => {{ if (!window.axe) {{ {SCRIPT} }} }}")
    return _run(page, {"type": "tag", "values": list(TAGS)})


def violations_of_colour(page: Page) -> list[str]:
    """Return what the present colours break; `violations` has run on this page before."""
    return _run(page, {"type": "rule", "values": list(OF_COLOURS)})


def _run(page: Page, only: dict[str, Any]) -> list[str]:
    return [
        f"{rule['id']} ({rule['impact']}): {' '.join(map(str, node['target']))}\n"
        f"      {node['html'][:200]}\n      {_why(node)}"
        for rule in page.evaluate(RUN, only)
        for node in rule["nodes"]
    ]


def _why(node: dict[str, Any]) -> str:
    checks = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
    return "; ".join(checks)[:300]
