"""Tokens of programs, and the answers kept for a repeated call."""

import pgtrigger
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from core.accounts.roles import Role
from core.api.scopes import OFFICE_SCOPES, Scope
from core.base.models import BaseModel


class ApiToken(BaseModel):
    """A person's consent that a program acts in her name, for her company or her office.

    The secret itself is shown once and never stored.
    """

    name = models.CharField(max_length=80)
    person = models.ForeignKey("accounts.User", on_delete=models.PROTECT, related_name="+")
    company = models.ForeignKey(
        "manufacturers.Manufacturer",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    office = models.CharField(
        max_length=20, blank=True, choices=[(role.value, role.label) for role in OFFICE_SCOPES]
    )
    scopes = ArrayField(models.CharField(max_length=40, choices=Scope))
    digest = models.CharField(max_length=64, unique=True, editable=False)
    # The first letters of the secret: enough to tell two tokens apart, not to use one.
    hint = models.CharField(max_length=12, editable=False)
    # SHA-256 of the certificate that the program has to show, where the site asks for one.
    certificate = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, editable=False)
    ended_at = models.DateTimeField(null=True, editable=False)
    ended_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+", editable=False
    )

    class Meta:
        ordering = ["-created_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(company__isnull=False, office="")
                | Q(company__isnull=True) & ~Q(office=""),
                name="token_company_or_office",
            ),
            models.CheckConstraint(condition=Q(scopes__len__gt=0), name="token_has_scopes"),
            models.CheckConstraint(
                condition=Q(certificate="") | Q(certificate__regex=r"^[0-9a-f]{64}$"),
                name="token_certificate_is_sha256",
            ),
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="token_expires_later"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="token_ended_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["person", "name"],
                condition=Q(ended_at__isnull=True),
                name="token_name_once",
            ),
        ]
        triggers = [
            # What was consented to stays what it was; a wider token is a new token.
            pgtrigger.ReadOnly(
                name="keep_consent", exclude=["last_used_at", "ended_at", "ended_by"]
            ),
            pgtrigger.Protect(
                name="keep_ended",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(
                    old__ended_at__isnull=False, new__ended_at__df=pgtrigger.F("old__ended_at")
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> str:
        """Return the company or the office in the language of the reader."""
        return str(self.company) if self.company else str(Role(self.office).label)

    @property
    def scope_labels(self) -> list[str]:
        """Return what the token may be used for, in words."""
        return [str(Scope(scope).label) for scope in self.scopes if scope in Scope.values]


class KeptAnswer(models.Model):
    """The answer to a write, kept so that the same call again does not write again."""

    token = models.ForeignKey(ApiToken, on_delete=models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    # SHA-256 of method, address, precondition and content.
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    content_type = models.CharField(max_length=80)
    headers = models.JSONField(default=dict)
    body = models.BinaryField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token", "key"], name="kept_answer_once"),
            models.CheckConstraint(
                condition=Q(status__gte=200, status__lt=300), name="kept_answer_of_success"
            ),
        ]
        triggers = [
            pgtrigger.Protect(name="keep_answer", operation=pgtrigger.Update),
        ]

    def __str__(self) -> str:
        return self.key
