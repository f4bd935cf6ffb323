# One image for web, worker and beat; the command decides which.
FROM python:3.11-slim-bookworm

RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 redis-tools \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --create-home dozvil

WORKDIR /app
COPY requirements.txt ./
RUN python -m venv .venv && .venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt
COPY package.json package-lock.json ./
COPY bin bin
RUN bin/npm ci --silent --no-audit --no-fund
COPY . .
ENV DATA_DIR=/data
RUN mkdir /data && bin/npm run --silent build \
 && .venv/bin/python manage.py prepare_fonts \
 && .venv/bin/python -m config.catalogues \
 && .venv/bin/python manage.py collectstatic --noinput -v0 \
 && chown -R dozvil /data
USER dozvil
EXPOSE 8000
CMD [".venv/bin/gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "4", "--timeout", "120"]
