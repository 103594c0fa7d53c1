"""
`infer-layouts`: which way vectors lie, and which two dimensions of a tensor are its tiles.

    %m = grid.alloc : !grid.buffer<64xf32, fragment>
    grid.reduce "max" %s, %m {dim = 1}
    grid.copy %Q[%b, %r, %h, %c0] sizes <1x64x1x32> to %q[...] ...     // Q is 2x128x8x32

    %m = grid.alloc {layout = [0, -1]} : !grid.buffer<64xf32, fragment>
    grid.kernel @attention(%Q ...) attributes {layouts = [[0, 2, 1, 3]], ...}

A vector is a column where it is one number per row: the result of a reduction over columns, or
indexed by the first index of a T.Parallel. Vectors that meet element by element lie the same way,
the way that most of their other uses want; the others turn them. A tensor is tiled over the
dimensions its blocks extend over, whatever order its author gave them; the host converts. One
that is used in blocks over several pairs of dimensions has a form for each pair.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from xdsl.context import Context
from xdsl.dialects.builtin import ArrayAttr, DictionaryAttr, ModuleOp, StringAttr
from xdsl.ir import SSAValue
from xdsl.passes import ModulePass

from ttc.dialects import grid
from ttc.dtypes import TILE_DIM
from ttc.parameters import FORMS, REASONS, VIEWS, by_name
from ttc.passes.affine import divisor_of
from ttc.passes.forms import Kernel, functions, name_of
from ttc.passes.layouts import (
    COLUMN,
    LAYOUT,
    LAYOUTS,
    ROW,
    Layout,
    Line,
    as_written,
    layout_attr,
)
from ttc.passes.lines import Lines
from ttc.passes.stacks import IS_COLUMN, STACK, stacked_dims
from ttc.passes.touches import Touch, touches
from ttc.passes.ways import part_ways

LINE = "line"
"""Attribute of a grid.parallel over one extent: which way it runs."""


@dataclass(frozen=True)
class InferLayoutsPass(ModulePass):
    """Fixes how buffers lie in rows and columns, from what the kernel does with them."""

    name = "infer-layouts"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for launches in functions(op.body.block):
            infer(launches)


def infer(kernels: Sequence[Kernel]) -> None:
    """Fixes the layouts of all launches of a function: they share its parameters."""
    part_ways(kernels)
    ops = [op for kernel in kernels for op in kernel.walk()]
    found = [touch for op in ops for touch in touches(op)]
    lines = Lines()
    for op in ops:
        lines.visit(op)
    layouts: list[Layout] = []
    reasons: dict[str, StringAttr] = {}
    for same in zip(*(kernel.args for kernel in kernels), strict=True):
        arg, dims = same[0], tensor_dims(same[0])
        if dims is None:
            layouts.append(())
            continue
        for other in same[1:]:
            lines.join(other, arg)
        mine = [touch for touch in found if touch.buffer in same]
        layout = tensor_layout(mine, len(dims), dims, lines.line(arg))
        layouts.append(layout)
        name = name_of(kernels[0], arg)
        is_copy = name in by_name(kernels[0], FORMS) and name not in by_name(kernels[0], VIEWS)
        if is_copy or (layout != as_written(len(layout)) and layout != ROW):
            reasons[name] = StringAttr(reason(layout))
    for kernel in kernels:
        kernel.attributes[LAYOUTS] = ArrayAttr([layout_attr(layout) for layout in layouts])
        if reasons:
            kernel.attributes[REASONS] = DictionaryAttr(reasons)
    for op in ops:
        if isinstance(op, grid.ParallelOp):
            op.attributes[LINE] = StringAttr(lines.line(op))
        elif isinstance(op, grid.AllocOp):
            outer = stacked_dims(op.buffer)
            for decided in (STACK, IS_COLUMN):
                op.attributes.pop(decided, None)
            if outer or len(op.buffer.type.dims) == 1:
                layout = local_layout(len(op.buffer.type.dims), outer, lines.line(op.buffer))
                op.attributes[LAYOUT] = layout_attr(layout)


def tensor_dims(arg: SSAValue) -> tuple[int, ...] | None:
    """Returns the extents of a parameter; None if it is no tensor."""
    return arg.type.dims if isinstance(arg.type, grid.BufferType) else None


def line_of(parallel: grid.ParallelOp) -> Line:
    """Returns which way a T.Parallel over one extent runs."""
    line = parallel.attributes.get(LINE)
    return cast(Line, line.data) if isinstance(line, StringAttr) else "row"


def reason(layout: Layout) -> str:
    if layout == COLUMN:
        return "used as a column: one number for each row of a block"
    tiled = [n for n in layout[-2:] if n >= 0]
    return f"its blocks extend over {dimensions(tiled)}" if tiled else "its blocks are one element"


def tensor_layout(found: list[Touch], rank: int, dims: tuple[int, ...], line: Line) -> Layout:
    """Returns the layout of a tensor that is touched like this."""
    if found and not any(touch.walked for touch in found) and not all(map(begins_tile, found)):
        return (*range(rank), -1, -1)
    if rank == 1:
        return COLUMN if line == "column" else ROW
    pair = next((touch.walked for touch in found if len(touch.walked) == 2), None)
    singles = {touch.walked[0]: touch for touch in found if len(touch.walked) == 1}
    if pair is None and len(singles) == 2:
        pair = tuple(sorted(singles))
    if pair is not None:  # the only one: part_ways has made a form for each
        return (*(n for n in range(rank) if n not in pair), *pair)
    if singles:
        ((dim, touch),) = singles.items()
        if dim >= rank - 2 and fits_tiles(touch, rank, dims, dim):
            return as_written(rank)
        outer = [n for n in range(rank) if n != dim]
        return (*outer, dim, -1) if line == "column" else (*outer, -1, dim)
    for dim in (rank - 1, rank - 2):  # single elements, each at the corner of a tile
        if not all(fits_tiles(touch, rank, dims, dim) for touch in found):
            return (*(n for n in range(rank) if n != dim), -1, dim)
    return as_written(rank)


def local_layout(rank: int, outer: list[int], line: Line) -> Layout:
    """Returns the layout of a vector, or of a stack that the dimensions `outer` choose from."""
    match [n for n in range(rank) if n not in outer]:
        case []:
            return (*outer, -1, -1)
        case [n]:
            return (*outer, n, -1) if line == "column" else (*outer, -1, n)
        case rest:
            return (*outer, *rest)


def begins_tile(touch: Touch) -> bool:
    """Tells whether a single element surely stands first in its tile."""
    return all(divisor_of(offset) % TILE_DIM == 0 for offset in touch.offsets[-2:])


def fits_tiles(touch: Touch, rank: int, dims: tuple[int, ...], dim: int) -> bool:
    """Tells whether a line along one of the last two dimensions begins at a tile's edge."""
    other = rank - 2 if dim == rank - 1 else rank - 1
    return dims[other] == 1 or divisor_of(touch.offsets[other]) % TILE_DIM == 0


def dimensions(walked: Sequence[int]) -> str:
    return f"dimension{'s' if len(walked) > 1 else ''} {' and '.join(map(str, walked))}"
