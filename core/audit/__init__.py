"""The event log: who did what, when, provable against later change. Knows no licence."""
