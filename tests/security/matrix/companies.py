"""Companies and their people."""

from tests.security.matrix.words import Row

ROWS: tuple[Row, ...] = (
    # Companies and their people
    ("manufacturers:company", "GET", "302 anonymous; 200 company; 404 *"),
    (
        "manufacturers:edit",
        "GET",
        "302 anonymous; 403 preparer signatory; 200 administrator foreign; 404 *",
    ),
    (
        "manufacturers:edit",
        "POST",
        "302 anonymous; 403 preparer signatory; 422 administrator foreign; 404 *",
    ),
    (
        "manufacturers:invite",
        "GET POST",
        "302 anonymous; 403 preparer signatory; 200 administrator foreign; 404 *",
    ),
    (
        "manufacturers:member",
        "GET",
        "302 anonymous; 200 administrator; 403 preparer signatory; 404 *",
    ),
    (
        "manufacturers:member",
        "POST",
        "302 anonymous; 422 administrator; 403 preparer signatory; 404 *",
    ),
    (
        "manufacturers:remove",
        "GET",
        "302 anonymous; 200 administrator; 403 preparer signatory; 404 *",
    ),
    ("manufacturers:remove", "POST", "302 anonymous administrator; 403 preparer signatory; 404 *"),
    ("manufacturers:register", "GET", "302 anonymous; 200 casework; 404 *"),
    ("manufacturers:add", "GET POST", "302 anonymous; 200 officers; 403 *"),
    ("manufacturers:detail", "GET", "302 anonymous; 200 casework; 404 *"),
    (
        "manufacturers:verify",
        "POST",
        "302 officers anonymous; 403 own secretary head auditor; 404 *",
    ),
    (
        "manufacturers:site_add",
        "GET",
        "302 anonymous; 403 preparer signatory; 200 administrator foreign; 404 *",
    ),
    (
        "manufacturers:site_add",
        "POST",
        "302 anonymous; 403 preparer signatory; 422 administrator foreign; 404 *",
    ),
    (
        "manufacturers:site",
        "GET",
        "302 anonymous; 403 preparer signatory; 200 administrator; 404 *",
    ),
    (
        "manufacturers:site",
        "POST",
        "302 anonymous; 403 preparer signatory; 422 administrator; 404 *",
    ),
    (
        "manufacturers:site_close",
        "POST",
        "302 anonymous administrator; 403 preparer signatory casework; 404 *",
    ),
    (
        "manufacturers:owner_add",
        "GET",
        "302 anonymous; 403 preparer signatory; 200 administrator foreign; 404 *",
    ),
    (
        "manufacturers:owner_add",
        "POST",
        "302 anonymous; 403 preparer signatory; 422 administrator foreign; 404 *",
    ),
    (
        "manufacturers:owner_end",
        "POST",
        "302 anonymous administrator; 403 preparer signatory casework; 404 *",
    ),
)
