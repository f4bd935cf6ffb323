"""Who may open which page: one row for each address, every person of the cast in each row.

    ("records:list", "GET", "302 anonymous; 404 company; 200 auditor head; 403 *")

302 leads to the sign-in (or on, after a write), 403 is "you may see it, not do it", 404 "there is
no such thing for you", 405 a method the page does not have, 409 a step out of order, 422 a form
with errors. `*` is everybody not named. Groups are in `GROUPS`. "GET POST"
stands for both methods with the same answers.
"""

from collections.abc import Iterable

PEOPLE = (
    "anonymous",
    "preparer",
    "signatory",
    "administrator",
    "foreign",
    "officer",
    "other_officer",
    "adviser",
    "other_adviser",
    "secretary",
    "member",
    "recused",
    "chair",
    "head",
    "customs",
    "auditor",
    "reference_admin",
    "system_admin",
)

# Longest first: `shortest` names the widest group that fits.
GROUPS: dict[str, tuple[str, ...]] = {
    "signed_in": PEOPLE[1:],
    "officials": PEOPLE[5:],
    "hearing": (
        "officer",
        "other_officer",
        "secretary",
        "member",
        "chair",
        "head",
        "auditor",
    ),
    "casework": ("officer", "other_officer", "secretary", "head", "auditor"),
    "company": ("preparer", "signatory", "administrator", "foreign"),
    "own": ("preparer", "signatory", "administrator"),
    "officers": ("officer", "other_officer"),
    "advisers": ("adviser", "other_adviser"),
    "*": PEOPLE,
}

Row = tuple[str, str, str]


def expected(row: Row) -> dict[str, int]:
    """Return the status for each person; the first mention of a person counts."""
    codes: dict[str, int] = {}
    for part in row[2].split(";"):
        code, *names = part.split()
        for person in _people(names):
            codes.setdefault(person, int(code))
    return codes


def _people(names: Iterable[str]) -> Iterable[str]:
    for name in names:
        yield from GROUPS.get(name, (name,))


def shortest(codes: dict[str, int]) -> str:
    """Return the same in the words of a row, for pasting a new row after reading it."""
    by_code: dict[int, set[str]] = {}
    for person, code in codes.items():
        by_code.setdefault(code, set()).add(person)
    parts = sorted(by_code.items(), key=lambda item: len(item[1]))
    words = [f"{code} {' '.join(_named(people))}" for code, people in parts[:-1]]
    return "; ".join([*words, f"{parts[-1][0]} *"])


def _named(people: set[str]) -> Iterable[str]:
    for name, group in GROUPS.items():
        if set(group) <= people:
            yield name
            people = people - set(group)
    yield from sorted(people, key=PEOPLE.index)


ROWS: tuple[Row, ...] = (
    # Machines and the door
    ("livez", "GET", "200 *"),
    ("readyz", "GET", "200 *"),
    ("account_login", "GET POST", "200 anonymous; 302 *"),
    ("account_logout", "GET", "302 anonymous; 200 *"),
    ("account_logout", "POST", "302 *"),
    ("account_inactive", "GET", "200 *"),
    ("account_signup", "GET POST", "200 anonymous; 302 *"),
    ("account_reauthenticate", "GET POST", "302 anonymous; 200 *"),
    ("account_email", "GET", "302 anonymous; 200 *"),
    ("account_email", "POST", "302 *"),
    ("account_email_verification_sent", "GET", "200 *"),
    ("account_change_password", "GET POST", "302 anonymous; 200 *"),
    ("account_set_password", "GET POST", "302 *"),
    ("account_reset_password", "GET POST", "200 *"),
    ("account_confirm_login_code", "GET POST", "302 *"),
    ("account_confirm_email", "GET", "200 *"),
    ("account_confirm_email", "POST", "404 *"),
    ("account_reset_password_from_key_done", "GET", "200 *"),
    ("account_reset_password_from_key", "GET POST", "200 *"),
    ("account_reset_password_done", "GET", "200 *"),
    ("mfa_index", "GET", "302 anonymous; 200 *"),
    ("mfa_authenticate", "GET POST", "302 *"),
    ("mfa_reauthenticate", "GET POST", "302 *"),
    ("mfa_activate_totp", "GET POST", "302 *"),
    ("mfa_deactivate_totp", "GET POST", "302 anonymous; 404 *"),
    ("mfa_view_recovery_codes", "GET", "302 anonymous; 404 *"),
    ("mfa_generate_recovery_codes", "GET POST", "302 *"),
    ("mfa_download_recovery_codes", "GET POST", "302 anonymous; 404 *"),
    ("mfa_list_webauthn", "GET", "302 anonymous; 200 *"),
    ("mfa_add_webauthn", "GET POST", "302 *"),
    ("mfa_reauthenticate_webauthn", "GET POST", "302 *"),
    ("mfa_remove_webauthn", "GET POST", "302 *"),
    ("mfa_edit_webauthn", "GET POST", "302 *"),
    ("mfa_login_webauthn", "GET", "302 *"),
    # Everybody's own
    ("home", "GET", "302 *"),
    ("preferences", "GET", "200 *"),
    ("preferences", "POST", "302 *"),
    ("inbox:list", "GET", "302 anonymous; 200 *"),
    ("inbox:read_all", "POST", "302 *"),
    ("inbox:open", "POST", "302 anonymous preparer; 404 *"),
    ("deadlines:list", "GET", "302 anonymous; 200 *"),
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
    # The company's applications
    ("applications:list", "GET", "302 anonymous; 200 company; 404 *"),
    ("applications:new", "GET", "302 anonymous; 200 company; 404 *"),
    ("applications:new", "POST", "302 anonymous; 422 company; 404 *"),
    ("applications:detail", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:tasks", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:kind", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:kind", "POST", "302 anonymous; 422 own; 404 *"),
    ("applications:contract", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:contract", "POST", "302 anonymous; 422 own; 404 *"),
    ("applications:end_use", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:end_use", "POST", "302 anonymous; 422 own; 404 *"),
    ("applications:end_user", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:end_user", "POST", "302 anonymous; 422 own; 404 *"),
    ("applications:certificate", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:certificate", "POST", "302 anonymous; 422 own; 404 *"),
    ("applications:lines", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:line_add", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:line_add", "POST", "302 anonymous; 422 own; 404 *"),
    ("applications:line", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:line", "POST", "302 anonymous; 422 own; 404 *"),
    ("applications:line_remove", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:line_remove", "POST", "302 anonymous; 409 own; 404 *"),
    ("applications:parties", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:party_add", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:party_add", "POST", "302 anonymous; 422 own; 404 *"),
    ("applications:party", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:party", "POST", "302 anonymous; 422 own; 404 *"),
    ("applications:party_remove", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:party_remove", "POST", "302 anonymous; 409 own; 404 *"),
    ("applications:files", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:files", "POST", "302 anonymous; 422 own; 404 *"),
    ("applications:file_remove", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:file_remove", "POST", "302 anonymous; 409 own; 404 *"),
    ("applications:check", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:declare", "GET", "302 anonymous; 200 own; 404 *"),
    (
        "applications:declare",
        "POST",
        "302 anonymous; 422 signatory; 403 preparer administrator; 404 *",
    ),
    (
        "applications:withdraw",
        "GET POST",
        "302 anonymous; 200 signatory; 403 preparer administrator; 404 *",
    ),
    ("applications:discard", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:discard", "POST", "302 own anonymous; 404 *"),
    ("applications:amend", "POST", "302 anonymous; 409 own; 404 *"),
    ("applications:question", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:question", "POST", "302 anonymous; 422 own; 404 *"),
    ("applications:revision", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:file", "GET", "302 anonymous; 200 own; 404 *"),
    ("applications:refusal", "GET", "302 anonymous; 200 own; 404 *"),
    # The case at the authority
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
    ("cases:decide", "GET POST", "302 anonymous; 409 head; 403 officers secretary auditor; 404 *"),
    # Licences
    ("licences:list", "GET", "302 anonymous; 200 *"),
    ("licences:detail", "GET", "302 anonymous; 200 own officers head customs auditor; 404 *"),
    ("licences:download", "GET", "302 anonymous; 200 own officers head customs auditor; 404 *"),
    (
        "licences:act",
        "GET POST",
        "302 anonymous; 200 head; 403 own officers customs auditor; 404 *",
    ),
    # Advisers
    ("opinions:list", "GET", "302 anonymous; 200 advisers; 404 *"),
    ("opinions:detail", "GET POST", "302 anonymous; 200 adviser; 404 *"),
    ("opinions:file", "GET", "302 anonymous; 200 adviser; 404 *"),
    # Sittings
    ("sittings:list", "GET", "302 anonymous; 200 hearing recused; 404 *"),
    ("sittings:convene", "GET POST", "302 anonymous; 200 secretary; 403 *"),
    ("sittings:detail", "GET", "302 anonymous; 200 hearing recused; 404 *"),
    (
        "sittings:place",
        "POST",
        "302 anonymous; 200 secretary; 403 officers member recused chair head auditor; 404 *",
    ),
    ("sittings:open", "POST", "302 anonymous; 409 chair; 403 casework member recused; 404 *"),
    (
        "sittings:attendance",
        "GET",
        "302 anonymous; 200 secretary; 403 officers member recused chair head auditor; 404 *",
    ),
    (
        "sittings:attendance",
        "POST",
        "302 anonymous secretary; 403 officers member recused chair head auditor; 404 *",
    ),
    (
        "sittings:confirm",
        "POST",
        "302 anonymous secretary; 403 officers member recused chair head auditor; 404 *",
    ),
    ("sittings:close", "POST", "302 anonymous; 409 chair; 403 casework member recused; 404 *"),
    ("sittings:protocol", "GET", "302 anonymous; 200 hearing; 404 *"),
    ("sittings:item", "GET", "302 anonymous; 200 hearing; 404 *"),
    ("sittings:papers", "GET", "302 anonymous; 200 hearing; 404 *"),
    ("sittings:file", "GET", "302 anonymous; 200 hearing; 404 *"),
    ("sittings:live", "GET", "302 anonymous; 200 hearing; 404 *"),
    ("sittings:conflict", "GET POST", "302 anonymous; 200 member chair; 403 casework; 404 *"),
    (
        "sittings:question",
        "GET POST",
        "302 anonymous; 200 secretary; 403 officers member chair head auditor; 404 *",
    ),
    (
        "sittings:defer",
        "GET POST",
        "302 anonymous; 200 secretary; 403 officers member chair head auditor; 404 *",
    ),
    ("sittings:open_round", "POST", "302 anonymous; 409 chair; 403 casework member; 404 *"),
    ("sittings:confirm_ballot", "POST", "302 anonymous; 200 hearing; 404 *"),
    ("sittings:cast", "POST", "302 anonymous member chair; 403 casework; 404 *"),
    ("sittings:close_round", "POST", "302 anonymous chair; 403 casework member; 404 *"),
    ("sittings:casting", "GET POST", "302 anonymous; 200 chair; 403 casework member; 404 *"),
    # The register
    ("records:list", "GET", "302 anonymous; 404 company; 200 casework; 403 *"),
    ("records:export", "GET", "302 anonymous; 200 auditor; 404 company; 403 *"),
    ("records:ledger", "GET", "302 anonymous; 404 company; 200 casework; 403 *"),
    ("records:verify", "POST", "302 anonymous auditor; 404 company; 403 *"),
    ("records:detail", "GET", "302 anonymous; 404 company; 200 casework; 403 *"),
    ("records:text", "GET", "302 anonymous; 404 company; 200 casework; 403 *"),
    ("records:document", "GET", "302 anonymous; 404 company; 200 casework; 403 *"),
    # The public, and the demo's extras
    ("verify:index", "GET POST", "200 *"),
    ("verify:document", "GET POST", "200 *"),
    ("verify:qr", "GET POST", "200 *"),
    ("mail:list", "GET", "200 *"),
    ("mail:detail", "GET", "404 *"),
    ("ui:style_guide", "GET", "200 *"),
)
