"""Command line of the screening."""
