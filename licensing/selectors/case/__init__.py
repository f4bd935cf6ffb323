"""What is read of one case: its page, and every tab of it."""
