"""The page of a protocol: its text, what changed since the last version, comments, signatures."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from django.http import Http404

from commission import policies
from commission.models import (
    ProtocolComment,
    ProtocolSignature,
    ProtocolState,
    ProtocolVersion,
    Sitting,
)
from commission.selectors.protocol_signatures import Signature, signatures_of
from commission.selectors.scope import items_visible_to
from core.accounts.models import User


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph of the protocol, or the heading of an item."""

    text: str
    is_title: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of the protocol and whether it came, went or stayed."""

    kind: str
    line: Line


@dataclass(frozen=True, slots=True)
class ProtocolRights:
    """What this person may do with the protocol now."""

    keep: bool
    comment: bool
    approve: bool
    sign: bool
    send: bool


@dataclass(frozen=True, slots=True)
class ProtocolPage:
    """The last version beside the one before it."""

    sitting: Sitting
    version: ProtocolVersion
    before: ProtocolVersion | None
    paragraphs: list[Paragraph]
    comments: list[ProtocolComment]
    signatures: list[ProtocolSignature]
    qualified: list[Signature]
    rights: ProtocolRights

    @property
    def changed(self) -> int:
        """Return how many paragraphs differ from the version before."""
        return sum(row.kind != "same" for row in self.paragraphs)


def protocol_page(user: User, sitting: Sitting) -> ProtocolPage:
    """Return the page to a reader of the whole sitting. Raises Http404 for the recused."""
    require_whole_sitting(user, sitting)
    versions = list(sitting.versions.select_related("made_by").order_by("-number")[:2])
    if not versions:
        raise Http404
    version, before = versions[0], versions[1] if len(versions) > 1 else None
    comments = ProtocolComment.objects.filter(version__sitting=sitting)
    return ProtocolPage(
        sitting=sitting,
        version=version,
        before=before,
        paragraphs=difference(before, version),
        comments=list(comments.select_related("author", "version").order_by("at")),
        signatures=list(version.signatures.select_related("person")),
        qualified=signatures_of(sitting),
        rights=_rights(user, sitting, version),
    )


def require_whole_sitting(user: User, sitting: Sitting) -> None:
    """Raise Http404 for somebody who left an item: the protocol would show it to her."""
    if sitting.items.exclude(pk__in=items_visible_to(user, sitting).values("pk")).exists():
        raise Http404


def _rights(user: User, sitting: Sitting, version: ProtocolVersion) -> ProtocolRights:
    circulated = sitting.protocol_state == ProtocolState.CIRCULATED
    approved = sitting.protocol_state == ProtocolState.APPROVED
    signs = user in (sitting.chair, sitting.secretary)
    return ProtocolRights(
        keep=bool(policies.may_keep_protocol(user, sitting)),
        comment=bool(policies.may_comment(user, sitting)),
        approve=circulated and bool(policies.may_preside(user, sitting)),
        sign=approved and signs and not version.signatures.filter(person=user).exists(),
        send=bool(policies.may_send_signature(user, sitting)),
    )


def difference(before: ProtocolVersion | None, after: ProtocolVersion) -> list[Paragraph]:
    """Return the paragraphs of `after`, with those gone since `before` where they stood."""
    new = lines(json.loads(after.record_text))
    if before is None:
        return [Paragraph("same", line) for line in new]
    old = lines(json.loads(before.record_text))
    found = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Paragraph("same", line) for line in new[c:d]]
        else:
            found += [Paragraph("gone", line) for line in old[a:b]]
            found += [Paragraph("new", line) for line in new[c:d]]
    return found


def lines(record: Mapping[str, Any]) -> list[Line]:
    """Return the protocol as plain paragraphs and headings, in the order of the paper."""
    return [line for line in _told(record) if line.text]


def _told(record: Mapping[str, Any]) -> Iterator[Line]:
    place = f"{record['sitting_kind']} {record['sitting_number']}, {record['place']}"
    yield Line(place.rstrip(", "))
    yield from map(Line, record["opening"])
    for row in record["electors"]:
        yield Line(f"{row['seat']} {row['department']}: {row['person'] or '—'}, {row['state']}")
    yield from map(Line, record["agenda"])
    for item in record["items"]:
        yield Line(f"{item['position']}. {item['title']}", is_title=True)
        yield from map(Line, _item(item))
    yield from map(Line, record["closing"])


def _item(item: Mapping[str, Any]) -> Iterator[str]:
    yield item["case_line"]
    yield from item["statements"]
    for row in item["recusals"]:
        yield f"{row['seat']}, {row['kind']}: {row['text']}"
    for vote in item["rounds"]:
        yield from _round(vote)
    yield item["decision"]
    for row in item["conditions"]:
        behind = "; ".join(part for part in (row["owner"], row["term"]) if part)
        yield f"{row['number']}) {row['text']} ({behind})"
    for row in item["dissents"]:
        yield f"{row['seat']}, {row['person']}, {row['filed_on']}: {row['text']}"


def _round(vote: Mapping[str, Any]) -> Iterator[str]:
    yield f"{vote['number']}: {vote['question']}"
    yield vote["annulled"]
    for row in vote["formula"]:
        yield f"{row['rule']}: {row['numbers']} {row['outcome']}".strip()
    for row in vote["roll_call"]:
        said = ". ".join(part for part in (VOTES[row["vote"]], row["reason"]) if part)
        yield f"{row['seat']} {row['department']}: {said}"


#: The words of the paper; the protocol is in Ukrainian for everybody.
VOTES = {
    "for": "за",
    "against": "проти",
    "abstain": "утрималися",
    "recused": "відвід",
    "absent": "відсутні",
    "not_voted": "не голосували",
}
