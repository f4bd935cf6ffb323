"""Programs: their tokens' pages, and their interface, where a browser's session opens nothing."""

from tests.security.matrix.words import Row

ROWS: tuple[Row, ...] = (
    # Tokens
    ("tokens:list", "GET", "302 anonymous; 200 company customs system_admin; 404 *"),
    ("tokens:new", "GET POST", "302 anonymous; 200 company customs; 403 system_admin; 404 *"),
    ("tokens:end", "GET", "302 anonymous; 200 preparer administrator; 404 *"),
    ("tokens:end", "POST", "302 anonymous preparer administrator; 404 *"),
    # The interface for programs
    ("api:openapi-json", "GET", "200 *"),
    ("api:api-root", "GET", "404 *"),
    ("api:token", "GET", "401 *"),
)
