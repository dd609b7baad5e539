"""Object code on disk, so that a process need not compile what another has compiled.

It is code: a folder that is not one's own, or that others can write, is not used; nor is a file that was damaged.
"""

from __future__ import annotations

import hashlib
import os
import stat
import tempfile
from contextlib import suppress
from pathlib import Path

VARIABLE = "UNILOSSES_CACHE_DIR"


def key(text: str, machine: str) -> str:
    """The name of a program's file: of its text and of what else its code depends on."""
    return hashlib.sha256(f"{machine}\n{text}".encode()).hexdigest()


def folder() -> Path | None:
    """Where object code is kept; None if nowhere."""
    given = os.environ.get(VARIABLE, "")
    if given == "off":
        return None
    if given:
        return Path(given)
    try:
        import platformdirs
    except ImportError:
        return None
    return Path(platformdirs.user_cache_dir("unilosses", appauthor=False))


def is_own(path: Path) -> bool:
    """Whether a file or a folder belongs to this user, who alone can write it."""
    try:
        found = path.lstat()
    except OSError:
        return False
    if not hasattr(os, "getuid"):
        return True
    return found.st_uid == os.getuid() and not found.st_mode & (stat.S_IWGRP | stat.S_IWOTH)


def read(name: str) -> bytes | None:
    """The object code of that name; None if there is none, or none to be trusted."""
    where = folder()
    if where is None or not is_own(where) or not is_own(where / name):
        return None
    try:
        data = (where / name).read_bytes()
    except OSError:
        return None
    digest, code = data[:32], data[32:]
    return code if digest == hashlib.sha256(code).digest() else None


def write(name: str, code: bytes) -> None:
    """Keep object code; where that cannot be, it is compiled again another time."""
    where = folder()
    if where is None:
        return
    with suppress(OSError):
        where.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not is_own(where):
            return
        handle, made = tempfile.mkstemp(dir=where)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(hashlib.sha256(code).digest() + code)
            Path(made).replace(where / name)
        except OSError:
            Path(made).unlink(missing_ok=True)
            raise
