"""What a program is given: one row of 64-bit slots, each known by what stands in it."""

from __future__ import annotations

from typing import TypeAlias

from ..graph.nodes import Length
from .code import Code, Value

# ("length", node), ("number", node), ("array", name), ("stride", name, axis), ("output", name),
# ("output stride", name, axis), ("total", node), ("parts", node): where the parts of a total are put.
Key: TypeAlias = tuple[object, ...]


class Slots:
    """Places are given out as they are asked for."""

    def __init__(self) -> None:
        self.places: dict[Key, int] = {}

    def place(self, *key: object) -> int:
        return self.places.setdefault(key, len(self.places))

    def pointer(self, c: Code, *key: object) -> Value:
        return c.emit("ptr", f"getelementptr i64, ptr %args, i64 {self.place(*key)}")

    def whole(self, c: Code, *key: object) -> Value:
        return c.emit("i64", "load i64, ptr {0}", self.pointer(c, *key))

    def number(self, c: Code, *key: object) -> Value:
        return c.emit("double", "load double, ptr {0}", self.pointer(c, *key))

    def address(self, c: Code, *key: object) -> Value:
        return c.emit("ptr", "load ptr, ptr {0}", self.pointer(c, *key))

    def length(self, c: Code, length: Length) -> Value:
        return Value(str(length), "i64") if isinstance(length, int) else self.whole(c, "length", length)
