"""The part of ruamel.yaml that is used here: its own annotations are too loose to check against."""

from collections.abc import Iterator
from typing import Literal

from ruamel.yaml.events import Event

class YAML:
    def __init__(self, *, typ: Literal["safe", "rt"] = "rt", pure: bool = False) -> None: ...
    def parse(self, stream: str) -> Iterator[Event]: ...
