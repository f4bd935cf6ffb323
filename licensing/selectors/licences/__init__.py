"""What is read of licences: the register, and what their holders owe."""
