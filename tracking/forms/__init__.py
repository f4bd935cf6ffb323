"""Forms of tracking, by what they write."""
