"""The names under which cases are found: each name once, and the cases that bear it.

Names repeat, cases do not: looking through the few names stays quick when the cases are many.
"""

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import get_language

from licensing.models.application import Application


class SearchTerm(models.Model):
    """One name with its plain key (`licensing.search.key_of`)."""

    kind = models.CharField(max_length=10)
    key = models.TextField()
    label_uk = models.CharField(max_length=200)
    label_en = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "key"], name="search_term_once"),
            models.CheckConstraint(condition=~models.Q(key=""), name="search_term_has_key"),
        ]
        indexes = [
            GinIndex(fields=["key"], opclasses=["gin_trgm_ops"], name="search_term_trigrams"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the name in the reader's language."""
        return self.label_en if get_language() == "en" else self.label_uk


class SearchHit(models.Model):
    """A case whose declared text bears the name."""

    term = models.ForeignKey(SearchTerm, on_delete=models.CASCADE, related_name="hits")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    # Repeated from the case: the latest cases of a name are read from the index alone.
    number = models.CharField(max_length=16)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "term"], name="search_hit_once"),
        ]
        indexes = [models.Index(fields=["term", "-number"], name="search_hit_latest")]

    def __str__(self) -> str:
        return f"{self.number}: {self.term_id}"
