"""Forms of the commission, by audience."""
