"""What each lowered `T.` name does: one function a name, called with the bound arguments."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from ttc.frontend import (
    along,
    arithmetic,
    indices,
    operands,
    products,
    reducers,
    safe,
    spaces,
    tile_ops,
    windows,
)
from ttc.frontend.arithmetic import UNARY
from ttc.frontend.convert import BOOL
from ttc.frontend.eager import const_names
from ttc.frontend.kernel import KernelLowering
from ttc.frontend.values import Index
from ttc.language.dtypes import resolve, spelled
from ttc.language.place import error
from ttc.language.tensor import described, static_shape

Handler = Callable[..., object]


def ceildiv(k: KernelLowering, a: object, b: object) -> object:
    if isinstance(a, Index | int) and isinstance(b, Index | int):
        if indices.interval(b)[0] < 1:
            raise error("T.ceildiv: the divisor is positive").note(
                f"it may be {indices.interval(b)[0]}"
            )
        return indices.quotient(k.builder, indices.added(indices.added(a, b), -1), b)
    raise error("T.ceildiv of a value computed from elements is not supported yet")


def binary(operator: str, k: KernelLowering, a: object, b: object) -> object:
    return arithmetic.binary(k, operator, a, b)


def power(k: KernelLowering, x: object, y: object) -> object:
    return arithmetic.binary(k, "**", x, y)


def unary(name: str, k: KernelLowering, x: object) -> object:
    return arithmetic.unary(k, name, x)


def const(k: KernelLowering, name: object, dtype: object) -> object:
    """Returns the value that a call of an eager kernel fixes, or several as a tuple."""
    if k.eager is None:
        raise error("T.const belongs to the eager form: this kernel is a @T.prim_func").note(
            "make the extents parameters of the factory around it"
        )
    if not isinstance(name, str):
        raise error(f"T.const takes names in a string, not {described(name)}")
    for each in const_names(name):
        if each not in k.eager.constants:
            raise error(f"T.const '{each}' has no value").note(
                'assign it at the top of the function: M, N = T.const("M, N")'
            )
    values = tuple(k.eager.constants[each] for each in const_names(name))
    return values[0] if len(values) == 1 else values


def coordinates(k: KernelLowering, index: object, shape: object) -> tuple[object, ...]:
    """Returns the place in a shape of an element counted in row-major order."""
    found: list[object] = []
    for extent in reversed(static_shape("T.index_to_coordinates", shape)):
        found.insert(0, arithmetic.binary(k, "%", index, extent))
        index = arithmetic.binary(k, "//", index, extent)
    return tuple(found)


def reciprocal(k: KernelLowering, x: object) -> object:
    return arithmetic.binary(k, "/", 1.0, x)


def shift_left(k: KernelLowering, a: object, b: object) -> object:
    if not isinstance(b, int) or not 0 <= b < 32:
        raise error("T.shift_left is by a Python int, below 32")
    return arithmetic.binary(k, "*", a, 1 << b)


def clamp(k: KernelLowering, x: object, lo: object, hi: object) -> object:
    return arithmetic.binary(k, "min", arithmetic.binary(k, "max", x, lo), hi)


def if_then_else(k: KernelLowering, cond: object, t: object, f: object) -> object:
    return arithmetic.select(k, cond, t, f)


def cast(k: KernelLowering, value: object, dtype: object) -> object:
    if str(dtype) == "bool":
        return operands.cast(k, value, BOOL)
    if isinstance(value, Index) and spelled(dtype) in ("int32", "int64"):
        return value
    target = resolve(dtype)
    if target.alone != target:
        raise error(f"one value is no {target.name}: 16 of them share an exponent").note(
            f"store it in a buffer or a tensor of {target.name}"
        )
    return operands.cast(k, value, target)


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
    "grid": spaces.nest,
    "Persistent": spaces.persistent,
    "alloc_shared": partial(tile_ops.alloc, "shared"),
    "alloc_fragment": partial(tile_ops.alloc, "fragment"),
    "copy": tile_ops.copy,
    "alloc_var": tile_ops.alloc_var,
    "alloc_local": tile_ops.alloc_local,
    "alloc_global": tile_ops.alloc_global,
    "empty": tile_ops.empty,
    "const": const,
    "alloc_reducer": reducers.alloc_reducer,
    "reducer_init": reducers.reducer_init,
    "reducer_update": reducers.reducer_update,
    "finalize_reducer": reducers.finalize_reducer,
    "annotate_safe_value": safe.annotate_safe_value,
    "index_to_coordinates": coordinates,
    "transpose": tile_ops.transpose,
    "gemm": products.gemm,
    "im2col": windows.im2col,
    "c2d_im2col": windows.im2col,
    **{
        f"reduce_{kind}": partial(along.reduce_as, kind)
        for kind in ("sum", "max", "min", "abssum", "absmax")
    },
    "reduce": along.reduce,
    "cumsum": along.cumsum,
    "reshape": along.reshape,
    "view": along.view,
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
    "shift_left": shift_left,
    "if_then_else": if_then_else,
    "Select": if_then_else,
    "cast": cast,
    "Cast": cast,
    "abs": partial(unary, "abs"),
    "isnan": partial(unary, "isnan"),
    "fast_rcp": reciprocal,
    **{name: partial(unary, name) for name in UNARY},
}
