"""The dated rules: read by casework, proposed by a reference administrator, answered by another."""

from tests.security.matrix.words import Row

_READ = "302 anonymous; 200 casework reference_admin; 404 *"
_PROPOSE = "302 anonymous; 200 reference_admin; 403 casework; 404 *"
_SEND = "302 anonymous reference_admin; 403 casework; 404 *"

ROWS: tuple[Row, ...] = (
    ("reference:index", "GET", _READ),
    ("reference:rows", "GET", _READ),
    ("reference:row", "GET", _READ),
    ("reference:change", "GET", _READ),
    ("reference:propose", "GET", _PROPOSE),
    ("reference:propose", "POST", _SEND),
    ("reference:propose_days", "GET", _PROPOSE),
    ("reference:propose_days", "POST", _SEND),
    ("reference:propose_edition", "GET", _PROPOSE),
    ("reference:propose_edition", "POST", _SEND),
    ("reference:confirm", "POST", "302 anonymous head; 403 reference_admin casework; 404 *"),
    ("reference:reject", "POST", "302 anonymous head; 403 reference_admin casework; 404 *"),
    ("reference:withdraw", "POST", "302 anonymous reference_admin; 403 casework; 404 *"),
)
