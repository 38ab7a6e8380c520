"""The elements of a page that a CSS selector fits, found by their classes.

An XPath looks at every element of the page each time, and a page is asked some sixty times. Here
each element is looked at once, and a selector tries only those of its classes.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from cssselect import parse
from cssselect.parser import Attrib, Class, CombinedSelector, Element, Hash, Tree

if TYPE_CHECKING:
    from lxml.etree import _Element as Node

__all__ = ["Elements"]


@cache
def _parsed(selector: str) -> tuple[Tree, ...]:
    return tuple(each.parsed_tree for each in parse(selector))


@lru_cache(maxsize=1 << 10)
def _classes(names: str) -> frozenset[str]:
    return frozenset(names.split())


class Elements:
    """The elements of a tree, in page order."""

    def __init__(self, root: "Node") -> None:
        self._order = {node: order for order, node in enumerate(root.iter())}
        self._by_class: dict[str, list[Node]] = {}
        for node in self._order:
            for name in _classes(node.get("class", "")):
                self._by_class.setdefault(name, []).append(node)

    def select(self, selector: str, top: "Node") -> "list[Node]":
        """The elements that a selector fits, in page order.

        Args:
            selector: tags, classes, ids and attributes with a value, one within the other by a
                blank or ``>``; several parted by commas.
            top: the element that all of them stand in, itself among them.
        """
        found = {node for tree in _parsed(selector) for node in self._find(tree, top)}
        return sorted(found, key=self._order.__getitem__)

    def _find(self, tree: Tree, top: "Node") -> "Iterable[Node]":
        if not isinstance(tree, CombinedSelector):
            return [node for node in self._tried(tree, top) if _fits(node, tree)]
        around, own = self._find(tree.selector, top), tree.subselector
        if tree.combinator == ">":
            return [node for outer in around for node in outer if _fits(node, own)]
        return [node for outer in around for node in self._find(own, outer) if node is not outer]

    def _tried(self, tree: Tree, top: "Node") -> "Iterable[Node]":
        """The elements that have one of the selector's classes, or else its tag."""
        while not isinstance(tree, Class | Element):
            tree = tree.selector
        if isinstance(tree, Element):
            return top.iter(tree.element)
        known, place = self._by_class.get(tree.class_name, []), self._order.__getitem__
        last = top
        while len(last):
            last = last[-1]
        begin = bisect_left(known, place(top), key=place)
        return known[begin : bisect_right(known, place(last), begin, key=place)]


def _fits(node: "Node", tree: Tree) -> bool:
    """Whether an element has the tag, classes, id and attributes of a selector."""
    match tree:
        case Class():
            own = tree.class_name in _classes(node.get("class", ""))
        case Hash():
            own = tree.id == node.get("id")
        case Attrib():
            own = tree.value is not None and tree.value.value == node.get(tree.attrib)
        case Element():
            return tree.element in {None, node.tag}
        case _:
            raise NotImplementedError(f"the selector {tree!r}")
    return own and _fits(node, tree.selector)
