"""Programs at the door: tokens, scopes, problem details, idempotency, limits. See docs/api.md."""
