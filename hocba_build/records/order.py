"""The order in which keys are written: that of ``properties`` in the schema, then ascending."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import Any, Final

from hocba_build.records.schemas import resolve, schema

_COMBINED: Final = ("allOf", "anyOf", "oneOf")
_CONDITIONAL: Final = ("if", "then", "else")


class KeyOrder:
    """What the schema says about one place: the order of its keys, and what lies below."""

    __slots__ = ("_below", "_items", "_nodes", "_ranks")

    def __init__(self, nodes: Iterable[tuple[str, Mapping[str, Any]]]) -> None:
        """Keep the schema nodes that apply to the place; what lies below is worked out when it is asked for."""
        self._nodes = [expanded for name, node in nodes for expanded in _expand(name, node)]
        names = (key for _, node in self._nodes for key in node.get("properties", ()))
        self._ranks = {key: rank for rank, key in enumerate(dict.fromkeys(names))}
        self._below: dict[str, KeyOrder] = {}
        self._items: KeyOrder | None = None

    def sorted(self, keys: Iterable[str]) -> list[str]:
        """Known keys in the schema's order, then the others: numbers by value, then words."""
        return sorted(keys, key=self._rank)

    def _rank(self, key: str) -> tuple[int, int, str]:
        rank = self._ranks.get(key)
        if rank is not None:
            return (0, rank, "")
        return (1, int(key), key) if key.isascii() and key.isdigit() else (2, 0, key)

    def below(self, key: str) -> KeyOrder:
        """The order inside a key's value."""
        group = key if key in self._ranks else ""
        if group not in self._below:
            self._below[group] = KeyOrder(_children(self._nodes, group))
        return self._below[group]

    def items(self) -> KeyOrder:
        """The order inside the items of a list."""
        if self._items is None:
            found = [(name, node["items"]) for name, node in self._nodes if isinstance(node.get("items"), Mapping)]
            self._items = KeyOrder(found)
        return self._items


def _expand(name: str, node: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The node itself, what it refers to, and its branches."""
    yield name, node
    if "$ref" in node:
        yield from _expand(*resolve(name, node))
    for keyword in _COMBINED:
        for branch in node.get(keyword, ()):
            yield from _expand(name, branch)
    for keyword in _CONDITIONAL:
        if isinstance(node.get(keyword), Mapping):
            yield from _expand(name, node[keyword])


def _children(nodes: list[tuple[str, Mapping[str, Any]]], key: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The nodes of a named key; for the empty name, those of keys that are data (pupils, months, grades)."""
    for name, node in nodes:
        if key:
            candidates = [node.get("properties", {}).get(key)]
        else:
            candidates = [*node.get("patternProperties", {}).values(), node.get("additionalProperties")]
        yield from ((name, child) for child in candidates if isinstance(child, Mapping))


@cache
def key_order(schema_name: str) -> KeyOrder:
    """The order for files of one schema."""
    return KeyOrder([(schema_name, schema(schema_name))])
