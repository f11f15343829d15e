"""The part of PyYAML that is used here."""

from collections.abc import Iterator

from yaml.events import Event

class SafeLoader: ...
class CSafeLoader(SafeLoader): ...

def parse(stream: str, Loader: type[SafeLoader] = ...) -> Iterator[Event]: ...
