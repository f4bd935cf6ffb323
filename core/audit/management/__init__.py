"""Command line of the event log."""
