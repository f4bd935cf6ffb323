"""National need of a production line, inside a case."""

from tests.security.matrix.words import Row

ROWS: tuple[Row, ...] = (
    ("cases:need", "GET", "302 anonymous; 200 casework; 404 *"),
    ("statements:index", "GET", "302 anonymous; 200 casework; 404 *"),
    (
        "statements:enter",
        "GET",
        "302 anonymous; 200 officers; 403 secretary head auditor; 404 *",
    ),
    (
        "statements:enter",
        "POST",
        "302 anonymous; 422 officers; 403 secretary head auditor; 404 *",
    ),
    ("statements:statement", "GET", "302 anonymous; 200 casework; 404 *"),
    ("statements:file", "GET", "302 anonymous; 200 casework; 404 *"),
    (
        "statements:confirm",
        "POST",
        "302 anonymous other_officer head; 403 officer secretary auditor; 404 *",
    ),
    (
        "statements:reject",
        "POST",
        "302 anonymous other_officer head; 403 officer secretary auditor; 404 *",
    ),
    ("cases:stop", "GET", "302 anonymous; 200 head; 403 officers secretary auditor; 404 *"),
    ("cases:stop", "POST", "302 anonymous head; 403 officers secretary auditor; 404 *"),
    ("cases:lift", "POST", "302 anonymous head; 403 officers secretary auditor; 404 *"),
)
