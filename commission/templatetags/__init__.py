"""Tags of the commission."""
