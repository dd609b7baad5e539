"""Functions that programs have in common: they are compiled once, and programs call them by name."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

ATTRIBUTES = 'attributes #0 = { nounwind "min-legal-vector-width"="512" "prefer-vector-width"="512" }'

_HEAD = re.compile(r"^define ([^@]*@)(\w+)\((.*)\) #0 \{$", re.MULTILINE)


class Shared(NamedTuple):
    """Functions whose names begin with unilosses_, as the text of a module."""

    text: str
    names: tuple[str, ...]
    declared: tuple[str, ...]
    """What stands in a program that calls them; the digest makes it another program if their code is another."""

    @classmethod
    def of(cls, text: str) -> Shared:
        heads = _HEAD.findall(text)
        digest = hashlib.sha256(text.encode()).hexdigest()
        declared = [f"declare {kind}{name}({re.sub(r' %[^,]*', '', given)})" for kind, name, given in heads]
        return cls(text, tuple(name for _, name, _ in heads), (f"; {digest}", *declared))
