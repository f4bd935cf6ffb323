"""A change of the rules that waits for its second person, with its effect on open cases to see."""

from datetime import timedelta

from core.base import clock
from core.reference.changing import Proposal
from core.reference.models import ChangeKind, Tier
from demo.cast import Cast
from licensing.services.reference import propose_change


def propose_rules(cast: Cast) -> None:
    """Propose more care for a country that a case of the story goes to."""
    proposal = Proposal(
        kind=ChangeKind.DESTINATION,
        key="LT",
        payload={
            "tier": Tier.SENSITIVE,
            "embargo": False,
            "treaty_bar": False,
            "reason_uk": "Повідомлення про спробу реекспорту (вигадане)",
            "reason_en": "Report of an attempted re-export (fictional)",
        },
        effective_on=clock.today() + timedelta(days=14),
        source="Лист міністерства закордонних справ № 61/22-511 (вигаданий)",
    )
    propose_change(actor=cast.reference_admin, proposal=proposal)
