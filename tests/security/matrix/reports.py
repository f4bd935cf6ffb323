"""Reports on licences."""

from tests.security.matrix.words import Row

ROWS: tuple[Row, ...] = (
    ("licences:report", "GET", "302 anonymous; 200 own officers head customs auditor; 404 *"),
    ("licences:report", "POST", "302 anonymous; 422 own; 403 officers head customs auditor; 404 *"),
    ("licences:report_file", "GET", "302 anonymous; 200 own officers head customs auditor; 404 *"),
)
