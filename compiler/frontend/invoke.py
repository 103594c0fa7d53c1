"""Calls from a kernel's body: `T.` names are lowered, Python's own functions run at once."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Mapping, Sequence
from types import BuiltinFunctionType, FunctionType
from typing import NoReturn

from ttc.frontend import inline
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.operators import Function
from ttc.frontend.spaces import loop
from ttc.frontend.values import Buffer, Operand
from ttc.language import CONSTRUCTS, Construct, JITFactory, Kind, Macro, PrimFunc
from ttc.language.dtypes import dtype
from ttc.language.place import error
from ttc.language.tensor import described

PYTHON_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NameError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What the author's own Python, run while a kernel is built, may raise."""

_ON_VALUES: dict[object, tuple[str, int]] = {
    builtins.min: ("min", 2),
    builtins.max: ("max", 2),
    builtins.abs: ("abs", 1),
    builtins.pow: ("pow", 2),
    builtins.round: ("round", 1),
}
"""Python's functions that mean a `T.` one on that many values of the kernel."""


def invoke(
    kernel: KernelLowering,
    node: ast.Call,
    function: object,
    args: Sequence[object],
    kwargs: Mapping[str, object],
) -> object:
    """Calls `function` with the node as the place of whatever it makes or raises."""
    kernel.at(node)
    match function:
        case Construct() | dtype():
            return function(*args, **kwargs)
        case Macro():
            return inline.call(kernel, inline.inline_of(function), args, kwargs)
        case inline.Inline():
            return inline.call(kernel, function, args, kwargs)
        case PrimFunc():
            _refuse_kernel(kernel, function)
        case JITFactory():
            raise error(f"the factory '{function.__name__}' is called inside a kernel")
        case type() if function is builtins.range:
            return _range(kernel, args)
        case type() | BuiltinFunctionType() if any(isinstance(arg, Operand) for arg in args):
            return _on_values(function, args)
        case _:
            if isinstance(function, Operand) or not callable(function):
                raise error(f"{described(function)} cannot be called")
            return run_python(kernel, node, function, *args, **kwargs)


def _refuse_kernel(kernel: KernelLowering, function: PrimFunc) -> NoReturn:
    if function.func is kernel.func:
        raise error(f"recursion: kernel '{function.name}' calls itself").note(
            "use a loop, or a recursive helper on Python values"
        )
    raise error(f"kernel '{function.name}' is called inside another kernel").note(
        "open several T.Kernel blocks in one kernel, or share a helper function"
    )


def _range(kernel: KernelLowering, args: Sequence[object]) -> object:
    if not 1 <= len(args) <= 3:
        raise error(f"range takes 1 to 3 arguments, {len(args)} are given")
    start, stop, step = [*args, None, None][:3]
    return loop(kernel, "range", start, stop, step, None)


def _on_values(function: type | BuiltinFunctionType, args: Sequence[object]) -> object:
    name, count = _ON_VALUES.get(function, ("", 0))
    if len(args) == count:
        return CONSTRUCTS[name](*args)
    title = function.__name__
    failure = error(f"{title}() of {described(args[0])} is not supported in a kernel")
    known = CONSTRUCTS.get(title)
    if known is not None and known.kind is Kind.LOWERED:
        raise failure.note(f"write T.{title}({known.text})")
    if title in ("int", "float", "bool"):
        raise failure.note("T.cast converts between dtypes")
    raise failure.note("it works on Python values only")


def run_python(
    kernel: KernelLowering, node: ast.AST, function: Function, *args: object, **kwargs: object
) -> object:
    """Runs Python's or the author's function; what it raises becomes an error at the node."""
    kernel.at(node)
    try:
        return function(*args, **kwargs)
    except PYTHON_ERRORS as failure:
        buffers = [arg for arg in args if isinstance(arg, Buffer)]
        name = getattr(function, "__name__", "it")
        if isinstance(failure, TypeError) and buffers and isinstance(function, FunctionType):
            raise error(f"helper '{name}' cannot use {buffers[0].title}, a whole buffer").note(
                "a helper computes with numbers and elements: pass it elements inside T.Parallel, "
                "and write what indexes buffers in the kernel"
            ) from failure
        if isinstance(failure, TypeError) and buffers:
            raise error(f"{buffers[0].title} is a whole buffer, not a number").note(
                "index its elements inside T.Parallel"
            ) from failure
        if isinstance(failure, RecursionError):
            raise error(f"recursion: '{name}' calls itself without end").note(
                "a helper runs while the kernel is built: give it an end"
            ) from failure
        text = f"{type(failure).__name__}: {failure}"
        from_author = isinstance(function, FunctionType) and name != "<lambda>"
        raise error(f"'{name}' raised {text}" if from_author else text) from failure
