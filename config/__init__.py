"""Entry points and configuration only. Nothing in the house imports this package."""
