"""The commands of `unilosses`. This package needs click and rich; the library itself never imports it."""

from __future__ import annotations

import click

from .bench import bench_command
from .catalogue import list_command, show_command
from .checking import compare_command, verify_command
from .info import info_command


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="unilosses")
def unilosses() -> None:
    """Losses defined once for every array library: look them up, and check them against 50-digit truth."""


unilosses.add_command(list_command)
unilosses.add_command(show_command)
unilosses.add_command(verify_command)
unilosses.add_command(compare_command)
unilosses.add_command(bench_command)
unilosses.add_command(info_command)
