"""Sentences that more than one module says."""

from django.utils.translation import gettext_lazy as _

ADMINISTRATORS_ONLY = _("Only an administrator of the company sets its webhooks.")
IS_OFF = _("The webhook is off. Switch it on first.")
