"""The way in for a company, and the officers at it."""

from tests.security.matrix.words import Row

ROWS: tuple[Row, ...] = (
    ("manufacturers:enrol", "GET", "200 *"),
    ("manufacturers:enrol", "POST", "422 *"),
    ("manufacturers:enrolment", "GET", "200 *"),
    ("manufacturers:enrolments", "GET", "302 anonymous; 200 casework; 404 *"),
    ("manufacturers:request", "GET", "302 anonymous; 200 casework; 404 *"),
    (
        "manufacturers:request",
        "POST",
        "302 anonymous; 422 officers; 403 secretary head auditor; 404 *",
    ),
    (
        "manufacturers:accept",
        "POST",
        "302 anonymous officers; 403 secretary head auditor; 404 *",
    ),
    (
        "manufacturers:authority_add",
        "GET",
        "302 anonymous; 200 officers; 403 secretary head auditor; 404 *",
    ),
    (
        "manufacturers:authority_add",
        "POST",
        "302 anonymous; 422 officers; 403 secretary head auditor; 404 *",
    ),
    ("manufacturers:authority_file", "GET", "302 anonymous; 200 own casework; 404 *"),
    (
        "manufacturers:renewal_send",
        "GET",
        "302 anonymous; 403 preparer signatory; 200 administrator foreign; 404 *",
    ),
    (
        "manufacturers:renewal_send",
        "POST",
        "302 anonymous; 403 preparer signatory; 422 administrator foreign; 404 *",
    ),
    ("manufacturers:renewals", "GET", "302 anonymous; 200 casework; 404 *"),
    ("manufacturers:renewal", "GET", "302 anonymous; 200 casework; 404 *"),
    (
        "manufacturers:renewal",
        "POST",
        "302 anonymous; 422 officers; 403 secretary head auditor; 404 *",
    ),
    (
        "manufacturers:renewal_confirm",
        "POST",
        "302 anonymous officers; 403 secretary head auditor; 404 *",
    ),
    ("manufacturers:renewal_file", "GET", "302 anonymous; 200 own casework; 404 *"),
)
