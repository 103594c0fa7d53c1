"""`@T.macro` and functions defined in a kernel: lowered statement by statement at each call."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import FunctionType
from typing import TYPE_CHECKING, cast

from ttc.diagnostics import CompileError, SourceSpan, register_source
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.names import Names, surroundings
from ttc.frontend.source import Source, source_of
from ttc.language import Macro, macro
from ttc.language.place import error

if TYPE_CHECKING:
    from ttc.frontend.expressions import Evaluator

DEEPEST = 64
"""Calls of macros within each other at most: one that never ends is reported, not run."""


@dataclass(frozen=True, eq=False)
class Inline:
    """A function whose statements are those of the kernel, and what it sees from outside."""

    name: str
    source: Source
    definition: ast.FunctionDef
    signature: inspect.Signature
    outer: Mapping[str, object]


def inline_of(macro: Macro) -> Inline:
    # A type checker takes a function that is an attribute for a method.
    func = cast("FunctionType", macro.func)
    source, definition = source_of(func)
    register_source(source.shown.data, source.file)
    return Inline(macro.name, source, definition, inspect.signature(func), surroundings(func, {}))


def inner(kernel: KernelLowering, node: ast.FunctionDef, evaluate: Evaluator) -> Inline:
    """Makes a function that is defined inside a kernel; it sees the names around it."""
    for decorator in node.decorator_list:
        if evaluate(decorator) is not macro:
            kernel.at(decorator)
            raise error("a function inside a kernel has no decorator but T.macro")
    spec = node.args
    if spec.vararg is not None or spec.kwarg is not None:
        kernel.at(node)
        raise error(f"'{node.name}': *args and **kwargs are not supported in a kernel")
    kinds = inspect.Parameter
    plain = [*spec.posonlyargs, *spec.args]
    values: list[object] = [kinds.empty] * (len(plain) - len(spec.defaults))
    values += [evaluate(default) for default in spec.defaults]
    parameters = [
        kinds(argument.arg, kinds.POSITIONAL_OR_KEYWORD, default=value)
        for argument, value in zip(plain, values, strict=True)
    ]
    for argument, default in zip(spec.kwonlyargs, spec.kw_defaults, strict=True):
        value = kinds.empty if default is None else evaluate(default)
        parameters.append(kinds(argument.arg, kinds.KEYWORD_ONLY, default=value))
    signature = inspect.Signature(parameters)
    return Inline(node.name, kernel.source, node, signature, _Around(evaluate.names))


class _Around(Mapping[str, object]):
    """The names of a body as a function inside it sees them when it is called."""

    def __init__(self, names: Names) -> None:
        self._names = names

    def __getitem__(self, name: str) -> object:
        if self._names.is_set(name) or name in self._names.outer:
            return self._names[name]
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return iter([*self._names.outer, *(n for f in self._names.frames for n in f.names)])

    def __len__(self) -> int:
        return len(list(iter(self)))


def call(
    k: KernelLowering, function: Inline, args: Sequence[object], kwargs: Mapping[str, object]
) -> object:
    """Lowers a function's statements with its parameters bound; returns what it returns."""
    from ttc.frontend.expressions import Evaluator
    from ttc.frontend.statements import Executor

    place = k.span
    if k.calls >= DEEPEST:
        raise error(f"recursion: macro '{function.name}' calls itself without end").note(
            "a macro is lowered where it is called: give it an end on Python values"
        )
    try:
        bound = function.signature.bind(*args, **kwargs)
    except TypeError as mismatch:
        raise error(f"macro '{function.name}': {mismatch}") from None
    bound.apply_defaults()
    names = Names(function.outer)
    executor = Executor(k, names, Evaluator(k, names), macro=function.name)
    for name, value in bound.arguments.items():
        names.bind(name, value)
    return _lowered(k, function, place, lambda: executor.result_of(function.definition.body))


def _lowered(
    k: KernelLowering, function: Inline, place: SourceSpan, lower: Callable[[], object]
) -> object:
    source, node = k.builder.source, k.builder.node
    k.builder.source = function.source
    k.calls += 1
    try:
        return lower()
    except CompileError as failure:
        if k.calls == 1:  # of macros within each other only the outermost call is shown
            failure.note(f"in macro '{function.name}', called here", place)
        raise
    finally:
        k.calls -= 1
        k.builder.source, k.builder.node = source, node
