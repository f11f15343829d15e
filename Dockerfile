# coach as one process. Built without a compiler: every dependency is a wheel, pinned with its hash.
FROM python:3.11-slim AS built
WORKDIR /coach
COPY requirements.txt requirements-dev.txt pyproject.toml README.md LICENSE ./
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
# The driver for PostgreSQL, at the versions and hashes that the tests run with.
RUN awk '/^psycopg/ {keep = 1; print; next} /^[^ ]/ {keep = 0} keep' requirements-dev.txt > postgres.txt \
 && /venv/bin/pip install --no-cache-dir --no-deps --require-hashes -r postgres.txt
COPY coach coach
COPY personas personas
COPY prompts prompts
RUN /venv/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 coach
COPY --from=built /venv /venv
USER coach
ENV COACH_LOG=json PYTHONUNBUFFERED=1
EXPOSE 7860
HEALTHCHECK --interval=15s --timeout=6s --start-period=30s \
  CMD ["/venv/bin/python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:7860/healthz', timeout=5)"]
STOPSIGNAL SIGTERM
CMD ["/venv/bin/coach", "serve", "--host", "0.0.0.0"]
