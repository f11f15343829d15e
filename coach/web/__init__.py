"""The pages: they call `practice` and `lab`, and draw what comes back."""

from coach.web.server import build

__all__ = ["build"]
