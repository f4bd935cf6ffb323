"""A form with every kind of field, sent with errors."""

from django import forms

from core.ui.forms import DateInputField, DecimalInputField, DozvilForm


class SampleForm(DozvilForm):
    """Fields of an end-user certificate, and one of each other kind."""

    number = forms.CharField(label="Номер сертифіката")
    issued_on = DateInputField(label="Дата видачі")
    quantity = DecimalInputField(label="Кількість", min_value=1)
    unit = forms.ChoiceField(label="Одиниця", choices=[("pc", "штука"), ("kg", "кілограм")])
    end_use = forms.CharField(
        label="Кінцеве використання",
        help_text="Хто, де і для чого",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    kind = forms.ChoiceField(
        label="Вид дозволу",
        choices=[("one_time", "Разовий"), ("general", "Генеральний")],
        widget=forms.RadioSelect,
    )
    promises = forms.MultipleChoiceField(
        label="Гарантії",
        choices=[("a", "Без реекспорту"), ("b", "Допуск перевірок")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    confirmed = forms.BooleanField(label="Дані звірено з оригіналом", required=False)
    scan = forms.FileField(label="Файл сертифіката", required=False)


def broken() -> SampleForm:
    """Return the form as it comes back: what was typed, and what is wrong with it."""
    return SampleForm(
        {"number": "AOS-2026/118", "issued_on": "14.14.2026", "quantity": "10 шт", "unit": "pc"}
    )
