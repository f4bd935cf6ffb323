"""What a company reads of its applications: nothing foreign, nothing of the deliberation."""
