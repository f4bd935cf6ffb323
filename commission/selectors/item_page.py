"""Everything on the page of one agenda item, for whoever may see it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language

from commission import policies, wording
from commission.models import (
    AgendaItem,
    Annulment,
    Ballot,
    Dissent,
    ItemState,
    Mandate,
    Opinion,
    ProtocolState,
    Question,
    Recusal,
    Round,
    RoundState,
    Statement,
)
from commission.selectors.conditions import FirstReading, first_reading
from commission.selectors.deferrals import Deferrals, deferrals_before
from commission.selectors.opinions import MatrixRow, all_criteria, matrix, opinions_on_revision
from commission.selectors.votes import (
    LiveState,
    RollRow,
    latest_round,
    live_state,
    own_ballot,
    round_mark,
)
from commission.selectors.votes import roll_rows as roll_of
from commission.selectors.words import RESULT_TAGS, RESULTS, FormulaLine, formula
from core.accounts.models import User
from core.documents.selectors import document_of
from core.reference.models import Criterion
from licensing import snapshot
from licensing.policies import YES, Verdict, not_now
from licensing.snapshot import Snapshot


@dataclass(frozen=True, slots=True)
class FrozenCondition:
    """A condition as it stands in the frozen text."""

    text: str
    owner: str
    term: str


@dataclass(frozen=True, slots=True)
class Rights:
    """What this person may do with the item now."""

    prepare: Verdict
    preside: Verdict
    declare: Verdict
    open: bool
    close: bool
    casting: bool
    vote: bool
    call_in: bool
    annul: bool
    statements: bool
    dissent: bool
    conditions: bool


@dataclass(frozen=True, slots=True)
class ItemPage:
    """The item with its papers, its text, its vote and the person's part in it."""

    item: AgendaItem
    content: Snapshot
    totals: list[tuple[Decimal, str]]
    question: Question | None
    conditions: list[FrozenCondition]
    criteria: list[Criterion]
    opinions: list[Opinion]
    matrix: list[MatrixRow]
    round: Round | None
    live: LiveState
    formula: list[FormulaLine]
    roll: list[RollRow]
    mandate: Mandate | None
    mine: Ballot | None
    rights: Rights
    recusals: list[Recusal]
    statements: list[Statement]
    has_extract: bool
    annulment: Annulment | None
    dissents: list[Dissent]
    reading: FirstReading
    deferrals: Deferrals
    before: str
    after: str
    count: int

    @property
    def result(self) -> tuple[str, str, str | Promise] | None:
        """Return domain, value and words of the result's tag; None while it is sealed."""
        if self.round is None or not self.round.result:
            return None
        if self.round.state == RoundState.ANNULLED:
            return ("case", "withdrawn", self.round.get_state_display())
        return (*RESULT_TAGS[self.round.result], RESULTS[self.round.result])

    @property
    def mark(self) -> str:
        """Return what the page shows of the vote, for its live part."""
        return round_mark(self.round)

    @property
    def is_open(self) -> bool:
        """Tell whether ballots are being cast."""
        return self.round is not None and self.round.state == RoundState.OPEN


def item_page(user: User, item: AgendaItem) -> ItemPage:
    """Return the page of a visible item; nothing of an open vote but who has voted."""
    content = snapshot.read(item.revision.text)
    question = item.questions.order_by("-number").first()
    vote = latest_round(item)
    mandate = policies.mandate_of(user)
    opinions = opinions_on_revision(item.revision)
    counted = vote is not None and bool(vote.tally)
    before, after, count = _neighbours(item)
    live = live_state(item, vote, user)
    mine = own_ballot(vote, user) if vote is not None else None
    return ItemPage(
        item=item,
        content=content,
        totals=[(amount, currency) for currency, amount in sorted(content.totals.items())],
        question=question,
        conditions=frozen_conditions(question),
        criteria=all_criteria(),
        opinions=opinions,
        matrix=matrix(opinions),
        round=vote,
        live=live,
        formula=formula(vote) if vote is not None else [],
        roll=roll_of(vote) if vote is not None and counted else [],
        mandate=mandate,
        mine=mine,
        rights=rights_of(user, item, question, vote, mandate, live),
        recusals=list(policies.recusals_on(item).select_related("seat__department", "person")),
        statements=list(item.statements.filter(replaced_by__isnull=True).exclude(text="")),
        has_extract=has_extract(item),
        annulment=annulment_of(vote),
        dissents=dissents_of(item) if getattr(vote, "has_dissents", False) else [],
        reading=first_reading(item),
        deferrals=deferrals_before(item),
        before=before,
        after=after,
        count=count,
    )


def has_extract(item: AgendaItem) -> bool:
    """Tell whether the sealed extract of the item can be handed out."""
    if item.sitting.protocol_state != ProtocolState.SIGNED:
        return False
    return document_of("extract", f"{item.sitting.protocol_number}/{item.position}") is not None


def annulment_of(vote: Round | None) -> Annulment | None:
    """Return the annulment proposed or confirmed for a vote; an open one has none."""
    if vote is None or vote.state == RoundState.OPEN:
        return None
    rows = Annulment.objects.select_related("proposed_by", "confirmed_by")
    return rows.filter(round=vote).first()


def dissents_of(item: AgendaItem) -> list[Dissent]:
    """Return the separate opinions on an item."""
    rows = Dissent.objects.filter(round__question__item=item)
    return list(rows.select_related("seat__department", "person").order_by("seat__number"))


def frozen_conditions(question: Question | None) -> list[FrozenCondition]:
    """Return the conditions of a frozen text in the reader's language where it exists."""
    if question is None:
        return []
    return [
        FrozenCondition(_read(row["text"]), _read(row["owner"]), _term(row))
        for row in question.content["conditions"]
    ]


def _read(text: dict[str, Any]) -> str:
    language = "en" if get_language() == "en" and text["en"] else "uk"
    return str(text[language])


def _term(row: dict[str, Any]) -> str:
    return wording.term(row, "en" if get_language() == "en" else "uk")


def rights_of(
    user: User,
    item: AgendaItem,
    question: Question | None,
    vote: Round | None,
    mandate: Mandate | None,
    live: LiveState,
) -> Rights:
    """Return what the person may do with the item now, by the same policies the services ask."""
    preside = policies.may_preside_item(user, item)
    state = vote.state if vote is not None else None
    waiting = question is not None and (vote is None or vote.question_id != question.pk)
    retry = state in (RoundState.NO_QUORUM, RoundState.ANNULLED)
    return Rights(
        prepare=policies.may_prepare(user, item.sitting) and _not_settled(item),
        preside=preside,
        declare=policies.may_declare_conflict(user, item),
        open=bool(preside) and (waiting or retry) and state not in LIVE,
        close=bool(preside) and state == RoundState.OPEN,
        casting=bool(preside) and state == RoundState.TIE,
        vote=_may_vote(vote, mandate, live),
        call_in=vote is not None and bool(policies.may_call_in(user, vote)),
        annul=vote is not None and bool(policies.may_annul(user, vote)),
        statements=bool(policies.may_keep_statements(user, item)),
        dissent=vote is not None and bool(policies.may_dissent(user, vote)),
        conditions=bool(policies.may_change_conditions(user, item)),
    )


LIVE = (RoundState.OPEN, RoundState.TIE)


def _not_settled(item: AgendaItem) -> Verdict:
    pending = item.state == ItemState.PENDING
    return YES if pending else not_now(item.get_state_display())


def _may_vote(vote: Round | None, mandate: Mandate | None, live: LiveState) -> bool:
    if vote is None or mandate is None or vote.state != RoundState.OPEN:
        return False
    return mandate.pk in live.entitled


def _neighbours(item: AgendaItem) -> tuple[str, str, int]:
    """Return the addresses of the items before and after this one, and how many there are."""
    places = list(item.sitting.items.order_by("position").values_list("position", flat=True))
    here = places.index(item.position)
    before = places[here - 1] if here else None
    after = places[here + 1] if here + 1 < len(places) else None
    return _address(item, before), _address(item, after), len(places)


def _address(item: AgendaItem, position: int | None) -> str:
    if position is None:
        return ""
    return reverse("sittings:item", args=[item.sitting.number, position])
