"""
`pad-tiles`: blocks of elements become blocks of 32x32 tiles.

    %s = tile.load %A[%r, %c] : !tile.tensor<100x64xbf16, dram> -> tensor<64x32xbf16>

    %s = tile.load %A[%r32, %c32] {guard_rows} : !tile.tensor<100x64xbf16, dram>
                                              -> !tile.block<2x1xbf16>

Offsets become tiles. What is added to round up is invisible:

  - a tensor's own padding holds zeros, and a tile past its last one reads zeros (`guard`), as does
    one of a matrix that is none of the tensor's;
  - a block that is no multiple of 32 is stored to the end of its tensor, so that its padding is
    the tensor's and overwrites nothing of the author's;
  - padding that would count is masked (`padding.py`).

What is rows for a moment, as a tensor in rows or a view of other rows and columns, becomes tiles
(`tilize.py`, `untilize.py`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from xdsl.context import Context
from xdsl.dialects import builtin
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import Operation, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from ttc.diagnostics import CompileError
from ttc.dialects import tile
from ttc.dialects.shaped import SizesAttr
from ttc.dtypes import TILE_DIM, tiles
from ttc.passes.affine import UNBOUNDED, divided_exactly, linear, range_of
from ttc.passes.build import Emitter, constant_of
from ttc.passes.conditions import range_at
from ttc.passes.loops import remove_dead
from ttc.passes.padding import make_neutral
from ttc.passes.tilize import pad_rows
from ttc.passes.untilize import pad_reshape

AXIS_NAMES = ("row", "column")


class Guards(TypedDict):
    """Which properties of a load or store say that it may leave its tensor."""

    guard_outer: bool
    guard_rows: bool
    guard_cols: bool


@dataclass(frozen=True)
class PadTilesPass(ModulePass):
    """Rounds every block up to whole tiles and says which loads and stores need guards."""

    name = "pad-tiles"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        kernels = [kernel for kernel in op.ops if isinstance(kernel, tile.KernelOp)]
        make_neutral(kernels)
        for kernel in kernels:
            pad_kernel(kernel)


def pad_kernel(kernel: tile.KernelOp) -> None:
    body = kernel.entry
    e = Emitter(body)
    for op in list(body.walk()):
        here = e.at(InsertPoint.before(op), op.location)
        match op:
            case tile.LoadOp() if op.is_rows:
                pad_rows(here, op)
            case tile.LoadOp():
                pad_load(here, op)
            case tile.StoreOp() if op.is_rows:
                op.properties["elements"] = SizesAttr(tile.dims_of(op.block))
            case tile.StoreOp():
                pad_store(here, op)
            case tile.ExtractOp():
                pad_part(here, op, op.result, op.block)
            case tile.InsertOp():
                pad_part(here, op, op.block, op.into)
            case tile.ReshapeOp():
                pad_reshape(here, op)
            case _:
                pass
    for op in body.walk():
        inner = [arg for region in op.regions for block in region.blocks for arg in block.args]
        for value in (*op.results, *inner):
            if isinstance(value.type, builtin.TensorType):
                Rewriter.replace_value_with_new_type(value, padded(value))
    remove_dead(body)


def pad_part(
    e: Emitter, op: tile.ExtractOp | tile.InsertOp, part: SSAValue, whole: SSAValue
) -> None:
    """Makes the offsets of a part tiles; what is written ends at a tile's edge, or the whole's."""
    first = 1 if isinstance(op, tile.ExtractOp) else 2
    name = whole.name_hint or part.name_hint or "a buffer"
    for axis, offset in enumerate((op.row, op.col)):
        extent, size = tile.dims_of(part)[axis], tile.dims_of(whole)[axis]
        what = f"{AXIS_NAMES[axis]}s of '{name}'"
        made = divided_exactly(e, offset, TILE_DIM)
        if made is None:
            known = constant_of(offset)
            begins = (
                f"does not provably begin at a multiple of {TILE_DIM}"
                if known is None
                else f"begins at {known}, which is no multiple of {TILE_DIM}"
            )
            raise CompileError.at(op, f"a part of the {what} {begins}").note(
                f"parts of buffers are whole tiles of {TILE_DIM}x{TILE_DIM} elements; T.Parallel "
                "and T.reduce_sum go over the elements in them"
            )
        lowest, highest = range_at(op, offset)
        if lowest < 0 or highest + extent > size:
            raise CompileError.at(
                op, f"a part of {extent} {what} is not provably inside its {size}"
            ).note(
                f"it begins between {lowest} and {highest}"
                if highest < UNBOUNDED
                else "nothing bounds where it begins: use T.min, T.max or %"
            )
        shares_tiles = isinstance(op, tile.InsertOp) and (axis == 1 or op.alone is None)
        if shares_tiles and extent % TILE_DIM and lowest + extent != size:
            raise CompileError.at(
                op, f"a part of {extent} of {size} {what} is no multiple of {TILE_DIM}"
            ).note(f"write multiples of {TILE_DIM}, or the part at the end")
        op.operands[first + axis] = made
    op.properties.pop("alone", None)


def padded(value: SSAValue) -> tile.BlockType:
    rows, cols = tile.dims_of(value)
    return tile.BlockType.of((tiles(rows), tiles(cols)), tile.element_type_of(value))


def pad_load(e: Emitter, op: tile.LoadOp) -> None:
    offsets, guards = in_tiles(e, op, op.tensor, op.offsets, op.block)
    made = tile.LoadOp(op.tensor, offsets, op.block.type, **guards)
    e.emit(made, op.block.name_hint)
    op.block.replace_all_uses_with(made.block)
    op.detach()
    op.erase()


def pad_store(e: Emitter, op: tile.StoreOp) -> None:
    offsets, guards = in_tiles(e, op, op.tensor, op.offsets, op.block)
    e.emit(tile.StoreOp(op.block, op.tensor, offsets, **guards))
    op.detach()
    op.erase()


def in_tiles(
    e: Emitter,
    op: Operation,
    tensor: SSAValue,
    offsets: tuple[SSAValue, ...],
    block: SSAValue,
) -> tuple[list[SSAValue], Guards]:
    """Returns the offsets with the last two in tiles, and which of them need a guard."""
    assert isinstance(tensor.type, tile.TensorType)
    axes = min(2, len(offsets))
    made = list(offsets)
    guards = [False, False]
    outer = [leaves(op, tensor, axis, offsets[axis]) for axis in range(len(offsets) - axes)]
    for axis in range(-axes, 0):
        extent, size = tile.dims_of(block)[axis], tensor.type.dims[axis]
        made[axis] = tile_offset(e, op, tensor, offsets[axis], AXIS_NAMES[axis])
        lowest, highest = range_of(offsets[axis])
        if lowest >= size:
            raise CompileError.at(
                op,
                f"the {AXIS_NAMES[axis]} offset into '{tensor.name_hint}' is at least {lowest}, "
                f"past its {size} {AXIS_NAMES[axis]}s",
            ).note(f"no block of the grid would touch '{tensor.name_hint}' here")
        if isinstance(op, tile.StoreOp) and extent % TILE_DIM and lowest + extent < size:
            raise CompileError.at(
                op,
                f"a block of {extent} {AXIS_NAMES[axis]}s of '{tensor.name_hint}' is no multiple "
                f"of {TILE_DIM} and ends at {lowest + extent} of {size}",
            ).note(
                f"tiles are {TILE_DIM}x{TILE_DIM}: make the block a multiple of {TILE_DIM}, "
                f"or let it reach the end of '{tensor.name_hint}'"
            )
        last_tile = highest // TILE_DIM + tiles(extent)
        guards[axis] = lowest < 0 or last_tile > tiles(size)
    return made, Guards(guard_outer=any(outer), guard_rows=guards[0], guard_cols=guards[1])


def leaves(op: Operation, tensor: SSAValue, axis: int, offset: SSAValue) -> bool:
    """
    Tells whether an index may be outside of a dimension that is not tiled.

    Refuses one that always is.
    """
    assert isinstance(tensor.type, tile.TensorType)
    (lowest, highest), size = range_at(op, offset), tensor.type.dims[axis]
    if highest < 0 or lowest >= size:
        index, fault = (highest, "negative") if highest < 0 else (lowest, f"past its {size}")
        raise CompileError.at(
            op, f"index {index} of dimension {axis} of '{tensor.name_hint}' is {fault}"
        ).note(f"no block of the grid would touch '{tensor.name_hint}' here")
    return lowest < 0 or highest >= size


def tile_offset(
    e: Emitter, op: Operation, tensor: SSAValue, offset: SSAValue, axis: str
) -> SSAValue:
    made = divided_exactly(e, offset, TILE_DIM)
    # A division of what may be negative is no division of an unsigned number.
    if made is None or (range_of(offset)[0] < 0 and linear(offset).divided(TILE_DIM) is None):
        raise CompileError.at(
            op,
            f"the {axis} offset into '{tensor.name_hint}' is not provably a multiple of {TILE_DIM}",
        ).note(
            f"memory moves in {TILE_DIM}x{TILE_DIM} tiles: use offsets such as "
            f"'by * block' with a block that is a multiple of {TILE_DIM}"
        )
    return made
