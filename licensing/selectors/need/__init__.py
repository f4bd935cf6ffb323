"""What is read of national need: its arithmetic, its page, the ministry's statements."""
