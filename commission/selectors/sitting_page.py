"""Lists of sittings and the page of one: agenda with roll call by seat, attendance, open ends."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from commission import policies
from commission.models import (
    AgendaItem,
    Attendance,
    Ballot,
    Elector,
    ElectorState,
    ItemState,
    Mandate,
    Recusal,
    RecusalKind,
    Round,
    RoundState,
    Seat,
    SeatKind,
    Sitting,
    SittingKind,
    SittingState,
    Urgency,
)
from commission.selectors.attendance import Step, attendances_of, steps
from commission.selectors.scope import items_visible_to, sittings_visible_to
from commission.selectors.votes import latest_rounds
from commission.selectors.words import RESULT_TAGS, RESULTS
from core.accounts.models import User
from core.accounts.policies import has_role
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.base import clock
from core.documents.models import IssuedDocument
from core.documents.selectors import document_of
from licensing.lifecycle import Status
from licensing.models import Application
from licensing.policies import Verdict
from licensing.selectors import visible_to

LIST_LIMIT = 50


@dataclass(frozen=True, slots=True)
class Cell:
    """One seat on one item: a word, and how it looks."""

    kind: str
    label: str


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """One item of the agenda; for a recused person only its number is left."""

    position: int
    item: AgendaItem | None
    cells: list[Cell]
    present: str
    tag: tuple[str, str]
    word: str | Promise
    numbers: str


@dataclass(frozen=True, slots=True)
class Presence:
    """One mandate in the attendance list."""

    mandate: Mandate
    attendance: Attendance | None
    note: str


@dataclass(frozen=True, slots=True)
class SittingPage:
    """What the page of a sitting shows to one person."""

    sitting: Sitting
    seats: list[Seat]
    rows: list[AgendaRow]
    presences: list[Presence]
    steps: list[Step]
    present_seats: int
    considered: int
    days_since: int | None
    prepare: Verdict
    preside: Verdict
    document: IssuedDocument | None
    open_items: list[AgendaItem]

    @property
    def has_recusal(self) -> bool:
        """Tell whether the person left an item: the protocol would show it to her."""
        return any(row.item is None for row in self.rows)

    @property
    def is_open(self) -> bool:
        """Tell whether the sitting is in progress."""
        return self.sitting.state == SittingState.OPEN


def sitting_list(user: User) -> list[Sitting]:
    """Return the latest sittings that exist for the person, with the number of their items."""
    rows = sittings_visible_to(user).select_related("chair").annotate(item_count=Count("items"))
    return list(rows.order_by("-held_at")[:LIST_LIMIT])


def cases_ready(user: User) -> QuerySet[Application]:
    """Return the cases that wait for an agenda, in the order in which they should be heard.

    Urgent ones first, then by the end of their term; only secretary and officials see them.
    """
    if not has_role(user, *policies.READERS):
        return Application.objects.none()
    ready = visible_to(user).filter(status=Status.READY).select_related("manufacturer")
    urgent = Urgency.objects.filter(revision=OuterRef("current_revision"))
    ready = ready.annotate(is_waiting=~Exists(urgent), urgent=Subquery(urgent.values("reason")[:1]))
    return ready.order_by("is_waiting", "due_on", "number")


def chairs() -> QuerySet[User]:
    """Return who may preside: the role and a valid mandate."""
    mandates = policies.valid_mandates()
    return people_with_role(Role.CHAIR).filter(pk__in=mandates.values("person_id"))


def may_come(sitting: Sitting) -> QuerySet[Mandate]:
    """Return the mandates valid on the day of the sitting, in seat order."""
    mandates = policies.valid_mandates(clock.kyiv_date(sitting.held_at))
    return mandates.select_related("seat__department", "person").order_by("seat__number", "-role")


def present_ids(sitting: Sitting) -> list[UUID]:
    """Return the mandates in the room now."""
    inside = Attendance.objects.filter(sitting=sitting, left_at__isnull=True)
    return list(inside.values_list("mandate_id", flat=True))


def days_since_last() -> int | None:
    """Return the days since the commission last met (not in writing); None if it never did."""
    met = Sitting.objects.filter(state=SittingState.CLOSED).exclude(kind=SittingKind.WRITTEN)
    last = met.order_by("-closed_at").first()
    if last is None or last.closed_at is None:
        return None
    return (clock.today() - clock.kyiv_date(last.closed_at)).days


def sitting_page(user: User, sitting: Sitting) -> SittingPage:
    """Return the page of a visible sitting (a steady number of queries, whatever the agenda)."""
    seats = list(_seats(sitting))
    items = list(
        AgendaItem.objects.filter(sitting=sitting)
        .select_related("application__manufacturer")
        .order_by("position")
    )
    visible = set(items_visible_to(user, sitting).values_list("pk", flat=True))
    rows = _rows(items, visible, seats, sits=_sits(user))
    came = attendances_of(sitting)
    presences = _presences(sitting, came)
    inside = {p.mandate.seat_id for p in presences if _stays(sitting, p.attendance)}
    return SittingPage(
        sitting=sitting,
        seats=seats,
        rows=rows,
        presences=presences,
        steps=steps(
            sitting,
            came,
            {seat.pk for seat in seats},
            {row.mandate.seat_id for row in presences},
        ),
        present_seats=len(inside & {seat.pk for seat in seats}),
        considered=sum(item.state != ItemState.PENDING for item in items),
        days_since=days_since_last(),
        prepare=policies.may_prepare(user, sitting),
        preside=policies.may_preside(user, sitting),
        document=_document(sitting),
        open_items=[i for i in items if i.state == ItemState.PENDING and i.pk in visible],
    )


def _seats(sitting: Sitting) -> QuerySet[Seat]:
    day = clock.kyiv_date(sitting.held_at)
    return Seat.objects.filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        kind=SeatKind.VOTING,
        valid_from__lte=day,
    ).select_related("department")


def _document(sitting: Sitting) -> IssuedDocument | None:
    if not sitting.protocol_number or sitting.state != SittingState.CLOSED:
        return None
    return document_of("protocol", sitting.protocol_number)


def _sits(user: User) -> bool:
    return has_role(user, Role.CHAIR, Role.MEMBER)


def _rows(
    items: list[AgendaItem], visible: set[UUID], seats: list[Seat], *, sits: bool
) -> list[AgendaRow]:
    rounds = latest_rounds(items)
    rolls = _rolls(rounds.values())
    recused = _recused(items)
    return [
        _row(item, rounds.get(item.pk), rolls, recused, seats)
        if item.pk in visible
        else _closed_row(item, seats, sits)
        for item in items
    ]


def _closed_row(item: AgendaItem, seats: list[Seat], is_recused: bool) -> AgendaRow:
    """The row of an item closed to the reader: recused, or a case restricted to others."""
    cells = [Cell("none", "") for _seat in seats]
    word = _("you are recused") if is_recused else _("closed to you")
    return AgendaRow(item.position, None, cells, "", ("seat", "recused"), word, "")


def _row(
    item: AgendaItem,
    vote: Round | None,
    rolls: dict[tuple[UUID, UUID], Cell],
    recused: set[tuple[UUID, UUID]],
    seats: list[Seat],
) -> AgendaRow:
    cells = [_cell(item, vote, seat, rolls, recused) for seat in seats]
    tag, word = _state(item, vote)
    present = numbers = ""
    if vote is not None:
        entitled = sum((vote.pk, seat.pk) in rolls and rolls[vote.pk, seat.pk].kind not in OUT
                       for seat in seats)  # fmt: skip
        present = str(entitled)
        numbers = _numbers(cells) if vote.tally else _progress(cells, entitled)
    return AgendaRow(item.position, item, cells, present, tag, word, numbers)


OUT = ("recused", "absent")


def _cell(
    item: AgendaItem,
    vote: Round | None,
    seat: Seat,
    rolls: dict[tuple[UUID, UUID], Cell],
    recused: set[tuple[UUID, UUID]],
) -> Cell:
    if vote is not None and (vote.pk, seat.pk) in rolls:
        return rolls[vote.pk, seat.pk]
    if (item.pk, seat.pk) in recused:
        return Cell("recused", _("recused"))
    return Cell("none", "·")


def _numbers(cells: Iterable[Cell]) -> str:
    kinds = [cell.kind for cell in cells]
    return " : ".join(str(kinds.count(kind)) for kind in ("for", "against", "abstain"))


def _progress(cells: Iterable[Cell], entitled: int) -> str:
    sealed = sum(cell.kind == "sealed" for cell in cells)
    return _("%(voted)s of %(present)s · sealed") % {"voted": sealed, "present": entitled}


def _state(item: AgendaItem, vote: Round | None) -> tuple[tuple[str, str], str | Promise]:
    if item.state == ItemState.DEFERRED:
        return ("case", "paused"), item.get_state_display()
    if item.state == ItemState.WITHDRAWN:
        return ("case", "withdrawn"), item.get_state_display()
    if vote is None:
        return ("case", "draft"), item.get_state_display()
    if vote.state == RoundState.ANNULLED:
        return ("case", "withdrawn"), vote.get_state_display()
    if not vote.tally:
        return ("seat", "sealed"), vote.get_state_display()
    return RESULT_TAGS[vote.result], RESULTS[vote.result]


def _rolls(rounds: Iterable[Round]) -> dict[tuple[UUID, UUID], Cell]:
    """Return a cell for each seat of each round; content only where the round is closed."""
    known = {vote.pk: vote for vote in rounds}
    electors = Elector.objects.filter(round__in=known)
    choices: dict[tuple[UUID, UUID], str] = {}
    for row in Ballot.objects.filter(round__in=known).order_by("revision"):
        sealed = not known[row.round_id].tally
        choices[row.round_id, row.seat_id] = "sealed" if sealed else row.choice
    return {(e.round_id, e.seat_id): _elector_cell(e, choices) for e in electors}


def _elector_cell(elector: Elector, choices: dict[tuple[UUID, UUID], str]) -> Cell:
    words = {
        "for": _("For"),
        "against": _("Ag."),
        "abstain": _("Abst."),
        "sealed": _("voted, sealed"),
    }
    if elector.state in (ElectorState.RECUSED, ElectorState.STOOD_ASIDE):
        return Cell("recused", _("recused"))
    if elector.state != ElectorState.ENTITLED:
        return Cell("absent", "—")
    choice = choices.get((elector.round_id, elector.seat_id))
    return Cell(choice, words[choice]) if choice else Cell("open", "·")


def _recused(items: list[AgendaItem]) -> set[tuple[UUID, UUID]]:
    here = {item.application_id: item.pk for item in items}
    rows = Recusal.objects.filter(
        item__application_id__in=here, kind=RecusalKind.INSTITUTIONAL
    ).values_list("item__application_id", "seat_id")
    return {(here[case], seat) for case, seat in rows}


def _presences(sitting: Sitting, came: Iterable[Attendance]) -> list[Presence]:
    here = {row.mandate_id: row for row in came}
    mandates = may_come(sitting)
    return [Presence(row, here.get(row.pk), _presence_note(sitting, row)) for row in mandates]


def _stays(sitting: Sitting, attendance: Attendance | None) -> bool:
    """Tell whether somebody is in the room, or was until the sitting was closed."""
    if attendance is None:
        return False
    closed = sitting.closed_at
    return attendance.left_at is None or (closed is not None and attendance.left_at >= closed)


def _presence_note(sitting: Sitting, mandate: Mandate) -> str:
    if mandate.person_id == sitting.chair_id:
        return _("chair")
    if mandate.role == "alternate":
        return _("alternate, mandate %(number)s") % {"number": mandate.instrument_number}
    return ""
