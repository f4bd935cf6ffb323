"""Voting rules as dated data. The example pack ships in `commission/data/rule_pack.json`."""

from django.db import models

from commission import rule_pack
from core.base.models import AppendOnly, BaseModel


class RulePack(AppendOnly, BaseModel):
    """One version of the commission's procedure: the exact text and its digest.

    Never changed: a new version with a later day replaces it for sittings convened from then on.
    """

    version = models.CharField(max_length=20, unique=True)
    valid_from = models.DateField(unique=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64, unique=True)
    adopted_by = models.ForeignKey(
        "accounts.User", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta(AppendOnly.Meta):
        ordering = ["valid_from"]

    def __str__(self) -> str:
        return self.version

    def parsed(self) -> rule_pack.RulePack:
        """Return the rules ready for `tally.evaluate`."""
        return rule_pack.RulePack.from_json(self.text)
