from yaml.error import Mark

class Node:
    start_mark: Mark
    end_mark: Mark

class ScalarNode(Node):
    value: str
    style: str | None

class CollectionNode(Node):
    flow_style: bool

class SequenceNode(CollectionNode):
    value: list[Node]

class MappingNode(CollectionNode):
    value: list[tuple[ScalarNode, Node]]
