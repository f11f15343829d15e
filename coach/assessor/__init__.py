"""How did it go? A conversation in, `Feedback` out."""
