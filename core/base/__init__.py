"""What every other part stands on: time, errors, numbers, canonical text, database roles."""
