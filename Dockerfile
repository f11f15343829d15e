# coach as one process. Built without a compiler: every dependency is a wheel, pinned with its hash.
FROM python:3.11-slim AS built
WORKDIR /coach
# From outside, so that pip is not in what is run.
RUN python -m venv --without-pip /venv
ENV PIP_PYTHON=/venv/bin/python PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY requirements.txt requirements-dev.txt ./
# The driver for PostgreSQL comes at the versions and hashes that the tests run with.
RUN awk '/^psycopg/ {keep = 1; print; next} /^[^ ]/ {keep = 0} keep' requirements-dev.txt > postgres.txt \
 && pip install --require-hashes -r requirements.txt \
 && pip install --require-hashes --no-deps -r postgres.txt
COPY pyproject.toml README.md LICENSE ./
COPY coach coach
COPY personas personas
COPY prompts prompts
RUN pip install --no-deps --no-build-isolation .

FROM python:3.11-slim
RUN useradd --create-home --uid 10001 coach && install --directory --owner coach --group coach /data
COPY --from=built /venv /venv
# The base comes without compiled modules, and user coach could keep none: each start would compile them anew.
RUN /venv/bin/python -c "import coach.serve"
USER coach
# /data wants a volume: without PostgreSQL all that is kept lies there, and the key to cookies without COACH_SECRET.
ENV PATH=/venv/bin:$PATH XDG_DATA_HOME=/data COACH_LOG=json PYTHONUNBUFFERED=1
EXPOSE 7860
HEALTHCHECK --interval=15s --timeout=6s --start-period=60s --start-interval=1s \
  CMD ["python", "-I", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:7860/healthz', timeout=5)"]
STOPSIGNAL SIGTERM
CMD ["coach", "serve", "--host", "0.0.0.0", "--port", "7860"]
