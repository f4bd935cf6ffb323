"""Licensing for programs: drafts of a company, the state of its cases, and the public check."""

from core.api.routing import ApiRouter
from licensing.api import cases, drafts, papers, rows, verify

router = ApiRouter()
for room in (drafts, rows, papers, cases, verify):
    router.add_router("", room.router)

__all__ = ["router"]
