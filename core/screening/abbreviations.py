"""Abbreviated kinds of bodies written out: НДІ is a research institute, КБ a design bureau.

Written out in English, they meet the translated name by what they mean (`concepts.py`).
"""

import re

# Phrases before the words they are made of; what is in front stands for what is behind.
_WRITTEN_OUT: tuple[tuple[str, str], ...] = (
    ("науково-дослідний інститут", "research institute"),
    ("науково дослідний інститут", "research institute"),
    ("научно-исследовательский институт", "research institute"),
    ("научно исследовательский институт", "research institute"),
    ("scientific research institute", "research institute"),
    ("державне київське конструкторське бюро", "state kyiv design bureau"),
    ("конструкторське бюро", "design bureau"),
    ("конструкторское бюро", "design bureau"),
    ("торговий дім", "trading house"),
    ("торговельний дім", "trading house"),
    ("торговый дом", "trading house"),
    ("trade house", "trading house"),
    ("міністерство оборони", "ministry defence"),
    ("министерство обороны", "ministry defence"),
    ("судноплавна компанія", "shipping company"),
    ("судоходная компания", "shipping company"),
    ("ндіп", "research institute"),
    ("нді", "research institute"),
    ("нии", "research institute"),
    ("ndi", "research institute"),
    ("nii", "research institute"),
    ("дккб", "state kyiv design bureau"),
    ("цкб", "central design bureau"),
    ("окб", "design bureau"),
    ("скб", "special design bureau"),
    ("кб", "design bureau"),
    ("tskb", "central design bureau"),
    ("okb", "design bureau"),
    ("skb", "special design bureau"),
    ("kb", "design bureau"),
    ("тд", "trading house"),
    ("мо", "ministry defence"),
    ("mod", "ministry defence"),
    ("міноборони", "ministry defence"),
    ("минобороны", "ministry defence"),
    ("ск", "shipping company"),
)
_KNOWN = dict(_WRITTEN_OUT)
_PATTERN = re.compile(
    r"(?<!\w)(" + "|".join(re.escape(one) for one, _out in _WRITTEN_OUT) + r")(?!\w)",
    re.IGNORECASE,
)


def write_out(name: str) -> str:
    """Return the name with every abbreviated kind of body written out; a lone one stays."""
    written = _PATTERN.sub(lambda found: _KNOWN[found[0].casefold()], name)
    return name if _PATTERN.fullmatch(name.strip()) else written
