"""`--part 2/6`: the parts are everything, each test in one of them, and what shares results stays together."""

from __future__ import annotations

import pytest

from conformance.suite import parts

TESTS = """
import pytest

@pytest.mark.parametrize("loss", ["a", "b", "c"])
@pytest.mark.parametrize("how", range(4))
def test_alone(loss, how):
    pass

@pytest.mark.parametrize("loss", [pytest.param(x, marks=pytest.mark.xdist_group(x)) for x in "abcdefg"])
@pytest.mark.parametrize("how", range(3))
def test_in_groups(loss, how):
    pass
"""


@pytest.fixture(scope="module")
def items(tmp_path_factory):
    """Tests as pytest collects them, without a run."""
    found = []

    class Keeping:
        def pytest_collection_modifyitems(self, items):
            found.extend(items)

    folder = tmp_path_factory.mktemp("parts")
    (folder / "test_any.py").write_text(TESTS)
    plain = ["-p", "no:cacheprovider", "-p", "no:unraisableexception"]  # the latter collects all garbage, five times
    options = ["--collect-only", "-qq", *plain, "--rootdir", str(folder), "-c", "/dev/null"]
    assert pytest.main([*options, str(folder)], plugins=[Keeping()]) == 0
    return found


@pytest.mark.parametrize("of", [1, 2, 6])
def test_each_test_is_in_one_part(items, of):
    mine = [[item for item in items if item not in parts.others(items, part, of)] for part in range(1, of + 1)]
    assert sorted(item.nodeid for part in mine for item in part) == sorted(item.nodeid for item in items)
    assert len(items) == 33
    assert all(mine)


def test_a_group_is_in_one_part(items):
    for part in range(1, 7):
        gone = parts.others(items, part, 6)
        assert all(len({item in gone for item in items if parts.group_of(item) == group}) == 1 for group in "abcdefg")


@pytest.mark.parametrize("text", ["7/6", "0/6", "2", "2/", "a/b", "-1/6", ""])
def test_what_is_no_part_is_an_error(text):
    with pytest.raises(ValueError, match="a part is given as 2/6"):
        parts.read(text)
