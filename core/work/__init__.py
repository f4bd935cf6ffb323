"""Long work: what a person asked for and a worker does for minutes, with progress and cancel."""
