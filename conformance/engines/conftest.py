"""Programs that tests compile are kept in a folder of the run."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path_factory.getbasetemp() / "programs"
    folder.mkdir(mode=0o700, exist_ok=True)
    monkeypatch.setenv("UNILOSSES_CACHE_DIR", str(folder))
