"""Cases brought by the services to where a test needs them, by the named cast.

    case = accepted(cast)
    case = decided(cast)

Each builder stands on the one before it, so every test also walks the journey.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from core.base import clock
from core.documents.models import Scan, StoredFile
from demo.cast import Cast
from licensing.checks.run import findings, unnoted
from licensing.models import Application, Decision, InformationRequest
from licensing.services import case, checking, deciding, drafting, requests
from licensing.services.deciding import LineDecision

DECLARATION = "Підтверджую достовірність поданих відомостей."

LINES: tuple[dict[str, Any], ...] = (
    {
        "name_uk": "Розвідувальний БпЛА «Сиволіт С-4»",
        "name_en": "Reconnaissance UAV “Sivolit S-4”",
        "control_code": "ML10.c",
        "uktzed": "8806930000",
        "quantity": Decimal(24),
        "unit": "pcs",
        "value": Decimal(2136000),
        "currency": "EUR",
    },
    {
        "name_uk": "Наземна станція керування С-4Н",
        "name_en": "Ground control station S-4N",
        "control_code": "ML10.c",
        "uktzed": "8526920090",
        "quantity": Decimal(8),
        "unit": "pcs",
        "value": Decimal(312000),
        "currency": "EUR",
    },
)

END_USER = {
    "role": "end_user",
    "name_uk": "Агентство оборонного постачання, м. Вестергавн",
    "name_en": "Defence Supply Agency, Vesterhavn",
    "country": "DK",
    "register_no": "DK-20114477",
    "address_uk": "Гавнегаде, 4, Вестергавн",
    "address_en": "Havnegade 4, Vesterhavn",
}

CERTIFICATE = {
    "number": "EUC-2026-0311",
    "issued_on": date(2026, 10, 20),
    "valid_until": date(2027, 6, 30),
    "issuer": "Defence Supply Agency",
    "signatory_name": "Freja Lindqvist",
    "signatory_position": "Head of procurement",
    "undertakes_no_reexport": True,
    "allows_checks": True,
    "authenticity_confirmed_on": date(2026, 10, 28),
}


def stored_file(actor: Any, name: str = "contract.pdf", content: str = "") -> StoredFile:
    """Return the row of a received file; its bytes do not matter to the test."""
    from core.base.canonical import digest

    text = content or name
    return StoredFile.objects.create(
        sha256=digest(text),
        size=len(text),
        content_type="application/pdf",
        name=name,
        scan=Scan.CLEAN,
        uploaded_by=actor,
    )


def draft(cast: Cast, **kind: Any) -> Application:
    """Return an empty draft of the company."""
    fields = {"title": "24 апарати «Сиволіт С-4»", "destination": "DK"} | kind
    return drafting.create_draft(actor=cast.preparer, manufacturer=cast.company, **fields)


def filled(
    cast: Cast,
    *,
    lines: tuple[Mapping[str, Any], ...] = LINES,
    certificate: Mapping[str, Any] | None = None,
    party: Mapping[str, Any] | None = None,
    **kind: Any,
) -> Application:
    """Return a draft with every section filled in."""
    application = draft(cast, **kind)
    pk, actor = application.pk, cast.preparer
    _save(cast, pk, "contract", contract_no="22/С", contract_date=date(2026, 10, 12),
          incoterm="FCA", contract_place="Яворище")  # fmt: skip
    _save(cast, pk, "end_use", end_use_uk="Спостереження за морським узбережжям",
          end_use_en="Observation of the coast")  # fmt: skip
    for line in lines:
        drafting.add_line(actor=actor, application_id=pk, version=version(pk), values=line)
    party = party or (END_USER | {"country": application.destination})
    drafting.save_party(actor=actor, application_id=pk, version=version(pk), values=party)
    drafting.save_certificate(
        actor=actor,
        application_id=pk,
        version=version(pk),
        values=certificate or CERTIFICATE,
        file=stored_file(actor, "certificate.pdf"),
    )
    drafting.attach_file(
        actor=actor,
        application_id=pk,
        version=version(pk),
        kind="contract",
        file=stored_file(actor),
    )
    return fresh(application)


def submitted(cast: Cast, application: Application | None = None, **fields: Any) -> Application:
    """Return a submitted case."""
    application = application or filled(cast, **fields)
    return fresh(
        case.submit(
            actor=cast.signatory,
            application_id=application.pk,
            version=version(application.pk),
            declaration=DECLARATION,
        )
    )


def accepted(cast: Cast, **fields: Any) -> Application:
    """Return a case in review, led by the officer, with notes on what asks for attention."""
    application = submitted(cast, **fields)
    case.accept(actor=cast.officer, application_id=application.pk, version=application.version)
    return noted(cast, application)


def noted(cast: Cast, application: Application) -> Application:
    """Return the case with an officer's note on every check that asks for attention."""
    application = fresh(application)
    run = application.latest_checks
    waiting = {one.code for one in unnoted(run)} if run else set()
    for code, digest in findings(run).items() if run else ():
        if code in waiting:
            checking.note(
                actor=application.officer or cast.officer,
                application_id=application.pk,
                code=code,
                digest=digest,
                reason="verified",
                text="Перевірено за паспортом виробу.",
            )
    return application


def questioned(cast: Cast, application: Application | None = None) -> InformationRequest:
    """Return an open question on a case in review."""
    application = application or accepted(cast)
    return requests.ask(
        actor=cast.officer,
        application_id=application.pk,
        version=version(application.pk),
        question="Надайте оригінали гарантій.",
        due_on=clock.today() + timedelta(days=14),
    )


def ready(cast: Cast, **fields: Any) -> Application:
    """Return a case that may go before the commission."""
    application = accepted(cast, **fields)
    return fresh(
        case.mark_ready(
            actor=cast.officer, application_id=application.pk, version=application.version
        )
    )


def on_agenda(cast: Cast, **fields: Any) -> Application:
    """Return a case on the agenda of a sitting."""
    application = ready(cast, **fields)
    return fresh(
        case.place_on_agenda(
            actor=cast.secretary, application_id=application.pk, sitting_ref="DS-2026-00001"
        )
    )


def considered(cast: Cast, outcome: str = "recommend", **fields: Any) -> Application:
    """Return a case with the commission's outcome."""
    application = on_agenda(cast, **fields)
    case.record_outcome(
        actor=cast.chair,
        application_id=application.pk,
        outcome=outcome,
        deliberation={"conditions": [], "lines": []},
        protocol_ref="DJ-2026-00001",
    )
    return fresh(application)


def decided(cast: Cast, lines: list[LineDecision] | None = None, **fields: Any) -> Decision:
    """Return the decision on a considered case; everything is approved unless told otherwise."""
    application = considered(cast, **fields)
    lines = lines or [
        LineDecision(position=line.position, outcome="approved") for line in application.lines.all()
    ]
    return deciding.decide(
        actor=cast.head,
        application_id=application.pk,
        version=application.version,
        lines=lines,
        valid_until=clock.today() + timedelta(days=300),
    )


def refuse(position: int, ground: str = "EU-7") -> LineDecision:
    """Return the refusal of one line."""
    return LineDecision(
        position=position,
        outcome="refused",
        grounds=(ground,),
        reason_uk="Є ризик перенаправлення товару.",
        reason_en="There is a risk of diversion.",
    )


def cap(position: int, quantity: int, ground: str = "EU-7") -> LineDecision:
    """Return the partial approval of one line."""
    return LineDecision(
        position=position,
        outcome="capped",
        quantity=Decimal(quantity),
        grounds=(ground,),
        reason_uk="Обсяг перевищує потребу одержувача.",
        reason_en="The quantity exceeds the need of the recipient.",
    )


def version(pk: Any) -> int:
    """Return the version of a case as a form opened now would carry it."""
    return Application.objects.values_list("version", flat=True).get(pk=pk)


def fresh(application: Application) -> Application:
    """Return the case as the database has it now."""
    return Application.objects.select_related(
        "manufacturer", "officer", "current_revision", "latest_checks"
    ).get(pk=application.pk)


def kyiv(year: int, month: int, day: int, hour: int = 10) -> datetime:
    """Return an instant by the clock on the wall in Kyiv."""
    return datetime(year, month, day, hour, tzinfo=clock.KYIV).astimezone(UTC)


def _save(cast: Cast, pk: Any, section: str, **values: Any) -> None:
    drafting.save_section(
        actor=cast.preparer,
        application_id=pk,
        version=version(pk),
        section=section,
        values=values,
    )
