"""Programs of the cast: those that ask, and one that is told; their secrets nobody kept."""

from datetime import timedelta

from core.accounts.roles import Role
from core.api.scopes import COMPANY_SCOPES, OFFICE_SCOPES
from core.api.services import issue_token
from core.base import clock
from core.webhooks.delivering import send_test
from core.webhooks.services import set_webhook
from demo.cast import Cast

HALF_A_YEAR = timedelta(days=180)


def build_programs(cast: Cast) -> None:
    """Let a program of the company and one of customs ask; tell another of the company."""
    last_day = clock.today() + HALF_A_YEAR
    issue_token(
        actor=cast.preparer,
        name="Облік виробництва",
        scopes=list(COMPANY_SCOPES),
        last_day=last_day,
    )
    issue_token(
        actor=cast.customs,
        name="Митне оформлення",
        scopes=list(OFFICE_SCOPES[Role.CUSTOMS]),
        last_day=last_day,
    )
    address = "https://erp.sivolit.example/dozvil"
    webhook, _secret = set_webhook(actor=cast.administrator, address=address)
    send_test(actor=cast.administrator, webhook_id=webhook.pk)
