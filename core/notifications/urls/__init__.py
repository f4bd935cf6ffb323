"""Addresses by audience: inbox, deadlines, the demo's mail."""
