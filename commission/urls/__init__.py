"""Addresses of the commission, one table for each audience."""
