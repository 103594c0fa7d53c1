"""Reductions and running sums of the GRID level as ops on values."""

from __future__ import annotations

import math
from collections.abc import Sequence

from xdsl.dialects import builtin
from xdsl.ir import Attribute, SSAValue

from ttc.diagnostics import CompileError
from ttc.dialects import grid, tile
from ttc.dtypes import TILE_DIM, dtype_of
from ttc.passes.accesses import Access, region_access
from ttc.passes.build import Emitter
from ttc.passes.contents import Contents, shown
from ttc.passes.layouts import is_stack, layout_of
from ttc.passes.reduced_types import (
    combined,
    converted,
    folded_type,
    magnitude,
    reversed_order,
    summand,
    widened,
)

NEUTRAL = {"sum": 0.0, "max": -math.inf, "min": math.inf, "abssum": 0.0, "absmax": 0.0}
"""What a result may start from without changing it."""
COMBINE = {"sum": "add", "max": "max", "min": "min", "abssum": "add", "absmax": "max"}
"""What joins the old content and the new, without `clear`."""


def lower_reduce(op: grid.ReduceOp, contents: Contents) -> None:
    """Folds a block, or the blocks of a stack; abs comes first."""
    dst = region_access(op, op.dst, (), ())
    axis = axis_of(op.src, op.axis)
    e, kind = contents.e, op.kind.data
    values = [widened(e, contents.read(op, src)) for src in sources(op, contents)]
    if kind.startswith("abs"):
        values = [magnitude(e, value) for value in values]
    result = joined(e, kind, values) if axis is None else folded(e, kind, axis, values[0], dst)
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


def sources(op: grid.ReduceOp | grid.CumsumOp, contents: Contents) -> list[Access]:
    """Returns the blocks of a stack that an op goes along, else the whole of its source."""
    assert isinstance(op.src.type, grid.BufferType)
    dims, axis = op.src.type.dims, op.axis
    if is_stack(op.src) and axis_of(op.src, axis) is None:
        return [part(op, op.src, n, contents) for n in range(dims[axis])]
    if any(n != 1 for n in dims[:-2]):
        name = op.src.name_hint or "a buffer"
        raise CompileError.at(
            op,
            f"'{name}' has {len(dims)} dimensions and views, and its {dims[-2]} rows fill no tiles",
        ).note(f"use multiples of {TILE_DIM} rows, or no T.reshape and T.view of it")
    return [region_access(op, op.src, (), ())]


def part(op: grid.ReduceOp | grid.CumsumOp, buffer: SSAValue, n: int, contents: Contents) -> Access:
    """Returns a block of a stack: the one at index `n` of the dimension that `op` goes along."""
    assert isinstance(buffer.type, grid.BufferType)
    dims = buffer.type.dims
    offsets = [contents.e.index(n if d == op.axis else 0) for d in range(len(dims))]
    sizes = [1 if d == op.axis else extent for d, extent in enumerate(dims)]
    return region_access(op, buffer, offsets, sizes)


def joined(e: Emitter, kind: str, values: Sequence[SSAValue]) -> SSAValue:
    """Folds blocks element by element; floats are added up as float32."""
    if kind.endswith("sum") and len(values) > 1:
        values = [summand(e, value) for value in values]
    total, *others = values
    for value in others:
        total = combined(e, COMBINE[kind], total, value)
    return total


def refuse_wide_integers(op: grid.CumsumOp, element_type: Attribute) -> None:
    """Refuses a running sum of what the FPU does not multiply exactly."""
    dtype = dtype_of(element_type)
    if not dtype.is_float and dtype.bits > 8:
        raise CompileError.at(op, f"T.cumsum of {dtype.name}").note(
            "a running sum is a product, and the FPU multiplies int8, uint8 and floats"
        )


def folded(e: Emitter, kind: str, axis: int, value: SSAValue, dst: Access) -> SSAValue:
    """
    Folds a block along an axis; a sum goes to the type of `dst` at once.

    The minimum is the negated maximum of what is negated.
    """
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
    dst = region_access(op, op.dst, (), ())
    axis, e = axis_of(op.src, op.axis), contents.e
    accesses = sources(op, contents)
    if axis is None:
        lower_running(op, [contents.read(op, src) for src in accesses], contents)
        return
    (src,) = accesses
    refuse_wide_integers(op, src.element_type)
    value = contents.read(op, src)
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


def lower_running(op: grid.CumsumOp, values: list[SSAValue], contents: Contents) -> None:
    """Adds the blocks of a stack to each other one by one; what is no stack is one block."""
    e = contents.e
    order = range(len(values)) if op.reverse is None else reversed(range(len(values)))
    total: SSAValue | None = None
    for n in order:
        value = summand(e, values[n])
        total = value if total is None else combined(e, "add", total, value)
        dst = part(op, op.dst, n, contents)
        result = converted(e, total, dst.element_type)
        rows, cols = tile.dims_of(result)
        contents.write(op, dst.along((rows, cols)), result)
