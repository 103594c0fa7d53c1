"""
`pad-tiles`: blocks of elements become blocks of 32x32 tiles.

    %s = tile.load %A[%r, %c] : !tile.tensor<100x64xbf16, dram> -> tensor<64x32xbf16>

    %s = tile.load %A[%r32, %c32] {guard_rows} : !tile.tensor<100x64xbf16, dram>
                                              -> !tile.block<2x1xbf16>

Offsets become tiles. What is added to round up is invisible:

  - a tensor's own padding holds zeros, and a tile past its last one reads zeros (`guard`);
  - a block that is no multiple of 32 must reach the end of its tensor, so that its padding is
    the tensor's, and a store of it overwrites nothing of the author's;
  - zeros are neutral for a sum of products. A matmul whose inner dimension is padded needs zeros
    in the padding of one side: a loaded block has them, a computed one is refused.
"""

from __future__ import annotations

from dataclasses import dataclass

from xdsl.context import Context
from xdsl.dialects import builtin, scf
from xdsl.dialects.builtin import ModuleOp
from xdsl.ir import BlockArgument, Operation, OpResult, SSAValue
from xdsl.passes import ModulePass
from xdsl.rewriter import InsertPoint, Rewriter

from ttc.diagnostics import CompileError
from ttc.dialects import tile
from ttc.dtypes import TILE_DIM, tiles
from ttc.passes.affine import divided_exactly, range_of
from ttc.passes.build import Emitter
from ttc.passes.loops import remove_dead

AXIS_NAMES = ("row", "column")


@dataclass(frozen=True)
class PadTilesPass(ModulePass):
    """Rounds every block up to whole tiles and says which loads and stores need guards."""

    name = "pad-tiles"

    def apply(self, ctx: Context, op: ModuleOp) -> None:
        for kernel in op.ops:
            if isinstance(kernel, tile.KernelOp):
                pad_kernel(kernel)


def pad_kernel(kernel: tile.KernelOp) -> None:
    body = kernel.entry
    e = Emitter(body)
    for op in list(body.walk()):
        match op:
            case tile.MatmulOp():
                check_inner_padding(op)
            case tile.LoadOp():
                pad_load(e.at(InsertPoint.before(op), op.location), op)
            case tile.StoreOp():
                pad_store(e.at(InsertPoint.before(op), op.location), op)
            case _:
                pass
    for op in body.walk():
        for value in (*op.results, *(arg for region in op.regions for arg in region.block.args)):
            if isinstance(value.type, builtin.TensorType):
                Rewriter.replace_value_with_new_type(value, padded(value))
    remove_dead(body)


def padded(value: SSAValue) -> tile.BlockType:
    rows, cols = tile.dims_of(value)
    return tile.BlockType.of((tiles(rows), tiles(cols)), tile.element_type_of(value))


def pad_load(e: Emitter, op: tile.LoadOp) -> None:
    offsets, (rows, cols) = in_tiles(e, op, op.tensor, op.offsets, op.block)
    made = tile.LoadOp(op.tensor, offsets, op.block.type, guard_rows=rows, guard_cols=cols)
    e.emit(made, op.block.name_hint)
    op.block.replace_all_uses_with(made.block)
    op.detach()
    op.erase()


def pad_store(e: Emitter, op: tile.StoreOp) -> None:
    offsets, (rows, cols) = in_tiles(e, op, op.tensor, op.offsets, op.block)
    e.emit(tile.StoreOp(op.block, op.tensor, offsets, guard_rows=rows, guard_cols=cols))
    op.detach()
    op.erase()


def in_tiles(
    e: Emitter,
    op: Operation,
    tensor: SSAValue,
    offsets: tuple[SSAValue, ...],
    block: SSAValue,
) -> tuple[list[SSAValue], tuple[bool, bool]]:
    """Returns the offsets with the last two in tiles, and which of the two axes needs a guard."""
    assert isinstance(tensor.type, tile.TensorType)
    axes = min(2, len(offsets))
    made = list(offsets)
    guards = [False, False]
    for axis in range(len(offsets) - axes):
        check_outer_index(op, tensor, axis, offsets[axis])
    for axis in range(-axes, 0):
        extent, size = tile.dims_of(block)[axis], tensor.type.dims[axis]
        made[axis] = tile_offset(e, op, tensor, offsets[axis], AXIS_NAMES[axis])
        lowest, highest = range_of(offsets[axis])
        if extent % TILE_DIM and lowest + extent < size:
            raise CompileError.at(
                op,
                f"a block of {extent} {AXIS_NAMES[axis]}s of '{tensor.name_hint}' is no multiple "
                f"of {TILE_DIM} and ends at {lowest + extent} of {size}",
            ).note(
                f"tiles are {TILE_DIM}x{TILE_DIM}: make the block a multiple of {TILE_DIM}, "
                f"or let it reach the end of '{tensor.name_hint}'"
            )
        last_tile = highest // TILE_DIM + tiles(extent)
        guards[axis] = last_tile > tiles(size)
    return made, (guards[0], guards[1])


def check_outer_index(op: Operation, tensor: SSAValue, axis: int, offset: SSAValue) -> None:
    """Refuses an index that may pass the end of a dimension that is not tiled."""
    assert isinstance(tensor.type, tile.TensorType)
    highest, size = range_of(offset)[1], tensor.type.dims[axis]
    if highest >= size:
        raise CompileError.at(
            op,
            f"index {highest} of dimension {axis} of '{tensor.name_hint}' is past its {size}",
        ).note("only the last two dimensions may be read or written past the end")


def tile_offset(
    e: Emitter, op: Operation, tensor: SSAValue, offset: SSAValue, axis: str
) -> SSAValue:
    made = divided_exactly(e, offset, TILE_DIM)
    if made is None:
        raise CompileError.at(
            op,
            f"the {axis} offset into '{tensor.name_hint}' is not provably a multiple of {TILE_DIM}",
        ).note(
            f"memory moves in {TILE_DIM}x{TILE_DIM} tiles: use offsets such as "
            f"'by * block' with a block that is a multiple of {TILE_DIM}"
        )
    return made


def check_inner_padding(op: tile.MatmulOp) -> None:
    """Refuses a product over an inner dimension whose padding may not be zero on either side."""
    inner = tile.dims_of(op.lhs)[1]
    if inner % TILE_DIM and not zero_padded(op.lhs) and not zero_padded(op.rhs):
        raise CompileError.at(
            op,
            f"the inner dimension of this T.gemm is {inner}, no multiple of {TILE_DIM}, "
            "and both operands were computed: their padding is not known to be zero",
        ).note(f"make the inner dimension a multiple of {TILE_DIM}, or load one operand")


def zero_padded(value: SSAValue) -> bool:
    """Tells whether the padding of a block is surely zero."""
    if isinstance(value, BlockArgument):
        loop = value.block.parent_op()
        if not isinstance(loop, scf.ForOp):
            return False
        end = loop.body.block.last_op
        assert isinstance(end, scf.YieldOp)
        passed = end.arguments[value.index - 1]
        is_same = passed is value or (isinstance(passed, OpResult) and zero_op(passed.op))
        return is_same and zero_padded(loop.iter_args[value.index - 1])
    assert isinstance(value, OpResult)
    return zero_op(value.op)


def zero_op(op: Operation) -> bool:
    match op:
        case tile.LoadOp():
            return True
        case tile.FillOp():
            return op.number == 0.0
        case tile.CastOp() | tile.TransposeOp():
            return zero_padded(op.block)
        case tile.MatmulOp():
            # Rows or columns of zeros stay zero; what they are added to must be zero, too.
            return all(zero_padded(value) for value in op.operands)
        case _:
            return False
