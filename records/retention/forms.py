"""What is asked of those who hold and dispose."""

from collections.abc import Iterable

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ui.forms import DozvilForm
from core.ui.templatetags.ui import day
from records.retention.selectors import Due


class HoldForm(DozvilForm):
    """Which case is put on hold, on what ground."""

    number = forms.CharField(
        label=_("Number of the case"), max_length=16, help_text=_("For example DZ-2026-00417")
    )
    basis = forms.CharField(
        label=_("Basis"),
        max_length=200,
        help_text=_("Letter, order or ruling: number and date"),
    )
    reason = forms.CharField(
        label=_("Why the files are still needed"), widget=forms.Textarea(attrs={"rows": 4})
    )


class LiftForm(DozvilForm):
    """Why a hold ends."""

    reason = forms.CharField(
        label=_("Why the hold is lifted"), widget=forms.Textarea(attrs={"rows": 3})
    )


class ProposalForm(DozvilForm):
    """Which of the cases that are due go into the act."""

    cases = forms.MultipleChoiceField(
        label=_("Cases whose files are disposed of"), widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Basis of the act"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: object, due: Iterable[Due], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        cases = self.fields["cases"]
        assert isinstance(cases, forms.MultipleChoiceField)
        cases.choices = [_choice(one) for one in due if not one.is_held]


class JudgementForm(DozvilForm):
    """What the second person says."""

    answer = forms.ChoiceField(
        label=_("Decision on the act"),
        choices=[
            ("confirm", _("Confirm: the content of the files is erased and cannot be restored")),
            ("reject", _("Reject")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason for a rejection"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


def _choice(one: Due) -> tuple[str, str]:
    case = one.application
    number = case.number or ""
    words = _("%(number)s, %(company)s: due since %(day)s") % {
        "number": number,
        "company": case.manufacturer.name,
        "day": day(one.due_on),
    }
    return number, words
