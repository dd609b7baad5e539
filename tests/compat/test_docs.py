"""docs/compat.md has the tables of differences as the modules state them."""

from __future__ import annotations

from importlib import import_module

import pytest

import make_differences


def test_the_tables_are_up_to_date() -> None:
    text = make_differences.PAGE.read_text(encoding="utf-8")
    assert text == make_differences.written(text), "run python tools/make_differences.py"


@pytest.mark.parametrize("module", ["torch", "sklearn", "optax", "keras", "tf", "mlx"])
def test_every_statement_is_a_sentence_in_the_page(module: str) -> None:
    text = make_differences.PAGE.read_text(encoding="utf-8")
    assert f"<!-- differences: {module} -->" in text
    for statements in import_module(f"unilosses.compat.{module}").DIFFERENCES.values():
        assert statements
        assert all(s.endswith(".") and s in text for s in statements)
