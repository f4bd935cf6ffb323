"""What people fill in about cases and licences. Rules live in services; forms only read text."""
