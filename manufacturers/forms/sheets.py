"""The form of a sheet of products."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ui.forms import DozvilForm


class SheetForm(DozvilForm):
    """A CSV or XLSX file."""

    file = forms.FileField(
        label=_("Sheet of products"),
        help_text=_("CSV (UTF-8 or windows-1251; semicolon, comma or tab) or XLSX."),
    )


class ReportForm(DozvilForm):
    """Which part of a report is shown."""

    wrong = forms.BooleanField(required=False)
    after = forms.IntegerField(min_value=0, max_value=10_000_000, required=False)
