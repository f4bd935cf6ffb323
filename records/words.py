"""The words for what happened, verb by verb: the only place that names events for people."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

HAPPENED: dict[str, Promise] = {
    "case.drafted": _("Draft begun"),
    "case.handed": _("Handed to the signatory"),
    "case.discarded": _("Draft discarded"),
    "case.submitted": _("Application declared and submitted"),
    "case.returned": _("Sent back to the applicant"),
    "case.accepted": _("Accepted as complete"),
    "case.taken_over": _("Case taken over"),
    "case.amendment_opened": _("Amendment begun"),
    "case.amended": _("New revision declared"),
    "case.marked_ready": _("Marked as ready"),
    "case.placed_on_agenda": _("Placed on the agenda"),
    "case.deferred": _("Deferred"),
    "case.outcome_recorded": _("Outcome of the commission recorded"),
    "case.outcome_annulled": _("Outcome of the commission annulled"),
    "case.decided": _("Decision of the authority"),
    "case.withdrawn": _("Withdrawn by the applicant"),
    "case.lapsed": _("Lapsed without an answer"),
    "case.appealed": _("Refusal appealed"),
    "request.asked": _("Question to the applicant"),
    "signature.received": _("Qualified signature received"),
    "signature.reviewed": _("Qualified signature judged by an officer"),
    "request.message": _("Message on a question"),
    "request.answered": _("Complete answer of the applicant"),
    "surplus.reserved": _("Surplus reserved"),
    "surplus.released": _("Surplus given back"),
    "surplus.licensed": _("Surplus licensed"),
    "opinion.requested": _("Department asked for its opinion"),
    "opinion.given": _("Opinion of the department given"),
    "opinion.waived": _("Opinion waived"),
    "opinion.stands": _("Opinion stands, the amendment does not touch it"),
    "sitting.convened": _("Sitting convened"),
    "sitting.opened": _("Sitting opened"),
    "sitting.closed": _("Sitting closed, protocol written"),
    "attendance.recorded": _("Attendance recorded"),
    "item.placed": _("Papers of the item frozen"),
    "item.deferred": _("Item deferred"),
    "conflict.declared": _("Conflict of interest declared"),
    "question.frozen": _("Text of the vote frozen"),
    "round.opened": _("Vote opened"),
    "ballot.cast": _("Ballot cast, sealed"),
    "round.closed": _("Vote closed and counted"),
    "casting_vote.given": _("Casting vote of the chair"),
    "procedure.convened": _("Written procedure prepared"),
    "procedure.opened": _("Papers sent, vote in writing opened"),
    "procedure.called_in": _("Vote in writing ended without result, called into a sitting"),
    "annulment.proposed": _("Annulment of a vote proposed"),
    "round.annulled": _("Vote annulled by two people"),
    "dissent.filed": _("Separate opinion filed"),
    "statement.recorded": _("Statement entered"),
    "protocol.revised": _("Protocol generated anew"),
    "protocol.circulated": _("Draft protocol circulated"),
    "protocol.commented": _("Comment on the draft protocol"),
    "protocol.approved": _("Protocol approved"),
    "protocol.signed": _("Protocol signed"),
    "protocol.completed": _("Protocol signed by both"),
    "licence.issued": _("Licence issued"),
    "licence.suspended": _("Licence suspended"),
    "licence.reinstated": _("Licence reinstated"),
    "licence.revoked": _("Licence revoked"),
    "refusal.issued": _("Refusal issued"),
    "document.issued": _("Document sealed"),
    "records.read": _("Record read"),
    "page.read": _("Page read by an auditor"),
    "export.counted": _("What the export found"),
    "package.ordered": _("Evidence package ordered"),
    "package.built": _("Evidence package built"),
    "package.fetched": _("Evidence package fetched"),
    "ledger.witnessed": _("Checkpoint signed by a witness"),
    "sample.drawn": _("Sample drawn"),
    "statistics.published": _("Figures of a year published"),
    "records.verified": _("Ledger verified"),
    "export.started": _("Export begun"),
    "export.completed": _("Export completed"),
    "export.broken_off": _("Export broken off"),
}

# What of an event's data is said beside its name; the whole text is one click away.
SAID = ("reason", "reasons", "question", "ground", "note", "decision", "protocol")


def happened(verb: str) -> str:
    """Return the words for a verb; an unknown one speaks for itself."""
    return str(HAPPENED.get(verb, verb))


def said(data: dict[str, object]) -> str:
    """Return the sentence that belongs beside the name of an event, or ""."""
    texts = (data[name] for name in SAID if isinstance(data.get(name), str))
    return next((str(text) for text in texts if text), "")


CHECKS_OF_A_VOTE: dict[str, Promise] = {
    "base": _("Base"),
    "quorum": _("Quorum"),
    "floor": _("Seats left"),
    "mandatory": _("Mandatory seats"),
    "majority": _("Majority"),
    "veto": _("Veto"),
    "tie": _("Tie"),
    "casting": _("Casting vote"),
    "result": _("Votes"),
}
RULES_OF_A_VOTE: dict[str, Promise] = {
    "filled": _("filled seats − recused seats"),
    "all": _("all seats − recused seats"),
    "present_over_base": _("present > share of the base"),
    "floor_seats": _("at least the smallest number of seats"),
    "floor_share": _("at least the smallest share of seats"),
    "mandatory_present": _("every mandatory seat present"),
    "for_over_present": _("for > share of the present"),
    "for_over_voting": _("for > share of those voting for or against"),
    "veto_seats": _("no vote against from a seat with a veto"),
    "for_equals_against": _("for = against"),
    "chair_casting_vote": _("the chair decides"),
    "for_against_abstain": _("for / against / abstaining"),
}
STATES_OF_A_SEAT: dict[str, Promise] = {
    "for": _("For"),
    "against": _("Against"),
    "abstain": _("Abstain"),
    "not_voted": _("present, did not vote"),
    "absent": _("absent"),
    "recused": _("recused"),
    "stood_aside": _("stood aside"),
    "vacant": _("vacant"),
}
RESULTS_OF_A_VOTE: dict[str, Promise] = {
    "carried": _("Carried"),
    "rejected": _("Not carried"),
    "tie": _("Tie"),
    "no_quorum": _("No quorum"),
}
VERDICTS: dict[str, Promise] = {
    "support": _("Support"),
    "support_with_conditions": _("Support with conditions"),
    "oppose": _("Oppose"),
}
FILES: dict[str, Promise] = {
    "contract": _("Contract"),
    "certificate": _("End-user certificate"),
    "other": _("Other file"),
}


def word(table: dict[str, Promise], code: object) -> str:
    """Return the word for a code; an unknown one speaks for itself."""
    return str(table.get(str(code), code))
