"""What sentences mean, as vectors: two that mean much the same lie near each other, whatever their words.

The model is all-MiniLM-L6-v2 (sentence-transformers, Apache License 2.0), trained on a billion pairs of sentences that
belong together, and tuned here on questions that one line answers. It runs on numpy, without a network.
"""

from coach.meaning.lines import vector, vectors

__all__ = ["vector", "vectors"]
