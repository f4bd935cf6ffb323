"""Programs: their tokens' pages, and their interface, where a browser's session opens nothing."""

from tests.security.matrix.words import Row

READS = (
    "list_products",
    "read_product",
    "list_production_lines",
    "list_drafts",
    "read_draft",
    "check_draft",
    "list_cases",
    "read_case",
    "list_documents",
    "download_document",
)
CREATIONS = (
    "archive_product",
    "restore_product",
    "hand_draft",
    "add_line",
    "add_party",
    "send_certificate",
    "attach_file",
    "add_product",
    "begin_draft",
)
CHANGES = (
    "save_kind",
    "save_states",
    "save_origin",
    "save_transfer",
    "save_contract",
    "save_end_use",
    "change_line",
    "remove_line",
    "save_end_user",
    "change_party",
    "remove_party",
    "save_certificate",
    "detach_file",
)

ROWS: tuple[Row, ...] = (
    # Tokens
    ("tokens:list", "GET", "302 anonymous; 200 company customs system_admin; 404 *"),
    ("tokens:new", "GET POST", "302 anonymous; 200 company customs; 403 system_admin; 404 *"),
    ("tokens:end", "GET", "302 anonymous; 200 preparer administrator; 404 *"),
    ("tokens:end", "POST", "302 anonymous preparer administrator; 404 *"),
    # Webhooks
    ("webhooks:list", "GET", "302 anonymous; 200 administrator foreign; 403 company; 404 *"),
    ("webhooks:new", "GET POST", "302 anonymous; 200 administrator foreign; 403 company; 404 *"),
    ("webhooks:detail", "GET", "302 anonymous; 200 administrator; 403 own; 404 *"),
    ("webhooks:test", "POST", "302 anonymous administrator; 403 own; 404 *"),
    ("webhooks:renew", "POST", "302 anonymous; 200 administrator; 403 own; 404 *"),
    ("webhooks:on", "POST", "302 anonymous administrator; 403 own; 404 *"),
    ("webhooks:end", "GET", "302 anonymous; 200 administrator; 403 own; 404 *"),
    ("webhooks:end", "POST", "302 anonymous administrator; 403 own; 404 *"),
    ("webhooks:again", "POST", "302 anonymous administrator; 403 own; 404 *"),
    # The interface for programs
    ("api:openapi-json", "GET", "200 *"),
    ("api:api-root", "GET", "404 *"),
    ("api:read_token", "GET", "401 *"),
    *((f"api:{name}", "GET", "401 *") for name in READS),
    *((f"api:{name}", "POST", "401 *") for name in CREATIONS),
    # Their addresses know PUT and DELETE only; `tests/api/test_scopes.py` asks those.
    *((f"api:{name}", "GET POST", "405 *") for name in CHANGES),
    # The same addresses as read_product and read_draft.
    ("api:change_product", "GET", "401 *"),
    ("api:discard_draft", "GET", "401 *"),
    ("api:verify_document", "GET", "200 *"),
    ("api:check_licence", "GET", "401 *"),
    ("api:licence_changes", "GET", "401 *"),
    ("api:read_shipment", "GET", "401 *"),
    ("api:reserve_shipment", "POST", "401 *"),
    ("api:confirm_shipment", "POST", "401 *"),
    ("api:cancel_shipment", "POST", "401 *"),
)
