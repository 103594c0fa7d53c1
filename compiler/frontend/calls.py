"""What each lowered `T.` name does: one function a name, called with the bound arguments."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ttc.frontend import arithmetic, indices, operands, spaces, tile_ops
from ttc.frontend.arithmetic import UNARY
from ttc.frontend.convert import BOOL
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.values import Index, Scalar
from ttc.language.dtypes import resolve
from ttc.language.place import error

Handler = Callable[..., object]


def ceildiv(k: KernelLowering, a: object, b: object) -> object:
    if isinstance(a, Index | int) and isinstance(b, int):
        if b < 1:
            raise error(f"T.ceildiv: the divisor is positive, not {b}")
        return indices.quotient(k.builder, indices.added(a, b - 1), b)
    raise error("T.ceildiv of a value computed from elements is not supported yet")


def binary(operator: str, k: KernelLowering, a: object, b: object) -> object:
    return arithmetic.binary(k, operator, a, b)


def power(k: KernelLowering, x: object, y: object) -> object:
    return arithmetic.binary(k, "**", x, y)


def unary(name: str, k: KernelLowering, x: object) -> object:
    return arithmetic.unary(k, name, x)


def clamp(k: KernelLowering, x: object, lo: object, hi: object) -> object:
    return arithmetic.binary(k, "min", arithmetic.binary(k, "max", x, lo), hi)


def if_then_else(k: KernelLowering, cond: object, t: object, f: object) -> object:
    return arithmetic.select(k, cond, t, f)


def cast(k: KernelLowering, value: object, dtype: object) -> Scalar:
    if str(dtype) == "bool":
        return operands.cast(k, value, BOOL)
    return operands.cast(k, value, resolve(dtype))


HANDLERS: dict[str, Handler] = {
    "Kernel": spaces.kernel,
    "Parallel": spaces.parallel,
    "Pipelined": spaces.pipelined,
    "serial": spaces.serial,
    "Serial": spaces.serial,
    "unroll": spaces.unroll,
    "Unroll": spaces.unroll,
    "vectorized": spaces.serial,
    "Vectorized": spaces.serial,
    "alloc_shared": partial(tile_ops.alloc, "shared"),
    "alloc_fragment": partial(tile_ops.alloc, "fragment"),
    "copy": tile_ops.copy,
    "gemm": tile_ops.gemm,
    "clear": tile_ops.clear,
    "fill": tile_ops.fill,
    "use_swizzle": spaces.use_swizzle,
    "annotate_schedule": spaces.annotate_schedule,
    "ceildiv": ceildiv,
    "floordiv": partial(binary, "//"),
    "floormod": partial(binary, "%"),
    "min": partial(binary, "min"),
    "max": partial(binary, "max"),
    "pow": power,
    "clamp": clamp,
    "if_then_else": if_then_else,
    "Select": if_then_else,
    "cast": cast,
    "Cast": cast,
    "abs": partial(unary, "abs"),
    "isnan": partial(unary, "isnan"),
    "sigmoid": partial(unary, "sigmoid"),
    **{name: partial(unary, name) for name in UNARY},
}
