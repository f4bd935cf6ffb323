"""Licences."""

from tests.security.matrix.words import Row

ROWS: tuple[Row, ...] = (
    # Licences
    ("licences:list", "GET", "302 anonymous; 200 *"),
    ("licences:detail", "GET", "302 anonymous; 200 own officers head customs auditor; 404 *"),
    *(
        (f"licences:{part}", "GET", "302 anonymous; 200 own officers head customs auditor; 404 *")
        for part in ("shipments", "serials", "owed", "abroad", "journal")
    ),
    ("licences:download", "GET", "302 anonymous; 200 own officers head customs auditor; 404 *"),
    (
        "licences:act",
        "GET POST",
        "302 anonymous; 200 head; 403 own officers customs auditor; 404 *",
    ),
    ("licences:amend", "POST", "302 anonymous own; 403 officers head customs auditor; 404 *"),
    (
        "licences:announce",
        "GET",
        "302 anonymous; 200 own customs; 403 officers head auditor; 404 *",
    ),
    (
        "licences:confirm",
        "GET",
        "302 anonymous; 200 customs; 403 own officers head auditor; 404 *",
    ),
    (
        "licences:cancel",
        "GET",
        "302 anonymous; 200 own customs; 403 officers head auditor; 404 *",
    ),
    (
        "licences:correct",
        "GET",
        "302 anonymous; 200 customs; 403 own officers head auditor; 404 *",
    ),
)
