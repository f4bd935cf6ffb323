"""Dated law as data: terms, calendar, destinations, control list, criteria, departments."""
