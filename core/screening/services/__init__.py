"""Verbs of the watch lists: import, confirm, define."""

from core.screening.services.importing import confirm_edition, import_list, refuse_edition
from core.screening.services.lists import load_demonstration, load_lists

__all__ = [
    "confirm_edition",
    "import_list",
    "load_demonstration",
    "load_lists",
    "refuse_edition",
]
