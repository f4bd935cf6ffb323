"""Webhooks: what happens to a company's cases is told to the company's own program."""
