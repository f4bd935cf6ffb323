"""Products and production lines of the own company."""

from tests.security.matrix.words import Row

ROWS: tuple[Row, ...] = (
    ("manufacturers:products", "GET", "302 anonymous; 200 company; 404 *"),
    ("manufacturers:control_codes", "GET", "302 anonymous; 200 company; 404 *"),
    ("manufacturers:lines", "GET", "302 anonymous; 200 company; 404 *"),
    ("manufacturers:product", "GET", "302 anonymous; 200 own; 404 *"),
    ("manufacturers:line", "GET", "302 anonymous; 200 own; 404 *"),
    ("manufacturers:consent", "GET", "302 anonymous; 200 own casework; 404 *"),
    ("manufacturers:proof", "GET", "302 anonymous; 200 own casework; 404 *"),
    (
        "manufacturers:product_add",
        "GET",
        "302 anonymous; 403 signatory; 200 preparer administrator foreign; 404 *",
    ),
    (
        "manufacturers:product_add",
        "POST",
        "302 anonymous; 403 signatory; 422 preparer administrator foreign; 404 *",
    ),
    (
        "manufacturers:line_add",
        "GET",
        "302 anonymous; 403 signatory; 200 preparer administrator foreign; 404 *",
    ),
    (
        "manufacturers:line_add",
        "POST",
        "302 anonymous; 403 signatory; 422 preparer administrator foreign; 404 *",
    ),
    (
        "manufacturers:product_edit",
        "GET",
        "302 anonymous; 403 signatory; 200 preparer administrator; 404 *",
    ),
    (
        "manufacturers:product_edit",
        "POST",
        "302 anonymous; 403 signatory; 422 preparer administrator; 404 *",
    ),
    (
        "manufacturers:component_add",
        "GET",
        "302 anonymous; 403 signatory; 200 preparer administrator; 404 *",
    ),
    (
        "manufacturers:component_add",
        "POST",
        "302 anonymous; 403 signatory; 422 preparer administrator; 404 *",
    ),
    (
        "manufacturers:component",
        "GET",
        "302 anonymous; 403 signatory; 200 preparer administrator; 404 *",
    ),
    (
        "manufacturers:component",
        "POST",
        "302 anonymous; 403 signatory; 422 preparer administrator; 404 *",
    ),
    (
        "manufacturers:line_edit",
        "GET",
        "302 anonymous; 403 signatory; 200 preparer administrator; 404 *",
    ),
    (
        "manufacturers:line_edit",
        "POST",
        "302 anonymous; 403 signatory; 422 preparer administrator; 404 *",
    ),
    (
        "manufacturers:capacity",
        "GET",
        "302 anonymous; 403 signatory; 200 preparer administrator; 404 *",
    ),
    (
        "manufacturers:capacity",
        "POST",
        "302 anonymous; 403 signatory; 422 preparer administrator; 404 *",
    ),
    (
        "manufacturers:order_add",
        "GET",
        "302 anonymous; 403 signatory; 200 preparer administrator; 404 *",
    ),
    (
        "manufacturers:order_add",
        "POST",
        "302 anonymous; 403 signatory; 422 preparer administrator; 404 *",
    ),
    (
        "manufacturers:order",
        "GET",
        "302 anonymous; 403 signatory; 200 preparer administrator; 404 *",
    ),
    (
        "manufacturers:order",
        "POST",
        "302 anonymous; 403 signatory; 422 preparer administrator; 404 *",
    ),
    (
        "manufacturers:product_archive",
        "POST",
        "302 anonymous preparer administrator; 403 signatory casework; 404 *",
    ),
    (
        "manufacturers:component_remove",
        "POST",
        "302 anonymous preparer administrator; 403 signatory casework; 404 *",
    ),
    (
        "manufacturers:line_archive",
        "POST",
        "302 anonymous preparer administrator; 403 signatory casework; 404 *",
    ),
    (
        "manufacturers:order_cancel",
        "POST",
        "302 anonymous preparer administrator; 403 signatory casework; 404 *",
    ),
    (
        "manufacturers:product_restore",
        "POST",
        "302 anonymous; 409 preparer administrator; 403 signatory casework; 404 *",
    ),
    (
        "manufacturers:line_restore",
        "POST",
        "302 anonymous; 409 preparer administrator; 403 signatory casework; 404 *",
    ),
    (
        "manufacturers:sheets",
        "GET",
        "302 anonymous; 403 signatory; 200 preparer administrator foreign; 404 *",
    ),
    (
        "manufacturers:sheets",
        "POST",
        "302 anonymous; 403 signatory; 422 preparer administrator foreign; 404 *",
    ),
    ("manufacturers:sheet_template", "GET", "302 anonymous; 200 company; 404 *"),
    ("manufacturers:sheet", "GET", "302 anonymous; 200 own; 404 *"),
    (
        "manufacturers:sheet_import",
        "POST",
        "302 anonymous preparer administrator; 403 signatory casework; 404 *",
    ),
    (
        "manufacturers:sheet_discard",
        "POST",
        "302 anonymous preparer administrator; 403 signatory casework; 404 *",
    ),
)
