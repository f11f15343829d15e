"""Talks and feedback as files that a learner keeps: Markdown to read, JSON to work with."""

from coach.export.feedback import feedback_markdown
from coach.export.talk import all_as_json, all_as_markdown, as_json, as_markdown

__all__ = ["all_as_json", "all_as_markdown", "as_json", "as_markdown", "feedback_markdown"]
