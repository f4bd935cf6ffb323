from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.template import engines

from core.base.errors import Conflict, InvalidInput
from core.ui.forms import DateInputField, DecimalInputField, DozvilForm


class Sample(DozvilForm):
    name = forms.CharField(label="Name", help_text="As in the register")
    due_on = DateInputField(label="Due")
    amount = DecimalInputField(label="Amount")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    kind = forms.ChoiceField(
        label="Kind", choices=[("a", "A"), ("b", "B")], widget=forms.RadioSelect
    )
    sure = forms.BooleanField(label="Sure", required=False)


GOOD = {"name": "Тиша", "due_on": "24.11.2026", "amount": "1\u00a0250,5", "kind": "a"}


def test_people_may_write_dates_and_numbers_their_way():
    form = Sample(GOOD)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["due_on"] == date(2026, 11, 24)
    assert form.cleaned_data["amount"] == Decimal("1250.5")


@pytest.mark.parametrize("letter", ["\u202e", "\u0007", "\u2066"])
def test_hidden_characters_are_refused_by_name(letter):
    form = Sample({**GOOD, "name": f"Ти{letter}ша"})
    assert not form.is_valid()
    assert f"U+{ord(letter):04X}" in form.errors["name"][0]


def test_nul_is_refused():
    assert not Sample({**GOOD, "name": "a\x00b"}).is_valid()


def test_what_was_typed_stays_in_a_form_with_errors():
    form = Sample({**GOOD, "due_on": "вчора", "amount": "багато"})
    shown = str(form)
    assert "вчора" in shown
    assert "багато" in shown


def test_errors_are_tied_to_their_fields():
    form = Sample({})
    shown = str(form)
    assert 'aria-describedby="id_name_helptext id_name_error"' in shown
    assert 'id="id_name_error"' in shown
    assert shown.count("<fieldset") == shown.count("<legend") == 1
    assert 'class="govuk-input"' in shown
    assert "govuk-textarea" in shown
    assert "govuk-radios__input" in shown
    assert "govuk-checkboxes__input" in shown


def test_the_summary_leads_to_each_field_in_page_order():
    page = engines["django"].from_string("{% error_summary form %}")
    shown = page.render({"form": Sample({"kind": ""})})
    places = [shown.index(f'href="#{target}"') for target in ("id_name", "id_due_on", "id_kind_0")]
    assert places == sorted(places)


def test_a_refusal_of_the_domain_stands_at_its_field():
    form = Sample(GOOD)
    assert form.is_valid()
    form.refuse(InvalidInput("too_much", "At most %(most)s.", field="amount", most=5))
    assert form.errors["amount"] == ["At most 5."]
    form.refuse(InvalidInput("elsewhere", "Not now.", field="unknown"))
    assert form.non_field_errors() == ["Not now."]


def test_a_block_shows_its_refusals_and_lets_every_other_fault_go_on():
    form = Sample({})
    with form.showing_refusals():
        raise InvalidInput("too_much", "At most 5.", field="amount")
    assert "At most 5." in form.errors["amount"]
    with pytest.raises(Conflict), form.showing_refusals():
        raise Conflict("changed", "Somebody was faster.")
