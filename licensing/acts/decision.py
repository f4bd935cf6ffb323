"""The decision record: everything that led to the act, as one canonical text (design, 7)."""

import json

from licensing.acts.act import Act
from licensing.acts.lines import Ruled
from licensing.models import Application, CheckRun, CommissionOutcome, Decision
from licensing.selectors.case.findings import content_of, digest_of, findings_of
from licensing.terms import rule_for

SCHEMA = "dozvil.decision.1"


def decision_record(
    act: Act, number: str, *, licence: dict[str, str] | None, refusal: dict[str, str] | None
) -> dict[str, object]:
    """Return the whole record; the texts it quotes carry their digests beside them."""
    application = act.application
    return {
        "schema": SCHEMA,
        "number": number,
        "case": _case(application),
        "revision": _revision(application),
        "term": _term(application),
        "requests": _requests(application),
        "pauses": _pauses(application),
        "checks": [_checks(run) for run in application.check_runs.order_by("at")],
        "criteria": _criteria(application),
        "commission": _commission(act.outcome),
        "lines": [_line(ruled) for ruled in act.lines],
        "conditions": list(act.conditions),
        "legal_basis": act.legal_basis,
        "decided_by": {
            "id": act.head.pk,
            "name": act.head.name_uk,
            "office": act.head.title_uk,
        },
        "decided_at": act.decided_at,
        "decided_on": act.decided_on,
        "valid_until": act.valid_until,
        "licence": licence,
        "refusal": refusal,
        "supersedes": _superseded(act),
    }


def _superseded(act: Act) -> dict[str, str] | None:
    """Return the decision that this one takes the place of: of an amended permit, or on appeal.

    The old record stays as it is: the chain is told by the newer one.
    """
    case = act.application
    earlier = Decision.objects.filter(application=case, round__lt=case.round).order_by("round")
    last = act.replaces.decision if act.replaces else earlier.last()
    return {"number": last.number, "sha256": last.sha256} if last else None


def _case(application: Application) -> dict[str, object]:
    return {
        "id": application.pk,
        "number": application.number,
        "round": application.round,
        "company": application.manufacturer_id,
        "officer": application.officer_id,
        "prepared_by": sorted(
            str(pk) for pk in application.preparers.values_list("user", flat=True)
        ),
        "submitted_at": application.submitted_at,
        "accepted_on": application.accepted_on,
    }


def _revision(application: Application) -> dict[str, object]:
    revision = application.declared
    return {
        "number": revision.number,
        "sha256": revision.sha256,
        "content": json.loads(revision.text),
    }


def _term(application: Application) -> dict[str, object]:
    assert application.accepted_on is not None
    rule = rule_for(application.track, application.accepted_on)
    return {
        "track": application.track,
        "days": application.term_days,
        "source": rule.source,
        "due_on": application.due_on,
    }


def _requests(application: Application) -> list[dict[str, object]]:
    return [
        {
            "number": request.number,
            "asked_by": request.asked_by_id,
            "asked_at": request.asked_at,
            "question": request.question,
            "due_on": request.due_on,
            "complete_at": request.complete_at,
            "messages": [
                {
                    "side": message.side,
                    "author": message.author_id,
                    "at": message.at,
                    "text": message.text,
                    "files": [kept.file.sha256 for kept in message.files.all()],
                }
                for message in request.messages.all()
            ],
        }
        for request in application.requests.prefetch_related("messages__files__file")
    ]


def _pauses(application: Application) -> list[dict[str, object]]:
    return [
        {"from": pause.starts_on, "to": pause.ends_on, "reason": pause.reason}
        for pause in application.pauses.all()
    ]


def _checks(run: CheckRun) -> dict[str, object]:
    return {"sha256": run.sha256, "run": json.loads(run.text)}


def _criteria(application: Application) -> list[dict[str, object]]:
    """Return what officers found under each criterion, on every text of the case."""
    return [
        {"sha256": digest_of(one), "finding": content_of(one)} for one in findings_of(application)
    ]


def _commission(outcome: CommissionOutcome) -> dict[str, object]:
    return {
        "outcome": outcome.outcome,
        "protocol": outcome.protocol_ref,
        "item": outcome.item,
        "held_on": outcome.held_on,
        "recorded_by": outcome.recorded_by_id,
        "recorded_at": outcome.at,
        "sha256": outcome.sha256,
        "deliberation": json.loads(outcome.text),
    }


def _line(ruled: Ruled) -> dict[str, object]:
    decision = ruled.decision
    return {
        "line": ruled.line.position,
        "outcome": decision.outcome,
        "quantity": ruled.quantity,
        "unit": ruled.line.unit,
        "value": ruled.value,
        "currency": ruled.line.currency,
        "cap": {"uk": decision.cap_uk, "en": decision.cap_en},
        "grounds": list(decision.grounds),
        "criteria": list(ruled.criteria),
        "reason": {"uk": decision.reason_uk, "en": decision.reason_en},
    }
