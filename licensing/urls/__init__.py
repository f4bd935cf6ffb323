"""Addresses of licensing, one table for each audience."""
