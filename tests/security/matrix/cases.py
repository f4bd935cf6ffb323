"""The case at the authority."""

from tests.security.matrix.words import Row

ROWS: tuple[Row, ...] = (
    # The case at the authority
    ("cases_opinions:extract", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases_opinions:addendum", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases_opinions:list", "GET", "302 anonymous; 200 casework; 404 *"),
    (
        "cases_opinions:list",
        "POST",
        "302 anonymous; 200 officer; 403 other_officer secretary head auditor; 404 *",
    ),
    (
        "cases_opinions:ready",
        "GET POST",
        "302 anonymous; 200 officer; 403 other_officer secretary head auditor; 404 *",
    ),
    ("cases:worklist", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:detail", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:lines", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:parties", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:documents", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:checks", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:requests", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:journal", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:compare", "GET", "302 anonymous; 404 *"),
    ("cases:file", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:accept", "POST", "302 anonymous; 409 officers; 403 secretary head auditor; 404 *"),
    ("cases:return", "GET POST", "302 anonymous; 409 officers; 403 secretary head auditor; 404 *"),
    (
        "cases:ask",
        "GET POST",
        "302 anonymous; 200 officer; 403 other_officer secretary head auditor; 404 *",
    ),
    (
        "cases:recheck",
        "POST",
        "302 anonymous officer; 403 other_officer secretary head auditor; 404 *",
    ),
    (
        "cases:note",
        "GET",
        "302 anonymous; 200 officer; 403 other_officer secretary head auditor; 404 *",
    ),
    (
        "cases:note",
        "POST",
        "302 anonymous; 422 officer; 403 other_officer secretary head auditor; 404 *",
    ),
    (
        "cases:take",
        "POST",
        "409 officer; 302 anonymous other_officer; 403 secretary head auditor; 404 *",
    ),
    (
        "cases:lapse",
        "POST",
        "302 anonymous; 409 officer; 403 other_officer secretary head auditor; 404 *",
    ),
    (
        "cases:comment",
        "POST",
        "302 anonymous officer; 403 other_officer secretary head auditor; 404 *",
    ),
    ("cases:board", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:team", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:team", "POST", "302 anonymous; 422 head; 403 officers secretary auditor; 404 *"),
    ("cases:assign_many", "POST", "302 anonymous; 422 casework; 404 *"),
    ("cases:keep_filter", "POST", "302 anonymous; 422 casework; 404 *"),
    ("cases:remove_filter", "POST", "302 anonymous casework; 404 *"),
    (
        "cases:assign",
        "GET",
        "302 anonymous; 200 officer head; 403 other_officer secretary auditor; 404 *",
    ),
    (
        "cases:assign",
        "POST",
        "302 anonymous; 422 officer head; 403 other_officer secretary auditor; 404 *",
    ),
    ("cases:notes", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:notes", "POST", "302 anonymous; 403 auditor; 422 officers secretary head; 404 *"),
    ("cases:criteria", "GET", "302 anonymous; 200 casework; 404 *"),
    (
        "cases:criteria",
        "POST",
        "302 anonymous; 422 officer; 403 other_officer secretary head auditor; 404 *",
    ),
    ("cases:precedents", "GET", "302 anonymous; 200 casework; 404 *"),
    ("cases:access", "GET", "302 anonymous; 200 casework; 404 *"),
    (
        "cases:restrict",
        "POST",
        "302 anonymous; 422 officer head; 403 other_officer secretary auditor; 404 *",
    ),
    ("cases:open", "POST", "302 anonymous; 409 head; 403 officers secretary auditor; 404 *"),
    ("cases:grant", "POST", "302 anonymous; 409 head; 403 officers secretary auditor; 404 *"),
    ("cases:withdraw", "POST", "302 anonymous; 409 head; 403 officers secretary auditor; 404 *"),
    ("cases:decide", "GET POST", "302 anonymous; 409 head; 403 officers secretary auditor; 404 *"),
)
