"""Sheets of products, CSV or XLSX: `reading` the cells, finding the `columns`, `checking` the rows.

Nothing here writes; what becomes of a sheet is said in `manufacturers.services.sheets`.
"""
