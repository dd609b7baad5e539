"""`unilosses info`: with what losses are evaluated here."""

from __future__ import annotations

import platform
from importlib.metadata import version

import click
import numpy as np

from ..definition.registry import find
from ..explain import explain
from ..settings import ENGINES, engine, engine_name, num_threads
from ..verify.places import LIBRARIES, is_installed


@click.command("info")
def info_command() -> None:
    """Print versions, the engine, which engines serve here, and the number of threads."""
    click.echo(f"unilosses {version('unilosses')}, Python {platform.python_version()}, {platform.machine()}")
    here = [name for name in LIBRARIES if is_installed(name)]
    click.echo(f"libraries: {', '.join(f'{name} {version(LIBRARIES[name].distribution)}' for name in here)}")
    click.echo(f"engine: {engine_name()} (UNILOSSES_ENGINE), threads: {num_threads()} (UNILOSSES_NUM_THREADS)")
    click.echo("huber of NumPy's float32, by engine asked for:")
    huber, x = find("huber").function, np.zeros(3, dtype=np.float32)
    for name in ENGINES:
        with engine(name):
            click.echo(f"  {name:<10} {explain(huber, x, x)}")
