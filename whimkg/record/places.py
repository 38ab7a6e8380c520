"""Where in a file a wrong field stands: from msgspec's path to a line and a column of the YAML."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yaml import Node

__all__ = ["located"]

#: How msgspec ends a message; a fault of the whole record has no such end.
_PATH = re.compile(r" - at `(\$.*)`$")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_UNKNOWN = re.compile(r"unknown field `(.+?)`")


def located(text: str, message: str) -> str:
    r"""Line and column, as ``3:5``, of the field that an error of msgspec speaks of.

    An unknown field is found itself, a missing one at the part that lacks it.

    Args:
        text: the YAML or JSON.
        message: msgspec's message.

    Returns:
        The place; empty where it cannot be told.

    >>> located("page:\n  length: x", "Expected `int`, got `str` - at `$.page.length`")
    '2:11'
    """
    import yaml

    try:
        node = yaml.compose(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, RecursionError):  # JSON may hold characters that YAML refuses
        return ""
    path = _PATH.search(message)
    for name, number in _STEP.findall(path[1]) if path else ():
        node = _inside(node, name or int(number))
    unknown = _UNKNOWN.search(message)
    if unknown and isinstance(node, yaml.MappingNode):
        node = next((key for key, _ in node.value if key.value == unknown[1]), node)
    return f"{node.start_mark.line + 1}:{node.start_mark.column + 1}" if node else ""


def _inside(node: "Node | None", step: str | int) -> "Node | None":
    """The value of a key, or the item of a number; the node itself where there is none."""
    import yaml

    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), node)
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: yaml.Node = node.value[step]
        return item
    return node
