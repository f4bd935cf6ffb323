"""The running of the site."""

from tests.security.matrix.words import Row

ROWS: tuple[Row, ...] = (
    ("operations:index", "GET", "302 anonymous; 200 system_admin; 403 *"),
    ("operations:retry", "POST", "302 anonymous; 404 system_admin; 403 *"),
    ("operations:retry_work", "POST", "302 anonymous; 404 system_admin; 403 *"),
    ("operations:retry_webhooks", "POST", "302 anonymous system_admin; 403 *"),
    ("metrics", "GET", "404 *"),
)
