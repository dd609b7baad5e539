"""Blocks that end in any order: case B19, and more of its kind. The README of this folder says where."""

from __future__ import annotations

import asyncio
import importlib
import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import unilosses as u
from unilosses import settings

jax, jnp = importlib.import_module("jax"), importlib.import_module("jax.numpy")
ORDERS = [(0, 1), (1, 0)]


@pytest.fixture(autouse=True)
def float32() -> Iterator[None]:
    with jax.enable_x64(False):
        yield
        nothing_is_left()


def nothing_is_left() -> None:
    assert not settings.exact()
    assert settings.checks_enabled()
    assert not jax.config.jax_enable_x64
    assert jnp.asarray(1.5).dtype == "float32"


@pytest.mark.parametrize("order", ORDERS)
def test_B19_tasks(order) -> None:
    """Two tasks enter, and leave in either order; what is computed within is exact, and nothing stays behind."""

    async def block(enter: asyncio.Event, entered: asyncio.Event, leave: asyncio.Event) -> None:
        await enter.wait()
        with u.precision("exact"):
            entered.set()
            await leave.wait()
            assert settings.exact()
            assert u.huber(jnp.ones(2, "float32"), jnp.zeros(2, "float32")).dtype == "float32"
        assert not settings.exact()

    async def main() -> None:
        enter, entered, leave = ([asyncio.Event() for _ in ORDERS] for _ in range(3))
        tasks = [asyncio.create_task(block(*events)) for events in zip(enter, entered, leave, strict=True)]
        for i in range(2):
            enter[i].set()
            await entered[i].wait()
            assert not settings.exact()
        for i in order:
            leave[i].set()
            await tasks[i]

    asyncio.run(main())
    nothing_is_left()


def blocks() -> Any:
    with u.precision("exact"), u.checks("off"):
        yield


@pytest.mark.parametrize("order", ORDERS)
def test_B19_generators(order) -> None:
    generators = [blocks(), blocks()]
    for generator in generators:
        next(generator)
        assert settings.exact()
    for i in order:
        assert settings.exact()
        assert not settings.checks_enabled()
        generators[i].close()
    nothing_is_left()


def test_B19_a_generator_that_another_thread_closes() -> None:
    """JAX's flag is this thread's own: it goes back with the next block here, and the mode at once."""
    generator = blocks()
    next(generator)
    other = threading.Thread(target=generator.close)
    other.start()
    other.join()
    assert not settings.exact()
    with u.precision("exact"):
        assert settings.exact()


def test_B19_threads() -> None:
    """A thread that is started within a block is not in it, and its own blocks leave this thread alone."""
    seen: list[Any] = []

    def work() -> None:
        before = bool(jax.config.jax_enable_x64)
        seen.append(settings.exact())
        with u.precision("exact"):
            seen.append(u.hinge(np.ones(2, "float32"), 1.0).dtype)
        seen.append((settings.exact(), bool(jax.config.jax_enable_x64) == before))

    with u.precision("exact"):
        thread = threading.Thread(target=work)
        thread.start()
        thread.join()
        assert settings.exact()
    assert seen == [False, "float32", (False, True)]


def test_an_inner_block_ends_within_an_outer_one() -> None:
    with u.precision("exact"):
        with u.precision("default"):
            assert not settings.exact()
        assert settings.exact()
