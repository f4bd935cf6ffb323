"""Keeping the makers' numbers that a later paper names."""

from typing import Any

from tracking.models import Mention
from tracking.serials import Serials


def mention(found: tuple[Serials, ...], *, seen: str = "", **of: Any) -> None:
    """Keep numbers under the one thing that names them; `seen` is how a check found them."""
    Mention.objects.bulk_create(
        Mention(
            is_lot=one.is_lot,
            prefix=one.prefix,
            suffix=one.suffix,
            first=one.first,
            last=one.last,
            width=one.width,
            typed=one.typed,
            seen=seen,
            **of,
        )
        for one in found
    )
