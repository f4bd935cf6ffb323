"""Forms of names and checklists: what things are called, and which papers a form asks for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.reference.models import ChangeKind
from core.reference.selectors import papers
from licensing.forms.reference import DATED_FORMS, GroundForm
from licensing.procedure import FACTS, OPTIONAL, REQUIRED
from licensing.tasklist import SECTIONS

_GROUND = ("effective_on", "source", "past_reason")

_FACTS = {
    "consent_missing": _("When a supplier's consent is missing"),
    "intermediary": _("When an intermediary takes part"),
}
_NEEDS = [
    ("", _("Not asked for")),
    (OPTIONAL, _("May be added")),
    (REQUIRED, _("Must be there")),
    *((f"when:{fact}", _FACTS.get(fact, fact)) for fact in FACTS),
]


class TitleForm(GroundForm):
    """The title of a criterion or of a paper."""

    own = ("title_uk", "title_en")
    title_uk = forms.CharField(label=_("Title, Ukrainian"), max_length=200)
    title_en = forms.CharField(label=_("Title, English"), max_length=200)
    field_order = (*own, *_GROUND)


class UnitForm(GroundForm):
    """What a unit is called."""

    own = ("uk", "en", "name_uk", "name_en")
    uk = forms.CharField(label=_("Abbreviation, Ukrainian"), max_length=20)
    en = forms.CharField(label=_("Abbreviation, English"), max_length=20)
    name_uk = forms.CharField(label=_("Name, Ukrainian"), max_length=60)
    name_en = forms.CharField(label=_("Name, English"), max_length=60)
    field_order = (*own, *_GROUND)


class DepartmentForm(GroundForm):
    """What a department is called; the sealed documents keep the name of their day."""

    own = ("short_uk", "short_en", "name_uk", "name_en")
    short_uk = forms.CharField(label=_("Abbreviation, Ukrainian"), max_length=12)
    short_en = forms.CharField(label=_("Abbreviation, English"), max_length=12)
    name_uk = forms.CharField(label=_("Name, Ukrainian"), max_length=200)
    name_en = forms.CharField(label=_("Name, English"), max_length=200)
    field_order = (*own, *_GROUND)


class ChecklistForm(GroundForm):
    """Which papers and sections one form of application asks for: a choice for each."""

    own = ("sections", "papers")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kept = {part: dict(self.initial.get(part) or {}) for part in self.own}
        titles = {one.key: one.title for one in SECTIONS}
        self._choose("sections", {code: titles.get(code, code) for code in kept["sections"]}, kept)
        self._choose("papers", {paper.code: str(paper) for paper in papers()}, kept)
        self.order_fields([name for name in self.fields if name not in _GROUND])

    def _choose(self, part: str, titles: dict[str, Any], kept: dict[str, dict[str, str]]) -> None:
        for code, title in titles.items():
            self.fields[f"{part}:{code}"] = forms.ChoiceField(
                label=title, choices=_NEEDS, required=False, initial=kept[part].get(code, "")
            )

    def payload(self) -> dict[str, Any]:
        """Return what is asked for, by part and code; what is not asked for is left out."""
        return {
            part: {
                name.partition(":")[2]: need
                for name, need in self.cleaned_data.items()
                if name.startswith(f"{part}:") and need
            }
            for part in self.own
        }


FORMS: dict[str, type[GroundForm]] = {
    **DATED_FORMS,
    ChangeKind.CHECKLIST: ChecklistForm,
    ChangeKind.CRITERION: TitleForm,
    ChangeKind.PAPER: TitleForm,
    ChangeKind.UNIT: UnitForm,
    ChangeKind.DEPARTMENT: DepartmentForm,
}
