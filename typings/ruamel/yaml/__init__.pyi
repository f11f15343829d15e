"""The part of ruamel.yaml that is used here: its own annotations are too loose to check against."""

from typing import Any, TextIO

class YAML:
    width: int
    def load(self, stream: str) -> Any: ...
    def dump(self, data: Any, stream: TextIO) -> None: ...
