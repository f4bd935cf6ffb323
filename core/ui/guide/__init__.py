"""Sample data of the style guide. People, firms and numbers are invented."""
