"""Pages of the commission, by audience."""
