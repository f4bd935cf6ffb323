"""Qualified signatures on declared texts."""

from tests.security.matrix.words import Row

ROWS: tuple[Row, ...] = (
    ("applications:revision", "GET", "302 anonymous; 200 own; 404 *"),
    (
        "applications:revision",
        "POST",
        "302 anonymous; 422 signatory; 403 preparer administrator; 404 *",
    ),
    ("applications:revision_text", "GET", "302 anonymous; 200 own; 404 *"),
    ("cases:revision_text", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:signature", "GET", "302 anonymous; 200 casework; 404 *"),
    (
        "cases:signature",
        "POST",
        "302 anonymous; 422 officers; 403 secretary head auditor; 404 *",
    ),
    ("sittings:protocol_text", "GET", "302 anonymous; 200 hearing; 404 *"),
    (
        "sittings:protocol_sign",
        "GET",
        "302 anonymous; 200 secretary member chair; 403 hearing; 404 *",
    ),
    (
        "sittings:protocol_sign",
        "POST",
        "302 anonymous; 422 secretary member chair; 403 hearing; 404 *",
    ),
    ("sittings:protocol_signature", "GET", "302 anonymous; 200 hearing; 404 *"),
    (
        "sittings:protocol_signature",
        "POST",
        "302 anonymous; 422 officers secretary head; 403 hearing; 404 *",
    ),
    ("sittings:protocol_signature_file", "GET", "302 anonymous; 200 hearing; 404 *"),
    ("cases:signature_file", "GET", "302 anonymous; 200 casework; 404 *"),
)
