"""Many learners, and faults: the app as it is served, under load and killed. `python -m tests.soak` runs it whole."""
