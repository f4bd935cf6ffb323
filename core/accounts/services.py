"""Making people and giving them roles.

`actor=None` is the installation itself (first set-up, demonstration), never a web request.
"""

from uuid import UUID

from allauth.account.models import EmailAddress
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core.accounts import policies, roles
from core.accounts.models import Affiliation, Language, Theme, User
from core.accounts.roles import Role
from core.audit.log import record
from core.base.errors import Conflict, InvalidInput


@transaction.atomic
def create_user(
    *,
    actor: User | None,
    email: str,
    name_uk: str,
    name_en: str,
    title_uk: str = "",
    title_en: str = "",
    password: str | None = None,
    department_id: UUID | None = None,
    language: str = Language.UKRAINIAN,
) -> User:
    """Make an official who can sign in; roles are given separately.

    Without a password the person must set one by e-mail. Only a system administrator does this.
    Event: `user.created`. Raises NotAllowed, or InvalidInput for an address that is taken or a
    weak password.
    """
    policies.require_people_manager(actor)
    user = User(
        email=email,
        affiliation=Affiliation.OFFICIAL,
        name_uk=name_uk,
        name_en=name_en,
        title_uk=title_uk,
        title_en=title_en,
        department_id=department_id,
        language=language,
    )
    return _save_new(actor, user, password)


@transaction.atomic
def create_company_person(
    *,
    actor: User | None,
    email: str,
    name_uk: str,
    name_en: str,
    title_uk: str = "",
    title_en: str = "",
    password: str | None = None,
    language: str = Language.UKRAINIAN,
) -> User:
    """Make a person who acts for a company; rights in the company are given separately.

    The caller has asked its policy: companies are unknown here. Event: `user.created`.
    Raises InvalidInput for an address that is taken or a weak password.
    """
    user = User(
        email=email,
        affiliation=Affiliation.COMPANY,
        name_uk=name_uk,
        name_en=name_en,
        title_uk=title_uk,
        title_en=title_en,
        language=language,
    )
    return _save_new(actor, user, password)


@transaction.atomic
def grant_role(*, actor: User | None, user: User, role: Role) -> None:
    """Give an official a role. Giving it twice changes nothing.

    Only a system administrator does this, and never to herself: nobody enlarges her own power.
    Event: `role.granted`. Raises NotAllowed, or Conflict when a held role excludes this one.
    """
    policies.require_people_manager(actor)
    locked = _locked(user)
    _refuse_self_service(actor, locked)
    if locked.affiliation != Affiliation.OFFICIAL:
        raise Conflict("role_for_company", _("A person of a company cannot hold a state role."))
    held = policies.roles_of(locked)
    if role in held:
        return
    if other := roles.conflict(held, role):
        raise Conflict(
            "roles_conflict",
            _("The role “%(wanted)s” does not go together with “%(held)s”."),
            wanted=role.label,
            held=other.label,
        )
    locked.groups.add(Group.objects.get(name=role.value))
    record(actor=actor, verb="role.granted", subject=f"user:{user.pk}", data={"role": role.value})


@transaction.atomic
def revoke_role(*, actor: User | None, user: User, role: Role) -> None:
    """Take a role away; it is gone with the person's next request.

    Event: `role.revoked`. Raises NotAllowed. Taking an absent role changes nothing.
    """
    policies.require_people_manager(actor)
    locked = _locked(user)
    _refuse_self_service(actor, locked)
    if role not in policies.roles_of(locked):
        return
    locked.groups.remove(Group.objects.get(name=role.value))
    record(actor=actor, verb="role.revoked", subject=f"user:{user.pk}", data={"role": role.value})


@transaction.atomic
def deactivate_user(*, actor: User | None, user: User) -> None:
    """Close an account: no sign-in, no role counts any more. Event: `user.deactivated`."""
    policies.require_people_manager(actor)
    locked = _locked(user)
    _refuse_self_service(actor, locked)
    if not locked.is_active:
        return
    locked.is_active = user.is_active = False
    locked.save(update_fields=["is_active"])
    record(actor=actor, verb="user.deactivated", subject=f"user:{user.pk}")


def save_preferences(*, actor: User, language: str, theme: str) -> None:
    """Keep the language and colours of a person. Not a business act, so without an event.

    Raises InvalidInput for a language or theme the site does not have.
    """
    if language not in Language.values:
        raise InvalidInput("language_unknown", _("Choose a language."), field="language")
    if theme not in Theme.values:
        raise InvalidInput("theme_unknown", _("Choose light, dark or system."), field="theme")
    actor.language, actor.theme = language, theme
    actor.save(update_fields=["language", "theme"])


def _save_new(actor: User | None, user: User, password: str | None) -> User:
    user.email = _free_address(user.email)
    if password is None:
        user.set_unusable_password()
    else:
        _check_password(password, user)
        user.set_password(password)
    user.save()
    # The address was confirmed by whoever invited the person: sign-up is closed.
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    data = {"affiliation": user.affiliation, "department": user.department_id}
    record(actor=actor, verb="user.created", subject=f"user:{user.pk}", data=data)
    return user


def _free_address(email: str) -> str:
    address = email.strip().lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise InvalidInput("email_wrong", _("Enter an e-mail address."), field="email") from error
    if User.objects.filter(email__iexact=address).exists():
        message = _("An account with this e-mail address exists already.")
        raise InvalidInput("email_taken", message, field="email")
    return address


def _check_password(password: str, user: User) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        text = " ".join(error.messages)
        raise InvalidInput("password_weak", "%(text)s", field="password", text=text) from error


def _locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",)).get(pk=user.pk)


def _refuse_self_service(actor: User | None, user: User) -> None:
    if actor is not None and actor.pk == user.pk:
        raise Conflict("own_account", _("Another administrator must change your own account."))
