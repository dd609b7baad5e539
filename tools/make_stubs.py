"""Write `src/unilosses/__init__.pyi` from the registry, so that editors and type checkers see every signature.

    python tools/make_stubs.py            write the file
    python tools/make_stubs.py --check    exit with 1 if it is not what would be written

The public functions and classes are made at run time, out of their kernels' signatures, where no static tool can see
them. Parameter names, defaults and annotations come from the same place here.
"""

from __future__ import annotations

import inspect
import sys
import textwrap
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, get_origin

import generated
import unilosses
from unilosses.definition.definition import LossSpec
from unilosses.definition.options import DEFAULTS, EACH_CALL, ROWS
from unilosses.definition.registry import specs

STUB = Path(__file__).parents[1] / "src" / "unilosses" / "__init__.pyi"

HEADER = '''
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal, Protocol, Self, TypeAlias, TypeVar, overload

{imports}

__version__: str

class _Array(Protocol):
    """An array of any library: what a list or a number has not."""

    @property
    def dtype(self) -> Any: ...
    @property
    def shape(self) -> Any: ...

_A = TypeVar("_A", bound=_Array)
_Scalar: TypeAlias = float | _Array
_PerClass: TypeAlias = _Scalar | Sequence[float]
_Tree: TypeAlias = _Array | Mapping[Any, _Tree] | Sequence[_Tree] | None
_TreeWeight: TypeAlias = _Scalar | Mapping[Any, _TreeWeight] | Sequence[_TreeWeight] | None
_Reduction: TypeAlias = Literal["mean", "sum", "none"]
_Normalizer: TypeAlias = Literal["count"] | _Scalar
'''


def annotation(spec: LossSpec, name: str) -> str:
    """A hyper-parameter's type: the kernel's annotation in the stub's vocabulary, made precise by its domain."""
    kind = spec.domain[name]
    parts = []
    for part in str(spec.annotations[name]).split(" | "):
        named = spec.kernel.__globals__.get(part)
        if part in ("Scalar", "Array") or part.startswith("Callable"):
            parts.append(kind.stub)
        elif kind.choices and (part == "str" or get_origin(named) is Literal):
            parts.append(f"Literal[{', '.join(map(quoted, kind.choices))}]")
        elif part in ("None", "bool", "int", "float", "str"):
            parts.append(part)
        else:
            raise SystemExit(f"{spec.name}: no stub type is known for the annotation {part!r} of {name}")
    return " | ".join(parts)


def quoted(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else repr(value)


def array_arguments(spec: LossSpec) -> Iterator[str]:
    """The array arguments. The result has the first one's type; the others may be numbers, labels apart."""
    first, *others = spec.arrays
    yield f"{first}: {'_Tree' if spec.penalty else '_A'}"
    for name in others:
        yield f"{name}: {'_Array | float' if spec.domain[name].numbers else '_Array'}"


def parameters(spec: LossSpec) -> Iterator[tuple[str, str, str]]:
    """Name, type and default of what fixes a loss, `reduction` last."""
    for name, default in spec.params.items():
        yield name, annotation(spec, name), quoted(default)
    for name, default in spec.options.items():
        yield name, option(spec, name), quoted(default)
    yield "reduction", option(spec, "reduction"), quoted(spec.default_reduction)


def option(spec: LossSpec, name: str) -> str:
    """The type of an option."""
    row = ROWS[name]
    kind = row.kind_for(spec.event_ndim)
    return (spec.penalty and row.stub_of_trees) or (row.stub if kind is None else kind.annotation)


def call_options(spec: LossSpec) -> dict[str, str]:
    """Name and default of what every call takes beside the arrays."""
    return {name: f"{name}: {option(spec, name)} = {quoted(DEFAULTS[name])}" for name in EACH_CALL}


def signature(before: Iterable[str], keywords: Iterable[str], result: str) -> str:
    return f"({', '.join([*before, '*', *keywords])}) -> {result}"


def result_type(spec: LossSpec) -> str:
    return "Any" if spec.penalty else "_A"


def summary(thing: Any) -> str:
    return inspect.cleandoc(thing.__doc__).partition("\n")[0]


def docstring(thing: Any) -> str:
    """The whole docstring, which editors show, as a statement at the left edge."""
    text = inspect.cleandoc(thing.__doc__)
    raw = "r" if "\\" in text else ""
    return f'{raw}"""{text}\n"""'


def function_stub(spec: LossSpec) -> str:
    fixed = {name: f"{name}: {kind} = {default}" for name, kind, default in parameters(spec)}
    each_call = call_options(spec)
    order = [name for name in inspect.signature(spec.function).parameters if name not in spec.arrays]
    described = signature(array_arguments(spec), [(fixed | each_call)[name] for name in order], result_type(spec))
    return f"def {spec.name}{described}:\n{textwrap.indent(docstring(spec.function), '    ')}\n"


def class_stub(spec: LossSpec) -> str:
    made = list(parameters(spec))
    init = signature(["self"], [f"{name}: {kind} = {default}" for name, kind, default in made], "None")
    call = signature(["self", *array_arguments(spec)], call_options(spec).values(), result_type(spec))
    lines = [
        f"class {spec.class_name}(Loss):",
        f'    """{summary(spec.cls)}"""',
        "",
        f"    def __init__{init}: ...",
        f"    def __call__{call}: ...",
        "    @classmethod",
        "    def from_config(cls, config: Mapping[str, Any]) -> Self: ...",
    ]
    for name, kind, _ in made:
        lines += ["    @property", f"    def {name}(self) -> {kind}: ..."]
    return "\n".join(lines) + "\n"


def get_stub(built_in: list[LossSpec]) -> str:
    """`get`, which knows the class that belongs to a name."""
    lines = []
    for spec in built_in:
        names = ", ".join(quoted(name) for name in (spec.name, *spec.aliases))
        lines += ["@overload", f"def get(name: Literal[{names}], **params: Any) -> {spec.class_name}: ..."]
    lines += ["@overload", "def get(name: str, **params: Any) -> Any:", f'    """{summary(unilosses.get)}"""']
    return "\n".join(lines) + "\n"


def imports(names: Iterable[str]) -> str:
    """Import statements for what is defined in ordinary modules, as ruff sorts them."""
    by_module = defaultdict(list)
    for name in names:
        module = getattr(unilosses, name).__module__  # an instance, such as REAL, has its class's
        by_module[module.replace("unilosses.", ".", 1)].append(name)
    return "\n".join(f"from {module} import {', '.join(by_module[module])}" for module in sorted(by_module))


def stub() -> str:
    """The text of the stub file."""
    built_in = [spec for _, spec in sorted(specs().items()) if spec.kernel.__module__.startswith("unilosses.losses.")]
    functions = {spec.name for spec in built_in}
    classes = {spec.class_name for spec in built_in}
    aliases = {alias: spec.name for spec in built_in for alias in spec.aliases if hasattr(unilosses, alias)}
    rest = [name for name in unilosses.__all__ if name not in functions | classes | aliases.keys() | {"get"}]
    parts = [
        "# Written by tools/make_stubs.py from the losses' definitions: `make generate` writes it anew.",
        '# mypy: disable-error-code="override"',  # each class takes its own loss's arrays, where `Loss` takes any
        f'"""{summary(unilosses)}"""',
        HEADER.format(imports=imports(rest)),
        get_stub(built_in),
        *map(function_stub, built_in),
        "\n".join(f"{alias} = {name}" for alias, name in sorted(aliases.items())),
        *map(class_stub, built_in),
        f"__all__ = [{', '.join(map(quoted, unilosses.__all__))}]",
    ]
    return generated.formatted("\n".join(parts), "__init__.pyi")


def main(arguments: list[str] | None = None) -> int:
    return generated.main(STUB, lambda _: stub(), arguments)


if __name__ == "__main__":
    sys.exit(main())
