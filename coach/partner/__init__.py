"""What does the member say? A conversation and a `Direction` in, the member's words out."""
