"""The chapters of losses: a family is loaded when a loss of it is first used, and all come in the order of reading."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

import make_catalogue
import unilosses
from fresh_process import printed_by, run_python
from unilosses import losses
from unilosses.definition.catalogue import LOSSES
from unilosses.definition.registry import specs

# Prints the families that have been loaded, and the frameworks.
LOADED = """
import sys
print(*sorted(m for m in sys.modules if m.startswith("unilosses.losses.") and m.count(".") > 2))
print(*sorted(sys.modules.keys() & {"torch", "jax", "jaxlib"}))
"""


@pytest.mark.parametrize(
    ("use", "family"),
    [
        ("", ""),
        ("dir(unilosses); unilosses.list_losses(); len(unilosses.__all__)", ""),
        ("hasattr(unilosses, 'no_such_loss')", ""),
        ("unilosses.huber", "regression.regression"),
        ("unilosses.mae", "regression.regression"),
        ("from unilosses import CTC", "sequences.ctc unilosses.losses.sequences.labels"),
        ("unilosses.get('ctc')", "sequences.ctc unilosses.losses.sequences.labels"),
        ("unilosses.from_config({'loss': 'dice'})", "segmentation.regions"),
        ("from unilosses import verify; verify.compare", ""),
    ],
)
def test_a_loss_is_loaded_when_it_is_asked_for(use: str, family: str) -> None:
    printed = printed_by(f"import unilosses\n{use}\n{LOADED}")
    assert printed.splitlines() == ([f"unilosses.losses.{family}"] if family else [])


@pytest.mark.parametrize("made", ["u.huber", "u.Huber", "u.Huber(delta=2.0)", "0.5 * u.L2Penalty() + u.CTC()"])
def test_a_pickle_loads_what_it_needs(made: str) -> None:
    pickled = printed_by(f"import pickle, unilosses as u; print(pickle.dumps({made}).hex())")
    read = f"import pickle; x = pickle.loads(bytes.fromhex({pickled!r})); import unilosses as u"
    assert printed_by(f"{read}; print(x == {made})") == "True"


@pytest.mark.parametrize("first", ["unilosses.ctc; unilosses.dice", "from unilosses import *"])
def test_the_order_is_not_that_of_loading(first: str) -> None:
    listed = "from unilosses.definition.registry import specs; print(*specs())"
    assert printed_by(f"import unilosses; {first}; {listed}").split() == list(LOSSES)


def test_the_order_is_that_of_chapters_families_and_files() -> None:
    modules = [entry.module.partition(".")[0] for entry in LOSSES.values()]
    assert list(dict.fromkeys(modules)) == list(losses.CHAPTERS)
    assert losses.CHAPTERS[:2] == ("regression", "classification")
    assert list(LOSSES)[:3] == ["absolute_error", "squared_error", "huber"]
    places = [(entry.module, specs()[name].kernel.__code__.co_firstlineno) for name, entry in LOSSES.items()]
    assert all(b[1] > a[1] for a, b in pairwise(places) if a[0] == b[0])


def test_every_loss_is_in_the_file_that_the_catalogue_names() -> None:
    for name, entry in LOSSES.items():
        spec = specs()[name]
        assert spec.source == f"unilosses.losses.{entry.module}.{name}"
        assert (spec.class_name, spec.aliases) == (entry.class_name, entry.aliases)


def test_the_catalogue_is_up_to_date(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert make_catalogue.main(["--check"]) == 0
    text = make_catalogue.CATALOGUE.read_text(encoding="utf-8")
    stale = tmp_path / "catalogue.py"
    stale.write_text(text.replace("huber", "hubre"), encoding="utf-8")
    monkeypatch.setattr(make_catalogue, "CATALOGUE", stale)
    assert make_catalogue.main(["--check"]) == 1
    assert "make generate" in capsys.readouterr().err
    assert make_catalogue.main([]) == 0
    assert stale.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("alias", [False, True])
def test_the_name_of_a_loss_that_is_not_loaded_is_taken(alias: bool) -> None:
    name = "mae" if alias else "dice"
    define = (
        "import unilosses\n@unilosses.loss(unilosses.Domain(pred=unilosses.REAL))\n"
        f"def {name}(xp, pred):\n    return pred\n"
    )
    done = run_python(define)
    assert done.returncode == 1
    assert f"a loss named '{name}' exists already, from unilosses.losses." in done.stderr.decode()


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="module 'unilosses' has no attribute 'hubre'"):
        _ = unilosses.hubre  # type: ignore[attr-defined]


def test_importing_costs_little_more_than_numpy() -> None:
    code = (
        "from time import process_time as now; start = now(); import numpy, array_api_compat; between = now(); "
        "import unilosses; print(between - start, now() - between)"
    )
    below, took = zip(*(map(float, printed_by(code).split()) for _ in range(5)), strict=True)
    # 0.044 seconds beside 0.07 when written, 0.27 when every loss was loaded. Where much else runs, both take longer.
    assert min(took) <= max(0.1, min(below)), (below, took)
