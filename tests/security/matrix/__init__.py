"""Who may open which page: the rows of all rooms; what a row says is told in `words`."""

from tests.security.matrix import (
    api,
    applications,
    cases,
    commission,
    companies,
    door,
    goods,
    licences,
    need,
    newcomers,
    operations,
    records,
    reference,
    reports,
    screening,
    search,
    signatures,
    tracking,
    work,
)
from tests.security.matrix.words import PEOPLE, Row, expected, shortest

ROWS: tuple[Row, ...] = (
    *api.ROWS,
    *applications.ROWS,
    *cases.ROWS,
    *commission.ROWS,
    *companies.ROWS,
    *door.ROWS,
    *goods.ROWS,
    *licences.ROWS,
    *newcomers.ROWS,
    *operations.ROWS,
    *need.ROWS,
    *records.ROWS,
    *reference.ROWS,
    *reports.ROWS,
    *screening.ROWS,
    *search.ROWS,
    *signatures.ROWS,
    *tracking.ROWS,
    *work.ROWS,
)

__all__ = ["PEOPLE", "ROWS", "Row", "expected", "shortest"]
