"""Pages of tracking, by audience."""
