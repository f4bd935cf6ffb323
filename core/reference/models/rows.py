"""Reference rows. Each rule has a source; each rule that changes with the law has dates.

`valid_until` is the last day of validity; empty means "until further notice". Two rows about
the same thing may not be valid on the same day: the database refuses them.
"""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.base.models import BaseModel


class ClosedDateRange(Func):
    """The days from the first to the last, both included."""

    function = "daterange"

    def __init__(self, first: str = "valid_from", last: str = "valid_until") -> None:
        super().__init__(F(first), F(last), Value("[]"))


def never_overlaps(*fields: str, name: str) -> ExclusionConstraint:
    """Return the constraint that rows equal in `fields` are never valid on the same day."""
    same = [(field, RangeOperators.EQUAL) for field in fields]
    return ExclusionConstraint(
        name=name, expressions=[(ClosedDateRange(), RangeOperators.OVERLAPS), *same]
    )


def dates_in_order(name: str) -> models.CheckConstraint:
    """Return the constraint that validity does not end before it starts."""
    return models.CheckConstraint(
        condition=Q(valid_until__isnull=True) | Q(valid_until__gte=F("valid_from")), name=name
    )


class InTwoLanguages:
    """Picks the text of the reader's language from a `…_uk`/`…_en` pair of columns."""

    def in_language(self, field: str) -> str:
        """Return the text of `field` in the language active now."""
        language = "en" if get_language() == "en" else "uk"
        return str(getattr(self, f"{field}_{language}"))


class Dated(BaseModel):
    """A row of law: valid from a day, perhaps until a day, and where that is written."""

    valid_from = models.DateField()
    valid_until = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=300)

    class Meta:
        abstract = True


class Department(InTwoLanguages, BaseModel):
    """A state body that holds a seat, gives opinions or both."""

    code = models.SlugField(max_length=20, unique=True)
    short_uk = models.CharField(max_length=12, unique=True)
    short_en = models.CharField(max_length=12, unique=True)
    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.short

    @property
    def short(self) -> str:
        """Return the abbreviation used in tables."""
        return self.in_language("short")

    @property
    def name(self) -> str:
        """Return the whole name of the body."""
        return self.in_language("name")


class ControlListEntry(InTwoLanguages, BaseModel):
    """One entry of one edition of the control list: ML1–ML22 and their sub-entries."""

    edition = models.CharField(max_length=40)
    edition_from = models.DateField()
    code = models.CharField(max_length=20)
    title_uk = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["edition", "position"]
        verbose_name_plural = "control list entries"
        constraints = [
            models.UniqueConstraint(fields=["edition", "code"], name="control_entry_once"),
            models.CheckConstraint(
                condition=Q(code__regex=r"^ML([1-9]|1[0-9]|2[0-2])(\.[a-z0-9]+)*$"),
                name="control_entry_code",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """Return the short title of the entry."""
        return self.in_language("title")


class Unit(InTwoLanguages, BaseModel):
    """A unit in which goods are counted."""

    code = models.SlugField(max_length=12, unique=True)
    uk = models.CharField(max_length=20)
    en = models.CharField(max_length=20)
    name_uk = models.CharField(max_length=60)
    name_en = models.CharField(max_length=60)
    whole = models.BooleanField(help_text="Counted in whole numbers only.")
    position = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.en if get_language() == "en" else self.uk

    @property
    def name(self) -> str:
        """Return the whole name of the unit."""
        return self.in_language("name")


class Criterion(InTwoLanguages, BaseModel):
    """A criterion of Common Position 2008/944/CFSP; failing an absolute one leads to denial."""

    code = models.CharField(max_length=2, unique=True)
    title_uk = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    absolute = models.BooleanField()
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["code"]
        verbose_name_plural = "criteria"

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """Return what the criterion asks about."""
        return self.in_language("title")


class GroundGroup(models.TextChoices):
    """Why an application is refused: for what it is, or for how it was made."""

    SUBSTANCE = "substance", _("Substance")
    FORM = "form", _("Form")


class RefusalGround(InTwoLanguages, Dated):
    """A ground on which a line may be refused, a licence suspended or revoked."""

    code = models.CharField(max_length=12)
    group = models.CharField(max_length=10, choices=GroundGroup)
    title_uk = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    reference_uk = models.CharField(max_length=300)
    reference_en = models.CharField(max_length=300)
    criterion = models.ForeignKey(
        Criterion, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds"
    )
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__in=GroundGroup.values), name="refusal_ground_group"
            ),
            models.UniqueConstraint(fields=["code", "valid_from"], name="refusal_ground_once"),
            dates_in_order("refusal_ground_dates"),
            never_overlaps("code", name="refusal_ground_one_a_day"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """Return the ground in words."""
        return self.in_language("title")

    @property
    def reference(self) -> str:
        """Return the rule the ground rests on."""
        return self.in_language("reference")


class Track(models.TextChoices):
    """Which term of examination applies to a case."""

    MILITARY = "military", _("Military goods")
    DUAL_USE = "dual_use", _("Dual-use goods")
    INTERAGENCY = "interagency", _("With inter-agency approval")
    TREATY = "treaty", _("Under an international treaty")


class Term(Dated):
    """How many days the examination of a complete application may take."""

    track = models.CharField(max_length=12, choices=Track)
    days = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["track", "valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(track__in=Track.values), name="term_track"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=365), name="term_days"),
            models.UniqueConstraint(fields=["track", "valid_from"], name="term_once"),
            dates_in_order("term_dates"),
            never_overlaps("track", name="term_one_rule_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.track}: {self.days}"


class DayKind(models.TextChoices):
    """Why a single day differs from its weekday."""

    HOLIDAY = "holiday", _("Public holiday")
    DAY_OFF = "day_off", _("Day off")
    WORKING = "working", _("Working day moved here")
    ORDINARY = "ordinary", _("As its weekday says")


class CalendarDay(InTwoLanguages, BaseModel):
    """A single day that is not what its weekday says."""

    date = models.DateField()
    kind = models.CharField(max_length=8, choices=DayKind)
    reason_uk = models.CharField(max_length=200)
    reason_en = models.CharField(max_length=200)
    published_on = models.DateField(help_text="Unknown to calendars computed as of earlier days.")
    source = models.CharField(max_length=300)

    class Meta:
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=DayKind.values), name="calendar_day_kind"),
            # What is published later about the same day corrects it.
            models.UniqueConstraint(fields=["date", "published_on"], name="calendar_day_once"),
        ]

    def __str__(self) -> str:
        return f"{self.date:%Y-%m-%d}"

    @property
    def reason(self) -> str:
        """Return the name of the day."""
        return self.in_language("reason")


class CalendarRegime(Dated):
    """A period in which public holidays are working days, as under martial law."""

    name_uk = models.CharField(max_length=200)
    name_en = models.CharField(max_length=200)
    holidays_work = models.BooleanField(default=True)
    published_on = models.DateField(help_text="Unknown to calendars computed as of earlier days.")

    class Meta:
        ordering = ["valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["valid_from"], name="calendar_regime_once"),
            dates_in_order("calendar_regime_dates"),
            never_overlaps(name="calendar_regime_one_a_day"),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_uk


class Tier(models.TextChoices):
    """How much care a destination needs."""

    PARTNER = "partner", _("Partner")
    STANDARD = "standard", _("Standard")
    SENSITIVE = "sensitive", _("Sensitive")
    CLOSED = "closed", _("Closed")


class Destination(InTwoLanguages, Dated):
    """The policy towards one country of destination in one period."""

    # ISO 3166-1 alpha-2; XK (Kosovo) is user-assigned and known to django-countries.
    country = models.CharField(max_length=2)
    tier = models.CharField(max_length=10, choices=Tier)
    embargo = models.BooleanField(default=False)
    # A treaty forbids the transfer (Arms Trade Treaty, article 6): as absolute as an embargo.
    treaty_bar = models.BooleanField(default=False)
    reason_uk = models.CharField(max_length=300, blank=True)
    reason_en = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["country", "valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(country__regex=r"^[A-Z]{2}$"), name="destination_country"
            ),
            models.CheckConstraint(condition=Q(tier__in=Tier.values), name="destination_tier"),
            models.CheckConstraint(
                condition=Q(embargo=False) | Q(tier=Tier.CLOSED), name="destination_embargo_closed"
            ),
            models.CheckConstraint(
                condition=Q(treaty_bar=False) | Q(tier=Tier.CLOSED),
                name="destination_treaty_bar_closed",
            ),
            models.UniqueConstraint(fields=["country", "valid_from"], name="destination_once"),
            dates_in_order("destination_dates"),
            never_overlaps("country", name="destination_one_policy_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.country} {self.tier}"

    @property
    def reason(self) -> str:
        """Return why the country has this policy."""
        return self.in_language("reason")


class Paper(InTwoLanguages, BaseModel):
    """A kind of document that an application may have to bring."""

    code = models.SlugField(max_length=24, unique=True)
    title_uk = models.CharField(max_length=120)
    title_en = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField(unique=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.in_language("title")


class Procedure(Dated):
    """What one form of application asks for: act × kind × subject, in one period.

    `sections` and `papers` say by code "required", "optional" or "when:<fact>"; what a fact means
    is told in one place, `licensing/procedure.py`.
    """

    act = models.CharField(max_length=12)
    kind = models.CharField(max_length=12)
    subject = models.CharField(max_length=12)
    sections = models.JSONField()
    papers = models.JSONField()
    tracks = models.JSONField()
    has_uktzed = models.BooleanField()
    # NULL: no source states a fee or a length; then none is claimed.
    fee = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    months = models.PositiveSmallIntegerField(null=True)
    appeal_days = models.PositiveSmallIntegerField(null=True)

    class Meta:
        ordering = ["act", "kind", "subject"]
        constraints = [
            models.UniqueConstraint(
                fields=["act", "kind", "subject", "valid_from"], name="procedure_once"
            ),
            models.CheckConstraint(condition=Q(fee__isnull=True) | Q(fee__gte=0),
                                   name="procedure_fee_not_negative"),
            dates_in_order("procedure_dates"),
            never_overlaps("act", "kind", "subject", name="procedure_one_rule_a_day"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.act} {self.kind} {self.subject}"
