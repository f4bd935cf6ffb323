"""Migrations of the watch lists."""
