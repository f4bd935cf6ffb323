"""What the placeholders of the addresses stand for, by room.

Each module has `names(world)`: namespace or full name of an address → its values, and
`forms(world)`: full name of an address → what is sent to it. What a room needs beyond the journey
it makes itself, through services.
"""

from tests.security.places import (
    absence,
    api,
    commission,
    company,
    journey,
    need,
    records,
    reference,
    reports,
    screening,
    signatures,
    tracking,
    webhooks,
    work,
)

ALL = (
    journey,
    records,
    api,
    company,
    screening,
    commission,
    need,
    tracking,
    reference,
    absence,
    reports,
    signatures,
    work,
    webhooks,
)
