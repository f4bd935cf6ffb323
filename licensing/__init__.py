"""Licensing: applications, their cases, the legal act on them, and the licences they become."""
