"""The register of decision records and the public figures."""

from tests.security.matrix.words import Row

ROWS: tuple[Row, ...] = (
    # The register
    ("records:list", "GET", "302 anonymous; 404 company; 200 casework; 403 *"),
    ("records:export", "GET", "302 anonymous; 200 auditor; 404 company; 403 *"),
    ("records:ledger", "GET", "302 anonymous; 404 company; 200 casework; 403 *"),
    ("records:verify", "POST", "302 anonymous auditor; 404 company; 403 *"),
    ("records:samples", "GET", "302 anonymous; 200 auditor; 404 company; 403 *"),
    ("records:samples", "POST", "302 anonymous; 422 auditor; 404 company; 403 *"),
    ("records:sample", "GET", "302 anonymous; 200 auditor; 404 company; 403 *"),
    ("records:readings", "GET", "302 anonymous; 200 auditor; 404 company; 403 *"),
    ("records:as_of", "GET", "302 anonymous; 200 auditor; 404 company; 403 *"),
    ("records:detail", "GET", "302 anonymous; 404 company; 200 casework; 403 *"),
    ("records:text", "GET", "302 anonymous; 404 company; 200 casework; 403 *"),
    ("records:document", "GET", "302 anonymous; 404 company; 200 casework; 403 *"),
    ("records:handover", "GET", "302 anonymous; 200 auditor; 404 company; 403 *"),
    ("records:receipt", "POST", "302 anonymous; 422 auditor; 404 company; 403 *"),
    ("records:packages", "GET", "302 anonymous; 200 auditor; 404 company; 403 *"),
    ("records:packages", "POST", "302 anonymous; 422 auditor; 404 company; 403 *"),
    ("records:package", "GET", "302 anonymous; 200 auditor; 404 company; 403 *"),
    ("records:package_file", "GET", "302 anonymous; 200 auditor; 404 company; 403 *"),
    ("records:anomalies", "GET", "302 anonymous; 200 auditor; 404 company; 403 *"),
    # How long files are kept
    ("records:retention", "GET", "302 anonymous; 404 company; 200 secretary head auditor; 403 *"),
    ("records:hold_new", "GET", "302 anonymous; 404 company; 200 head auditor; 403 *"),
    ("records:hold_new", "POST", "302 anonymous; 404 company; 422 head auditor; 403 *"),
    ("records:hold", "GET", "302 anonymous; 404 company; 200 secretary head auditor; 403 *"),
    ("records:hold", "POST", "302 anonymous; 404 company; 422 auditor; 403 *"),
    ("records:disposal_new", "GET", "302 anonymous; 404 company; 200 secretary; 403 *"),
    ("records:disposal_new", "POST", "302 anonymous; 404 company; 422 secretary; 403 *"),
    ("records:disposal", "GET", "302 anonymous; 404 company; 200 secretary head auditor; 403 *"),
    ("records:disposal", "POST", "302 anonymous; 404 company; 422 head; 403 *"),
    # Public figures
    ("statistics:index", "GET", "200 *"),
    ("statistics:year", "GET", "200 *"),
    ("statistics:text", "GET", "200 *"),
    ("statistics:table", "GET", "200 *"),
    ("statistics:publish", "POST", "302 anonymous; 422 head; 404 company; 403 *"),
)
