"""Bulk cases of realistic shape, for measuring: the one place that writes cases without services.

The shape comes from one application that is filled and submitted through the services and then
rolled back; each bulk case varies its company, goods, parties, dates and state by the seed. The
triggers stay on: every case starts as a draft and takes each step of the table, in bulk. Decided
cases are left out: a decision needs its whole record, and only the services make records.

Beyond the first block the database multiplies what is there (`demo.scale_copies`): Python would
need ten milliseconds for each case.
"""

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID

from django.db import connection, transaction
from django.db.models import F
from stdnum.ua import edrpou

from core.audit import merkle
from core.audit.log import SCHEMA
from core.audit.models import Event
from core.base import canonical, clock
from core.base.numbers import Kind as Series
from core.base.numbers import next_numbers
from demo import deals, stage
from demo.cast import Cast
from demo.scale_copies import multiply
from demo.scale_gates import GATES, asked_of, at_gate, findings_of, pass_in_bulk
from demo.scale_words import BODIES, COUNTRIES, FIRMS, GOODS
from licensing import lifecycle, snapshot, terms
from licensing.lifecycle import Verb
from licensing.models import Application, CheckRun, Revision, SearchHit, SearchTerm
from licensing.search import terms_of
from licensing.services._advance import PAST
from licensing.snapshot import Snapshot
from manufacturers.models import Manufacturer
from manufacturers.services import CompanyData, register_manufacturer

CHUNK = 1000
#: So many cases are made one by one; a register of any size is their copies.
BLOCK = 3000
DAYS_OPEN = 60
DAYS_CLOSED = 900
WAY = (Verb.SUBMIT, Verb.ACCEPT, Verb.MARK_READY, Verb.PLACE_ON_AGENDA, Verb.RECORD_OUTCOME)
#: How far a case came, with its weight: most of the cases of an old house are closed.
ENDS: tuple[tuple[tuple[Verb, ...], int], ...] = (
    (WAY[:1], 2), (WAY[:2], 8), (WAY[:3], 3), (WAY[:4], 1), (WAY, 1),
    ((*WAY[:2], Verb.WITHDRAW), 45), ((*WAY[:2], Verb.LAPSE), 40),
)  # fmt: skip


class _Undo(Exception):
    """The model application was read and is taken back."""


@dataclass(frozen=True, slots=True)
class _Model:
    """What every bulk case is shaped after."""

    content: Snapshot
    checks: CheckRun
    declaration: str


@dataclass(frozen=True, slots=True)
class _Bulk:
    """One case in the making with its rows and the way it takes."""

    case: Application
    content: Snapshot
    revision: Revision
    checks: CheckRun
    way: tuple[Verb, ...]


def seed(cast: Cast, *, companies: int, applications: int, seed_value: int) -> None:
    """Write that many companies and cases. Equal seeds on equal days give equal contents."""
    chance = random.Random(seed_value)  # noqa: S311  (invented data, no secret)
    firms = [_company(number, chance) for number in range(companies)]
    model = _model_of(cast)
    rule = terms.rule_for(model.content.track, clock.today())
    make = _Maker(cast, firms, model, rule.days, chance)
    made = min(applications, BLOCK)
    block: list[UUID] = []
    for first in range(0, made, CHUNK):
        block += _write_chunk(make, min(CHUNK, made - first), cast)
    _analyze()
    for first in range(made, applications, BLOCK):
        multiply(block[: applications - first])
    _analyze()


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _company(number: int, chance: random.Random) -> Manufacturer:
    uk, en = FIRMS[number % len(FIRMS)]
    code = _free_code(chance)
    data = CompanyData(
        edrpou=code,
        name_uk=f"ТОВ «{uk}-{code[:4]}»",
        name_en=f"{en}-{code[:4]} LLC",
        address_uk="вул. Вигадана, 1, м. Яворище",
        address_en="1 Vyhadana St, Yavoryshche",
        registration_no=f"S-{code}",
        registered_on=clock.today() - timedelta(days=DAYS_CLOSED),
        registration_valid_until=clock.today() + timedelta(days=DAYS_CLOSED),
    )
    return register_manufacturer(actor=None, data=data)


def _free_code(chance: random.Random) -> str:
    while True:
        seven = f"98{chance.randrange(100_000):05d}"
        code = seven + str(edrpou.calc_check_digit(seven))
        if not Manufacturer.objects.filter(edrpou=code).exists():
            return code


def _model_of(cast: Cast) -> _Model:
    """Fill and submit one application through the services, read it, and take it back."""
    found: list[_Model] = []
    try:
        with transaction.atomic():
            draft = stage.draft(cast.preparer, cast.company, deals.DENMARK)
            case = stage.submit(cast.signatory, draft)
            checks = (
                CheckRun.objects.select_related("revision").filter(application=case).latest("at")
            )
            content = snapshot.read(case.declared.text)
            found.append(_Model(content, checks, case.declared.declaration))
            raise _Undo
    except _Undo:
        return found[0]


class _Maker:
    """Makes cases one after another from the seed."""

    def __init__(
        self, cast: Cast, firms: list[Manufacturer], model: _Model, days: int, chance: random.Random
    ) -> None:
        self.cast, self.firms, self.model = cast, firms, model
        self.days, self.chance = days, chance
        self.asked = asked_of(model.checks)

    def case(self) -> _Bulk:
        """Return the next case with its rows, not yet written."""
        ways, weights = zip(*ENDS, strict=True)
        way = self.chance.choices(ways, weights)[0]
        is_closed = way[-1] in (Verb.WITHDRAW, Verb.LAPSE)
        first = DAYS_OPEN + 1 if is_closed else 0
        last = DAYS_CLOSED if is_closed else DAYS_OPEN
        day = clock.today() - timedelta(days=self.chance.randint(first, last))
        firm = self.chance.choice(self.firms)
        content = self._content(firm)
        case = self._application(firm, content, day, way, is_closed=is_closed)
        revision = self._revision(case, content)
        checks = self._checks(case, revision)
        case.current_revision, case.latest_checks = revision, checks
        return _Bulk(case, content, revision, checks, way)

    def _content(self, firm: Manufacturer) -> Snapshot:
        chance, model = self.chance, self.model.content
        destination = chance.choice(COUNTRIES)
        company = replace(
            model.company, id=str(firm.pk), name_uk=firm.name_uk, name_en=firm.name_en,
            edrpou=firm.edrpou, registration_no=firm.registration_no,
        )  # fmt: skip
        lines = []
        for position in range(1, chance.randint(1, 4) + 1):
            uk, en, code = chance.choice(GOODS)
            mark, pieces = chance.randint(1, 400), chance.randint(1, 200)
            lines.append(
                replace(
                    model.lines[0], position=position, name_uk=f"{uk} В-{mark}",
                    name_en=f"{en} V-{mark}", control_code=code, quantity=Decimal(pieces),
                    value=Decimal(pieces * chance.randint(100, 90_000)),
                )
            )  # fmt: skip
        uk, en = chance.choice(BODIES)
        town = chance.randint(1, 300)
        parties = tuple(
            replace(one, name_uk=f"{uk}, округ {town}", name_en=f"{en}, district {town}",
                    country=destination)
            for one in model.parties[:1]
        )  # fmt: skip
        return replace(
            model, company=company, lines=tuple(lines), parties=parties, destination=destination,
            title=lines[0].name_uk,
        )  # fmt: skip

    def _application(
        self, firm: Manufacturer, content: Snapshot, day: date, way: tuple[Verb, ...], *,
        is_closed: bool,
    ) -> Application:  # fmt: skip
        officers = (self.cast.officer, self.cast.second_officer)
        is_accepted = len(way) > 1
        return Application(
            manufacturer=firm,
            title=content.title,
            destination=content.destination,
            contract_no=content.contract_no,
            contract_date=content.contract_date,
            prepared_by=self.cast.preparer,
            officer=self.chance.choice(officers) if is_accepted else None,
            created_at=_at(day),
            submitted_at=_at(day),
            accepted_on=day if is_accepted else None,
            term_days=self.days if is_accepted else None,
            due_on=day + timedelta(days=self.days) if is_accepted else None,
            closed_at=_at(day + timedelta(days=30)) if is_closed else None,
            answered_at=_at(day) if self.chance.random() < 0.3 else None,
        )

    def _revision(self, case: Application, content: Snapshot) -> Revision:
        signed = {
            "revision": 1,
            "declaration": self.model.declaration,
            "signed_by": self.cast.signatory.pk,
            "signed_at": case.created_at,
        }
        text = canonical.dumps({**content.content(), **signed})
        return Revision(
            application=case, number=1, text=text, sha256=canonical.digest(text),
            declaration=self.model.declaration, signed_by=self.cast.signatory,
            signed_at=case.created_at,
        )  # fmt: skip

    def _checks(self, case: Application, revision: Revision) -> CheckRun:
        kept = self.model.checks
        text = kept.text.replace(str(kept.revision.sha256), revision.sha256)
        return CheckRun(
            application=case, revision=revision, gate=kept.gate, at=case.created_at, text=text,
            sha256=canonical.digest(text), blocks=kept.blocks, attentions=kept.attentions,
            clears=kept.clears, barred=kept.barred,
            findings=findings_of(self.asked, revision.sha256),
        )  # fmt: skip


@transaction.atomic
def _write_chunk(make: _Maker, size: int, cast: Cast) -> list[UUID]:
    """Write a chunk whole: drafts with their texts, then each step; return the cases' keys."""
    bulk = [make.case() for _ in range(size)]
    _number([one.case for one in bulk])
    Application.objects.bulk_create([one.case for one in bulk])
    Revision.objects.bulk_create([one.revision for one in bulk])
    CheckRun.objects.bulk_create([one.checks for one in bulk])
    _write_names(bulk)
    for place in range(max(len(one.way) for one in bulk)):
        _step(make, [one for one in bulk if len(one.way) > place], place, cast)
    return [one.case.pk for one in bulk]


def _number(cases: list[Application]) -> None:
    """Number the cases of each year with one statement."""
    years: dict[int, list[Application]] = {}
    for case in cases:
        years.setdefault(case.created_at.year, []).append(case)
    for year, of_year in sorted(years.items()):
        for case, number in zip(
            of_year, next_numbers(Series.CASE, year, len(of_year)), strict=True
        ):
            case.number = number


def _step(make: _Maker, bulk: list[_Bulk], place: int, cast: Cast) -> None:
    for verb in sorted({one.way[place] for one in bulk}):
        taking = [one for one in bulk if one.way[place] == verb]
        source = taking[0].case.status
        found = lifecycle.step(source, verb)
        assert found is not None, (source, verb)
        if verb in GATES:
            runs = [at_gate(one.checks, GATES[verb]) for one in taking]
            pass_in_bulk(runs, make.asked, cast.officer)
        keys = [one.case.pk for one in taking]
        Application.objects.filter(pk__in=keys).update(
            status=found.target.value, version=F("version") + 1
        )
        for one in taking:
            one.case.status = found.target.value
        Event.objects.bulk_create(_event(one, verb, source, cast) for one in taking)


def _event(one: _Bulk, verb: Verb, source: str, cast: Cast) -> Event:
    content = {
        "schema": SCHEMA,
        "at": one.case.created_at,
        "actor": cast.officer.pk,
        "verb": PAST[verb],
        "subject": one.case.subject,
        "number": one.case.number,
        "data": {"from": source, "to": one.case.status},
        "salt": one.case.pk.hex,
    }
    body = canonical.dumps(content)
    return Event(
        at=one.case.created_at, actor_id=cast.officer.pk, verb=PAST[verb],
        subject=one.case.subject, number=one.case.number or "", body=body,
        leaf=merkle.leaf_hash(body.encode()),
    )  # fmt: skip


def _write_names(bulk: list[_Bulk]) -> None:
    """File the chunk for the search: the same terms as `services.indexing`, in three statements."""
    named = [(one, terms_of(one.content)) for one in bulk]
    wanted = sorted({(t.kind, t.key): t for _one, found in named for t in found}.values())
    SearchTerm.objects.bulk_create(
        [SearchTerm(kind=t.kind, key=t.key, label_uk=t.label_uk, label_en=t.label_en)
         for t in wanted],
        ignore_conflicts=True,
    )  # fmt: skip
    rows = SearchTerm.objects.filter(key__in=[t.key for t in wanted])
    known = {(row.kind, row.key): row.pk for row in rows}
    SearchHit.objects.bulk_create(
        SearchHit(term_id=known[t.kind, t.key], application=one.case, number=one.case.ref)
        for one, found in named
        for t in found
    )


def _at(day: date) -> datetime:
    return datetime.combine(day, time(10), tzinfo=clock.KYIV)
