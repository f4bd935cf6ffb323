"""Forms of the public check."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.ui.forms import DozvilForm


class DigestForm(DozvilForm):
    """The digest printed on a document, typed by hand."""

    digest = forms.RegexField(
        r"^[0-9a-fA-F\s]{64,90}$",
        label=_("Digest of the document"),
        help_text=_("64 digits and letters a–f from the authenticity box; spaces do not matter."),
        error_messages={"invalid": _("Enter all 64 characters.")},
    )

    def clean_digest(self) -> str:
        """Return the digest without spaces, in small letters."""
        digest = "".join(str(self.cleaned_data["digest"]).split()).lower()
        if len(digest) != 64:
            raise forms.ValidationError(_("Enter all 64 characters."))
        return digest


class FileForm(DozvilForm):
    """A PDF to compare with the register."""

    file = forms.FileField(label=_("Is your file the one in the register?"))
