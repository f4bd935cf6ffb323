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
