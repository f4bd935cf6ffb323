"""The sanctions register of the National Security and Defence Council of Ukraine, JSON."""

import json
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext_lazy as _

from core.screening.importers.base import FIRM, PERSON, ListRefused, Row, checked, lines, names

_KINDS = {"person": PERSON, "individual": PERSON, "company": FIRM, "legal": FIRM}
_FIRM_IDENTIFIERS = frozenset({"edrpou", "ogrn", "едрпоу", "єдрпоу", "огрн"})
_IN_FORCE = "active"


def read(stream: IO[bytes]) -> Iterator[tuple[int, Row]]:
    """Yield (line, row) for every subject whose sanctions are in force."""
    records = _records(stream)
    for position, record in enumerate(records, 1):
        if not isinstance(record, dict):
            raise ListRefused(position, _("record %s is not an object") % position)
        if str(record.get("status") or _IN_FORCE).casefold() != _IN_FORCE:
            continue
        yield position, checked(_row(record), position)


def _records(stream: IO[bytes]) -> list[Any]:
    data = b"".join(piece for _number, piece in lines(stream))
    try:
        content = json.loads(data)
    except json.JSONDecodeError as error:
        raise ListRefused(error.lineno, _("broken or cut off JSON")) from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise ListRefused(1, _("broken or cut off JSON")) from error
    records = content.get("data") if isinstance(content, dict) else content
    if not isinstance(records, list):
        raise ListRefused(1, _("this is not a list of this kind"))
    return records


def _row(record: dict[str, Any]) -> Row:
    identifiers = [one for one in _list(record, "identifiers") if isinstance(one, dict)]
    action = next((one for one in _list(record, "actions") if isinstance(one, dict)), {})
    return Row(
        key=str(record.get("sid") or ""),
        schema=_schema(record, identifiers),
        names=(
            *names(_word(record, "name"), _word(record, "translit_name")),
            *names(*(str(alias) for alias in _list(record, "aliases"))),
        ),
        countries=tuple(str(one) for one in _list(record, "citizenships")),
        birth=_some(_word(record, "birthdate")),
        identifiers=tuple(str(one.get("id") or "") for one in identifiers if one.get("id")),
        programme=" ".join(filter(None, (_word(action, "decree"), _word(action, "number")))),
        listed_on=_word(action, "date"),
        note=_word(action, "reason"),
    )


def _some(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _schema(record: dict[str, Any], identifiers: list[dict[str, Any]]) -> str:
    stated = _KINDS.get(_word(record, "type").casefold())
    if stated:
        return stated
    kinds = {str(one.get("type") or "").casefold() for one in identifiers}
    return FIRM if kinds & _FIRM_IDENTIFIERS else PERSON


def _word(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    return str(value) if isinstance(value, str | int) else ""


def _list(record: dict[str, Any], name: str) -> list[Any]:
    value = record.get(name)
    return value if isinstance(value, list) else []
