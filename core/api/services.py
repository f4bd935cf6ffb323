"""Giving a program a token, and ending it."""

import secrets
from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.api import certificates, policies, selectors
from core.api.models import ApiToken, KeptAnswer
from core.audit.log import record
from core.base import clock
from core.base.errors import Conflict, InvalidInput, NotAllowed

PREFIX = "dz_"
LONGEST_DAYS = 366
MOST_TOKENS = 10
ANSWERS_KEPT = timedelta(days=30)


@transaction.atomic
def issue_token(
    *, actor: User, name: str, scopes: Collection[str], last_day: date, certificate: str = ""
) -> tuple[ApiToken, str]:
    """Let a program act in the actor's own name; return the token and its secret.

    The secret is returned here and never again. It works until the end of `last_day` in Kyiv.
    Nobody makes a token in another's name: making it is the consent. `certificate` is the SHA-256
    fingerprint that the program has to show where the site asks for one. Event: `token.issued`.
    Raises NotAllowed, InvalidInput (with its field) and Conflict above MOST_TOKENS.
    """
    owner = policies.owner_for(actor)
    if owner is None:
        raise NotAllowed("no_programs", _("Nothing here can be handed to a program."))
    User.objects.select_for_update(of=("self",)).get(pk=actor.pk)
    chosen = [scope.value for scope in owner.scopes if scope.value in scopes]
    _check(actor, name.strip(), chosen, scopes, last_day)
    bound = _bound_to(owner, certificate)
    secret = f"{PREFIX}{secrets.token_urlsafe(32)}"
    token = ApiToken.objects.create(
        name=name.strip(),
        person=actor,
        company_id=owner.company_id,
        office=owner.office,
        scopes=chosen,
        digest=selectors.digest_of(secret),
        hint=secret[:8],
        certificate=bound,
        expires_at=_end_of(last_day),
    )
    facts = {"name": token.name, "scopes": chosen, "last_day": last_day, "certificate": bound}
    record(actor=actor, verb="token.issued", subject=f"token:{token.pk}", data=facts)
    return token, secret


@transaction.atomic
def end_token(*, actor: User, token_id: UUID) -> ApiToken:
    """End a token; the next call with it is refused. Ending it twice changes nothing.

    The person herself, an administrator of her company, or for offices the system administrator
    does this. Event: `token.ended`. Raises Http404 for anybody else's token.
    """
    found = selectors.get_token(actor, token_id)
    token = ApiToken.objects.select_for_update(of=("self",)).get(pk=found.pk)
    if token.ended_at is None:
        token.ended_at, token.ended_by = clock.now(), actor
        token.save(update_fields=["ended_at", "ended_by"])
        record(actor=actor, verb="token.ended", subject=f"token:{token.pk}")
    return token


def forget_answers() -> int:
    """Delete the answers kept longer than ANSWERS_KEPT; return how many. Safe to run twice."""
    deleted, _by_model = KeptAnswer.objects.filter(at__lt=clock.now() - ANSWERS_KEPT).delete()
    return deleted


def _check(
    actor: User, name: str, chosen: list[str], wanted: Collection[str], last_day: date
) -> None:
    live = ApiToken.objects.filter(person=actor, ended_at__isnull=True)
    if not name:
        raise InvalidInput("name", _("Give the token a name."), field="name")
    if live.filter(name=name).exists():
        raise InvalidInput("name_taken", _("You have a token of this name."), field="name")
    if not chosen or set(wanted) - set(chosen):
        raise InvalidInput("scopes", _("Choose what the token is for."), field="scopes")
    today = clock.today()
    if not today <= last_day <= today + timedelta(days=LONGEST_DAYS):
        message = _("Choose a day from today on, at most a year ahead.")
        raise InvalidInput("last_day", message, field="last_day")
    if live.count() >= MOST_TOKENS:
        message = _("You have %(most)s tokens. End one first.")
        raise Conflict("too_many_tokens", message, most=MOST_TOKENS)


def _bound_to(owner: policies.Owner, typed: str) -> str:
    """Return the fingerprint to keep. An office has to name one where the site asks for it."""
    bound = certificates.fingerprint(typed)
    if typed.strip() and not bound:
        message = _("This is no SHA-256 fingerprint: 64 hexadecimal digits.")
        raise InvalidInput("certificate", message, field="certificate")
    if certificates.are_asked_for() and owner.office and not bound:
        message = _("Name the certificate of the program.")
        raise InvalidInput("certificate_missing", message, field="certificate")
    return bound


def _end_of(day: date) -> datetime:
    return datetime.combine(day + timedelta(days=1), time.min, tzinfo=clock.KYIV)
