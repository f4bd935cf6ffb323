"""The register of decision records."""

from tests.security.matrix.words import Row

ROWS: tuple[Row, ...] = (
    # The register
    ("records:list", "GET", "302 anonymous; 404 company; 200 casework; 403 *"),
    ("records:export", "GET", "302 anonymous; 200 auditor; 404 company; 403 *"),
    ("records:ledger", "GET", "302 anonymous; 404 company; 200 casework; 403 *"),
    ("records:verify", "POST", "302 anonymous auditor; 404 company; 403 *"),
    ("records:detail", "GET", "302 anonymous; 404 company; 200 casework; 403 *"),
    ("records:text", "GET", "302 anonymous; 404 company; 200 casework; 403 *"),
    ("records:document", "GET", "302 anonymous; 404 company; 200 casework; 403 *"),
)
