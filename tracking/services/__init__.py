"""Verbs of tracking: what people and programs do to shipments."""
