"""Reads of tracking, each scoped to the person who asks."""
