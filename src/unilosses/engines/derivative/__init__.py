"""Derivatives of a graph, which are nodes of a graph: in reverse, and forward along a direction."""

from .forward import pushforward
from .reverse import pullback

__all__ = ["pullback", "pushforward"]
