"""National need of a production line, inside a case."""

from tests.security.matrix.words import Row

ROWS: tuple[Row, ...] = (
    ("cases:need", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:statement", "GET", "302 anonymous; 200 officers; 403 secretary head auditor; 404 *"),
    ("cases:statement", "POST", "302 anonymous officers; 403 secretary head auditor; 404 *"),
    ("cases:stop", "GET", "302 anonymous; 200 head; 403 officers secretary auditor; 404 *"),
    ("cases:stop", "POST", "302 anonymous head; 403 officers secretary auditor; 404 *"),
    ("cases:lift", "POST", "302 anonymous head; 403 officers secretary auditor; 404 *"),
)
