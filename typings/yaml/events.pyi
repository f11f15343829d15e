from yaml.error import Mark

class Event:
    start_mark: Mark

class DocumentStartEvent(Event): ...

class NodeEvent(Event):
    anchor: str | None

class AliasEvent(NodeEvent): ...

class ScalarEvent(NodeEvent):
    value: str
    tag: str | None
    style: str | None

class CollectionStartEvent(NodeEvent):
    tag: str | None

class SequenceStartEvent(CollectionStartEvent): ...
class MappingStartEvent(CollectionStartEvent): ...
class CollectionEndEvent(Event): ...
class SequenceEndEvent(CollectionEndEvent): ...
class MappingEndEvent(CollectionEndEvent): ...
