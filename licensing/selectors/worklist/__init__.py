"""What is read of many cases: who does what next, and until when."""
