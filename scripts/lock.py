"""Renew requirements.txt and requirements-dev.txt: exact versions with hashes, no addresses, for every platform."""

import subprocess
import sys

COMMON = (
    "uv", "pip", "compile", "pyproject.toml", "--universal", "--python-version", "3.11", "--generate-hashes", "--upgrade",
    "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links", "--quiet",
)  # fmt: skip

for file, groups in {
    "requirements.txt": ("--group", "build"),
    "requirements-dev.txt": ("--group", "dev", "--constraint", "requirements.txt"),
}.items():
    done = subprocess.run([sys.executable, "-m", *COMMON, *groups, "--output-file", file], check=False)
    if done.returncode:
        sys.exit(done.returncode)
