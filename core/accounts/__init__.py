"""People who sign in: who they are, which roles they hold, how they prove it."""
