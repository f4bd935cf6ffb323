"""Pages by audience: `applicant` for the own company, `officer` for the register."""
