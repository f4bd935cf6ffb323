"""Forms of leading a case: access, assignment."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.roles import Role
from core.accounts.selectors import people_with_role
from core.ui.forms import DozvilForm
from licensing.forms.applicant_base import country_choices
from licensing.forms.version import VersionForm
from licensing.models.application import Kind
from licensing.selectors.worklist.queue import AGES, NOBODY

#: The last band of ages is open.
LONG = 1000


def _ground() -> forms.CharField:
    return forms.CharField(
        label=_("Ground"),
        help_text=_("Kept in the journal of the case."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=1000,
    )


class OfficerField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A case officer chosen by full name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Return the name in the reader's language."""
        return str(obj.full_name)


class _WithOfficer(DozvilForm):
    """A form whose field of an officer offers the people it is made with."""

    officer_field = "officer"

    def __init__(self, *args: Any, people: QuerySet[User] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields[self.officer_field]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people_with_role(Role.OFFICER) if people is None else people


class GroundForm(VersionForm):
    """Closing a case, or opening it to all."""

    ground = _ground()


class GrantForm(_WithOfficer):
    """Opening a restricted case to one officer, or closing it to her again."""

    officer_field = "person"
    person = OfficerField(label=_("Officer"))
    ground = _ground()


class AssignForm(_WithOfficer, VersionForm):
    """Who leads the case from now on."""

    officer = OfficerField(label=_("New officer of the case"))


class BulkAssignForm(_WithOfficer):
    """Who leads the ticked cases from now on; each tick is a case and the version seen."""

    officer = OfficerField(label=_("Give the ticked cases to"))


class FilterForm(DozvilForm):
    """Narrowing the worklist; every value lands in the address."""

    officer = forms.ChoiceField(label=_("Officer"), required=False)
    destination = forms.ChoiceField(label=_("Destination"), required=False)
    kind = forms.ChoiceField(label=_("Kind of permit"), required=False)
    age = forms.ChoiceField(label=_("Days since acceptance"), required=False)

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        officers = [(str(one.pk), one.full_name) for one in people]
        self._offer("officer", [(NOBODY, _("Nobody yet")), *officers])
        self._offer("destination", country_choices(foreign=True)[1:])
        self._offer("kind", Kind.choices)
        self._offer("age", [(str(first), _band(first, last)) for first, last in AGES])

    def _offer(self, name: str, choices: Iterable[tuple[str, str | Promise]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("any")), *choices]


def _band(first: int, last: int) -> str | Promise:
    return f"{first}–{last}" if last < LONG else _("over 90 days")


class KeepFilterForm(DozvilForm):
    """The name under which a filter is kept."""

    name = forms.CharField(label=_("Name of the filter"), max_length=60)
    query = forms.CharField(widget=forms.HiddenInput, max_length=300, required=False)


class HandOverForm(_WithOfficer):
    """Everything of somebody who leaves goes to one officer."""

    leaver = OfficerField(label=_("Whose open cases"))
    officer = OfficerField(label=_("Who takes them"))

    def __init__(self, *args: Any, leavers: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["leaver"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = leavers
