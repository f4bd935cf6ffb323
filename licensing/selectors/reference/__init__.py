"""What is read of the dated rules: their tables, and what a change does to open cases."""
