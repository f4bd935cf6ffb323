"""Advisers and sittings."""

from tests.security.matrix.words import Row

ROWS: tuple[Row, ...] = (
    # Advisers
    ("opinions:list", "GET", "302 anonymous; 200 advisers; 404 *"),
    ("opinions:detail", "GET POST", "302 anonymous; 200 adviser; 404 *"),
    ("opinions:file", "GET", "302 anonymous; 200 adviser; 404 *"),
    # Sittings
    ("sittings:list", "GET", "302 anonymous; 200 hearing recused; 404 *"),
    ("sittings:convene", "GET POST", "302 anonymous; 200 secretary; 403 *"),
    ("sittings:convene_in_writing", "GET POST", "302 anonymous; 200 secretary; 403 *"),
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
    ("sittings:close", "POST", "302 anonymous; 409 chair; 403 casework member recused; 404 *"),
    ("sittings:protocol", "GET", "302 anonymous; 200 hearing; 404 *"),
    ("sittings:minutes", "GET", "302 anonymous; 200 hearing; 404 *"),
    ("sittings:minutes", "POST", "302 anonymous; 409 secretary member chair; 403 hearing; 404 *"),
    # Signed by both already.
    ("sittings:protocol_step", "POST", "302 anonymous; 409 hearing; 404 *"),
    (
        "sittings:propose_addendum",
        "GET POST",
        "302 anonymous; 200 secretary chair; 403 hearing; 404 *",
    ),
    ("sittings:addendum", "GET", "302 anonymous; 200 hearing; 404 *"),
    # Signed by both already.
    ("sittings:sign_addendum", "POST", "302 anonymous; 409 secretary chair; 403 hearing; 404 *"),
    (
        "sittings:decline_addendum",
        "GET POST",
        "302 anonymous; 409 secretary chair; 403 hearing; 404 *",
    ),
    ("sittings:extract", "GET", "302 anonymous; 200 hearing; 404 *"),
    ("sittings:statement", "GET POST", "302 anonymous; 200 secretary; 403 hearing; 404 *"),
    ("sittings:correct_statement", "GET POST", "302 anonymous; 200 secretary; 403 hearing; 404 *"),
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
    # On the agenda of a coming sitting, where nobody is recused.
    (
        "sittings:change_condition",
        "GET POST",
        "302 anonymous; 200 secretary; 403 officers member recused chair head auditor; 404 *",
    ),
    ("sittings:answer_change", "GET", "302 anonymous; 200 hearing recused adviser; 404 *"),
    (
        "sittings:answer_change",
        "POST",
        "302 anonymous; 200 adviser; 403 hearing recused; 404 *",
    ),
    (
        "sittings:defer",
        "GET POST",
        "302 anonymous; 200 secretary; 403 officers member chair head auditor; 404 *",
    ),
    ("sittings:open_round", "POST", "302 anonymous; 409 chair; 403 casework member; 404 *"),
    ("sittings:confirm_ballot", "POST", "302 anonymous; 200 hearing; 404 *"),
    ("sittings:change_ballot", "POST", "302 anonymous; 200 hearing; 404 *"),
    # The item of this world is heard in a sitting: nobody calls it in.
    ("sittings:call_in", "GET POST", "302 anonymous; 409 hearing; 404 *"),
    ("sittings:annul", "GET POST", "302 anonymous; 409 secretary chair; 403 hearing; 404 *"),
    (
        "sittings:confirm_annulment",
        "POST",
        "302 anonymous; 409 secretary chair; 403 hearing; 404 *",
    ),
    ("sittings:dissent", "GET POST", "302 anonymous; 409 hearing; 404 *"),
    ("sittings:cast", "POST", "302 anonymous member chair; 403 casework; 404 *"),
    ("sittings:close_round", "POST", "302 anonymous chair; 403 casework member; 404 *"),
    ("sittings:casting", "GET POST", "302 anonymous; 200 chair; 403 casework member; 404 *"),
    # The body
    ("commission:body", "GET", "302 anonymous; 200 hearing recused reference_admin; 404 *"),
    ("commission:establish", "GET POST", "302 anonymous; 200 reference_admin; 403 *"),
    ("commission:appoint", "GET POST", "302 anonymous; 200 reference_admin; 403 *"),
    ("commission:revoke", "GET POST", "302 anonymous; 200 reference_admin; 403 *"),
    ("commission:adopt", "GET POST", "302 anonymous; 200 reference_admin; 403 *"),
)
