#!/usr/bin/env bash
# Runs once in the database container: the role that web, worker and beat use owns nothing.
set -euo pipefail
psql -v ON_ERROR_STOP=1 -U "$POSTGRES_USER" -d "$POSTGRES_DB" -v password="$APP_PASSWORD" <<'SQL'
CREATE ROLE dozvil_app LOGIN PASSWORD :'password';
SQL
