"""Hits of the screening, inside a case."""

from tests.security.matrix.words import Row

_STEP = "302 anonymous; 409 officers head; 403 secretary auditor; 404 *"

ROWS: tuple[Row, ...] = (
    ("cases:screening", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:hit", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:hit_take", "POST", "302 anonymous officers; 403 secretary head auditor; 404 *"),
    ("cases:hit_propose", "POST", "302 anonymous officers; 403 secretary head auditor; 404 *"),
    ("cases:hit_confirm", "POST", _STEP),
    ("cases:hit_back", "POST", _STEP),
    ("cases:hit_match", "POST", "302 anonymous officers head; 403 secretary auditor; 404 *"),
)
