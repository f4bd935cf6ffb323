"""The form of an absence."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.accounts.models import User
from core.accounts.policies import has_role
from core.accounts.roles import Role
from core.accounts.selectors import officials, people_with_role
from core.base import clock
from core.ui.forms import DateInputField, DozvilForm


class PersonField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """A person chosen by full name and office."""

    def label_from_instance(self, obj: Any) -> str:
        """Return the name and the office in the reader's language."""
        return f"{obj.full_name}, {obj.title}" if obj.title else str(obj.full_name)


class AbsenceForm(DozvilForm):
    """Who is away, when, and who stands in."""

    person = PersonField(label=_("Who is away"), queryset=User.objects.none())
    starts_on = DateInputField(label=_("First day away"), initial=clock.today)
    ends_on = DateInputField(label=_("Last day away"))
    deputy = PersonField(
        label=_("Deputy"),
        help_text=_("Holds the same role. Gets the tasks and notices of these days."),
        queryset=User.objects.none(),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = User.objects.filter(pk=user.pk)
        if has_role(user, Role.SYSTEM_ADMIN):
            people = officials()
        elif has_role(user, Role.HEAD):
            people = (people_with_role(Role.OFFICER) | own).distinct().order_by("name_uk", "pk")
        else:
            people = own
        self._offer("person", people)
        self._offer("deputy", officials())
        self.initial.setdefault("person", user.pk)

    def _offer(self, name: str, people: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people
