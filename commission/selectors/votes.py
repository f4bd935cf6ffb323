"""Seats of an item as tiles and rolls. Before close only *that* a seat voted leaves this module."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, QuerySet
from django.utils.translation import gettext as _

from commission import tally
from commission.models import (
    AgendaItem,
    Ballot,
    Dissent,
    Elector,
    ElectorState,
    Mandate,
    Round,
    Seat,
)
from commission.rule_pack import RulePack
from commission.selectors.words import FormulaLine, formula_line
from commission.services.electors import as_tally, standings
from core.accounts.models import User

STATE_TILES = {
    ElectorState.ABSENT: "absent",
    ElectorState.VACANT: "absent",
    ElectorState.RECUSED: "recused",
    ElectorState.STOOD_ASIDE: "recused",
}


@dataclass(frozen=True, slots=True)
class SeatTile:
    """One seat of the item: present or not, and whether its paper is in."""

    short: str
    state: str
    label: str
    mine: bool


@dataclass(frozen=True, slots=True)
class RollRow:
    """One seat after the close."""

    short: str
    name: str
    choice: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class LiveState:
    """What may be known of a vote at any moment: who is entitled, who voted, the quorum."""

    tiles: list[SeatTile]
    voted: int
    present: int
    needed: int
    quorum: FormulaLine
    has_quorum: bool
    waiting: list[str]
    entitled: frozenset[UUID]


def latest_round(item: AgendaItem) -> Round | None:
    """Return the newest round of an item, open or closed."""
    dissents = Dissent.objects.filter(round__question__item=item)
    found = (
        Round.objects.filter(question__item=item)
        .annotate(has_dissents=Exists(dissents))
        .select_related("question", "rule_pack")
        .order_by("-opened_at", "-created_at")
        .first()
    )
    if found is not None:
        found.question.item = item
    return found


def round_mark(vote: Round | None) -> str:
    """Return what a page remembers of the vote it shows, to notice that it went on."""
    return f"{vote.pk}.{vote.state}" if vote is not None else "none"


def live_state(item: AgendaItem, vote: Round | None, user: User) -> LiveState:
    """Return the seats of the item now: of its round if there is one, else as they would stand."""
    rows = list(_electors(vote)) if vote is not None else standings(item)
    voted = _voted(vote) if vote is not None else set()
    rule = (vote.rule_pack if vote is not None else item.sitting.rule_pack).parsed()
    tiles = [_tile(row.seat, ElectorState(row.state), row.mandate, voted, user) for row in rows]
    outcome = tally.evaluate(rule, as_tally(rows), [])
    quorum = next(line for line in outcome.lines if line.check == "quorum")
    entitled = [row for row in rows if row.state == ElectorState.ENTITLED]
    return LiveState(
        tiles=tiles,
        voted=len([row for row in entitled if row.seat.pk in voted]),
        present=len(entitled),
        needed=votes_needed(rule, len(entitled)),
        quorum=formula_line(
            rule,
            {
                "check": quorum.check,
                "rule": quorum.rule,
                "numbers": quorum.numbers,
                "holds": quorum.holds,
            },
        ),
        has_quorum=outcome.result is not tally.Result.NO_QUORUM,
        waiting=[row.seat.department.short for row in entitled if row.seat.pk not in voted],
        entitled=frozenset(row.mandate.pk for row in entitled if row.mandate is not None),
    )


def votes_needed(rule: RulePack, present: int) -> int:
    """Return the fewest votes for that carry when all who are present vote for or against."""
    return present * rule.majority.num // rule.majority.den + 1


def _electors(vote: Round) -> QuerySet[Elector]:
    rows = vote.electors.select_related("seat__department", "mandate")
    return rows.order_by("seat__number")


def _voted(vote: Round) -> set[UUID]:
    return set(Ballot.objects.filter(round=vote).values_list("seat_id", flat=True))


def _tile(
    seat: Seat, state: ElectorState, mandate: Mandate | None, voted: set[UUID], user: User
) -> SeatTile:
    shown = STATE_TILES.get(state) or ("sealed" if seat.pk in voted else "open")
    words = {
        "sealed": _("voted, sealed"),
        "open": _("not yet"),
        "recused": _("recused"),
        "absent": _("absent"),
    }
    mine = mandate is not None and mandate.person_id == user.pk
    return SeatTile(seat.department.short, shown, words[shown], mine)


def roll_rows(vote: Round) -> list[RollRow]:
    """Return the vote of each seat. Raises ValueError unless it was counted: it is sealed."""
    if not vote.tally:
        raise ValueError("a vote is sealed until it is counted")
    ballots = Ballot.objects.filter(round=vote).order_by("revision")
    last = {ballot.seat_id: ballot for ballot in ballots}
    electors = vote.electors.select_related("seat__department", "mandate__person")
    return [
        _roll_row(row.seat, row.mandate, row.state, row.get_state_display(), last.get(row.seat_id))
        for row in electors.order_by("seat__number")
    ]


def _roll_row(
    seat: Seat, mandate: Mandate | None, state: str, state_label: str, ballot: Ballot | None
) -> RollRow:
    name = mandate.person.name if mandate else ""
    if state != ElectorState.ENTITLED:
        return RollRow(seat.department.short, name, state, state_label, "")
    if ballot is None:
        return RollRow(seat.department.short, name, "none", _("did not vote"), "")
    codes = ", ".join(ballot.criteria)
    reason = f"{_('Criteria')} {codes}. {ballot.reason}" if codes else ballot.reason
    label = ballot.get_choice_display()
    return RollRow(seat.department.short, name, ballot.choice, label, reason)


def own_ballot(vote: Round, user: User) -> Ballot | None:
    """Return the last ballot the person cast in a round; nobody else's is ever read here."""
    own = Ballot.objects.filter(round=vote, cast_by=user).select_related("seat__department")
    return own.order_by("-revision").first()


def latest_rounds(items: Iterable[AgendaItem]) -> dict[UUID, Round]:
    """Return the newest round of each item, in one query."""
    rounds = Round.objects.filter(question__item__in=list(items)).select_related("question")
    return {row.question.item_id: row for row in rounds.order_by("opened_at", "created_at")}
