"""Choices among rows of the commission, in the words people know them by."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    OneOf = forms.ModelChoiceField[Any]
    SomeOf = forms.ModelMultipleChoiceField[Any]
else:
    OneOf, SomeOf = forms.ModelChoiceField, forms.ModelMultipleChoiceField


class DepartmentField(OneOf):
    """A department by its abbreviation and name."""

    def label_from_instance(self, obj: Any) -> str:
        """Return «МО – Міністерство оборони»."""
        return f"{obj.short} – {obj.name}"


class PresenceField(SomeOf):
    """People who may sit, by seat, name and capacity."""

    def label_from_instance(self, obj: Any) -> str:
        """Return «МО: Мирон Лелека, член комісії»."""
        role = obj.get_role_display().lower()
        return f"{obj.seat.department.short}: {obj.person.full_name}, {role}"


class CaseField(OneOf):
    """A ready case by its number and term; an urgent one says so."""

    def label_from_instance(self, obj: Any) -> str:
        """Return «DZ-2026-00417 · 03.12.2026 · терміново»."""
        words = f"{obj.number} · {obj.due_on:%d.%m.%Y}" if obj.due_on else f"{obj.number}"
        return f"{words} · {_('urgent')}" if obj.urgent else words
