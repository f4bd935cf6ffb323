"""Ukrainian legal forms that the name library does not know, rewritten to ones it knows."""

import re

# Long forms first: the shorter one is a part of the longer.
_FORMS: tuple[tuple[str, str], ...] = (
    ("товариство з обмеженою відповідальністю", "llc"),
    ("товариство з додатковою відповідальністю", "llc"),
    ("общество с ограниченной ответственностью", "llc"),
    ("приватне акціонерне товариство", "jsc"),
    ("публічне акціонерне товариство", "jsc"),
    ("закрите акціонерне товариство", "jsc"),
    ("відкрите акціонерне товариство", "jsc"),
    ("акціонерне товариство", "jsc"),
    ("казенне підприємство", "soe"),
    ("державне підприємство", "soe"),
    ("державний концерн", "soe"),
    ("комунальне підприємство", "soe"),
    ("приватне підприємство", "pe"),
    ("науково-виробниче підприємство", "npp"),
    ("науково-производственное предприятие", "npp"),
    ("науково-виробниче об'єднання", "npo"),
    ("науково-виробниче об’єднання", "npo"),
    ("научно-производственное объединение", "npo"),
    ("фізична особа-підприємець", "sp"),
    ("фізична особа підприємець", "sp"),
    ("индивидуальный предприниматель", "sp"),
    ("individual entrepreneur", "sp"),
    ("sole proprietor", "sp"),
    ("research and production enterprise", "npp"),
    ("scientific and production enterprise", "npp"),
    ("scientific production enterprise", "npp"),
    ("research and production association", "npo"),
    ("scientific and production association", "npo"),
    ("private joint stock company", "jsc"),
    ("public joint stock company", "jsc"),
    ("open joint stock company", "jsc"),
    ("closed joint stock company", "jsc"),
    ("limited liability company", "llc"),
    ("joint stock company", "jsc"),
    ("state-owned enterprise", "soe"),
    ("state owned enterprise", "soe"),
    ("state enterprise", "soe"),
    ("private enterprise", "pe"),
    ("прат", "jsc"),
    ("prat", "jsc"),
    ("prjsc", "jsc"),
    ("pjsc", "jsc"),
    ("пат", "jsc"),
    ("ат", "jsc"),
    ("тов", "llc"),
    ("тзов", "llc"),
    ("тдв", "llc"),
    ("tdv", "llc"),
    ("ооо", "llc"),
    ("дп", "soe"),
    ("кп", "soe"),
    ("гп", "soe"),
    ("нвп", "npp"),
    ("нпп", "npp"),
    ("нво", "npo"),
    ("нпо", "npo"),
    ("пп", "pe"),
    ("фоп", "sp"),
    ("tov", "llc"),
    ("tzov", "llc"),
    ("fop", "sp"),
    ("nvp", "npp"),
    ("nvo", "npo"),
    ("dp", "soe"),
)
_KNOWN = dict(_FORMS)
_PATTERN = re.compile(
    r"(?<!\w)(" + "|".join(re.escape(form) for form, _code in _FORMS) + r")(?!\w)", re.IGNORECASE
)
#: Codes that we write ourselves and that the library does not mark as legal forms.
OWN_CODES = frozenset({"soe", "pe", "npp", "npo", "co"})


def rewrite_legal_forms(name: str) -> str:
    """Return the name with every legal form of `_FORMS` replaced by its code."""
    return _PATTERN.sub(lambda found: _KNOWN[found[0].casefold()], name)
