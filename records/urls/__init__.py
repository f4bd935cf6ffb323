"""Addresses of the records room, by audience."""
