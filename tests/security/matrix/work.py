"""Long work, mail and calendar: everybody has a page, nobody sees another's."""

from tests.security.matrix.words import Row

ROWS: tuple[Row, ...] = (
    ("work:list", "GET", "302 anonymous; 200 *"),
    ("work:page", "GET", "302 anonymous; 200 auditor; 404 *"),
    ("work:progress", "GET", "302 anonymous; 200 auditor; 404 *"),
    ("inbox:settings", "GET", "302 anonymous; 200 *"),
    ("inbox:settings", "POST", "302 anonymous; 422 *"),
    ("inbox:open_calendar", "POST", "302 anonymous; 200 *"),
    ("inbox:revoke_calendar", "POST", "302 *"),
    ("calendar_feed", "GET", "404 *"),
    ("work:cancel", "POST", "302 anonymous auditor; 404 *"),
)
