"""Column c of the EU form: what crossed the border in a year, by the register of shipments.

A shipment counts in the year in which it crossed, with what customs confirmed and corrected. What
the goods are and for whom is read from the decision record, as for what was licensed.
"""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.db.models import Sum

from licensing.models import Decision
from records.statistics.disclosure import Fact
from records.statistics.facts import CENT, codes_of, fact_of
from records.statistics.rules import euro_rate
from tracking.models import Entry, ShipmentState


def read_shipped(year: int) -> Iterator[Fact]:
    """Yield one fact for each line of each shipment that crossed in a year.

    Raises InvalidInput when a euro rate is missing.
    """
    crossed = Entry.objects.filter(
        shipment__state=ShipmentState.CONFIRMED, shipment__crossed_on__year=year
    )
    columns = ("shipment__licence__decision", "shipment__number", "position", "currency")
    rows = crossed.order_by(*columns).values_list(*columns).annotate(shipped=Sum("value"))
    record: dict[str, Any] = {}
    last = None
    for decision, number, position, currency, amount in rows.iterator(chunk_size=500):
        if decision != last:
            record = json.loads(Decision.objects.values_list("text", flat=True).get(pk=decision))
            last = decision
        if amount <= 0:
            continue
        value = (Decimal(amount) * euro_rate(year, currency)).quantize(CENT)
        yield fact_of(record, codes_of(record)[position], value, number)
