"""Promises kept later: outbox, messages, mail, deadlines and their reminders. Knows no licence."""
