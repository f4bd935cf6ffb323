"""The running of the site: what waits, what failed, what is old; for people and for Prometheus."""
