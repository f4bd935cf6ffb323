"""Hits of the screening, inside a case."""

from tests.security.matrix.words import Row

_STEP = "302 anonymous; 409 officers head; 403 secretary auditor; 404 *"

_CONFIRM = "302 anonymous; 409 reference_admin head; 403 officers secretary auditor; 404 *"

ROWS: tuple[Row, ...] = (
    ("lists:index", "GET", "302 anonymous; 200 casework reference_admin; 404 *"),
    ("lists:edition", "GET", "302 anonymous; 200 casework reference_admin; 404 *"),
    ("lists:import", "GET", "302 anonymous; 200 reference_admin; 403 casework; 404 *"),
    ("lists:import", "POST", "302 anonymous; 200 reference_admin; 403 casework; 404 *"),
    ("lists:confirm", "POST", _CONFIRM),
    ("lists:refuse", "POST", _CONFIRM),
    ("cases:screening", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:hit", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:hit_take", "POST", "302 anonymous officers; 403 secretary head auditor; 404 *"),
    ("cases:hit_propose", "POST", "302 anonymous officers; 403 secretary head auditor; 404 *"),
    ("cases:hit_confirm", "POST", _STEP),
    ("cases:hit_back", "POST", _STEP),
    ("cases:hit_match", "POST", "302 anonymous officers head; 403 secretary auditor; 404 *"),
)
