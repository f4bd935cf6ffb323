"""`python -m tests.architecture.sizes`: nothing grows past what one reads at once."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FOLDERS = (
    *("config", "core", "manufacturers", "licensing", "commission", "tracking", "records"),
    *("demo", "templates", "tests"),
)
LONGEST = {".py": 400, ".html": 150}
LONGEST_FUNCTION = 40


def too_long() -> Iterator[str]:
    """Yield one line for each file or function over its limit."""
    for folder in FOLDERS:
        for file in sorted((ROOT / folder).rglob("*")):
            if file.suffix in LONGEST and "migrations" not in file.parts:
                yield from _file(file)


def _file(file: Path) -> Iterator[str]:
    text = file.read_text()
    name = file.relative_to(ROOT)
    lines = text.count("\n")
    if lines > LONGEST[file.suffix]:
        yield f"{name}: {lines} lines (at most {LONGEST[file.suffix]})"
    if file.suffix == ".py" and name.parts[0] != "tests":
        yield from _functions(name, ast.parse(text))


def _functions(name: Path, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > LONGEST_FUNCTION:
                where = f"{name}:{node.lineno} {node.name}"
                yield f"{where}: {lines} lines (at most {LONGEST_FUNCTION})"


if __name__ == "__main__":
    problems = list(too_long())
    print("\n".join(problems) or "sizes: all within limits")
    sys.exit(bool(problems))
