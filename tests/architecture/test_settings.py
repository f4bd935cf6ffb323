"""What the settings name exists: a seam between rooms is known by a dotted path only."""

import re

import pytest
from django.conf import settings
from django.utils.module_loading import import_string

OURS = re.compile(r"^(commission|config|core|licensing|manufacturers|records|tracking)\.[\w.]+$")


def paths() -> list[tuple[str, str]]:
    """Return the names of settings with the dotted paths of ours in them."""
    found = []
    for name in dir(settings):
        value = getattr(settings, name, None)
        texts = value if isinstance(value, list | tuple) else [value]
        found += [(name, text) for text in texts if isinstance(text, str) and OURS.match(text)]
    return [(name, text) for name, text in found if name not in {"INSTALLED_APPS", "ROOT_URLCONF"}]


@pytest.mark.parametrize(("name", "path"), paths())
def test_every_seam_leads_somewhere(name: str, path: str) -> None:
    assert import_string(path), name


def test_the_seams_are_found() -> None:
    assert {"CALENDAR_SOURCES", "HIDDEN_NUMBERS", "SITTING_DAYS", "SEALER"} <= {
        n for n, _ in paths()
    }
