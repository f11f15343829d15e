"""The pages: they call `practice` and `lab`, and draw what comes back."""

from coach.web.frame.stubs import leave_stubs

leave_stubs()

from coach.web.server import build  # noqa: E402 - Gradio is imported by this

__all__ = ["build"]
