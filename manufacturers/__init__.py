"""Companies that apply, their people and their standing."""
