"""Object code on disk: made once, used only where it is one's own and whole."""

from __future__ import annotations

import ctypes
from pathlib import Path

import pytest

from unilosses.engines.native import cache
from unilosses.engines.native import compile as compiler
from unilosses.engines.native.shared import ATTRIBUTES, Shared

TEXT = "define void @answer(ptr %p) {\n  store i64 42, ptr %p\n  ret void\n}\n"


def answer() -> int:
    found = ctypes.c_int64()
    program = compiler.Compiled(TEXT)
    program.function("answer", ctypes.c_void_p)(ctypes.addressof(found))
    return found.value


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("UNILOSSES_CACHE_DIR", str(tmp_path / "own"))
    return tmp_path / "own"


def compiles(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    made: list[str] = []
    own = compiler._compiled
    monkeypatch.setattr(compiler, "_compiled", lambda text: (made.append(text), own(text))[1])
    return made


def test_it_is_compiled_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = compiles(monkeypatch)
    assert [answer(), answer()] == [42, 42]
    assert len(made) == 1
    assert len(list(folder.iterdir())) == 1


@pytest.mark.parametrize("damage", [lambda b: b[:-1], lambda b: b[:40] + b"\xff" + b[41:], lambda b: b""])
def test_a_damaged_file_is_compiled_anew(damage: object, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer()
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    file.write_bytes(damage(whole))  # type: ignore[operator]
    made = compiles(monkeypatch)
    assert answer() == 42
    assert len(made) == 1
    assert file.read_bytes() == whole


def test_a_folder_that_others_can_write_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder.mkdir()
    folder.chmod(0o777)
    made = compiles(monkeypatch)
    assert [answer(), answer()] == [42, 42]
    assert len(made) == 2
    assert not list(folder.iterdir())


def test_a_file_that_others_can_write_is_not_used(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answer()
    (file,) = folder.iterdir()
    file.chmod(0o666)
    made = compiles(monkeypatch)
    assert answer() == 42
    assert len(made) == 1


def test_off_keeps_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UNILOSSES_CACHE_DIR", "off")
    assert cache.folder() is None
    made = compiles(monkeypatch)
    assert [answer(), answer()] == [42, 42]
    assert len(made) == 2


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("UNILOSSES_CACHE_DIR", str(tmp_path / "file" / "below"))
    assert answer() == 42


def test_what_programs_share_is_compiled_once(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiler, "_LINKED", {})
    made = compiles(monkeypatch)
    part = Shared.of(f"define i64 @unilosses_tested(i64 %x, ptr %p) #0 {{\n  ret i64 %x\n}}\n{ATTRIBUTES}\n")
    call = "  %y = call i64 @unilosses_tested(i64 42, ptr %p)\n  store i64 %y, ptr %p\n  ret void\n}\n"
    for name in ("first", "second"):
        text = "\n".join([*part.declared, f"define void @{name}(ptr %p) {{", call])
        found = ctypes.c_int64()
        program = compiler.Compiled(text, [part])
        program.function(name, ctypes.c_void_p)(ctypes.addressof(found))
        assert found.value == 42
    assert [text == part.text for text in made] == [True, False, False]


def test_another_shared_function_makes_another_program() -> None:
    text = f"define i64 @unilosses_tested(i64 %x) #0 {{\n  ret i64 %x\n}}\n{ATTRIBUTES}\n"
    one, other = Shared.of(text), Shared.of(text.replace("ret i64 %x", "ret i64 0"))
    assert one.declared[1:] == other.declared[1:] == ("declare i64 @unilosses_tested(i64)",)
    assert one.declared != other.declared
