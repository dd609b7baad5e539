"""The examples run as a user runs them: as scripts, in a process of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import matplotlib.image

EXAMPLES = Path(__file__).parents[2] / "examples"

# The same script with one framework's loss a little off.
WITH_A_WRONG_LOSS = f"""
import sys
sys.path.insert(0, {str(EXAMPLES)!r})
import digits
right = digits.TorchTrainer.loss
digits.TorchTrainer.loss = lambda *arguments: 1.0001 * right(*arguments)
sys.exit(digits.main())
"""


def run_python(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """What Python prints, and its exit status. Warnings are errors there as they are in the tests."""
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-W", "error", *arguments]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=300, check=False)


def test_digits_agree_and_are_drawn(tmp_path: Path) -> None:
    done = run_python(str(EXAMPLES / "digits.py"), "--epochs", "3", "--out", "picture.png", cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "float32: final losses agree" in done.stdout
    assert "float64: final losses agree" in done.stdout
    picture = matplotlib.image.imread(tmp_path / "picture.png")
    height, width, _ = picture.shape
    assert 600 <= height <= 3000
    assert 600 <= width <= 3000
    assert picture.std() > 0.05, "the picture is blank"


def test_digits_fails_where_the_losses_disagree(tmp_path: Path) -> None:
    done = run_python("-c", WITH_A_WRONG_LOSS, "--epochs", "1", "--dtype", "float32", cwd=tmp_path)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "float32: final losses DO NOT AGREE" in done.stdout
    assert "float64" not in done.stdout
    assert (tmp_path / "digits.png").exists()


def test_digits_refuses_to_train_for_no_epoch(tmp_path: Path) -> None:
    done = run_python(str(EXAMPLES / "digits.py"), "--epochs", "0", cwd=tmp_path)
    assert done.returncode == 2
    assert "--epochs: at least 1" in done.stderr


def test_shared_loss_agrees(tmp_path: Path) -> None:
    done = run_python(str(EXAMPLES / "shared_loss.py"), cwd=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "all agree"
