"""Every act that the code records has words of its own."""

import re
from pathlib import Path

from core.audit.words import HAPPENED

APPS = ("commission", "core", "licensing", "manufacturers", "records", "tracking")
LITERAL = re.compile(r'"([a-z_]+)\.([a-z_]+)"')
NAMED = re.compile(r'verb="([a-z_]+\.[a-z_]+)"')
#: Names of files and templates look like verbs.
ENDINGS = {"csv", "html", "json", "jsonl", "md", "pem", "py", "txt", "xlsx", "xml", "zip"}


def recorded() -> set[str]:
    """Return what looks like a verb: `verb="…"`, and any "noun.word" whose noun has events."""
    nouns = {verb.partition(".")[0] for verb in HAPPENED}
    found: set[str] = set()
    for app in APPS:
        for file in Path(app).rglob("services*/*.py"):
            text = file.read_text(encoding="utf-8")
            found |= set(NAMED.findall(text))
            pairs = LITERAL.findall(text)
            found |= {f"{noun}.{word}" for noun, word in pairs if noun in nouns}
    return {verb for verb in found if verb.rpartition(".")[2] not in ENDINGS}


def test_every_recorded_act_has_words():
    verbs = recorded()
    assert len(verbs) > 100
    assert verbs - set(HAPPENED) == set()
