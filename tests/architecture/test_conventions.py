"""Guards of the house's conventions: each reads the sources and names the line that breaks one."""

import json
import re
from pathlib import Path

import polib
import pytest

from tests.architecture import sizes

ROOT = sizes.ROOT
APPS = ("core", "manufacturers", "licensing", "commission", "tracking", "records", "demo")


def sources(*folders: str) -> list[Path]:
    files = [file for folder in folders for file in sorted((ROOT / folder).rglob("*.py"))]
    return [file for file in files if "migrations" not in file.parts]


def test_nothing_grows_past_its_limit():
    assert list(sizes.too_long()) == []


def test_only_one_function_writes_the_status_of_a_case():
    """`_advance` sets it with the other changes of the step; bulk data are the one exception."""
    writing = re.compile(r"\b(application|case)\.status\s*=[^=]|\.update\([^)]*\bstatus=")
    found = [
        file
        for file in sources("licensing", "commission", "records", "demo")
        if writing.search(file.read_text())
    ]
    assert found == [ROOT / "demo" / "scale.py"]
    assert "status=step.target" in (ROOT / "licensing/services/_advance.py").read_text()


def test_views_reach_rows_through_selectors_only():
    views = [file for file in sources(*APPS) if "views" in file.parts or file.stem == "views"]
    assert views
    assert [file for file in views if ".objects" in file.read_text()] == []


def test_nobody_asks_the_system_clock_but_the_clock():
    asking = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|datetime\.utcnow\(")
    found = [file for file in sources(*APPS) if asking.search(file.read_text())]
    assert found == [ROOT / "core" / "base" / "clock.py"]


def test_every_environment_variable_is_listed():
    read = set()
    for file in (ROOT / "config" / "settings.py", ROOT / "config" / "env.py"):
        read |= set(re.findall(r'ENV\.\w+\(\s*"([A-Z_]+)"', file.read_text()))
    listed = (ROOT / ".env.example").read_text()
    assert {name for name in read if name not in listed} == set()


def test_every_runtime_dependency_has_a_reason():
    wanted = re.findall(r"^([a-z0-9-]+)", (ROOT / "requirements.in").read_text(), re.MULTILINE)
    reasons = (ROOT / "docs" / "dependencies.md").read_text()
    assert [name for name in wanted if f"| {name} |" not in reasons] == []


def catalogue() -> polib.POFile:
    return polib.pofile(str(ROOT / "locale" / "uk" / "LC_MESSAGES" / "django.po"))


def test_every_text_is_translated():
    book = catalogue()
    assert [entry.msgid for entry in book.untranslated_entries()] == []
    assert [entry.msgid for entry in book.fuzzy_entries()] == []


def test_translations_keep_their_placeholders():
    holder = re.compile(r"%\(\w+\)[sd]|%[sd]|{\w+}")
    broken = [
        entry.msgid
        for entry in catalogue()
        if entry.msgstr
        and sorted(holder.findall(entry.msgid)) != sorted(holder.findall(entry.msgstr))
    ]
    assert broken == []


def test_every_text_of_the_sources_is_in_the_catalogue(tmp_path):
    """A text that was added without `make messages` shows in English on a Ukrainian page."""
    known = {entry.msgid for entry in catalogue()}
    block = re.compile(r"{%\s*translate\s+\"((?:[^\"\\]|\\.)+)\"")
    missing = {
        text
        for file in sorted((ROOT / "templates").rglob("*.html"))
        for text in block.findall(file.read_text())
        if text not in known
    }
    assert missing == set()


def test_every_source_of_dated_data_is_in_the_catalogue():
    """The act behind a rule is kept as one text and shown in the reader's language."""
    known = {entry.msgid for entry in catalogue() if not entry.obsolete}
    kept = re.compile(r'"source": ("(?:[^"\\]|\\.)+")')
    named = {
        json.loads(text)
        for folder in APPS
        for file in (ROOT / folder).rglob("data/*.json")
        for text in kept.findall(file.read_text())
    }
    assert named
    assert named - known == set()


@pytest.mark.parametrize("count", [1, 2, 5, 21])
def test_ukrainian_has_its_plural_forms(count):
    forms = {entry.msgid: entry.msgstr_plural for entry in catalogue() if entry.msgid_plural}
    assert forms
    assert all(len(plural) in {3, 4} and all(plural.values()) for plural in forms.values())
