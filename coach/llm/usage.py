"""What calls cost, in tokens."""

from coach.core.moves import Value


class Usage(Value):
    """Tokens used by one call or several. `cached` are those of the prompt that came from the server's cache.

    `estimated` says for how many of the `calls` the server gave no count, so that ours stands.
    """

    calls: int = 0
    prompt: int = 0
    cached: int = 0
    completion: int = 0
    estimated: int = 0

    def __add__(self, other: "Usage") -> "Usage":
        return Usage(
            calls=self.calls + other.calls,
            prompt=self.prompt + other.prompt,
            cached=self.cached + other.cached,
            completion=self.completion + other.completion,
            estimated=self.estimated + other.estimated,
        )
