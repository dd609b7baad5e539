"""Losses of an installed package, found by the entry point `unilosses.losses` when one is asked for by name."""

from __future__ import annotations

from pathlib import Path

from fresh_process import install_plug_ins, printed_by

TEAM = """
import unilosses as u
@u.loss(u.Domain(pred=u.REAL, target=u.REAL), class_name="TeamError")
def team_error(xp, pred, target):
    return xp.abs(pred - target)
backend = team_error
"""
USE = """
import sys, unilosses as u
assert "team" not in sys.modules
print(u.get("team_error"), u.from_config({"loss": "team_error"}), "team_error" in u.list_losses())
"""


def test_a_team_s_own_losses_are_found(tmp_path: Path) -> None:
    install_plug_ins(tmp_path, "unilosses.losses", team=TEAM)
    assert printed_by(USE, folders=(tmp_path,)) == "TeamError() TeamError() True"


def test_a_broken_one_is_left_out(tmp_path: Path) -> None:
    install_plug_ins(tmp_path, "unilosses.losses", team="raise RuntimeError('broken')")
    code = """
import warnings, unilosses as u
with warnings.catch_warnings(record=True) as seen:
    warnings.simplefilter("always")
    print("huber" in u.list_losses(), "broken" in str(seen[0].message))
"""
    assert printed_by(code, folders=(tmp_path,)) == "True True"
