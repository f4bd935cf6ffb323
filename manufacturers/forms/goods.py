"""Forms of products, their components, production lines, capacities and state orders."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from core.base import clock
from core.reference.control_search import written_code
from core.reference.models import Unit
from core.reference.selectors import units
from core.ui.forms import DateInputField, DecimalInputField, DozvilForm
from manufacturers.collation import sort_key
from manufacturers.models import (
    Component,
    Manufacturer,
    Product,
    ProductionLine,
    SerialRule,
    Site,
    StateOrder,
)
from manufacturers.models.capacity import FIRST_YEAR, LAST_YEAR
from manufacturers.selectors import open_lines
from manufacturers.services import ComponentData, OrderData, ProductData

if TYPE_CHECKING:
    OneUnit = forms.ModelChoiceField[Unit]
else:
    OneUnit = forms.ModelChoiceField

HOME = "UA"
SHORT = forms.TextInput(attrs={"class": "govuk-input--width-10"})


class UnitField(OneUnit):
    """A unit by its name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.none(), empty_label="—", **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        """Return the name with the abbreviation: «штука (шт.)»."""
        return f"{obj.name} ({obj})"


class NamedForm(DozvilForm):
    """A thing with a name in both languages, and the version that the person saw."""

    name_uk = forms.CharField(label=_("Name in Ukrainian"), max_length=200)
    name_en = forms.CharField(label=_("Name in English"), max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ProductForm(NamedForm):
    """One product of the catalogue."""

    control_code = forms.CharField(
        label=_("Control list code"),
        help_text=_("For example, ML10.c. You can search the list below."),
        max_length=40,
        widget=SHORT,
    )
    uktzed = forms.CharField(
        label=_("UKTZED code"),
        help_text=_("Ten digits; the first six are the HS code."),
        max_length=20,
        widget=SHORT,
    )
    unit = UnitField(label=_("Unit"))
    serial_rule = forms.ChoiceField(
        label=_("Serial numbers"), choices=SerialRule.choices, widget=forms.RadioSelect
    )
    production_line = forms.ModelChoiceField(
        label=_("Production line"),
        queryset=ProductionLine.objects.none(),
        required=False,
        empty_label="—",
        help_text=_("The line whose capacity this product uses."),
    )
    field_order = (
        *("name_uk", "name_en", "control_code", "uktzed"),
        *("unit", "serial_rule", "production_line", "version"),
    )

    def __init__(self, company: Manufacturer, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "unit", units())
        _offer(self, "production_line", open_lines(company))

    @staticmethod
    def values(product: Product) -> dict[str, Any]:
        """Return what the form shows of a product."""
        names = ("name_uk", "name_en", "control_code", "uktzed", "serial_rule", "version")
        shown = {name: getattr(product, name) for name in names}
        return shown | {"unit": product.unit_id, "production_line": product.production_line_id}

    def clean_control_code(self) -> str:
        """Write the code as the list writes it."""
        return written_code(self.cleaned_data["control_code"])

    def clean_uktzed(self) -> str:
        """Take the spaces out: people copy the code with them."""
        return "".join(str(self.cleaned_data["uktzed"]).split())

    def product(self) -> ProductData:
        """Return the product that was described."""
        return ProductData(**{k: v for k, v in self.cleaned_data.items() if k != "version"})


class ComponentForm(DozvilForm):
    """A foreign component and the consent of its supplier."""

    name = forms.CharField(label=_("Name of the component"), max_length=200)
    country = forms.ChoiceField(label=_("Country of origin"))
    supplier = forms.CharField(label=_("Supplier"), max_length=200)
    needs_consent = forms.TypedChoiceField(
        label=_("Is the supplier's consent needed to export it on?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        coerce=lambda word: word == "yes",
        initial="yes",
    )
    consent_no = forms.CharField(
        label=_("Number of the consent"), max_length=80, required=False, widget=SHORT
    )
    consent_issued_on = DateInputField(label=_("Consent given on"), required=False)
    consent_valid_until = DateInputField(label=_("Consent valid until"), required=False)
    consent_file = forms.FileField(
        label=_("File of the consent"),
        required=False,
        help_text=_("A new file takes the place of the one before."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["country"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = _foreign_countries()

    @staticmethod
    def values(component: Component) -> dict[str, Any]:
        """Return what the form shows of a component."""
        names = (*ComponentData.__slots__, "version")
        shown = {name: getattr(component, name) for name in names}
        return shown | {"needs_consent": "yes" if component.needs_consent else "no"}

    def component(self) -> ComponentData:
        """Return the component that was described."""
        return ComponentData(**{name: self.cleaned_data[name] for name in ComponentData.__slots__})


class LineForm(NamedForm):
    """A production line; its unit is asked once."""

    unit = UnitField(
        label=_("Unit"), help_text=_("Capacity and orders are counted in it. It stays for ever.")
    )
    site = forms.ModelChoiceField(
        label=_("Place"), queryset=Site.objects.none(), required=False, empty_label="—"
    )
    field_order = ("name_uk", "name_en", "unit", "site", "version")

    def __init__(
        self, company: Manufacturer, *args: Any, line: ProductionLine | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "unit", units())
        _offer(self, "site", company.sites.filter(closed_at__isnull=True))
        if line is not None:
            del self.fields["unit"]
        if not company.sites.exists():
            del self.fields["site"]

    @staticmethod
    def values(line: ProductionLine) -> dict[str, Any]:
        """Return what the form shows of a line."""
        names = ("name_uk", "name_en", "version")
        return {name: getattr(line, name) for name in names} | {"site": line.site_id}


class CapacityForm(DozvilForm):
    """What a line can make in a calendar year, with the proof of it."""

    year = forms.IntegerField(
        label=_("Year"),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    quantity = DecimalInputField(label=_("Capacity in the year"), max_digits=18, decimal_places=3)
    proof = forms.FileField(
        label=_("Proof"),
        help_text=_("For example, the act of a capacity survey signed by the director."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = clock.today().year


class OrderForm(DozvilForm):
    """A contract of the state defence order for one year."""

    number = forms.CharField(label=_("Number of the contract"), max_length=60, widget=SHORT)
    signed_on = DateInputField(label=_("Date of the contract"))
    customer = forms.CharField(label=_("State customer"), max_length=200)
    year = forms.IntegerField(
        label=_("Year"),
        help_text=_("An order over several years is entered once for each year."),
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-4", "inputmode": "numeric"}),
    )
    quantity = DecimalInputField(label=_("Ordered"), max_digits=18, decimal_places=3)
    delivered = DecimalInputField(label=_("Delivered so far"), max_digits=18, decimal_places=3)
    proof = forms.FileField(
        label=_("File of the contract"),
        required=False,
        help_text=_("A new file takes the place of the one before."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].initial = clock.today().year
        self.fields["delivered"].initial = 0

    @staticmethod
    def values(order: StateOrder) -> dict[str, Any]:
        """Return what the form shows of an order."""
        return {name: getattr(order, name) for name in (*OrderData.__slots__, "version")}

    def order(self) -> OrderData:
        """Return the order that was described."""
        return OrderData(**{name: self.cleaned_data[name] for name in OrderData.__slots__})

    def clean_signed_on(self) -> Any:
        """Refuse a contract from the future."""
        if (signed := self.cleaned_data["signed_on"]) > clock.today():
            raise ValidationError(_("The contract cannot be signed later than today."))
        return signed


class CatalogueSearchForm(DozvilForm):
    """Search of the catalogue."""

    q = forms.CharField(label=_("Name or code"), max_length=100, required=False)
    archived = forms.BooleanField(label=_("Archived"), required=False)


def seen(form: forms.Form) -> int:
    """Return the version a form was opened with; -1 when it does not say."""
    version = form.cleaned_data.get("version")
    return -1 if version is None else int(version)


def _offer(form: forms.Form, name: str, rows: Any) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ModelChoiceField)
    field.queryset = rows


def _foreign_countries() -> list[tuple[str, str]]:
    named = [(code, str(name)) for code, name in countries if code != HOME]
    order = str.casefold if get_language() == "en" else sort_key
    return [("", "—"), *sorted(named, key=lambda pair: order(pair[1]))]
