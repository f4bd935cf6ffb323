"""Long work: everybody has a list, nobody sees another's piece."""

from tests.security.matrix.words import Row

ROWS: tuple[Row, ...] = (
    ("work:list", "GET", "302 anonymous; 200 *"),
    ("work:page", "GET", "302 anonymous; 200 auditor; 404 *"),
    ("work:progress", "GET", "302 anonymous; 200 auditor; 404 *"),
    ("work:cancel", "POST", "302 anonymous auditor; 404 *"),
)
