"""Loss objects as pytrees: their arrays are the leaves, for JAX and for optree, where these have been imported."""

from __future__ import annotations

import sys
from typing import Any

_REGISTERED: set[tuple[str, type]] = set()
OPTREE_NAMESPACE = "unilosses"


def register(cls: Any) -> None:
    """Register a class with the libraries that are here by now; each takes it once."""
    if "jax" in sys.modules and ("jax", cls) not in _REGISTERED:
        jax = sys.modules["jax"]
        if hasattr(jax, "tree_util"):  # absent while jax is being imported
            _REGISTERED.add(("jax", cls))
            jax.tree_util.register_pytree_node(cls, cls.tree_flatten, cls.tree_unflatten)
    if "optree" in sys.modules and ("optree", cls) not in _REGISTERED:
        optree = sys.modules["optree"]
        if hasattr(optree, "register_pytree_node"):
            _REGISTERED.add(("optree", cls))
            optree.register_pytree_node(cls, cls.tree_flatten, cls.tree_unflatten, namespace=OPTREE_NAMESPACE)
