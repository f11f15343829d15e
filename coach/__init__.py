"""A practice partner for the relational one-to-one meeting."""

import os

__version__ = "0.1.0"

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
# Before numpy is loaded: several threads at a small product only wait for each other, and keep talks waiting.
