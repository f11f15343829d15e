"""A practice partner for the relational one-to-one meeting."""

__version__ = "0.1.0"
