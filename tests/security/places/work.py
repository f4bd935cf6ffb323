"""An export that the auditor asked for."""

from typing import TYPE_CHECKING, Any

from core.work.services import follow

if TYPE_CHECKING:
    from tests.security.world import World


def names(world: "World") -> dict[str, dict[str, Any]]:
    """Return the auditor's piece of work."""
    piece = follow(actor=world.cast.auditor, kind="records.export", total=40)
    return {
        "work": {"work_id": piece.pk},
        "operations:retry_work": {"work_id": piece.pk},
        "operations:retry_webhooks": {"problem": "silent"},
        "calendar_feed": {"token": "guessed"},
        "deadlines:month": {"year": 2026, "month": 11},
    }


def forms(world: "World") -> dict[str, dict[str, Any]]:
    """Return nothing: the page has no form with fields."""
    return {}
