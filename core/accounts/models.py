"""The person. Roles are groups (`roles.py`); rights in a company are grants on the company."""

from typing import Any, ClassVar

import pgtrigger
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Lower
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from guardian.mixins import GuardianUserMixin

from core.base.models import BaseModel


class Affiliation(models.TextChoices):
    """On whose behalf a person acts. Nobody acts for a company and for the state at once."""

    OFFICIAL = "official", _("State body")
    COMPANY = "company", _("Company")


class Language(models.TextChoices):
    """Languages of the interface."""

    UKRAINIAN = "uk", "Українська"
    ENGLISH = "en", "English"


class Theme(models.TextChoices):
    """Colours of the interface."""

    SYSTEM = "system", _("As on this device")
    LIGHT = "light", _("Light")
    DARK = "dark", _("Dark")


class UserManager(BaseUserManager["User"]):
    """Finds people by e-mail, whatever the case of its letters."""

    use_in_migrations = True

    def get_by_natural_key(self, username: str | None) -> "User":
        """Return the person with this e-mail address."""
        return self.get(email__iexact=username)

    def create_superuser(self, email: str, password: str, **fields: Any) -> "User":
        """Make the first system administrator from the command line."""
        fields.setdefault("name_uk", email)
        fields.setdefault("name_en", email)
        user = self.model(
            email=self.normalize_email(email).lower(), is_staff=True, is_superuser=True, **fields
        )
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(BaseModel, AbstractBaseUser, GuardianUserMixin, PermissionsMixin):
    """A person who can sign in, with a name and an office in both languages."""

    email = models.EmailField(_("email address"), unique=True)
    affiliation = models.CharField(max_length=10, choices=Affiliation, default=Affiliation.OFFICIAL)
    name_uk = models.CharField(max_length=150)
    name_en = models.CharField(max_length=150)
    title_uk = models.CharField(max_length=200, blank=True)
    title_en = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=2, choices=Language, default=Language.UKRAINIAN)
    theme = models.CharField(max_length=6, choices=Theme, default=Theme.SYSTEM)
    department = models.ForeignKey(
        "reference.Department", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(
                condition=models.Q(affiliation__in=Affiliation.values), name="user_affiliation"
            ),
            models.CheckConstraint(
                condition=models.Q(language__in=Language.values), name="user_language"
            ),
            models.CheckConstraint(condition=models.Q(theme__in=Theme.values), name="user_theme"),
            models.CheckConstraint(
                condition=models.Q(affiliation=Affiliation.OFFICIAL)
                | models.Q(department__isnull=True, is_staff=False, is_superuser=False),
                name="user_company_person_holds_no_office",
            ),
        ]
        triggers = [
            # Who changes sides gets a new account: what was signed stays what it was.
            pgtrigger.Protect(
                name="keep_affiliation",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(new__affiliation__df=pgtrigger.F("old__affiliation")),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def full_name(self) -> str:
        """Return the whole name in the language of the reader."""
        return self.name_en if get_language() == "en" else self.name_uk

    @property
    def name(self) -> str:
        """Return initial and family name in the language of the reader: «Т. Рудокіп»."""
        first, _space, family = self.full_name.partition(" ")
        return f"{initial(first)} {family}" if family else first

    @property
    def title(self) -> str:
        """Return the office in the language of the reader."""
        return self.title_en if get_language() == "en" else self.title_uk


class Absence(BaseModel):
    """Days on which a person is away and a deputy gets the tasks and notices.

    Rights do not move with it: a deputy acts under her own name and role, and what she may not
    see stays closed to her.
    """

    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="absences")
    deputy = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField()
    set_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Back early, or never gone: the row stays and says since when it counts no more.
    ended_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["starts_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="absence_ends_after_start"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("deputy")), name="absence_deputy_is_another"
            ),
            ExclusionConstraint(
                name="absence_one_at_a_time",
                expressions=[
                    (
                        Func(F("starts_on"), F("ends_on"), Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                    ("person", RangeOperators.EQUAL),
                ],
                condition=Q(ended_at__isnull=True),
            ),
        ]
        indexes = [
            models.Index(
                fields=["ends_on"], condition=Q(ended_at__isnull=True), name="absence_running"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="days_are_final", exclude=["ended_at"]),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.starts_on} – {self.ends_on}"


# Ukrainian letters that the official transliteration writes with two Latin ones at a word's start.
_TWO_LETTER_INITIALS = ("Zh", "Kh", "Ts", "Ch", "Sh", "Ye", "Yi", "Yu", "Ya")


def initial(first_name: str) -> str:
    """Return the initial of a first name with its point: «О.», "Ya."."""
    letters = 2 if first_name.startswith(_TWO_LETTER_INITIALS) else 1
    return f"{first_name[:letters]}."
