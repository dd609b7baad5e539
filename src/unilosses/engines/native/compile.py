"""From the text of a program to functions that can be called, by LLVM."""

from __future__ import annotations

import ctypes
import platform
from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

from . import cache
from .shared import Shared

_LOCK = Lock()


@lru_cache(maxsize=1)
def available() -> str | None:
    """Why programs cannot be compiled here; None if they can."""
    if platform.machine().lower() not in ("x86_64", "amd64"):
        return f"programs are compiled for x86-64, not for {platform.machine()}"
    try:
        from llvmlite import binding  # type: ignore[import-untyped]  # an extra
    except ImportError:
        return "llvmlite is not installed: pip install 'unilosses[fast]'"
    features = binding.get_host_cpu_features()
    missing = [name for name in ("avx2", "fma", "f16c") if not features.get(name)]
    if missing:
        return f"the processor has no {' and no '.join(missing)}"
    try:
        _target()
    except (RuntimeError, OSError) as error:
        return f"LLVM does not start: {error}"
    return None


@lru_cache(maxsize=1)
def has_scaling() -> bool:
    """Whether the processor scales by a power of two in one instruction."""
    from llvmlite import binding

    return bool(binding.get_host_cpu_features().get("avx512f"))


def _target() -> Any:
    """The machine at hand, a new one each time: an engine takes it for its own."""
    from llvmlite import binding

    binding.initialize_native_target()
    binding.initialize_native_asmprinter()
    return binding.Target.from_default_triple().create_target_machine(
        cpu=binding.get_host_cpu_name(),
        features=binding.get_host_cpu_features().flatten(),
        opt=3,
        codemodel="jitdefault",
        jit=True,
    )


@lru_cache(maxsize=1)
def _machine() -> str:
    """What object code depends on beside its text."""
    import llvmlite
    from llvmlite import binding

    version = ".".join(map(str, binding.llvm_version_info))
    own = f"{binding.get_host_cpu_name()} {binding.get_host_cpu_features().flatten()}"
    return f"llvmlite {llvmlite.__version__}, LLVM {version}, {binding.get_process_triple()}, {own}"


class Compiled:
    """The functions of a program; they live as long as it does."""

    def __init__(self, text: str, shared: Sequence[Shared] = ()) -> None:
        with _LOCK:
            for part in shared:
                _link(part)
            self._engine = _engine(text)

    def function(self, name: str, *types: Any) -> Any:
        address = self._engine.get_function_address(name)
        if not address:
            raise LookupError(f"the program has no function {name}")
        return ctypes.CFUNCTYPE(None, *types)(address)


_LINKED: dict[Shared, Any] = {}


def _link(part: Shared) -> None:
    """Have programs find functions that they share, once for the process."""
    from llvmlite import binding

    if part not in _LINKED:
        engine = _LINKED[part] = _engine(part.text)
        for name in part.names:
            binding.add_symbol(name, engine.get_function_address(name))


def _engine(text: str) -> Any:
    from llvmlite import binding

    engine = binding.create_mcjit_compiler(binding.parse_assembly(""), _target())
    engine.add_object_file(binding.ObjectFileRef.from_data(_object_code(text)))
    engine.finalize_object()
    return engine


def _object_code(text: str) -> bytes:
    key = cache.key(text, _machine())
    found = cache.read(key)
    if found is None:
        found = _compiled(text)
        cache.write(key, found)
    return found


def _compiled(text: str) -> bytes:
    from llvmlite import binding

    module = binding.parse_assembly(text)
    module.verify()
    target = _target()
    # Vectors are written out, equal lines are one, and loops hold what changes in them: LLVM's own levels find nothing
    # more, and take as long as all else.
    passes = binding.create_new_module_pass_manager()
    passes.add_sroa_pass()
    passes.add_instruction_combine_pass()
    passes.run(module, binding.create_pass_builder(target, binding.create_pipeline_tuning_options()))
    code: bytes = target.emit_object(module)
    return code
