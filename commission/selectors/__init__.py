"""Scoped reads of the commission: what a person may not see does not exist for her."""

from commission.selectors.scope import (
    get_item,
    get_opinion_request,
    get_sitting,
    items_visible_to,
    opinion_requests_visible_to,
    sittings_visible_to,
)

__all__ = [
    "get_item",
    "get_opinion_request",
    "get_sitting",
    "items_visible_to",
    "opinion_requests_visible_to",
    "sittings_visible_to",
]
