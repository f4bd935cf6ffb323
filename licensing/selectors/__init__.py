"""Scoped reads of licensing: whoever asks, sees only what that person may see."""

from licensing.selectors.scope import (
    get_application,
    get_licence,
    get_request,
    key_of_licence,
    licences_visible_to,
    visible_to,
)

__all__ = [
    "get_application",
    "get_licence",
    "get_request",
    "get_visible",
    "key_of_licence",
    "licences_visible_to",
    "visible_to",
]

get_visible = get_application
