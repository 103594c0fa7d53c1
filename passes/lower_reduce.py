"""Reductions and running sums of the GRID level as ops on values."""

from __future__ import annotations

import math

from xdsl.dialects import builtin
from xdsl.ir import Attribute, SSAValue

from ttc.diagnostics import CompileError
from ttc.dialects import grid, tile
from ttc.dtypes import dtype_of
from ttc.passes.accesses import Access, region_access
from ttc.passes.build import Emitter
from ttc.passes.contents import Contents, shown
from ttc.passes.layouts import layout_of
from ttc.passes.reduced_types import (
    combined,
    converted,
    folded_type,
    magnitude,
    reversed_order,
    widened,
)

NEUTRAL = {"sum": 0.0, "max": -math.inf, "min": math.inf, "abssum": 0.0, "absmax": 0.0}
"""What a result may start from without changing it."""
COMBINE = {"sum": "add", "max": "max", "min": "min", "abssum": "add", "absmax": "max"}
"""What joins the old content and the new, without `clear`."""


def lower_reduce(op: grid.ReduceOp, contents: Contents) -> None:
    """Folds a block; min is the negated max of what is negated, abs comes first."""
    src = region_access(op, op.src, (), ())
    dst = region_access(op, op.dst, (), ())
    refuse_stack(op, op.src)
    axis = axis_of(op.src, op.axis)
    e, kind = contents.e, op.kind.data
    value = widened(e, contents.read(op, src))
    if kind.startswith("abs"):
        value = magnitude(e, value)
    result = value if axis is None else folded(e, kind, axis, value, dst)
    result = converted(e, result, dst.element_type)
    rows, cols = tile.dims_of(result)
    into = dst.along((rows, cols))
    if into.dims != (rows, cols):
        raise CompileError.at(
            op,
            f"a reduction to {shown((rows, cols))} elements into '{dst.name}', which has "
            f"{shown(dst.dims)}",
        )
    if op.clear is None:
        old = contents.read(op, into)
        if not (isinstance(old.owner, tile.FillOp) and old.owner.number == NEUTRAL[kind]):
            result = combined(e, COMBINE[kind], old, result)
            result.name_hint = dst.hint
    contents.write(op, into, result)


def refuse_stack(op: grid.ReduceOp | grid.CumsumOp, buffer: SSAValue) -> None:
    assert isinstance(buffer.type, grid.BufferType)
    if any(n != 1 for n in buffer.type.dims[:-2]):
        name = buffer.name_hint or "a buffer"
        raise CompileError.at(
            op, f"'{name}' has {len(buffer.type.dims)} dimensions; this goes along one of two"
        ).note("copy one matrix of it to a buffer of its own, in a loop over the outer dimension")


def refuse_wide_integers(op: grid.CumsumOp, element_type: Attribute) -> None:
    """Refuses a running sum of what the FPU does not multiply exactly."""
    dtype = dtype_of(element_type)
    if not dtype.is_float and dtype.bits > 8:
        raise CompileError.at(op, f"T.cumsum of {dtype.name}").note(
            "a running sum is a product, and the FPU multiplies int8, uint8 and floats"
        )


def folded(e: Emitter, kind: str, axis: int, value: SSAValue, dst: Access) -> SSAValue:
    """Folds a block along an axis; a sum goes to the type of `dst` at once."""
    if kind == "min":
        value = reversed_order(e, value)
    fold = "sum" if kind.endswith("sum") else "max"
    type_ = folded_type(value, fold, dst.element_type)
    result = e.emit(tile.ReduceOp(fold, axis, value, type_), dst.hint).result
    if kind == "min":
        result = reversed_order(e, result)
        result.name_hint = dst.hint
    return result


def axis_of(buffer: SSAValue, dim: int) -> int | None:
    """Returns 0 if a dimension goes down the rows, 1 if along the columns, None for the others."""
    layout = layout_of(buffer)
    return {layout[-2]: 0, layout[-1]: 1}.get(dim)


def lower_cumsum(op: grid.CumsumOp, contents: Contents) -> None:
    """
    A running sum is a product with a triangle of ones.

    Down the rows it is L x, along the columns x U, with L lower and U upper triangular.
    """
    src = region_access(op, op.src, (), ())
    dst = region_access(op, op.dst, (), ())
    refuse_stack(op, op.src)
    refuse_wide_integers(op, src.element_type)
    axis, e = axis_of(op.src, op.axis), contents.e
    value = contents.read(op, src)
    if axis is None:
        contents.write(op, dst.along(src.dims), value)
        return
    n = src.dims[axis]
    ones = e.emit(tile.FillOp(1.0, builtin.TensorType(src.element_type, (n, n)))).block
    # Element (i, j) of L is 1 where j <= i, of U where i <= j.
    is_lower = (axis == 0) != (op.reverse is not None)
    factors = (1, -1) if is_lower else (-1, 1)
    triangle = e.emit(tile.MaskOp(factors, e.index(0), ones, 0.0), "triangle").result
    zero = e.emit(tile.FillOp(0.0, builtin.TensorType(dst.element_type, src.dims))).block
    lhs, rhs = (triangle, value) if axis == 0 else (value, triangle)
    result = e.emit(tile.MatmulOp(lhs, rhs, zero), dst.hint).result
    contents.write(op, dst.along(src.dims), result)
