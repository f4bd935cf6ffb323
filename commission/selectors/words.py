"""How the arithmetic reads on a page, in the reader's language (the protocol has its own words)."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from commission.models import Round
from commission.rule_pack import RulePack

CHECKS: dict[str, Promise] = {
    "base": _("Base"),
    "quorum": _("Quorum"),
    "floor": _("Fewest seats"),
    "mandatory": _("Mandatory seats"),
    "majority": _("Majority"),
    "veto": _("Veto seats"),
    "tie": _("Tie"),
    "casting": _("Casting vote"),
    "result": _("Result"),
}
RULES: dict[str, Promise] = {
    "filled": _("filled seats − recused seats"),
    "all": _("all seats − recused seats"),
    "present_over_base": _("present and entitled × %(den)s > base × %(num)s"),
    "floor_seats": _("base not below the fewest seats"),
    "floor_share": _("base × denominator not below seats × numerator"),
    "mandatory_present": _("mandatory seats are present"),
    "for_over_present": _("for × %(den)s > present and entitled × %(num)s"),
    "for_over_voting": _("for × %(den)s > votes for and against × %(num)s"),
    "veto_seats": _("no vote against from a veto seat"),
    "for_equals_against": _("for = against"),
    "chair_casting_vote": _("the presiding member decides"),
    "for_against_abstain": _("for / against / abstained"),
}
#: A casting vote stands where other lines have their numbers.
CASTING: dict[str, Promise] = {"for": _("For"), "against": _("Against")}
HOLDS: dict[tuple[str, bool], Promise] = {
    ("quorum", True): _("there is a quorum"),
    ("quorum", False): _("no quorum"),
    ("floor", False): _("too few seats: no quorum"),
    ("mandatory", True): _("present"),
    ("mandatory", False): _("no quorum"),
    ("majority", True): _("carried"),
    ("majority", False): _("not carried"),
    ("veto", False): _("not carried"),
    ("tie", True): _("votes are equal"),
    ("casting", True): _("carried"),
    ("casting", False): _("not carried"),
}
RESULTS: dict[str, Promise] = {
    "carried": _("Carried"),
    "rejected": _("Not carried"),
    "tie": _("Tie"),
    "no_quorum": _("No quorum"),
}
#: How a result looks: domain and value of a status tag.
RESULT_TAGS: dict[str, tuple[str, str]] = {
    "carried": ("line", "approved"),
    "rejected": ("line", "refused"),
    "tie": ("check", "attention"),
    "no_quorum": ("check", "attention"),
}


@dataclass(frozen=True, slots=True)
class FormulaLine:
    """One row of "Quorum and majority": check, rule in words, true relation, what follows."""

    check: str
    rule: str
    numbers: str
    verdict: str


def formula(vote: Round) -> list[FormulaLine]:
    """Return the arithmetic of a closed round; nothing while it is open."""
    if not vote.tally:
        return []
    rule = vote.rule_pack.parsed()
    return [formula_line(rule, line) for line in json.loads(vote.tally)["lines"]]


def formula_line(rule: RulePack, line: dict[str, Any]) -> FormulaLine:
    """Put one explanation line into the reader's words."""
    share = rule.quorum if line["check"] == "quorum" else rule.majority
    verdict = HOLDS.get((line["check"], bool(line["holds"])), "")
    return FormulaLine(
        check=str(CHECKS[line["check"]]),
        rule=str(RULES[line["rule"]]) % {"num": share.num, "den": share.den},
        numbers=str(CASTING.get(line["numbers"], line["numbers"])),
        verdict=str(verdict) if line["holds"] is not None else "",
    )
