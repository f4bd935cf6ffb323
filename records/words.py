"""The words for what a record holds: rules of votes, verdicts, files."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# What of an event's data is said beside its name; the whole text is one click away.
SAID = ("reason", "reasons", "question", "ground", "note", "decision", "protocol")


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
