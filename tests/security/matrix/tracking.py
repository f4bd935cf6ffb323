"""What follows a licence: duties, reports."""

from tests.security.matrix.words import Row

READS = "302 anonymous; 200 own officers head customs auditor; 404 *"
FOR_OFFICERS = "302 anonymous; 200 officers; 403 own head customs auditor; 404 *"
OVERVIEW = "302 anonymous; 200 officers head customs auditor; 404 *"
PROVES = "302 anonymous; 200 own officers; 403 head customs auditor; 404 *"

ROWS: tuple[Row, ...] = (
    ("licences:search", "GET", OVERVIEW),
    ("licences:duties", "GET", "302 anonymous; 200 *"),
    ("licences:where", "GET", "302 anonymous; 200 *"),
    ("licences:destinations", "GET", OVERVIEW),
    ("licences:destination", "GET", OVERVIEW),
    ("licences:incidents", "GET", OVERVIEW),
    ("licences:incident", "GET", OVERVIEW),
    (
        "licences:report_incident",
        "GET",
        "302 anonymous; 200 officers; 403 head customs auditor; 404 *",
    ),
    ("licences:conclude", "GET", "302 anonymous; 200 officers; 403 head customs auditor; 404 *"),
    ("licences:used_up", "GET", PROVES),
    ("licences:prove", "GET", PROVES),
    ("licences:delivery", "GET", READS),
    ("licences:sheet", "GET", READS),
    ("licences:paper", "GET", READS),
    ("licences:delivery_file", "GET", READS),
    ("licences:judge", "GET", FOR_OFFICERS),
    (
        "licences:customs_file",
        "GET",
        "302 anonymous; 200 customs; 403 officers head auditor; 404 *",
    ),
    ("licences:checks", "GET", OVERVIEW),
    ("licences:check", "GET", OVERVIEW),
    ("licences:photo", "GET", OVERVIEW),
    ("licences:protocol", "GET", "302 anonymous; 200 officers; 403 head customs auditor; 404 *"),
    ("licences:follow_up", "GET", "302 anonymous; 200 officers; 403 head customs auditor; 404 *"),
    ("licences:plan", "GET", FOR_OFFICERS),
    ("licences:ask_reexport", "GET", PROVES),
    ("licences:reexports", "GET", "302 anonymous; 200 *"),
    ("licences:reexport", "GET", READS),
    ("licences:reexport_file", "GET", READS),
    (
        "licences:refuse_reexport",
        "GET",
        "302 anonymous; 200 head; 403 own officers customs auditor; 404 *",
    ),
)
