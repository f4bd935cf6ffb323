"""The search box: who may look through cases, and companies through their own."""

from tests.security.matrix.words import Row

ROWS: tuple[Row, ...] = (("search", "GET", "302 anonymous; 200 casework company; 404 *"),)
