"""Pages of tracking, by what they show."""
